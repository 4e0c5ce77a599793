import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import {
  maxLeadFileBytes,
  requestHeadersOf,
  type Endpoint,
  type EndpointName,
} from '../../shared/api/index.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { Context } from '../context.ts';
import { authorise, type Authenticate, type Caller } from '../identity/index.ts';
import { RequestFault } from './fault.ts';
import type { Once } from './handlers.ts';
import { idempotency, requestHash, type Remember } from './idempotency.ts';
import { refusal, type Refusal } from './refusal.ts';
import { sendRefusal, sendServed, type Served } from './send.ts';
import { validated } from './validate.ts';

/** Of callers whom nobody knows yet, who may be many: far above a sign-in. */
const strangersLimit = 16 << 10;
/** A batch of a hundred commands with long verdicts; a whole document and the framing around it. */
const commandsLimit = 16 << 20;
const uploadLimit = (50 << 20) + (64 << 10);

/** Bodies that are handed on as they arrive, which the framework does not measure. */
const streamed = ['multipart/form-data', 'text/csv'] as const;
const streamedLimits = {
  'multipart/form-data': { most: uploadLimit, detail: 'A document has at most 50 MB.' },
  'text/csv': { most: maxLeadFileBytes, detail: 'A file of leads has at most 256 MB.' },
} as const;

/** Who takes longer to send a body is looked at again: a credential may have been taken away, or a role. */
const slowMs = 1000;

interface LooseAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly stream?: Readable;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A handler as the router calls it; that each fits its endpoint was checked where the table of them is made. */
export type LooseHandler = (input: unknown) => Promise<Result<LooseAnswer, Refusal>>;

export interface Routing {
  readonly context: Context;
  readonly authenticate: Authenticate;
  /** Aborts when the backend shuts down. */
  readonly closing: AbortSignal;
}

/** Aborts when the peer is gone before it was answered, or when the backend shuts down. */
function signalOf(reply: FastifyReply, closing: AbortSignal): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  return AbortSignal.any([gone.signal, closing]);
}

function servedFrom(endpoint: Endpoint, { status, stream, headers = {}, body }: LooseAnswer): Served {
  const schema = endpoint.responses[status];
  if (!schema && stream) {
    const type = endpoint.responseType ?? 'application/octet-stream';
    return { kind: 'stream', status, headers: { 'content-type': type, ...headers }, stream };
  }
  // No content is an answer like any other: it is remembered under its key.
  if (!schema) return { kind: 'text', status, headers, body: '' };
  // A body that does not fit the contract is a bug: it throws, and the caller gets a 500 instead of a lie.
  const text = JSON.stringify(schema.parse(body));
  return { kind: 'text', status, headers: { 'content-type': 'application/json', ...headers }, body: text };
}

/** The most bytes of JSON that are held for a call; undefined where it is the usual limit. */
function bodyLimitOf(name: EndpointName, { caller }: Endpoint): number | undefined {
  if (name === 'commands.send') return commandsLimit;
  return caller === 'anyone' ? strangersLimit : undefined;
}

/** Escapes that are no UTF-8 would reach the handler as they stand, or as something else. */
function addressFault({ url }: FastifyRequest): Refusal | undefined {
  try {
    decodeURIComponent(url.slice(url.indexOf('?') + 1));
    return undefined;
  } catch {
    return refusal('malformed', 'The address is not valid UTF-8.');
  }
}

/** What the headers alone say against a body: nothing of it is read. */
function bodyFault({ headers }: FastifyRequest, { bodyType }: Endpoint): Refusal | undefined {
  // RFC 9110, 8.4: to read an encoded body as if it were plain would be to guess.
  if (!/^(identity)?$/i.test(headers['content-encoding'] ?? '')) {
    return refusal('unsupported_media_type', 'A body must not be encoded.');
  }
  const given = streamed.find(
    type => headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() === type,
  );
  if (given !== bodyType) {
    return refusal('unsupported_media_type', `This endpoint takes ${bodyType ?? 'application/json'}.`);
  }
  const limit = given && streamedLimits[given];
  return limit && Number(headers['content-length']) > limit.most
    ? refusal('too_large', limit.detail)
    : undefined;
}

