import { purgedAtOnce } from '../portion.ts';
import type { Db } from '../store/index.ts';

/** How long the feed says that something was deleted (backend-api: 90 days). */
const deletesKeptMs = 90 * 24 * 3600 * 1000;

/** Forgets a portion of the old `delete` rows. A reader that may not have seen them all is told to sync afresh. */
export async function purgeDeletes(db: Db, now: number): Promise<boolean> {
  const old = await db
    .selectFrom('change')
    .select(['tenantId', 'seq'])
    .where('op', '=', 'delete')
    .where('at', '<=', now - deletesKeptMs)
    .orderBy('at')
    .limit(purgedAtOnce)
    .execute();
  for (const [tenantId, rows] of Map.groupBy(old, row => row.tenantId)) {
    const seqs = rows.map(({ seq }) => seq);
    const last = Math.max(...seqs);
    await db
      .updateTable('tenant')
      .set({ feedHorizon: last })
      .where('id', '=', tenantId)
      .where('feedHorizon', '<', last)
      .execute();
    // One that came back meanwhile has moved on.
    await db
      .deleteFrom('change')
      .where('tenantId', '=', tenantId)
      .where('seq', 'in', seqs)
      .where('op', '=', 'delete')
      .execute();
  }
  return old.length === purgedAtOnce;
}
