import type { Endpoint } from './endpoints/endpoint.ts';
import type { ProblemCode } from './problem.ts';

/** What the contract says of the request headers that it knows, beside `Authorization`. */
export const requestHeaders = {
  'If-Match': 'The ETag of the version that this changes, such as "3"; * takes whatever version there is',
  'Idempotency-Key':
    '1 to 255 printable ASCII characters, minted for what is to be done once; for 30 days the same request under it gets the first answer and does nothing',
  Range: 'One range, such as bytes=0-1023',
  'If-Range': 'The ETag of the bytes of which a part is there; of others all are sent',
  'If-None-Match': 'The ETag of the bytes that are there; of the same ones none are sent (304)',
} as const;
export type RequestHeader = keyof typeof requestHeaders;

/** What the contract says of the headers of answers. */
export const answerHeaders = {
  ETag: 'The version, or of bytes their SHA-256, in quotes',
  Location: 'The address of what was made',
  'Accept-Ranges': 'bytes',
  'Content-Range': 'Which bytes these are, and of how many',
  'Retry-After': 'Seconds after which to send it again',
  'WWW-Authenticate': 'Bearer',
} as const;
export type AnswerHeader = keyof typeof answerHeaders;

/** The request headers that an endpoint reads: each has a refusal or an answer that nothing else has. */
export function requestHeadersOf({
  problems,
  responses,
}: Pick<Endpoint, 'problems' | 'responses'>): ReadonlyMap<RequestHeader, 'required' | 'optional'> {
  const headers = new Map<RequestHeader, 'required' | 'optional'>();
  if (problems.includes('precondition_required')) headers.set('If-Match', 'required');
  else if (problems.includes('version_conflict')) headers.set('If-Match', 'optional');
  if (problems.includes('idempotency_mismatch')) headers.set('Idempotency-Key', 'optional');
  if (problems.includes('range_not_satisfiable'))
    headers.set('Range', 'optional').set('If-Range', 'optional');
  if (304 in responses) headers.set('If-None-Match', 'optional');
  return headers;
}

const ofProblem: Partial<Record<ProblemCode, AnswerHeader>> = {
  unauthenticated: 'WWW-Authenticate',
  range_not_satisfiable: 'Content-Range',
  rate_limited: 'Retry-After',
  in_flight: 'Retry-After',
  not_ready: 'Retry-After',
};

/** The headers that a refusal with one of these codes may have. */
export const headersOfProblems = (codes: readonly ProblemCode[]): readonly AnswerHeader[] => [
  ...new Set(codes.flatMap(code => ofProblem[code] ?? [])),
];

/** The headers of a good answer. */
export const headersOfAnswer = (
  { answerHeaders: always = [] }: Pick<Endpoint, 'answerHeaders'>,
  status: number,
): readonly AnswerHeader[] => (status === 206 ? [...always, 'Content-Range'] : always);
