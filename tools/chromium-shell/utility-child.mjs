// Loaded by `--import` into a forked utility process: gives it `process.parentPort`, as Electron does.
import { EventEmitter } from 'node:events';

/** Messages wait for the first listener, as Electron documents it for this port. */
class ParentPort extends EventEmitter {
  /** @type {unknown[] | undefined} */
  #waiting = [];

  constructor() {
    super();
    this.on('newListener', event => {
      if (event !== 'message' || this.#waiting === undefined) return;
      const waiting = this.#waiting;
      this.#waiting = undefined;
      setImmediate(() => waiting.forEach(message => this.deliver(message)));
    });
  }

  /** @param {unknown} message */
  deliver(message) {
    if (this.#waiting === undefined) this.emit('message', { data: message, ports: [] });
    else this.#waiting.push(message);
  }

  /** @param {unknown} message */
  postMessage(message) {
    process.send?.(message);
  }

  start() {}
}

const parentPort = new ParentPort();
Object.defineProperty(process, 'parentPort', { value: parentPort });
process.on('message', message => parentPort.deliver(message));
// The program is gone, perhaps killed; nothing may outlive it.
process.on('disconnect', () => process.exit(1));
// Ctrl+C in a terminal reaches every process of the group; the program decides when this one ends.
process.on('SIGINT', () => undefined);
