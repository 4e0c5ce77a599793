import { EventEmitter } from 'node:events';
import { notHonoured, refuseUnknown } from '../limits.ts';
import type { Frame } from './frame.ts';

export interface CallEvent {
  readonly type: 'frame';
  readonly sender: object;
  readonly senderFrame: Frame;
  readonly processId: number;
  readonly frameId: number;
}

type Handler = (event: CallEvent, ...args: unknown[]) => unknown;

/** `ipcMain`: handlers by channel. Messages reach it through {@link answer} and {@link receive}. */
export class IpcMain extends EventEmitter {
  readonly #handlers = new Map<string, Handler>();

  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    }
    this.#handlers.set(channel, handler);
  }

  handleOnce(channel: string, handler: Handler): void {
    this.handle(channel, (event, ...args) => {
      this.removeHandler(channel);
      return handler(event, ...args);
    });
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }

  /** Runs the handler of an `invoke`. Rejects with what the page is to be told. */
  async answer(channel: string, event: CallEvent, args: readonly unknown[]): Promise<unknown> {
    const handler = this.#handlers.get(channel);
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
    return handler(event, ...args);
  }

  /** Hands on what the page sent without waiting for an answer. */
  receive(channel: string, event: CallEvent, args: readonly unknown[]): void {
    if (!this.emit(channel, event, ...args))
      notHonoured(`a message on '${channel}', on which nobody listens,`);
  }
}

export const ipcMain = refuseUnknown('ipcMain', new IpcMain());
