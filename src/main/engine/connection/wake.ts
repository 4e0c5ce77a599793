import type { Timers } from '../ports.ts';

export interface Wake {
  /** Resolves at the next `wake`, or after so many milliseconds; at once when one came since the last wait. */
  wait(milliseconds?: number): Promise<void>;
  wake(): void;
  /** What came since the last wait is being seen to. */
  heed(): void;
}

/** What a loop sleeps on between two rounds. A wake that comes while it works is not lost. */
export function createWake(timers: Pick<Timers, 'after'>): Wake {
  let woken = false;
  let resolveWait: (() => void) | undefined;
  return {
    wait: milliseconds =>
      new Promise(resolve => {
        const cancel =
          milliseconds === undefined ? () => undefined : timers.after(milliseconds, () => resolveWait?.());
        resolveWait = () => {
          cancel();
          resolveWait = undefined;
          woken = false;
          resolve();
        };
        if (woken) resolveWait();
      }),
    wake: () => {
      woken = true;
      resolveWait?.();
    },
    heed: () => {
      woken = false;
    },
  };
}
