import type { Context } from '../../context.ts';
import type { Db } from '../../store/index.ts';
import type { Watchlist } from '../screening/index.ts';
import { digestOf, hashesOf, keyOf } from './digest.ts';
import { newestVersion, type Version } from './newest.ts';

export const rescreeningKind = 'rescreening';

/** One job of a tenant at a time; a newer watchlist has it begin again. */
const jobKey = 'watchlist';

type Parts = Pick<Context, 'store' | 'work' | 'clock'>;

/** The version that this watchlist is; where it differs from the one before, that is written with what changed. */
function versionOf({ store, clock }: Parts, { entries }: Watchlist): Promise<Version> {
  const hashes = hashesOf(entries);
  const digest = digestOf(hashes);
  // Alone: of several processes that start with the same file one writes, and the others find it written.
  return store.alone('watchlist', async db => {
    const before = await newestVersion(db);
    if (before?.digest === digest) return before;
    const seq = (before?.seq ?? 0) + 1;
    const rows = await db.selectFrom('watchlistEntry').select(['list', 'entryId', 'hash']).execute();
    const known = new Map(rows.map(row => [keyOf(row.list, row.entryId), row.hash]));
    const changed = [...hashes].filter(([key, hash]) => known.get(key) !== hash);
    const named = new Map(entries.map(({ list, id }) => [keyOf(list, id), { list, entryId: id }]));
    await store.insertRows(
      db,
      'watchlistEntry',
      changed.flatMap(([key, hash]) => {
        const name = named.get(key);
        return name ? [{ ...name, hash, seq }] : [];
      }),
      ['list', 'entryId'],
    );
    for (const { list, entryId } of rows) {
      if (hashes.has(keyOf(list, entryId))) continue;
      await db.deleteFrom('watchlistEntry').where('list', '=', list).where('entryId', '=', entryId).execute();
    }
    const version = { seq, digest, entries: hashes.size, changed: changed.length };
    await db
      .insertInto('watchlistVersion')
      .values({ ...version, at: clock.now() })
      .execute();
    return version;
  });
}

/** The newest version that a tenant has nothing to be looked up on: whoever came later was screened against it. */
async function doneAt(db: Db, createdAt: number): Promise<number> {
  const row = await db
    .selectFrom('watchlistVersion')
    .select('seq')
    .where('at', '<=', createdAt)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.seq ?? 0;
}

/** Has a tenant's customers looked up on this version, unless they were or are being. */
const ask = ({ work }: Parts, tenantId: string, createdAt: number, version: Version): Promise<void> =>
  work(tenantId, async ({ db, at, audit, enqueue }) => {
    const row = await db
      .selectFrom('rescreening')
      .select(['doneSeq', 'seq'])
      .where('tenantId', '=', tenantId)
      .executeTakeFirst();
    const doneSeq = row?.doneSeq ?? (await doneAt(db, createdAt));
    if (doneSeq >= version.seq || row?.seq === version.seq) return;
    const begun = { doneSeq, seq: version.seq, lastId: '', matched: 0 };
    await db
      .insertInto('rescreening')
      .values({ tenantId, ...begun })
      .onConflict(conflict => conflict.column('tenantId').doUpdateSet(begun))
      .execute();
    enqueue({ kind: rescreeningKind, key: jobKey, dueAt: at });
    audit({ actor: 'system', action: 'watchlist.changed', data: { ...version } });
  });

/**
 * Compares the watchlist with the one that customers were screened against before, and where it says something new, leaves
 * a job for each tenant that looks its customers up among what changed.
 */
export async function takeInWatchlist(parts: Parts, watchlist: Watchlist): Promise<void> {
  const version = await versionOf(parts, watchlist);
  const tenants = await parts.store.reader.selectFrom('tenant').select(['id', 'createdAt']).execute();
  for (const { id, createdAt } of tenants) await ask(parts, id, createdAt, version);
}
