import fastify, {
  LogController,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import type { Readable } from 'node:stream';
import { endpoints, problemStatuses, type Endpoint, type EndpointName } from '../shared/api/index.ts';
import type { Result } from '../shared/result.ts';
import type { Context } from './context.ts';
import type { Handlers, Refusal } from './http/index.ts';
import { parseStrictJson, problemOf, refusal } from './http/index.ts';
import { RequestFault, refusalOf } from './http/fault.ts';
import { idempotency, requestHash, type Remembered } from './http/idempotency.ts';
import { openApi } from './http/openapi.ts';
import { validated } from './http/validate.ts';
import { access, authenticator, type Caller } from './identity/index.ts';

/** Bodies of JSON: 1 MiB, but a batch of a hundred commands with long verdicts may be larger. */
const jsonLimit = 1 << 20;
const commandsLimit = 16 << 20;

/** A whole document and the multipart framing around it. */
const uploadLimit = (50 << 20) + (64 << 10);

/** Node's parser ends a request that is not received whole in this time: slow senders hold no memory for long. */
const requestTimeoutMs = 120_000;

interface LooseAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly stream?: Readable;
  readonly headers?: Readonly<Record<string, string>>;
}
/** A handler as the router calls it; that each fits its endpoint was checked where the table of them is made. */
type LooseHandler = (input: unknown) => Promise<Result<LooseAnswer, Refusal>>;

const problemHeaders = { 'content-type': 'application/problem+json' };

