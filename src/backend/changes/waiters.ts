/** Those who wait for a tenant's next commit. */
export interface Waiters {
  /** A number that every commit of the tenant changes; taken before reading, so that no commit slips in between. */
  readonly seen: (tenantId: string) => number;
  /** Resolves at the first commit after `seen`, after so many milliseconds, or when the signal aborts. */
  readonly next: (tenantId: string, seen: number, milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** A tenant's feed has moved; undefined: anybody's may have. */
  readonly wake: (tenantId: string | undefined) => void;
  /** How many wait. */
  readonly count: () => number;
  /** Wakes everybody, and lets nobody wait again. */
  readonly close: () => void;
}

export function createWaiters(): Waiters {
  const waiting = new Map<string, Set<() => void>>();
  const commits = new Map<string, number>();
  let everybodys = 0;
  let closed = false;
  const seen = (tenantId: string): number => everybodys + (commits.get(tenantId) ?? 0);
  const wake = (tenantId: string | undefined): void => {
    if (tenantId === undefined) {
      everybodys += 1;
      for (const those of waiting.values()) for (const resume of those) resume();
      return;
    }
    commits.set(tenantId, (commits.get(tenantId) ?? 0) + 1);
    const those = waiting.get(tenantId);
    waiting.delete(tenantId);
    for (const resume of those ?? []) resume();
  };
  return {
    wake,
    seen,
    next: (tenantId, last, milliseconds, signal) =>
      new Promise(resolve => {
        if (closed || signal.aborted || milliseconds <= 0 || seen(tenantId) !== last) return resolve();
        const mine = waiting.get(tenantId) ?? new Set();
        waiting.set(tenantId, mine);
        const resume = (): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', resume);
          mine.delete(resume);
          if (mine.size === 0 && waiting.get(tenantId) === mine) waiting.delete(tenantId);
          resolve();
        };
        const timer = setTimeout(resume, milliseconds);
        signal.addEventListener('abort', resume);
        mine.add(resume);
      }),
    count: () => [...waiting.values()].reduce((sum, those) => sum + those.size, 0),
    close: () => {
      closed = true;
      wake(undefined);
    },
  };
}
