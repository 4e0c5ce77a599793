import { endpoints, type Endpoint } from '../../../src/shared/api/index.ts';
import type { ApiDocument, Operation } from './api-document.ts';
import type { WireAnswer } from './pooled-client.ts';

/** What is said of an address that a broken id makes that of another call, or of none. */
const ofNoCall = new Set([404, 405]);

const table: Readonly<Record<string, Endpoint>> = endpoints;

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
  // That the store does not answer may be said to any call; here it always does, and others are not ready by themselves.
  const mayWait = table[operation.id]?.problems.includes('not_ready') ?? false;
  const isHonest = status === 503 && parsed.data.code === 'not_ready' && mayWait;
  if (status >= 500 && !isHonest) return 'a failure';
  if (ofNoCall.has(status) && !operation.answers.has(status)) return undefined;
  if (!operation.problems.get(status)?.includes(parsed.data.code)) return 'a refusal not in the document';
  return headerFault(answer, operation);
}
