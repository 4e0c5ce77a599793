import { createServer, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { send, type Outgoing } from '../../../../src/backend/webhooks/send.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => void (await Promise.all(closing.splice(0).map(close => close()))));

type Handler = Parameters<typeof createServer>[1];

async function listen(server: Server | ReturnType<typeof createTcpServer>): Promise<number> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise(resolve => void server.close(() => resolve())));
  return (server.address() as AddressInfo).port;
}
const serve = async (handler: Handler): Promise<number> => {
  const server = createServer(handler);
  closing.push(async () => server.closeAllConnections());
  return listen(server);
};

const policy = (address = '127.0.0.1') => ({
  allowPrivate: true,
  resolve: async () => [{ address, family: 4 }],
});
const outgoing = (url: string, headers = {}): Outgoing => ({ url, headers, body: '{}' });
const limits = (timeoutMs = 60_000) => ({ timeoutMs, signal: new AbortController().signal });

describe('[HOOK-4] an attempt', () => {
  test('dials the address that was checked, whatever the name says by then, and keeps the name', async () => {
    let host: string | undefined;
    const port = await serve((request, response) => {
      host = request.headers.host;
      response.writeHead(204).end();
    });
    let looked = 0;
    const rebinding = {
      allowPrivate: true,
      // The first answer is the one that is checked; a second look would lead elsewhere.
      resolve: async () => [{ address: (looked += 1) === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }],
    };
    const url = `http://receiver.example:${port}/hooks`;
    expect(await send(outgoing(url), rebinding, limits())).toEqual({ kind: 'answered', status: 204 });
    expect([host, looked]).toEqual([`receiver.example:${port}`, 1]);
  });

  test('reaches nothing by a name that leads to a refused address', async () => {
    let reached = 0;
    const port = await serve((_request, response) => {
      reached += 1;
      response.end();
    });
    const closed = { allowPrivate: false, resolve: async () => [{ address: '127.0.0.1', family: 4 }] };
    const refused = { kind: 'failed', failure: 'address_refused' };
    expect(await send(outgoing(`https://receiver.example:${port}/`), closed, limits())).toEqual(refused);
    expect(await send(outgoing(`http://127.0.0.1:${port}/`), closed, limits())).toEqual(refused);
    expect(await send(outgoing(`http://r.example:${port}/`), policy('10.1.2.3'), limits())).toEqual(refused);
    expect(reached).toBe(0);
  });

  test('follows no redirect', async () => {
    const paths: (string | undefined)[] = [];
    const port = await serve((request, response) => {
      paths.push(request.url);
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    const url = `http://127.0.0.1:${port}/hooks`;
    expect(await send(outgoing(url), policy(), limits())).toEqual({ kind: 'answered', status: 307 });
    expect(paths).toEqual(['/hooks']);
  });

  test('ends in its time when the name, the connection or the answer does not come', async () => {
    const silent = await listen(
      createTcpServer(socket => void closing.push(async () => void socket.destroy())),
    );
    const timedOut = { kind: 'failed', failure: 'timeout' };
    const begin = performance.now();
    expect(await send(outgoing(`http://127.0.0.1:${silent}/`), policy(), limits(150))).toEqual(timedOut);
    const nameless = { allowPrivate: true, resolve: () => new Promise<never>(() => {}) };
    expect(await send(outgoing('https://slow.example/'), nameless, limits(150))).toEqual(timedOut);
    const dripping = await serve((_request, response) => {
      const drip = setInterval(() => response.write('x'), 10);
      response.on('close', () => clearInterval(drip));
    });
    // Its status arrived: it took the delivery, however long it goes on talking.
    const taken = await send(outgoing(`http://127.0.0.1:${dripping}/`), policy(), limits(3000));
    expect(taken).toEqual({ kind: 'answered', status: 200 });
    expect(performance.now() - begin).toBeLessThan(60_000);
  });

  test('reads no more than a little of an endless answer', async () => {
    let written = 0;
    const port = await serve((_request, response) => {
      const more = (): void => {
        const piece = Buffer.alloc(16 << 10);
        if (response.destroyed) return;
        written += piece.length;
        if (response.write(piece)) setImmediate(more);
        else response.once('drain', more);
      };
      more();
    });
    const begin = performance.now();
    const url = `http://127.0.0.1:${port}/`;
    expect(await send(outgoing(url), policy(), limits(300_000))).toEqual({ kind: 'answered', status: 200 });
    expect(performance.now() - begin).toBeLessThan(200_000);
    // What the buffers of two sockets hold was written, too.
    expect(written).toBeLessThan(32 << 20);
  });

  test('with interim answers without end fails, with a few does not', async () => {
    const answering = (hints: number, then: string) =>
      listen(
        createTcpServer(socket => {
          socket.on('error', () => {});
          socket.once('data', () => {
            socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(hints));
            socket.write(then);
          });
          closing.push(async () => void socket.destroy());
        }),
      );
    const noContent = 'HTTP/1.1 204 No Content\r\n\r\n';
    const attempt = async (port: number) =>
      send(outgoing(`http://127.0.0.1:${port}/`), policy(), limits(300_000));
    expect(await attempt(await answering(3, noContent))).toEqual({ kind: 'answered', status: 204 });
    const failed = { kind: 'failed', failure: 'connection' };
    expect(await attempt(await answering(100, ''))).toEqual(failed);
  });

  test('with headers without end fails', async () => {
    const port = await listen(
      createTcpServer(socket => {
        socket.on('error', () => {});
        socket.write(`HTTP/1.1 200 OK\r\n${`x: ${'y'.repeat(1000)}\r\n`.repeat(100)}\r\n`);
      }),
    );
    const failed = { kind: 'failed', failure: 'connection' };
    expect(await send(outgoing(`http://127.0.0.1:${port}/`), policy(), limits())).toEqual(failed);
  });

  test.each([
    ['switches protocols', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'],
    ['is no HTTP', 'SSH-2.0-OpenSSH\r\n'],
    ['ends before it says anything', ''],
  ])('whose answer %s fails, and ends', async (_what, answer) => {
    const port = await listen(
      createTcpServer(socket => {
        socket.on('error', () => {});
        socket.once('data', () => void (answer === '' ? socket.end() : socket.write(answer)));
      }),
    );
    const failed = { kind: 'failed', failure: 'connection' };
    expect(await send(outgoing(`http://127.0.0.1:${port}/`), policy(), limits())).toEqual(failed);
  });

  test('says what kept it: no such name, no connection, no TLS', async () => {
    const port = await serve((_request, response) => void response.end());
    const unknown = { allowPrivate: true, resolve: () => Promise.reject(new Error('ENOTFOUND')) };
    expect(await send(outgoing('https://nobody.example/'), unknown, limits())).toMatchObject({
      failure: 'name_not_found',
    });
    expect(await send(outgoing(`https://127.0.0.1:${port}/`), policy(), limits())).toMatchObject({
      failure: 'tls',
    });
    expect(await send(outgoing('http://127.0.0.1:1/'), policy(), limits())).toMatchObject({
      failure: 'connection',
    });
  });

  test('that is broken off from within is no outcome', async () => {
    const silent = await listen(
      createTcpServer(socket => void closing.push(async () => void socket.destroy())),
    );
    const stop = new AbortController();
    const sending = send(outgoing(`http://127.0.0.1:${silent}/`), policy(), {
      timeoutMs: 20_000,
      signal: stop.signal,
    });
    setTimeout(() => stop.abort(new Error('the backend ends')), 50);
    await expect(sending).rejects.toThrow('the backend ends');
  });
});
