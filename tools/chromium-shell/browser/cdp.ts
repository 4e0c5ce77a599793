import { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { Protocol } from '../../../node_modules/playwright-core/types/protocol.js';

export type { Protocol };
type Commands = Protocol.CommandParameters;
type Answers = Protocol.CommandReturnValues;

/** One conversation of the DevTools protocol: the browser's own, or that of one attached target. */
export interface CdpSession {
  send<M extends keyof Commands>(method: M, params?: Commands[M]): Promise<Answers[M]>;
  on<E extends keyof Protocol.Events>(event: E, listener: (params: Protocol.Events[E]) => void): void;
}

interface Pending {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

interface Incoming {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
  readonly sessionId?: string;
}

/** The browser is gone, or the target a command was meant for. An expected end, not a fault of the command. */
export class CdpClosed extends Error {
  override readonly name = 'CdpClosed';
}

/**
 * The DevTools protocol over the pipe of `--remote-debugging-pipe`: JSON messages, each ended by a NUL.
 * Chromium ends itself when this pipe closes, so a killed program leaves no browser behind.
 */
export class CdpConnection {
  readonly #out: Writable;
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Map<string, EventEmitter>();
  #nextId = 0;
  #closed = false;

  constructor(out: Writable, input: Readable) {
    this.#out = out;
    // The browser may go while we write; its end is reported by `input`, not by this stream.
    out.on('error', () => this.#close());
    const parts: string[] = [];
    input.setEncoding('utf8');
    input.on('data', (chunk: string) => {
      let start = 0;
      for (let end = chunk.indexOf('\0'); end >= 0; end = chunk.indexOf('\0', start)) {
        parts.push(chunk.slice(start, end));
        this.#receive(JSON.parse(parts.join('')) as Incoming);
        parts.length = 0;
        start = end + 1;
      }
      parts.push(chunk.slice(start));
    });
    input.on('close', () => this.#close());
    input.on('error', () => this.#close());
  }

  /** The session with this id; without one, the browser's own. */
  session(sessionId?: string): CdpSession {
    return {
      send: (method, params) => this.#send(method, params, sessionId),
      on: (event, listener) => {
        this.#emitter(sessionId).on(event, listener);
      },
    };
  }

  /** Drops what is kept for a detached target and refuses what still waits for it. */
  forget(sessionId: string): void {
    this.#listeners.delete(sessionId);
  }

  #send<M extends keyof Commands>(
    method: M,
    params: unknown,
    sessionId: string | undefined,
  ): Promise<Answers[M]> {
    if (this.#closed) return Promise.reject(new CdpClosed(`${method}: the browser has ended`));
    const id = ++this.#nextId;
    return new Promise<Answers[M]>((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#out.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  #receive(message: Incoming): void {
    if (message.id === undefined) {
      this.#emitter(message.sessionId).emit(message.method ?? '', message.params);
      return;
    }
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.error === undefined) pending?.resolve(message.result as never);
    else if (/session with given id not found|target closed/i.test(message.error.message)) {
      pending?.reject(new CdpClosed(message.error.message));
    } else pending?.reject(new Error(message.error.message));
  }

  #emitter(sessionId = ''): EventEmitter {
    const known = this.#listeners.get(sessionId);
    if (known !== undefined) return known;
    const created = new EventEmitter();
    this.#listeners.set(sessionId, created);
    return created;
  }

  #close(): void {
    this.#closed = true;
    for (const { reject } of this.#pending.values()) reject(new CdpClosed('the browser has ended'));
    this.#pending.clear();
  }
}

/** Lets a command fail quietly when its target or the browser is already gone; any other failure is a bug. */
export function unlessClosed(work: Promise<unknown>): void {
  work.catch((error: unknown) => {
    if (!(error instanceof CdpClosed)) throw error;
  });
}
