import type { Db } from '../store/index.ts';

/** How long the feed says that something was deleted (backend-api: 90 days). */
const deletesKeptMs = 90 * 24 * 3600 * 1000;

/** Forgets old `delete` rows. A reader that may not have seen them all is told to sync afresh. */
export async function purgeDeletes(db: Db, now: number): Promise<void> {
  const old = db
    .selectFrom('change')
    .where('op', '=', 'delete')
    .where('at', '<=', now - deletesKeptMs);
  const tenants = await old
    .select(row => ['tenantId', row.fn.max('seq').as('last')])
    .groupBy('tenantId')
    .execute();
  for (const { tenantId, last } of tenants) {
    await db
      .updateTable('tenant')
      .set({ feedHorizon: last })
      .where('id', '=', tenantId)
      .where('feedHorizon', '<', last)
      .execute();
  }
  await db
    .deleteFrom('change')
    .where('op', '=', 'delete')
    .where('at', '<=', now - deletesKeptMs)
    .execute();
}
