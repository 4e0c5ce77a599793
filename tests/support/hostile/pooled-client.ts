import { Agent, request, type IncomingHttpHeaders } from 'node:http';

/** What goes over the wire, as it is. */
export interface WireRequest {
  readonly method: string;
  /** Path and query, escaped. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | undefined;
}

export interface WireAnswer {
  readonly status: number;
  readonly type: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface PooledClient {
  readonly send: (wire: WireRequest) => Promise<WireAnswer>;
  readonly close: () => void;
}

/** HTTP over a few connections that are kept; redirects are shown, not followed. */
export function pooledClient(url: string, connections: number): PooledClient {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const { hostname, port } = new URL(url);
  const once = ({ method, path, headers, body }: WireRequest): Promise<WireAnswer> =>
    new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
      const sent = request({ agent, hostname, port, method, path, headers: { ...length, ...headers } });
      sent.on('error', reject);
      sent.on('response', answer => {
        const pieces: Buffer[] = [];
        answer.on('data', (piece: Buffer) => pieces.push(piece));
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            type: answer.headers['content-type'] ?? '',
            headers: answer.headers,
            text: Buffer.concat(pieces).toString('utf8'),
          }),
        );
      });
      sent.end(body);
    });
  return { send: once, close: () => agent.destroy() };
}
