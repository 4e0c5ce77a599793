import { prose } from './html.ts';

const basics: readonly (readonly [heading: string, text: string])[] = [
  [
    'Authorisation',
    'Every call but those for anybody has `Authorization: Bearer …`: an API key (`sk_…`, with scopes, from the operator) or the access token of a signed-in workstation. The credential names the tenant. None or a wrong one is 401 `unauthenticated`; one that may not is 403 `scope_missing` or `role_missing`.',
  ],
  [
    'What is sent',
    'JSON in UTF-8 with `Content-Type: application/json`, unless a call says otherwise. What is optional may be absent or null, which is the same, in answers too. A member that is not named here is refused by its name. Times are RFC 3339 in UTC with milliseconds, ids texts, amounts decimal strings.',
  ],
  [
    'Changes',
    'The `ETag` of a customer or level is its version. A change of a customer names in `If-Match` the version that it was made on: without it is 428 `precondition_required`, an older one 409 `version_conflict`.',
  ],
  [
    'Sent again',
    'Give each `POST` an `Idempotency-Key` where the call takes one: sent again, it gets the first answer and does nothing. After no answer, 409 `in_flight`, 429 and 5xx send it again, later each time and not before `Retry-After` (seconds).',
  ],
  [
    'Lists',
    '`nextCursor` leads to the next page as `cursor`; the last page has none. Levels and webhooks come whole.',
  ],
  [
    'Errors',
    '`application/problem+json` (RFC 9457). Go by `code`, which is stable; `errors` name what is wrong where. Every answer has an `X-Request-Id`.',
  ],
  [
    'Beside them',
    '`/openapi.json` is this for tools, `/verify/{token}` the page of applicants, `/metrics` (Prometheus) for callers on the machine itself.',
  ],
];

const problem = `{
  "type": "urn:sealdesk:problem:invalid_payload",
  "title": "Invalid payload",
  "status": 422,
  "detail": "The body does not fit the contract.",
  "code": "invalid_payload",
  "errors": [{ "path": "body.externalID", "message": "unknown member" }]
}`;

/** What is the same at every call. */
export const basicsSection = `<section id="basics" class="basics"><h2>Basics</h2><dl class="prose">${basics
  .map(([heading, text]) => `<div><dt>${heading}</dt><dd>${prose(text)}</dd></div>`)
  .join('')}</dl><pre tabindex="0" aria-label="An error">${prose(problem)}</pre></section>`;
