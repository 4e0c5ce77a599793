import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { BLOB_PATH } from '../page/messages.ts';

/** Path of an empty page that a new window shows for an instant, until its scripts are in place. */
export const BLANK_PATH = '/.stand-in/window/';

const COOKIE = 'stand-in';

type AppHandler = (pageUrl: string, request: IncomingMessage) => Promise<Response>;

/**
 * The server behind the app's origin: loopback only, and only for whoever holds this start's secret, which is
 * a cookie that no script can read. It carries the app's files and the large byte arrays of messages.
 */
export class Carrier {
  readonly cookie = { name: COOKIE, value: randomBytes(32).toString('hex') } as const;
  readonly #server: Server;
  readonly #offered = new Map<string, { readonly owner: object; readonly bytes: Uint8Array<ArrayBuffer> }>();
  readonly #received = new Map<string, Uint8Array<ArrayBuffer>>();
  readonly #onRequest: AppHandler;

  private constructor(onRequest: AppHandler) {
    this.#onRequest = onRequest;
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => {
        // The window went away while it was being answered; there is nobody left to tell.
        if (!response.destroyed) throw error;
      });
    });
  }

  static async start(onRequest: AppHandler): Promise<Carrier> {
    const carrier = new Carrier(onRequest);
    await new Promise<void>((resolve, reject) => {
      carrier.#server.once('error', reject);
      carrier.#server.listen(0, '127.0.0.1', resolve);
    });
    carrier.#server.unref();
    return carrier;
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the carrier is not listening');
    return address.port;
  }

  /** An address for the first, empty page of a window, and the token that is in it. */
  blankPage(pageOrigin: string): { readonly url: string; readonly token: string } {
    const token = randomUUID();
    return { url: `${pageOrigin}${BLANK_PATH}${token}`, token };
  }

  /** Keeps bytes for a page to fetch, once; they are dropped with their owner. */
  offer(bytes: Uint8Array<ArrayBuffer>, owner: object): string {
    const id = randomUUID();
    this.#offered.set(id, { owner, bytes });
    return id;
  }

  /** The bytes that a page has sent ahead under this id. */
  take(id: string): Uint8Array<ArrayBuffer> {
    const bytes = this.#received.get(id);
    if (bytes === undefined) throw new Error(`the page named bytes that it never sent: ${id}`);
    this.#received.delete(id);
    return bytes;
  }

  /** Forgets what was offered to a document that is gone. */
  drop(owner: object): void {
    for (const [id, offer] of this.#offered) if (offer.owner === owner) this.#offered.delete(id);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/';
    if (path.startsWith(BLANK_PATH)) {
      response
        .writeHead(200, { 'content-type': 'text/html', 'content-security-policy': "default-src 'none'" })
        .end();
    } else if (!(request.headers.cookie ?? '').split('; ').includes(`${COOKIE}=${this.cookie.value}`)) {
      response.writeHead(403).end();
    } else if (path === '/favicon.ico') {
      // Asked for by Chromium's tab, which Electron's window doesn't have: not the program's affair.
      response.writeHead(204).end();
    } else if (path.startsWith(BLOB_PATH)) {
      await this.#exchange(path.slice(BLOB_PATH.length), request, response);
    } else {
      await this.#serveApp(`http://${request.headers.host ?? ''}${path}`, request, response);
    }
  }

  async #exchange(id: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'POST') {
      this.#received.set(id, new Uint8Array(await buffer(request)));
      response.writeHead(204).end();
      return;
    }
    const offer = this.#offered.get(id);
    this.#offered.delete(id);
    if (offer === undefined) response.writeHead(404).end();
    else {
      const { bytes } = offer;
      response.writeHead(200, { 'cache-control': 'no-store', 'content-length': bytes.length }).end(bytes);
    }
  }

  async #serveApp(pageUrl: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = await this.#onRequest(pageUrl, request);
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    if (answer.body === null) response.end();
    else await pipeline(answer.body, response);
  }
}
