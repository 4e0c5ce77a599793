import type { ApiDocument, Operation } from './api-document.ts';
import type { WireAnswer } from './pooled-client.ts';

/** Statuses that any call may answer: what is said before it is looked at what the call is. */
const ofAnyCall = new Set([400, 401, 403, 404, 405, 413, 415, 422]);

/** What is wrong with an answer; undefined where nothing is. */
export function faultOf(
  { status, type, text, headers }: WireAnswer,
  operation: Operation,
  { problem }: Pick<ApiDocument, 'problem'>,
): string | undefined {
  // What is said before the app sees a request has none.
  if (headers['x-request-id'] === undefined && status !== 400) return 'no request id';
  if (status < 400) {
    if (!operation.answers.has(status)) return 'a success that is not in the document';
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
  return operation.answers.has(status) || ofAnyCall.has(status) ? undefined : 'a status not in the document';
}
