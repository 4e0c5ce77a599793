import { endpoints, problemSchema, type Endpoint, type EndpointName } from '../../../shared/api/index.ts';
import { concat, fromUtf8, type Bytes } from '../../../shared/bytes.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { HttpBroken, type Clock, type HttpResponse } from '../ports.ts';
import type { ApiFault } from './types.ts';

/** Largest JSON answer that is read, in bytes; a batch of conflicts with whole customers stays far below. */
const largestJson = 64 * 1024 * 1024;

/** The whole body as bytes; more than `most` bytes is `unexpected`. */
export async function readBody(response: HttpResponse, most = largestJson): Promise<Result<Bytes, ApiFault>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of response.body) {
      size += part.length;
      if (size > most) return unexpected(response.status, 'body_too_large');
      parts.push(part);
    }
  } catch (error) {
    if (error instanceof HttpBroken) return fail({ kind: 'network', fault: error.fault });
    throw error;
  }
  return ok(concat(...parts));
}

/** The body as JSON of any shape. */
export async function readJson(response: HttpResponse): Promise<Result<unknown, ApiFault>> {
  const body = await readBody(response);
  if (!body.ok) return body;
  try {
    return ok(JSON.parse(fromUtf8(body.value)));
  } catch {
    return unexpected(response.status, 'not_json');
  }
}

/** Passes a successful head on and turns any other answer into its fault. */
export async function successful(
  name: EndpointName,
  response: HttpResponse,
  clock: Clock,
): Promise<Result<HttpResponse, ApiFault>> {
  const endpoint: Endpoint = endpoints[name];
  if (isPage(response)) return fail({ kind: 'stranger', status: response.status });
  if (response.status in endpoint.responses) return ok(response);
  const body = await readJson(response);
  if (!body.ok && body.problem.kind === 'network') return body;
  const parsed = problemSchema.safeParse(body.ok ? body.value : undefined);
  if (!parsed.success || response.status < 400) return unexpected(response.status, 'no_problem');
  // A path without an id is in every backend of this contract.
  if (!endpoint.path.includes('{') && [404, 405].includes(response.status)) {
    return fail({ kind: 'otherVersion', status: response.status, detail: name });
  }
  const retryAfterMs = retryAfter(response.headers['retry-after'], clock);
  return fail({ kind: 'problem', problem: { ...parsed.data, status: response.status }, retryAfterMs });
}

/** No endpoint of the table answers with HTML; with 5xx it is a gateway that speaks for a backend in trouble. */
const isPage = ({ status, headers }: HttpResponse): boolean =>
  status < 500 && /^text\/html\b/i.test(headers['content-type'] ?? '');

/** The validated JSON of a successful answer; undefined where the table says there is none. */
export async function readAnswer(
  name: EndpointName,
  response: HttpResponse,
): Promise<Result<unknown, ApiFault>> {
  const endpoint: Endpoint = endpoints[name];
  const schema = endpoint.responses[response.status];
  if (!schema) {
    const rest = await readBody(response);
    return rest.ok ? ok(undefined) : rest;
  }
  const body = await readJson(response);
  if (!body.ok) return body;
  const parsed = schema.safeParse(body.value);
  if (parsed.success) return ok(parsed.data);
  const detail = `shape at ${parsed.error.issues[0]?.path.join('.') ?? ''}`;
  return fail({ kind: 'otherVersion', status: response.status, detail });
}

const unexpected = (status: number, detail: string): Result<never, ApiFault> =>
  fail({ kind: 'unexpected', status, detail });

/** RFC 9110, 10.2.3: seconds, or a date. Milliseconds, at most an hour: a mad header must not silence a workstation. */
function retryAfter(header: string | undefined, clock: Clock): number | undefined {
  if (header === undefined) return undefined;
  const milliseconds = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - clock.now();
  return Number.isFinite(milliseconds) ? Math.min(Math.max(0, milliseconds), 3_600_000) : undefined;
}
