import type { Random } from '../ports.ts';

/** Milliseconds; the window of the first delay and the largest one. */
const firstWindow = 1000;
const largestWindow = 300_000;

export interface Backoff {
  /** Milliseconds until the next try: uniform below a window that doubles, never less than the other side asked for. */
  next(atLeastMs?: number): number;
  /** Something worked: the next delay is a short one again. */
  reset(): void;
}

/** Exponential backoff with full jitter, so that a thousand workstations do not come back in the same second. */
export function createBackoff(random: Pick<Random, 'fraction'>): Backoff {
  let failures = 0;
  return {
    next: (atLeastMs = 0) => {
      const window = Math.min(largestWindow, firstWindow * 2 ** failures);
      failures += 1;
      return Math.max(atLeastMs, Math.ceil(random.fraction() * window));
    },
    reset: () => {
      failures = 0;
    },
  };
}
