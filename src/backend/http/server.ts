import { randomBytes } from 'node:crypto';
import fastify, { LogController, type FastifyReply, type FastifyRequest } from 'fastify';
import { unknownLinkPage, isHostedAddress } from '../hosted/index.ts';
import { refusalOf } from './fault.ts';
import { problemOf, refusal, type Refusal } from './refusal.ts';
import { sendRefusal } from './send.ts';

/** How long callers may take, in milliseconds: slow senders hold no memory and no connection for ever. */
export interface Patience {
  /** From the first byte of a request to the last of its headers. */
  readonly headersMs: number;
  /** For a body that is held in memory until it is whole. */
  readonly bodyMs: number;
  /** For a whole request: the largest document takes seven minutes at 1 Mbit/s. */
  readonly requestMs: number;
  /** For a connection on which nothing moves, be it that its answer is not read; a waiting reader of the feed is let go before. */
  readonly silentMs: number;
  /** How often it is looked who is late. */
  readonly checkMs: number;
}

export const usualPatience: Patience = {
  headersMs: 20_000,
  bodyMs: 60_000,
  requestMs: 10 * 60_000,
  silentMs: 2 * 60_000,
  checkMs: 5000,
};

/** Bodies of JSON, but for the endpoints that take more. */
const jsonLimit = 1 << 20;

const problemJson = { 'content-type': 'application/problem+json' };

const noHttp = refusal('malformed', 'The request is not valid HTTP.');
const late = refusal('request_timeout', 'The request did not arrive in time.');

/** What is sent where Node could not even parse a request. */
function rawAnswer(fault: Refusal): string {
  const problem = problemOf(fault);
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${problem.title}`,
    'Connection: close',
    `Content-Type: ${problemJson['content-type']}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

/** Answers an address that the router can't read: no hook of the app sees such a request. */
function refuseAddress(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const fault = refusalOf(error) ?? refusal('malformed', 'The request is malformed.');
  reply.headers({
    'x-request-id': request.id,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  if (isHostedAddress(request.url)) void unknownLinkPage(request, reply);
  else void sendRefusal(reply, fault);
  request.log.info({ reqId: request.id, method: request.method, status: reply.statusCode });
}

/** A Fastify without routes: its log goes to standard error, its own errors come out as problems. */
export function newFastify(logLevel: string, trustedProxies: readonly string[], patience: Patience) {
  const { headersMs, requestMs, silentMs, checkMs } = patience;
  // Unique over processes and starts: whoever quotes one names one request.
  const started = randomBytes(6).toString('hex');
  let requests = 0;
  const app = fastify({
    logger: { level: logLevel, base: { service: 'sealdesk-backend' }, stream: process.stderr },
    // Ours says less: Fastify's lines hold the address of the caller and the whole URL.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => `${started}-${(requests += 1)}`,
    exposeHeadRoutes: false,
    // Node's own answer has no body; the app gives ours.
    http: { requireHostHeader: false, headersTimeout: headersMs, connectionsCheckingInterval: checkMs },
    // Whose X-Forwarded-For is believed: the limit on failed sign-ins goes by the caller's address.
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    bodyLimit: jsonLimit,
    requestTimeout: requestMs,
    connectionTimeout: silentMs,
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: 'idle',
    frameworkErrors: refuseAddress,
    clientErrorHandler: (error, socket) => {
      const fault = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? late : noHttp;
      if (socket.writable) socket.end(rawAnswer(fault));
      else socket.destroy();
    },
  });
  // Likewise: an Expect other than 100-continue never reaches Fastify.
  app.server.on('checkExpectation', (_request, response) => {
    const problem = problemOf(refusal('malformed', 'What the request expects is not known here.'));
    const body = Buffer.from(JSON.stringify(problem));
    const headers = { ...problemJson, 'content-length': body.length, connection: 'close' };
    response.writeHead(problem.status, headers).end(body);
  });
  return app;
}
