import type { Clock } from '../environment.ts';

/** How far apart those that wait for a failing subscription come back. */
const apartMs = 1000;

export interface Turns {
  /** Takes the turn; or says when to come back (epoch milliseconds), while somebody has it. */
  readonly take: (id: string) => number | undefined;
  readonly end: (id: string) => void;
}

/**
 * One attempt at a time for each subscription that fails: an address that swallows connections would otherwise hold
 * every place of this process, for ten seconds each, and with it everybody's deliveries.
 */
export function turns(clock: Clock): Turns {
  const taken = new Map<string, number>();
  return {
    take: id => {
      const last = taken.get(id);
      const now = clock.now();
      if (last === undefined) {
        taken.set(id, now);
        return undefined;
      }
      const next = Math.max(now, last) + apartMs;
      taken.set(id, next);
      return next;
    },
    end: id => void taken.delete(id),
  };
}
