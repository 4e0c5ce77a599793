import type { SyncState } from '../../../shared/ipc/state.ts';
import type { Clock } from '../ports.ts';

export type Progress = NonNullable<SyncState['progress']>;

export interface Meter {
  /** So many more are applied; `remaining` is how many the backend says are to come. */
  advance(applied: number, remaining: number | undefined): void;
  read(): Progress;
}

/** Counts what a sync has applied, from `already` on, and how fast it goes since it began. */
export function createMeter(clock: Pick<Clock, 'elapsed'>, already: number): Meter {
  const began = clock.elapsed();
  let applied = 0;
  let left: number | undefined;
  return {
    advance: (count, remaining) => {
      applied += count;
      left = remaining;
    },
    read: () => {
      const seconds = Math.max((clock.elapsed() - began) / 1000, 0.001);
      const perSecond = Math.round(applied / seconds);
      return {
        done: already + applied,
        ...(left !== undefined && { total: already + applied + left }),
        perSecond,
        ...(left !== undefined && perSecond > 0 && { secondsLeft: Math.ceil(left / perSecond) }),
      };
    },
  };
}
