import { Agent as PlainAgent, request as plainRequest } from 'node:http';
import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { HttpBroken } from '../ports.ts';
import type { Http, HttpFault, HttpRequest, HttpResponse } from '../ports.ts';
import { httpFault } from './http-fault.ts';

const perHost = 16;

/**
 * https with TLS 1.2 or later; plain http to this machine alone. Redirects are answers like any other: a backend that
 * sends one is misconfigured, and following it could hand the token to somebody else.
 */
export function createHttp(): Http {
  const plain = new PlainAgent({ keepAlive: true, maxSockets: perHost });
  const tls = new TlsAgent({ keepAlive: true, maxSockets: perHost, minVersion: 'TLSv1.2' });

  const start = (url: URL, { method, headers, body }: HttpRequest): ClientRequest => {
    const sent = body ? { ...headers, 'content-length': String(body.length) } : headers;
    return url.protocol === 'https:'
      ? tlsRequest(url, { method, headers: sent, agent: tls })
      : plainRequest(url, { method, headers: sent, agent: plain });
  };

  return {
    send: request => {
      const url = new URL(request.url);
      if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
        return Promise.resolve(fail({ kind: 'tls', detail: 'https_required' }));
      }
      if (request.signal?.aborted) return Promise.resolve(fail(aborted));
      return exchange(() => start(url, request), request);
    },
  };
}

const aborted: HttpFault = { kind: 'aborted', detail: 'aborted' };

/** Whether a host name as `URL` gives it can only mean this machine (RFC 6761, 6.3; RFC 1122, 3.2.1.3). */
export const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);

function exchange(
  start: () => ClientRequest,
  request: HttpRequest,
): Promise<Result<HttpResponse, HttpFault>> {
  return new Promise(settle => {
    const sending = start();
    const late = setTimeout(
      () => sending.destroy(new HttpBroken({ kind: 'timeout', detail: 'no_head' })),
      request.timeoutMs,
    );
    const abort = () => sending.destroy(new HttpBroken(aborted));
    request.signal?.addEventListener('abort', abort, { once: true });
    // After the head an error reaches the reader of the body; settling again then does nothing.
    sending.on('error', error => {
      clearTimeout(late);
      const again = request.method === 'GET' && !request.signal?.aborted && wasIdle(sending, error);
      settle(again ? exchange(start, request) : fail(faultOf(error, request.signal)));
    });
    const release = () => request.signal?.removeEventListener('abort', abort);
    sending.on('close', release);
    sending.on('response', response => {
      clearTimeout(late);
      settle(
        ok({
          status: response.statusCode ?? 0,
          headers: flat(response.headers),
          body: pieces(response, request, release),
        }),
      );
    });
    sending.end(request.body);
  });
}

/**
 * Whether a kept connection was closed at the other end just as it was used again. That is no fault of the network, and
 * a new connection will do (nodejs.org, http: request.reusedSocket).
 */
const wasIdle = (sending: ClientRequest, error: Error): boolean =>
  sending.reusedSocket && 'code' in error && error.code === 'ECONNRESET';

async function* pieces(
  response: IncomingMessage,
  request: HttpRequest,
  release: () => void,
): AsyncGenerator<Uint8Array> {
  const reading = response.iterator({ destroyOnReturn: true });
  try {
    for (;;) {
      // The clock runs only while the backend is waited for, not while the reader digests a piece.
      const stalled = setTimeout(
        () => response.destroy(new HttpBroken({ kind: 'timeout', detail: 'stalled' })),
        request.timeoutMs,
      );
      const next = await reading.next().finally(() => clearTimeout(stalled));
      if (next.done) return;
      if (!(next.value instanceof Uint8Array)) throw new Error('a body is read in bytes');
      yield next.value;
    }
  } catch (error) {
    throw new HttpBroken(faultOf(error, request.signal));
  } finally {
    // Nobody listens from here on: the error of a later abort would end the process.
    release();
    if (!response.complete) response.destroy();
  }
}

function faultOf(error: unknown, signal: HttpRequest['signal']): HttpFault {
  if (signal?.aborted) return aborted;
  return error instanceof HttpBroken ? error.fault : httpFault(error);
}

function flat(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  const entries = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
  );
  return Object.fromEntries(entries);
}
