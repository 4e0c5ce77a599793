import type { Clock, Timers } from '../ports.ts';

/** setTimeout runs at once above this (2³¹ − 1 ms, about 25 days). */
const longestDelayMs = 2_147_483_647;

export const clock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
};

export const timers: Timers = {
  after: (milliseconds, run) => {
    const timer = setTimeout(run, Math.min(Math.max(milliseconds, 0), longestDelayMs));
    return () => clearTimeout(timer);
  },
  yield: () => new Promise(resolve => setImmediate(resolve)),
};
