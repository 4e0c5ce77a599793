import { availableParallelism } from 'node:os';
import type { Spent } from './process/messages.ts';
import { startProcess, type Ended, type ReadingProcess } from './process/start.ts';
import type { Asked } from './read-document.ts';
import type { Reading } from './reading.ts';
import { createTurns } from './turns.ts';

/** What is to be read; its bytes are fetched when there is a process for it, so that what waits takes no memory. */
export interface ToRead extends Omit<Asked, 'bytes'> {
  /** Whose document it is: cases take turns. */
  readonly caseId?: string | undefined;
  readonly bytes: () => Promise<Uint8Array>;
}

export interface PoolOptions {
  /** Processes that read at the same time. */
  readonly size?: number;
  /** Milliseconds that one document may take; waiting for a process does not count. */
  readonly limitMs?: number;
  /** Megabytes that a process may have resident. */
  readonly mostMb?: number;
  /** The program of the processes, which calls `serve`; ours unless told. */
  readonly program?: URL;
  /** Told what each document took that was read. */
  readonly onRead?: (spent: Spent) => void;
}

export interface Pool {
  /**
   * Reads in a process of its own; a document that takes too long, or ends the process, is unreadable. Rejects when the
   * signal aborts, when its bytes can't be had, and when no process can be started.
   */
  readonly read: (asked: ToRead, signal: AbortSignal) => Promise<Reading>;
  /** Ends the processes; what they read is rejected. */
  readonly close: () => Promise<void>;
}

const ours = new URL('process/main.ts', import.meta.url);
/** A page takes a second or two alone on a core; the largest documents have three pages to be read by OCR. */
const defaultLimitMs = 40_000;
/** Reading a corpus of files that others wrote never took 825 MB (docs/READING.md); this bounds what was made to. */
const defaultMostMb = 1536;
/** A process that has had nothing to do for so long is ended: the OCR keeps some 200 MB. */
const idleMs = 60_000;

interface Task {
  readonly asked: ToRead;
  readonly group: string;
  readonly signal: AbortSignal;
  readonly settle: (end: { readonly reading: Reading } | { readonly error: Error }) => void;
}

interface Member {
  readonly process: ReadingProcess;
  idle: NodeJS.Timeout | undefined;
  /** Whether it has read something before: what that left behind may be what ends it. */
  isUsed: boolean;
}

const tooLong: Reading = { kind: 'unreadable', why: 'tooLong' };
/** A file at which the process itself ended, out of memory or in a decoder. */
const deadly: Reading = { kind: 'unreadable', why: 'broken' };

/** Processes that open documents: started when first needed, ended when idle, replaced when a document was too much for one. */
export function createPool({
  size,
  limitMs = defaultLimitMs,
  mostMb = defaultMostMb,
  program = ours,
  onRead,
}: PoolOptions = {}): Pool {
  const most = size ?? (availableParallelism() > 2 ? 2 : 1);
  const waiting = createTurns<Task>();
  const free: Member[] = [];
  const all = new Set<Member>();
  const ending = new Set<Promise<unknown>>();
  let closed = false;

  const end = (member: Member): void => {
    clearTimeout(member.idle);
    all.delete(member);
    const at = free.indexOf(member);
    if (at >= 0) free.splice(at, 1);
    member.process.end();
    const over = member.process.gone.finally(() => ending.delete(over));
    ending.add(over);
  };

  const start = (): Member => {
    const member: Member = { process: startProcess({ program, mostMb }), idle: undefined, isUsed: false };
    // One that ends while it has nothing to do is simply gone.
    void member.process.gone.then(() => free.includes(member) && end(member));
    all.add(member);
    return member;
  };

  function runOn(member: Member, task: Task): void {
    clearTimeout(member.idle);
    let isOver = false;
    const leave = (keep: boolean, settle: () => void): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(limit);
      task.signal.removeEventListener('abort', abort);
      if (keep && !closed) {
        member.idle = setTimeout(() => end(member), idleMs).unref();
        free.push(member);
      } else end(member);
      settle();
      next();
    };
    const over = (keep: boolean, outcome: Parameters<Task['settle']>[0]): void =>
      leave(keep, () => task.settle(outcome));
    const fail = (keep: boolean, message: string, cause?: unknown): void =>
      over(keep, { error: new Error(closed ? 'the backend ends' : message, { cause }) });
    const settle = (ended: Ended): void => {
      switch (ended.kind) {
        case 'reading':
          member.isUsed = true;
          if (!isOver) onRead?.(ended.spent);
          return over(true, ended);
        case 'failed':
          return fail(false, ended.message);
        case 'absent':
          return fail(false, 'no process could be started that reads');
        case 'died':
          if (closed) return fail(false, 'its process was ended');
          // Before it is told to be its fault, it has a process that nothing else was read in.
          return member.isUsed
            ? leave(false, () => waiting.addFirst(task.group, task))
            : over(false, { reading: deadly });
      }
    };
    const abort = (): void => fail(false, 'aborted', task.signal.reason);
    const limit = setTimeout(() => over(false, { reading: tooLong }), limitMs);
    task.signal.addEventListener('abort', abort);
    const { bytes, caseId: _, ...asked } = task.asked;
    bytes().then(
      async all => {
        if (!isOver) settle(await member.process.read({ ...asked, bytes: all }));
      },
      (error: unknown) =>
        over(true, { error: error instanceof Error ? error : new Error('no bytes', { cause: error }) }),
    );
  }

  function next(): void {
    if (closed) return;
    if (free.length === 0 && all.size >= most) return;
    const task = waiting.take();
    if (task) runOn(free.pop() ?? start(), task);
  }

  return {
    read: (asked, signal) =>
      new Promise((resolve, reject) => {
        if (closed || signal.aborted) {
          reject(new Error(closed ? 'the backend ends' : 'aborted'));
          return;
        }
        const leave = (): void => {
          if (!waiting.remove(task.group, task)) return;
          reject(new Error('aborted', { cause: signal.reason }));
        };
        const task: Task = {
          asked,
          group: asked.caseId ?? '',
          signal,
          settle: outcome => {
            signal.removeEventListener('abort', leave);
            if ('reading' in outcome) resolve(outcome.reading);
            else reject(outcome.error);
          },
        };
        signal.addEventListener('abort', leave);
        waiting.add(task.group, task);
        next();
      }),
    close: async () => {
      closed = true;
      for (let task = waiting.take(); task; task = waiting.take())
        task.settle({ error: new Error('the backend ends') });
      for (const member of all) end(member);
      await Promise.all(ending);
    },
  };
}
