import { setTimeout as pause } from 'node:timers/promises';
import { LockHeld } from './postgres/errors.ts';

/** Longer than any load at a start takes: a sample of a hundred thousand cases, a watchlist of a million names. */
const patienceMs = 600_000;

const pauseMs = 250;

/**
 * What a process can't start without waits until who holds it is done: another process that starts at the same time, or
 * one that stands still until it loses its transaction. A request would be told to come again instead.
 */
export async function patiently<T>(run: () => Promise<T>): Promise<T> {
  const until = performance.now() + patienceMs;
  for (;;) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof LockHeld) || performance.now() > until) throw error;
    }
    await pause(pauseMs);
  }
}
