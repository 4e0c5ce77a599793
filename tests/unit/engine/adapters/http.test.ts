import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { once } from 'node:events';
import tls from 'node:tls';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createHttp } from '../../../../src/main/engine/adapters/http.ts';
import { HttpBroken, type HttpRequest, type HttpResponse } from '../../../../src/main/engine/ports.ts';
import { concat, fromUtf8, utf8 } from '../../../../src/shared/bytes.ts';

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function backend(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  onTestFinished(() => server.closeAllConnections());
  return listening(server);
}

const get = (url: string, rest: Partial<HttpRequest> = {}) =>
  createHttp().send({ method: 'GET', url, headers: {}, timeoutMs: 60_000, ...rest });

async function whole(response: HttpResponse): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of response.body) pieces.push(piece);
  return fromUtf8(concat(...pieces));
}

async function broken(response: HttpResponse): Promise<unknown> {
  try {
    await whole(response);
    return undefined;
  } catch (error) {
    return error;
  }
}

function got<T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: unknown },
): T {
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value;
}

test('a body is sent and an answer comes back with its status and headers in lower case', async () => {
  const url = await backend((request, response) => {
    response.setHeader('X-Seen', request.headers['content-length'] ?? 'none');
    response.statusCode = 201;
    request.pipe(response);
  });
  const answer = got(await get(url, { method: 'POST', body: utf8('Мария') }));
  expect(answer.status).toBe(201);
  expect(answer.headers['x-seen']).toBe('10');
  expect(await whole(answer)).toBe('Мария');
});

test('a redirect is an answer and is not followed', async () => {
  const url = await backend((_, response) =>
    response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
  );
  const answer = got(await get(url));
  expect(answer.status).toBe(302);
  expect(await whole(answer)).toBe('');
});

test('plain http to any other machine is refused before anything is sent', async () => {
  for (const url of [
    'http://example.test/',
    'http://10.0.0.1/',
    'http://127.0.0.1.example.test/',
    'ftp://localhost/',
  ]) {
    expect(await get(url)).toEqual({ ok: false, problem: { kind: 'tls', detail: 'https_required' } });
  }
});

test('a closed port is unreachable, an unknown name too', async () => {
  const url = await backend(() => undefined);
  const closed = createTcpServer();
  const gone = await listening(closed);
  closed.close();
  await once(closed, 'close');
  expect(await get(gone)).toMatchObject({ problem: { kind: 'unreachable' } });
  expect(await get('https://sealdesk.invalid/')).toMatchObject({ problem: { kind: 'unreachable' } });
  expect(url).not.toBe(gone);
});

test('a server that says nothing is a timeout', async () => {
  const url = await backend(() => undefined);
  expect(await get(url, { timeoutMs: 50 })).toEqual({
    ok: false,
    problem: { kind: 'timeout', detail: 'no_head' },
  });
});

test('a body that stalls breaks with a timeout', async () => {
  const url = await backend((_, response) => {
    response.writeHead(200);
    response.write('part');
  });
  // The head has as long as it needs; from there on time passes at once.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  let error: unknown;
  void broken(got(await get(url, { timeoutMs: 50 }))).then(thrown => (error = thrown));
  while (error === undefined) {
    await new Promise(resolve => setImmediate(resolve));
    vi.advanceTimersByTime(50);
  }
  expect(error).toBeInstanceOf(HttpBroken);
  expect(error).toMatchObject({ fault: { kind: 'timeout', detail: 'stalled' } });
});

test('a slow reader is not a stalled backend', async () => {
  const url = await backend((_, response) => response.end('x'.repeat(300_000)));
  // Time passes where it is told to: while the reader has a piece in hand, and not while the next one is waited for.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const answer = got(await get(url, { timeoutMs: 60 }));
  let length = 0;
  for await (const piece of answer.body) {
    length += piece.length;
    vi.advanceTimersByTime(80);
  }
  expect(length).toBe(300_000);
});

test('a connection cut inside the body breaks, and is never taken for its end', async () => {
  const url = await backend((_, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('only this', () => response.socket?.destroy());
  });
  expect(await broken(got(await get(url)))).toMatchObject({ fault: { kind: 'unreachable' } });
});

test('a chunked body without its last chunk breaks', async () => {
  const url = await backend((_, response) => {
    response.writeHead(200);
    response.write('{"seq":1}\n', () => response.socket?.end());
  });
  expect(await broken(got(await get(url)))).toMatchObject({ fault: { kind: 'unreachable' } });
});

