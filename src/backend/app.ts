import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { endpoints, problemStatuses, type Endpoint, type EndpointName } from '../shared/api/index.ts';
import type { Context } from './context.ts';
import { RequestFault, refusalOf } from './http/fault.ts';
import { parseStrictJson, refusal, type Handlers } from './http/index.ts';
import { openApi } from './http/openapi.ts';
import { passRestOfBody } from './http/rest-of-body.ts';
import { addRoute, type LooseHandler } from './http/route.ts';
import { sendRefusal } from './http/send.ts';
import type { Patience } from './http/server.ts';
import { limitSlowBodies } from './http/slow-bodies.ts';
import { docsPages } from './docs/index.ts';
import { hostedPages } from './hosted/index.ts';
import { authenticator } from './identity/index.ts';
import { operations } from './operations/index.ts';

/** HTTP/1.1 without a Host is to be refused (RFC 9112, 3.2). */
function refuseHostless(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    if (request.raw.httpVersion !== '1.1' || request.headers.host !== undefined) return undefined;
    return sendRefusal(reply, refusal('malformed', 'The request names no host.'));
  });
}

/** JSON is parsed strictly, multipart and CSV are handed on as they arrive, everything else is refused. */
function takeBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    if (body.length === 0) return done(null, undefined);
    const parsed = parseStrictJson(typeof body === 'string' ? Buffer.from(body) : body);
    if (parsed.ok) return done(null, parsed.value);
    return done(new RequestFault(refusal('malformed', parsed.problem)));
  });
  app.addContentTypeParser(['multipart/form-data', 'text/csv'], (_request, payload, done) =>
    done(null, payload),
  );
}

/** Answers with problem+json whatever goes wrong outside a handler, and tells a wrong method from a wrong path. */
function takeErrors(app: FastifyInstance, log: Context['log']): void {
  const table: readonly Endpoint[] = Object.values(endpoints);
  const routes = table.map(({ method, head, path }) => ({
    methods: head ? [method, 'HEAD'] : [method],
    pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  }));
  const nothingThere = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const path = request.url.split('?', 1)[0] ?? '';
    const allowed = routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods);
    const headers = { allow: [...new Set(allowed)].join(', ') };
    return sendRefusal(
      reply,
      allowed.length > 0
        ? refusal('method_not_allowed', 'This address does not take this method.', { headers })
        : refusal('not_found', 'There is nothing at this address.'),
    );
  };
  // Before anything is said of a body that nobody asked for.
  app.addHook('onRequest', async (request, reply) =>
    request.is404 ? nothingThere(request, reply) : undefined,
  );
  app.setNotFoundHandler(nothingThere);
  app.setErrorHandler((error, request, reply) => {
    const fault = refusalOf(error);
    if (!fault) log.error({ err: error, reqId: request.id }, 'a request failed');
    if (fault?.code === 'not_ready') log.warn({ err: error, reqId: request.id }, 'the store does not answer');
    return sendRefusal(reply, fault ?? refusal('internal', `Something went wrong; quote ${request.id}.`));
  });
}

function takeNotes(app: FastifyInstance, log: Context['log']): void {
  app.addHook('onSend', async (request, reply, payload) => {
    reply.header('x-request-id', request.id);
    reply.header('x-content-type-options', 'nosniff');
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    // Who was too slow once is not waited for again.
    const isLate = reply.statusCode === problemStatuses.request_timeout;
    if (isLate || !(await passRestOfBody(request.raw))) reply.header('connection', 'close');
    return payload;
  });
  app.addHook('onResponse', async (request, reply) => {
    const { method } = request;
    const ms = Math.round(reply.elapsedTime);
    log.info({ reqId: request.id, method, route: request.routeOptions.url, status: reply.statusCode, ms });
  });
}

/** Puts one route for each endpoint of the contract onto the app, and the description of them all. */
export function buildApp(
  app: FastifyInstance,
  context: Context,
  handlers: Handlers,
  closing: AbortSignal,
  { bodyMs }: Pick<Patience, 'bodyMs'>,
): void {
  refuseHostless(app);
  takeBodies(app);
  limitSlowBodies(app, bodyMs);
  takeErrors(app, context.log);
  takeNotes(app, context.log);
  const description = Buffer.from(JSON.stringify(openApi()));
  app.get('/openapi.json', async (_request, reply) => reply.type('application/json').send(description));
  docsPages(app);
  operations(app, context);
  void app.register(hostedPages(context));
  const routing = { context, authenticate: authenticator(context.store, context.clock), closing };
  for (const [name, endpoint] of Object.entries(endpoints) as [EndpointName, Endpoint][]) {
    addRoute(app, routing, name, endpoint, handlers[name] as LooseHandler);
  }
}
