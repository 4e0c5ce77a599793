import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';

/** What stands between a workstation and its backend: lets through, or answers itself whatever is asked. */
export interface Gate {
  readonly url: string;
  /** From now on, also for what is under way. */
  answer(
    how: 'pass' | { readonly status: number; readonly contentType: string; readonly body: string },
  ): void;
  close(): void;
}

/** A real HTTP proxy on loopback that can turn into a broken backend or a stranger. */
export async function openGate(backendUrl: string): Promise<Gate> {
  let answering: Parameters<Gate['answer']>[0] = 'pass';
  const forward = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const onward = request(
      new URL(incoming.url ?? '/', backendUrl),
      { method: incoming.method, headers: incoming.headers },
      answer => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  };
  const server = createServer((incoming, outgoing) => {
    if (answering === 'pass') {
      forward(incoming, outgoing);
      return;
    }
    incoming.resume();
    outgoing.writeHead(answering.status, { 'content-type': answering.contentType }).end(answering.body);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the gate has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    answer: how => {
      answering = how;
      server.closeAllConnections();
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
