import type { ApiDocument, Operation } from './api-document.ts';
import type { WireAnswer } from './pooled-client.ts';

/** Statuses that any call may answer: what is said before it is looked at what the call is. */
const ofAnyCall = new Set([400, 401, 403, 404, 405, 413, 415, 422]);

/** Headers that say something to a client, and so are in the document. */
const telling = ['etag', 'location', 'accept-ranges', 'content-range', 'retry-after', 'www-authenticate'];

/** What is said of an answer's headers and not so, or not said. */
function headerFault({ status, headers }: WireAnswer, operation: Operation): string | undefined {
  const described = operation.headers.get(status);
  const missing = described?.always.find(name => headers[name] === undefined);
  if (missing !== undefined) return `no ${missing}`;
  const untold = telling.find(name => headers[name] !== undefined && described?.known.has(name) !== true);
  return untold === undefined ? undefined : `a ${untold} that is not in the document`;
}

/** What is wrong with an answer; undefined where nothing is. */
export function faultOf(
  answer: WireAnswer,
  operation: Operation,
  { problem }: Pick<ApiDocument, 'problem'>,
): string | undefined {
  const { status, type, text, headers } = answer;
  // What is said before the app sees a request has none.
  if (headers['x-request-id'] === undefined && status !== 400) return 'no request id';
  if (status < 400) {
    if (!operation.answers.has(status)) return 'a success that is not in the document';
    const untrue = headerFault(answer, operation);
    if (untrue !== undefined) return untrue;
    const schema = operation.answers.get(status);
    if (!schema) return undefined;
    if (type !== 'application/json') return `JSON as ${type}`;
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? undefined : `not what the document says: ${parsed.error.message.slice(0, 300)}`;
  }
  if (type !== 'application/problem+json') return `a refusal as ${type}`;
  const parsed = problem.safeParse(JSON.parse(text));
  if (!parsed.success) return 'not a problem as the document says';
  if (parsed.data.status !== status) return 'another status within';
  const isHonest = status === 503 && parsed.data.code === 'not_ready' && operation.answers.has(503);
  if (status >= 500 && !isHonest) return 'a failure';
  if (operation.answers.has(status)) return headerFault(answer, operation);
  return ofAnyCall.has(status) ? undefined : 'a status not in the document';
}
