/** Of so many tenants is remembered when each had its turn. Whoever is forgotten is like one that never had any: next. */
const mostRemembered = 10_000;

/** Which tenants had a turn, in their order. */
export interface Turns {
  /** The higher the later; 0 where none is known. */
  readonly lastOf: (tenantId: string) => number;
  readonly had: (tenantId: string) => void;
}

export function tenantTurns(): Turns {
  const turns = new Map<string, number>();
  let count = 0;
  return {
    lastOf: tenantId => turns.get(tenantId) ?? 0,
    had: tenantId => {
      turns.delete(tenantId);
      turns.set(tenantId, (count += 1));
      const [longestAgo] = turns.size > mostRemembered ? turns.keys() : [];
      if (longestAgo !== undefined) turns.delete(longestAgo);
    },
  };
}

/** Of whom jobs are due. */
interface Waiting {
  readonly tenantId: string;
  /** When the first of them is, in epoch milliseconds. */
  readonly dueAt: number;
  readonly jobs: number;
}

/** What the next turn is decided by. */
export interface Standing {
  /** How many jobs of each tenant are under way. */
  readonly running: ReadonlyMap<string, number>;
  readonly turns: Pick<Turns, 'lastOf'>;
}

/**
 * Whose turns the next are, one for each job: always that of the tenant which has the fewest under way; of several such
 * that of whoever had one longest ago. By the age of the jobs alone, tenants with many would be before each new one.
 */
export function turnsOf(
  due: readonly Waiting[],
  { running, turns }: Standing,
  limit: number,
): readonly string[] {
  const waiting = due
    .map(one => ({ ...one, underWay: running.get(one.tenantId) ?? 0, last: turns.lastOf(one.tenantId) }))
    .toSorted((a, b) => a.last - b.last || a.dueAt - b.dueAt);
  const taken: string[] = [];
  while (taken.length < limit) {
    const fewest = Math.min(...waiting.map(({ underWay }) => underWay));
    const [next] = waiting.splice(
      waiting.findIndex(({ underWay }) => underWay === fewest),
      1,
    );
    if (!next) break;
    taken.push(next.tenantId);
    if (next.jobs > 1) waiting.push({ ...next, jobs: next.jobs - 1, underWay: next.underWay + 1 });
  }
  return taken;
}

/** Of the jobs that are due those that are taken: tenants in their turns, and of each what is due the longest first. */
export function inTurn<T extends { readonly tenantId: string; readonly dueAt: number }>(
  due: readonly T[],
  standing: Standing,
  limit: number,
): readonly T[] {
  const queues = new Map<string, T[]>();
  for (const job of due.toSorted((a, b) => a.dueAt - b.dueAt)) {
    const queue = queues.get(job.tenantId);
    if (queue) queue.push(job);
    else queues.set(job.tenantId, [job]);
  }
  const waiting = [...queues].map(([tenantId, queue]) => ({
    tenantId,
    dueAt: queue[0]?.dueAt ?? 0,
    jobs: queue.length,
  }));
  return turnsOf(waiting, standing, limit).flatMap(tenantId => queues.get(tenantId)?.shift() ?? []);
}
