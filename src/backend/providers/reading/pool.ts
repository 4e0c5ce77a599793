import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Asked } from './read-document.ts';
import type { Reading } from './reading.ts';

/** What is to be read; its bytes are fetched when there is a thread for it, so that what waits takes no memory. */
export interface ToRead extends Omit<Asked, 'bytes'> {
  readonly bytes: () => Promise<Uint8Array>;
}

export interface PoolOptions {
  /** Threads that read at the same time. */
  readonly size?: number;
  /** Milliseconds that one document may take; waiting for a thread does not count. */
  readonly limitMs?: number;
}

export interface Pool {
  /**
   * Reads in a thread; a document that takes too long, or ends the thread, is unreadable. Rejects when the signal aborts,
   * and when its bytes can't be had.
   */
  readonly read: (asked: ToRead, signal: AbortSignal) => Promise<Reading>;
  /** Ends the threads; what they read is rejected. */
  readonly close: () => Promise<void>;
}

/** A page takes a second or two alone on a core; the largest documents have three pages to be read by OCR. */
const defaultLimitMs = 40_000;
/** Memory of one thread's heap; pictures live outside of it and are bounded by their pixels. */
const heapMb = 512;
/** A thread that has had nothing to do for so long is ended: the OCR keeps some 200 MB. */
const idleMs = 60_000;

interface Task {
  readonly asked: ToRead;
  readonly signal: AbortSignal;
  readonly settle: (end: { readonly reading: Reading } | { readonly error: Error }) => void;
}

interface Thread {
  readonly worker: Worker;
  idle: NodeJS.Timeout | undefined;
}

const tooLong: Reading = { kind: 'unreadable', why: 'tooLong' };
/** A file at which the thread itself ended, out of memory or in a decoder. */
const deadly: Reading = { kind: 'unreadable', why: 'broken' };

/** Threads that open documents: started when first needed, ended when idle, replaced when a document was too much for one. */
export function createPool({ size, limitMs = defaultLimitMs }: PoolOptions = {}): Pool {
  const most = size ?? (availableParallelism() > 2 ? 2 : 1);
  const waiting: Task[] = [];
  const free: Thread[] = [];
  const all = new Set<Thread>();
  const ending = new Set<Promise<unknown>>();
  let closed = false;

  const end = (thread: Thread): void => {
    clearTimeout(thread.idle);
    all.delete(thread);
    const at = free.indexOf(thread);
    if (at >= 0) free.splice(at, 1);
    const over = thread.worker.terminate().finally(() => ending.delete(over));
    ending.add(over);
  };

  const start = (): Thread => {
    const worker = new Worker(new URL('thread.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
    });
    const thread: Thread = { worker, idle: undefined };
    // One that ends while it has nothing to do is simply gone.
    worker.on('error', () => end(thread));
    worker.unref();
    all.add(thread);
    return thread;
  };

  function runOn(thread: Thread, task: Task): void {
    const { worker } = thread;
    clearTimeout(thread.idle);
    worker.ref();
    let isOver = false;
    const over = (keep: boolean, outcome: Parameters<Task['settle']>[0]): void => {
      isOver = true;
      clearTimeout(limit);
      task.signal.removeEventListener('abort', abort);
      worker.off('message', answer);
      worker.off('exit', died);
      worker.unref();
      if (keep && !closed) {
        thread.idle = setTimeout(() => end(thread), idleMs).unref();
        free.push(thread);
      } else end(thread);
      task.settle(outcome);
      next();
    };
    const answer = (message: { readonly reading: Reading } | { readonly error: string }): void =>
      'reading' in message ? over(true, message) : over(false, { error: new Error(message.error) });
    const died = (): void =>
      over(false, closed ? { error: new Error('the backend ends') } : { reading: deadly });
    const abort = (): void => over(false, { error: new Error('aborted', { cause: task.signal.reason }) });
    const limit = setTimeout(() => over(false, { reading: tooLong }), limitMs);
    task.signal.addEventListener('abort', abort);
    worker.on('message', answer);
    worker.on('exit', died);
    const { bytes, ...asked } = task.asked;
    bytes().then(
      all => {
        if (!isOver) worker.postMessage({ ...asked, bytes: all } satisfies Asked);
      },
      (error: unknown) => {
        if (!isOver)
          over(true, { error: error instanceof Error ? error : new Error('no bytes', { cause: error }) });
      },
    );
  }

  function next(): void {
    if (closed) return;
    const task = waiting[0];
    if (!task) return;
    const thread = free.pop() ?? (all.size < most ? start() : undefined);
    if (!thread) return;
    waiting.shift();
    runOn(thread, task);
  }

  return {
    read: (asked, signal) =>
      new Promise((resolve, reject) => {
        if (closed || signal.aborted) {
          reject(new Error(closed ? 'the backend ends' : 'aborted'));
          return;
        }
        const leave = (): void => {
          const at = waiting.indexOf(task);
          if (at < 0) return;
          waiting.splice(at, 1);
          reject(new Error('aborted', { cause: signal.reason }));
        };
        const task: Task = {
          asked,
          signal,
          settle: outcome => {
            signal.removeEventListener('abort', leave);
            if ('reading' in outcome) resolve(outcome.reading);
            else reject(outcome.error);
          },
        };
        signal.addEventListener('abort', leave);
        waiting.push(task);
        next();
      }),
    close: async () => {
      closed = true;
      for (const task of waiting.splice(0)) task.settle({ error: new Error('the backend ends') });
      for (const thread of all) end(thread);
      await Promise.all(ending);
    },
  };
}
