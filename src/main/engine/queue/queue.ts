import type { Document } from '../../../shared/domain/customer.ts';
import { currentDocuments } from '../../../shared/domain/customer.ts';
import type { QueueCounts, QueueView } from '../../../shared/ipc/queue.ts';
import type { CallInput, CallOutput } from '../../../shared/ipc/table.ts';
import { text, type Cache } from '../cache/index.ts';
import { readCounts } from './counts.ts';
import { readRows } from './rows.ts';
import { createViewLists } from './view-lists.ts';

/** How many cases of the view on screen have their documents fetched ahead. */
const aheadCases = 50;
/** Rows asked about in one statement: at first, and when none of those could be claimed. */
const fewCandidates = 16;
const manyCandidates = 4096;

export interface Queue {
  window(input: CallInput<'queue.window'>): CallOutput<'queue.window'>;
  counts(): QueueCounts;
  next(input: CallInput<'queue.next'>): CallOutput<'queue.next'>;
  /** Documents to have before they are asked for: of the cases claimed here, then of the next in the view last shown. */
  documentsAhead(): readonly Document[];
}

/** The list of cases: windows into views, counts, and which case comes next. */
export function createQueue(options: { readonly cache: Cache; readonly userId: string }): Queue {
  const { cache, userId } = options;
  const lists = createViewLists({ cache, userId });
  let shown: { readonly view: QueueView; readonly offset: number } | undefined;

  /** The first of these rows that can be claimed; `json_each` gives them in their order, and CROSS JOIN keeps it. */
  const claimableSql = `
    SELECT customer.id FROM json_each(?) AS candidate CROSS JOIN customer ON customer.row = candidate.value
    WHERE status = 'UNDER_REVIEW' AND second_approval = 0
      AND (claimed_by IS NULL OR claimed_by = ? OR claimed_until <= ?)
      AND NOT EXISTS (SELECT 1 FROM command WHERE customer_id = customer.id AND type = 'review.finish'
        AND (state IN ('queued', 'sealed', 'parked') OR (state = 'applied' AND applied_version > customer.version)))
    LIMIT 1`;

  const firstClaimable = (rows: Int32Array): string | undefined => {
    const statement = cache.database.prepare(claimableSql);
    const now = cache.serverNow();
    // Most often the first can be, so that few are asked about before many are.
    for (let from = 0, count = fewCandidates; from < rows.length; from += count, count = manyCandidates) {
      const found = statement.get(`[${rows.subarray(from, from + count).join()}]`, userId, now);
      if (found) return text(found, 'id');
    }
    return undefined;
  };

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
        rows: [
          ...readRows({ cache, userId, now: cache.serverNow() }, [...rows.subarray(offset, offset + limit)]),
        ],
        offset,
        total: rows.length,
        revision: cache.revision(),
        asOf: mark.lastSyncedAt,
      };
    },

    counts: () => readCounts(cache, cache.serverNow()),

    next({ view, after, claimable }) {
      const rows = lists.list(view);
      const at = after === undefined ? undefined : lists.position(view, after);
      const index = at?.index ?? 0;
      // From the case after this one to the end, then from the top: what was skipped there may be free now.
      const candidates = new Int32Array(rows.length - (at?.here ? 1 : 0));
      const behind = rows.subarray(index + (at?.here ? 1 : 0));
      candidates.set(behind);
      candidates.set(rows.subarray(0, index), behind.length);
      if (claimable) return { customerId: firstClaimable(candidates) ?? null };
      const [first] = candidates;
      return { customerId: first === undefined ? null : (idOf(first) ?? null) };
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
