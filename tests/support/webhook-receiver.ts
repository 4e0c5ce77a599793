import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from '../../src/shared/zod.ts';
import { eventually } from './eventually.ts';

/** One request as it came in. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Names as they were sent, in their order. */
  readonly names: readonly string[];
  readonly body: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** How a receiver answers. */
export type Answering = (request: Received, response: ServerResponse) => void;

export interface Receiver {
  readonly url: string;
  readonly received: readonly Received[];
  /** Requests of a type so far. */
  readonly of: (type: string) => readonly Received[];
  /** Waits for so many requests. */
  readonly until: (count: number) => Promise<readonly Received[]>;
  /** How it answers from now on; at first with 204. */
  answer: Answering;
  readonly close: () => Promise<void>;
}

const bodySchema = z.object({
  type: z.string(),
  timestamp: z.string(),
  data: z.record(z.string(), z.unknown()),
});

export const withStatus =
  (status: number, headers: Readonly<Record<string, string>> = {}): Answering =>
  (_request, response) =>
    void response.writeHead(status, headers).end();

async function read(request: IncomingMessage): Promise<Received> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const body = Buffer.concat(pieces).toString('utf8');
  const { type, data } = bodySchema.parse(JSON.parse(body));
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  );
  const names = request.rawHeaders.filter((_, place) => place % 2 === 0);
  return { method: request.method ?? '', path: request.url ?? '', headers, names, body, type, data };
}

/** A server of an integrator on loopback, over plain HTTP. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    read(request).then(
      one => {
        received.push(one);
        receiver.answer(one, response);
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}/hooks`,
    received,
    of: type => received.filter(one => one.type === type),
    until: count => eventually(() => received.length >= count && received),
    answer: withStatus(204),
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return receiver;
}