export const newFastify = (logLevel: string) =>
  fastify({
    logger: { level: logLevel, base: { service: 'sealdesk-backend' }, stream: process.stderr },
    // Ours says less: Fastify's lines hold the address of the caller and the whole URL.
    logController: new LogController({ disableRequestLogging: true }),
    exposeHeadRoutes: false,
    bodyLimit: jsonLimit,
    requestTimeout: requestTimeoutMs,
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: 'idle',
    frameworkErrors: (error, _request, reply) => {
      sendRefusal(reply, refusalOf(error) ?? refusal('malformed', 'The request is malformed.'));
    },
    clientErrorHandler: (_error, socket) => {
      const body = JSON.stringify(problemOf(refusal('malformed', 'The request is not valid HTTP.')));
      if (!socket.writable) {
        socket.destroy();
        return;
      }
      socket.end(
        `HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      );
    },
  });

// Bytes, not text: to text Fastify adds a charset, which JSON's media types do not have (RFC 8259, 11).
function sendRefusal(reply: FastifyReply, fault: Refusal): FastifyReply {
  return reply
    .status(problemStatuses[fault.code])
    .headers({ ...problemHeaders, ...fault.headers })
    .send(Buffer.from(JSON.stringify(problemOf(fault))));
}

function takeBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    if (body.length === 0) return done(null, undefined);
    const parsed = parseStrictJson(typeof body === 'string' ? Buffer.from(body) : body);
    if (parsed.ok) return done(null, parsed.value);
    return done(new RequestFault(refusal('malformed', parsed.problem)));
  });
  app.addContentTypeParser('multipart/form-data', { bodyLimit: uploadLimit }, (_request, payload, done) =>
    done(null, payload),
  );
}

/** Answers with problem+json whatever goes wrong outside a handler, and tells a wrong method from a wrong path. */
function takeErrors(app: FastifyInstance, log: Context['log']): void {
  const routes = Object.values(endpoints).map(({ method, path }) => ({
    method,
    pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  }));
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    const allowed = routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
    return allowed.length > 0
      ? sendRefusal(
          reply,
          refusal('method_not_allowed', 'This address does not take this method.', {
            headers: { allow: [...new Set(allowed)].join(', ') },
          }),
        )
      : sendRefusal(reply, refusal('not_found', 'There is nothing at this address.'));
  });
  app.setErrorHandler((error, request, reply) => {
    const fault = refusalOf(error);
    if (!fault) log.error({ err: error, reqId: request.id }, 'a request failed');
    return sendRefusal(reply, fault ?? refusal('internal', `Something went wrong; quote ${request.id}.`));
  });
}

function authorised(name: EndpointName, endpoint: Endpoint, caller: Caller | undefined): Refusal | undefined {
  if (endpoint.caller === 'anyone') return undefined;
  const known = caller && (endpoint.caller === 'both' || endpoint.caller === caller.kind);
  if (!known) {
    return refusal('unauthenticated', 'A valid credential is missing.', {
      headers: { 'www-authenticate': 'Bearer' },
    });
  }
  const { roles, scope } = access[name];
  if (caller.kind === 'workstation' && roles && !caller.roles.some(role => roles.includes(role))) {
    return refusal('role_missing', 'Your role does not allow this.');
  }
  if (caller.kind === 'integrator' && scope && !caller.scopes.includes(scope)) {
    return refusal('scope_missing', `The API key lacks the scope ${scope}.`);
  }
  return undefined;
}

/** Aborts when the peer is gone before it was answered, or when the backend shuts down. */
function signalOf(reply: FastifyReply, closing: AbortSignal): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  return AbortSignal.any([gone.signal, closing]);
}

/** The Fastify app: one route for each endpoint of the contract, validated on the way in and out. */
export function buildApp(
  app: FastifyInstance,
  context: Context,
  handlers: Handlers,
  closing: AbortSignal,
): FastifyInstance {
  const { log } = context;
  const authenticate = authenticator(context.store, context.clock);
  const keys = idempotency(context);
  const callers = new WeakMap<FastifyRequest, Caller>();
  takeBodies(app);
  takeErrors(app, log);
  app.addHook('onSend', async (request, reply, payload) => {
    reply.header('x-request-id', request.id);
    reply.header('x-content-type-options', 'nosniff');
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    return payload;
  });
  app.addHook('onResponse', async (request, reply) => {
    const { method } = request;
    const ms = Math.round(reply.elapsedTime);
    log.info({ reqId: request.id, method, route: request.routeOptions.url, status: reply.statusCode, ms });
  });
  app.get('/openapi.json', async (_request, reply) => reply.type('application/json').send(openApi()));

  for (const [name, endpoint] of Object.entries(endpoints) as [EndpointName, Endpoint][]) {
    const handle = handlers[name] as LooseHandler;
    const wantsStream = endpoint.bodyType !== undefined;

    const run = async (request: FastifyRequest, reply: FastifyReply): Promise<Remembered | FastifyReply> => {
      const params = validated(endpoint.params, request.params, 'params');
      if (!params.ok) return sendRefusal(reply, params.problem);
      const query = validated(endpoint.query, request.query, 'query');
      if (!query.ok) return sendRefusal(reply, query.problem);
      const body = validated(endpoint.body, request.body, 'body');
      if (!body.ok) return sendRefusal(reply, body.problem);
      const result = await handle({
        caller: callers.get(request),
        params: params.value,
        query: query.value,
        body: body.value,
        headers: request.headers,
        address: request.ip,
        stream: wantsStream ? (request.body as Readable) : undefined,
        signal: signalOf(reply, closing),
      });
      if (!result.ok) return sendRefusal(reply, result.problem);
      const { status, stream, headers = {} } = result.value;
      const schema = endpoint.responses[status];
      if (!schema) {
        const type = stream ? { 'content-type': endpoint.responseType ?? 'application/octet-stream' } : {};
        return reply
          .status(status)
          .headers({ ...type, ...headers })
          .send(stream);
      }
      // A body that does not fit the contract is a bug: it throws, and the caller gets a 500 instead of a lie.
      const text = JSON.stringify(schema.parse(result.value.body));
      return { status, headers: { 'content-type': 'application/json', ...headers }, body: text };
    };

    const send = (reply: FastifyReply, answer: Remembered | FastifyReply) =>
      'body' in answer
        ? reply.status(answer.status).headers(answer.headers).send(Buffer.from(answer.body))
        : answer;

    const runOnce = async (request: FastifyRequest, reply: FastifyReply, caller: Caller, key: string) => {
      const hash = requestHash(request.method, request.url, JSON.stringify(request.body ?? null));
      const claim = await keys.claim(caller, key, hash);
      if (!claim.ok) return sendRefusal(reply, claim.problem);
      if (claim.value.kind === 'answered') return send(reply, claim.value.answer);
      const { remember } = claim.value;
      let answer: Remembered | FastifyReply | undefined;
      try {
        answer = await run(request, reply);
      } finally {
        // Only what was done is remembered: a refusal may be mended and sent again under the same key.
        await remember(answer && 'body' in answer ? answer : undefined);
      }
      return send(reply, answer);
    };

    app.route({
      method: endpoint.method,
      url: endpoint.path.replaceAll(/\{(\w+)\}/g, ':$1'),
      ...(name === 'commands.send' ? { bodyLimit: commandsLimit } : {}),
      ...(wantsStream ? { bodyLimit: uploadLimit } : {}),
      onRequest: async (request, reply) => {
        const caller =
          endpoint.caller === 'anyone' ? undefined : await authenticate(request.headers.authorization);
        const refused = authorised(name, endpoint, caller);
        if (refused) return sendRefusal(reply, refused);
        if (caller) callers.set(request, caller);
        return undefined;
      },
      preValidation: async (request, reply) => {
        const multipart = /^multipart\/form-data\s*(;|$)/i.test(request.headers['content-type'] ?? '');
        if (multipart === wantsStream) return undefined;
        const detail = `This endpoint takes ${endpoint.bodyType ?? 'application/json'}.`;
        return sendRefusal(reply, refusal('unsupported_media_type', detail));
      },
      handler: async (request, reply) => {
        const caller = callers.get(request);
        const key = request.headers['idempotency-key'];
        // An upload is the same upload by its bytes; its handler looks at the key itself.
        if (
          caller &&
          endpoint.method === 'POST' &&
          typeof key === 'string' &&
          !wantsStream &&
          name !== 'commands.send'
        ) {
          return runOnce(request, reply, caller, key);
        }
        return send(reply, await run(request, reply));
      },
    });
  }
  return app;
}
