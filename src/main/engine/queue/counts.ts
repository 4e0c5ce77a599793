import type { QueueCounts } from '../../../shared/ipc/queue.ts';
import { countsOf, integer, type Cache } from '../cache/index.ts';

const hourMs = 3_600_000;

/** The numbers beside the queue: from maintained counters and one index range, never from a scan of the cases. */
export function readCounts(cache: Cache, now: number): QueueCounts {
  const { database } = cache;
  const due = (condition: string, ...values: readonly number[]): number => {
    const row = database
      .prepare(`SELECT count(*) AS number FROM customer WHERE status = 'UNDER_REVIEW' AND ${condition}`)
      .get(...values);
    return row ? integer(row, 'number') : 0;
  };
  const byStatus = countsOf(database, 'status');
  return {
    all: cache.caseCount(),
    open: byStatus.get('UNDER_REVIEW') ?? 0,
    dueWithinHour: due('due >= ? AND due < ?', now, now + hourMs),
    overdue: due('due < ?', now),
    byStatus: Object.fromEntries(byStatus),
    byLevel: [...countsOf(database, 'level')].map(([id, count]) => ({
      id,
      name: cache.level(id)?.name ?? id,
      count,
    })),
    byCountry: [...countsOf(database, 'country')]
      .map(([code, count]) => ({ code, count }))
      .toSorted((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1)),
  };
}