/** Adds the route of one endpoint: who may call, what comes in, the handler, what goes out. */
export function addRoute(
  app: FastifyInstance,
  { context, authenticate, closing }: Routing,
  name: EndpointName,
  endpoint: Endpoint,
  handle: LooseHandler,
): void {
  const callers = new WeakMap<FastifyRequest, Caller>();
  const keys = idempotency(context);
  const bodyLimit = bodyLimitOf(name, endpoint);
  const wantsStream = endpoint.bodyType !== undefined;
  // A body that is handed on is not known before it was read: who reads it looks after its repetition.
  const takesKey = requestHeadersOf(endpoint).has('Idempotency-Key') && !wantsStream;

  const whoCalls = async (request: FastifyRequest) => {
    const caller = authorise(endpoint, await authenticate(request.headers.authorization));
    if (caller.ok) callers.set(request, caller.value);
    return caller;
  };

  const still = async (request: FastifyRequest): Promise<Caller | undefined> => {
    if (endpoint.caller === 'anyone') return undefined;
    const caller = await whoCalls(request);
    if (!caller.ok) throw new RequestFault(caller.problem);
    return caller.value;
  };

  const run = async (
    request: FastifyRequest,
    reply: FastifyReply,
    once: Once,
  ): Promise<Result<LooseAnswer, Refusal>> => {
    const params = validated(endpoint.params, request.params, 'params');
    if (!params.ok) return params;
    const query = validated(endpoint.query, request.query, 'query');
    if (!query.ok) return query;
    const body = validated(endpoint.body, wantsStream ? undefined : request.body, 'body');
    if (!body.ok) return body;
    return handle({
      caller: callers.get(request),
      still: () => still(request),
      params: params.value,
      query: query.value,
      body: body.value,
      headers: request.headers,
      address: request.ip,
      stream: wantsStream ? request.body : undefined,
      signal: signalOf(reply, closing),
      once,
    });
  };

  const onceFor =
    (caller: Caller | undefined, remember: Remember | undefined): Once =>
    async work => {
      if (!caller) throw new Error(`${name} has no caller whose tenant it could work in`);
      return context.work(caller.tenantId, async step => {
        const result = await work(step);
        if (result.ok && remember) {
          const served = servedFrom(endpoint, result.value as LooseAnswer);
          if (served.kind === 'text') await remember(step.db, served);
        }
        return result;
      });
    };

  const serve = async (request: FastifyRequest, reply: FastifyReply): Promise<Result<Served, Refusal>> => {
    const caller = callers.get(request);
    const key = request.headers['idempotency-key'];
    if (!caller || !takesKey || typeof key !== 'string') {
      const result = await run(request, reply, onceFor(caller, undefined));
      return result.ok ? ok(servedFrom(endpoint, result.value)) : result;
    }
    const hash = requestHash(request.method, request.url, JSON.stringify(request.body ?? null));
    const claim = await keys.claim(caller, key, hash);
    if (!claim.ok) return claim;
    if (claim.value.kind === 'answered') return ok({ kind: 'text', ...claim.value.answer });
    const { remember, release } = claim.value;
    try {
      const result = await run(request, reply, onceFor(caller, remember));
      return result.ok ? ok(servedFrom(endpoint, result.value)) : result;
    } finally {
      // What was done was remembered with it. A refusal may be mended and sent again under the same key.
      await release();
    }
  };

  app.route({
    method: endpoint.method,
    exposeHeadRoute: endpoint.head ?? false,
    url: endpoint.path.replaceAll(/\{(\w+)\}/g, ':$1'),
    ...(bodyLimit === undefined ? {} : { bodyLimit }),
    onRequest: async (request, reply) => {
      if (endpoint.caller !== 'anyone') {
        const caller = await whoCalls(request);
        if (!caller.ok) return sendRefusal(reply, caller.problem);
      }
      const unfit = addressFault(request) ?? bodyFault(request, endpoint);
      return unfit ? sendRefusal(reply, unfit) : undefined;
    },
    handler: async (request, reply) => {
      if (reply.elapsedTime > slowMs) await still(request);
      const served = await serve(request, reply);
      return served.ok ? sendServed(reply, served.value) : sendRefusal(reply, served.problem);
    },
  });
}
