import type { Document } from '../../../shared/domain/customer.ts';
import { currentDocuments } from '../../../shared/domain/customer.ts';
import type { QueueCounts, QueueView } from '../../../shared/ipc/queue.ts';
import type { CallInput, CallOutput } from '../../../shared/ipc/table.ts';
import { text, type Cache } from '../cache/index.ts';
import type { Clock } from '../ports.ts';
import { readCounts } from './counts.ts';
import { readRows } from './rows.ts';
import { createViewLists } from './view-lists.ts';

/** How many cases of the view on screen have their documents fetched ahead. */
const aheadCases = 50;

export interface Queue {
  window(input: CallInput<'queue.window'>): CallOutput<'queue.window'>;
  counts(): QueueCounts;
  next(input: CallInput<'queue.next'>): CallOutput<'queue.next'>;
  /** Documents to have before they are asked for: of the cases claimed here, then of the next in the view last shown. */
  documentsAhead(): readonly Document[];
}

/** The list of cases: windows into views, counts, and which case comes next. */
export function createQueue(options: {
  readonly cache: Cache;
  readonly clock: Clock;
  readonly userId: string;
}): Queue {
  const { cache, clock, userId } = options;
  const lists = createViewLists({ cache, userId });
  let shown: { readonly view: QueueView; readonly offset: number } | undefined;

  const claimableSql = `
    SELECT 1 AS yes FROM customer WHERE row = ? AND status = 'UNDER_REVIEW' AND second_approval = 0
      AND (claimed_by IS NULL OR claimed_by = ? OR claimed_until <= ?)
      AND NOT EXISTS (SELECT 1 FROM command WHERE customer_id = customer.id AND type = 'review.finish'
        AND (state IN ('queued', 'sealed', 'parked') OR (state = 'applied' AND applied_version > customer.version)))`;

  const mayClaim = (row: number): boolean =>
    cache.database.prepare(claimableSql).get(row, userId, clock.now()) !== undefined;

  const idOf = (row: number): string | undefined => {
    const found = cache.database.prepare('SELECT id FROM customer WHERE row = ?').get(row);
    return found && text(found, 'id');
  };

  return {
    window({ view, offset, limit }) {
      const rows = lists.list(view);
      shown = { view, offset };
      const mark = cache.syncMark();
      return {
        rows: [...readRows({ cache, userId, now: clock.now() }, [...rows.subarray(offset, offset + limit)])],
        offset,
        total: rows.length,
        revision: cache.revision(),
        asOf: mark.lastSyncedAt,
      };
    },

    counts: () => readCounts(cache, clock.now()),

    next({ view, after, claimable }) {
      const rows = lists.list(view);
      const at = after === undefined ? undefined : lists.position(view, after);
      const start = at ? at.index + (at.here ? 1 : 0) : 0;
      const candidates = rows.length - (at?.here ? 1 : 0);
      // From the case after this one to the end, then from the top: what was skipped there may be free now.
      for (let step = 0; step < candidates; step += 1) {
        const row = rows[(start + step) % rows.length];
        if (row !== undefined && (!claimable || mayClaim(row))) return { customerId: idOf(row) ?? null };
      }
      return { customerId: null };
    },

    documentsAhead() {
      const claimed = cache.database
        .prepare('SELECT id FROM customer WHERE claimed_by = ? ORDER BY due, row LIMIT 50')
        .all(userId)
        .map(row => text(row, 'id'));
      const list = shown ? lists.list(shown.view) : new Int32Array();
      const offset = shown?.offset ?? 0;
      const next = [...list.subarray(offset, offset + aheadCases)].flatMap(row => idOf(row) ?? []);
      return [...new Set([...claimed, ...next])].flatMap(id => {
        const customer = cache.customer(id);
        return customer ? currentDocuments(customer.documents) : [];
      });
    },
  };
}
