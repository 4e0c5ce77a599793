import { StorageError, type Timers } from '../ports.ts';
import type { Connection } from './types.ts';
import { createWake } from './wake.ts';

/**
 * What a round of work leaves: go on at once, sleep until there is work (at most so many milliseconds), keep off for
 * so long whatever comes, or end for good.
 */
export type Next =
  | { readonly then: 'again' | 'end' }
  | { readonly then: 'sleep'; readonly milliseconds?: number }
  | { readonly then: 'keepOff'; readonly milliseconds: number };

export const again: Next = { then: 'again' };
export const untilWoken: Next = { then: 'sleep' };
export const sleep = (milliseconds: number): Next => ({ then: 'sleep', milliseconds });
export const keepOff = (milliseconds: number): Next => ({ then: 'keepOff', milliseconds });

export interface Loop {
  start(): void;
  /** There is work: ends a sleep, or the next one when the loop works just now. */
  wake(): void;
  /** The person wants it now: ends also what is kept off. */
  hurry(): void;
  stopped(): boolean;
  /** Resolves when the round that runs has ended; the caller aborts what it waits for. */
  stop(): Promise<void>;
}

export interface LoopOptions {
  readonly connection: Pick<Connection, 'ready'>;
  readonly timers: Pick<Timers, 'after'>;
  readonly round: () => Promise<Next>;
  /** The storage refused in the middle of a round, where nobody else would hear of it. */
  readonly storageFailed: (error: StorageError) => Next;
}

/** Works round by round while the connection is open; one round at a time. */
export function createLoop({ connection, timers, round, storageFailed }: LoopOptions): Loop {
  const work = createWake(timers);
  const person = createWake(timers);
  let stopped = false;
  let running: Promise<void> | undefined;
  let release = (): void => undefined;
  const stopping = new Promise<false>(resolve => {
    release = () => resolve(false);
  });

  const orStorage = (error: unknown): Next => {
    if (!(error instanceof StorageError)) throw error;
    return storageFailed(error);
  };

  const run = async (): Promise<void> => {
    while (!stopped && (await Promise.race([connection.ready(), stopping]))) {
      // This round sees whatever was asked for before it began; another one for the same would be for nothing.
      work.heed();
      person.heed();
      const next = await round().catch(orStorage);
      if (next.then === 'end') return;
      if (next.then === 'sleep' && !stopped) await work.wait(next.milliseconds);
      if (next.then === 'keepOff' && !stopped) await person.wait(next.milliseconds);
    }
  };

  const hurry = (): void => {
    work.wake();
    person.wake();
  };

  return {
    start: () => {
      running ??= run();
    },
    wake: work.wake,
    hurry,
    stopped: () => stopped,
    stop: async () => {
      stopped = true;
      release();
      hurry();
      await running;
    },
  };
}
