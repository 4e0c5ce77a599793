import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';

/** What stands between a workstation and its backend: lets through, or answers itself whatever is asked. */
export interface Gate {
  readonly url: string;
  /** From now on, also for what is under way. `wait` gives no answer until the next call of this. */
  answer(
    how: 'pass' | 'wait' | { readonly status: number; readonly contentType: string; readonly body: string },
  ): void;
  /** How many requests wait for an answer. */
  waiting(): number;
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
  const waiting: (() => void)[] = [];
  const handle = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    if (answering === 'pass') return forward(incoming, outgoing);
    if (answering === 'wait') return void waiting.push(() => handle(incoming, outgoing));
    incoming.resume();
    outgoing.writeHead(answering.status, { 'content-type': answering.contentType }).end(answering.body);
  };
  const server = createServer(handle);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the gate has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    answer: how => {
      answering = how;
      if (waiting.length === 0) server.closeAllConnections();
      for (const answerNow of waiting.splice(0)) answerNow();
    },
    waiting: () => waiting.length,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