test('an abort ends the wait for the head, and the reading of the body', async () => {
  const silent = await backend(() => undefined);
  const waiting = new AbortController();
  const answer = get(silent, { signal: waiting.signal });
  waiting.abort();
  expect(await answer).toMatchObject({ problem: { kind: 'aborted' } });
  expect(await get(silent, { signal: waiting.signal })).toMatchObject({ problem: { kind: 'aborted' } });

  const endless = await backend((_, response) => void response.write('part'));
  const reading = new AbortController();
  const response = got(await get(endless, { signal: reading.signal }));
  const error = broken(response);
  reading.abort();
  expect(await error).toMatchObject({ fault: { kind: 'aborted' } });
});

test('leaving a body early closes its connection', async () => {
  let closed: Promise<unknown> = Promise.resolve();
  const url = await backend((request, response) => {
    closed = new Promise(resolve => request.socket.on('error', () => undefined).on('close', resolve));
    response.write('x'.repeat(100_000));
  });
  const answer = got(await get(url));
  for await (const piece of answer.body) {
    expect(piece.length).toBeGreaterThan(0);
    break;
  }
  await closed;
});

test('an answer that is not HTTP is unreachable, not a crash', async () => {
  const server = createTcpServer(socket => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
  expect(await get(await listening(server))).toMatchObject({ problem: { kind: 'unreachable' } });
});

test('a plain server behind an https address is a tls fault', async () => {
  const url = await backend((_, response) => response.end('hello'));
  expect(await get(url.replace('http:', 'https:'))).toMatchObject({ problem: { kind: 'tls' } });
});

test('a kept connection that was closed at the other end is replaced, for a GET alone', async () => {
  // Answers once on each connection and closes it without a word when it is used again.
  const server = createTcpServer(socket => {
    let answered = false;
    socket.on('error', () => undefined);
    socket.on('data', () => {
      if (answered) socket.resetAndDestroy();
      else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: keep-alive\r\n\r\nok');
      answered = true;
    });
  });
  const url = await listening(server);
  const http = createHttp();
  const send = (method: 'GET' | 'POST') => http.send({ method, url, headers: {}, timeoutMs: 60_000 });
  expect(await whole(got(await send('GET')))).toBe('ok');
  expect(await whole(got(await send('GET')))).toBe('ok');
  expect(await send('POST')).toEqual({ ok: false, problem: { kind: 'unreachable', detail: 'econnreset' } });
});

test('a connection offers TLS 1.2 and later, also where the program as a whole would offer less', async () => {
  const defaults = { minimum: tls.DEFAULT_MIN_VERSION, ciphers: tls.DEFAULT_CIPHERS };
  onTestFinished(() => {
    Object.assign(tls, { DEFAULT_MIN_VERSION: defaults.minimum, DEFAULT_CIPHERS: defaults.ciphers });
  });
  Object.assign(tls, { DEFAULT_MIN_VERSION: 'TLSv1', DEFAULT_CIPHERS: 'DEFAULT@SECLEVEL=0' });
  const hello = Promise.withResolvers<Buffer>();
  const url = await listening(
    createTcpServer(socket => {
      socket.once('data', bytes => {
        hello.resolve(bytes);
        socket.destroy();
      });
    }),
  );
  await get(url.replace('http:', 'https:'));
  expect(versionsOffered(await hello.promise)).toEqual(['304', '303']);
});

/** The extension supported_versions (43) of a ClientHello (RFC 8446, 4.1.2 and 4.2.1), newest first. */
function versionsOffered(record: Buffer): readonly string[] {
  // Behind the record's head (5), the message's (4), legacy_version (2) and random (32).
  let at = 43;
  at += 1 + record.readUInt8(at);
  at += 2 + record.readUInt16BE(at);
  at += 1 + record.readUInt8(at);
  for (at += 2; at < record.length; at += 4 + record.readUInt16BE(at + 2)) {
    if (record.readUInt16BE(at) !== 43) continue;
    const versions = record.subarray(at + 5, at + 5 + record.readUInt8(at + 4));
    return Array.from({ length: versions.length / 2 }, (_, index) =>
      versions.readUInt16BE(2 * index).toString(16),
    );
  }
  throw new Error('no versions offered');
}
