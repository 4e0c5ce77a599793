import type { Context } from '../../context.ts';
import { findCustomer, findCustomers, updateCustomer, type CustomerRecord } from '../../customers/index.ts';
import type { JobEnd, JobHandler } from '../../jobs/index.ts';
import { riskFactsOf, scoreRisk, sharingOf } from '../../risk/index.ts';
import type { Work } from '../../store/index.ts';
import { hitsWith, nameIndex, type Matched, type Watchlist } from '../screening/index.ts';
import { digestOf, hashesOf, keyOf } from './digest.ts';
import { isScreened, matchedBy } from './matched.ts';
import { rescreeningKind } from './take-in.ts';

/** Customers that are looked up in one run: other jobs and requests come in between. */
const portion = 200;

/** Another process has the newer watchlist: it is left to that one for so long. */
const elsewhereMs = 2000;

/** The entries that changed, of all lists that there are. */
type Changed = Pick<Watchlist, 'index' | 'lists'>;

/** The job that looks a tenant's customers up among the entries that changed on the watchlist, a portion at a time. */
export function rescreeningJob(context: Context, watchlist: () => Promise<Watchlist>): JobHandler {
  const { store, work, keys, clock } = context;
  let digest: string | undefined;
  let last: { readonly seqs: string; readonly changed: Changed } | undefined;

  const ownDigest = async (): Promise<string> => (digest ??= digestOf(hashesOf((await watchlist()).entries)));

  /** The entries that changed after a version, up to another; kept, because every portion asks for the same. */
  const changedBetween = async (doneSeq: number, seq: number): Promise<Changed> => {
    const seqs = `${doneSeq}-${seq}`;
    if (last?.seqs === seqs) return last.changed;
    const rows = await store.reader
      .selectFrom('watchlistEntry')
      .select(['list', 'entryId'])
      .where('seq', '>', doneSeq)
      .execute();
    const names = new Set(rows.map(row => keyOf(row.list, row.entryId)));
    const index = nameIndex();
    const { entries, lists } = await watchlist();
    for (const entry of entries) if (names.has(keyOf(entry.list, entry.id))) index.add(entry);
    const changed = { index, lists };
    last = { seqs, changed };
    return changed;
  };

  /** Writes what was found of a case; where there is another version of it by now, nothing, and that is given back. */
  const alarm = async (
    step: Work,
    seen: CustomerRecord,
    told: Matched,
    seq: number,
  ): Promise<CustomerRecord | 'gone' | 'written'> => {
    const { db, tenantId, at } = step;
    const { id } = seen.customer;
    const found = await findCustomer(db, tenantId, id);
    if (!found) return 'gone';
    if (found.customer.version !== seen.customer.version) return found;
    const sharing = await sharingOf(db, tenantId, keys, found.customer);
    const next = matchedBy(found, told, at, customer => scoreRisk(riskFactsOf(customer, sharing)));
    await updateCustomer(step, next, found);
    const alarmed = { decides: 0, alarmed: 1 };
    await db
      .insertInto('checkRun')
      .values({ tenantId, customerId: id, startedAt: at, attempts: 0, rounds: 0, ...alarmed })
      .onConflict(conflict => conflict.columns(['tenantId', 'customerId']).doUpdateSet(alarmed))
      .execute();
    step.audit({
      actor: 'system',
      action: 'customer.watchlist_matched',
      customerId: id,
      data: {
        version: next.customer.version,
        watchlist: seq,
        from: found.customer.status,
        hits: told.fresh.map(hit => ({ id: hit.id, score: Math.round(hit.score) })),
      },
    });
    return 'written';
  };

  /** Whether a case was matched. It is looked up outside the transaction, which others wait for, and again if it changed. */
  const isMatched = async (
    tenantId: string,
    record: CustomerRecord,
    { changed, seq }: { readonly changed: Changed; readonly seq: number },
    signal: AbortSignal,
  ): Promise<boolean> => {
    for (let seen = record; isScreened(seen.customer);) {
      const told = await hitsWith(seen.customer, changed, signal);
      if (!told) return false;
      const end = await work(tenantId, step => alarm(step, seen, told, seq));
      if (end === 'written' || end === 'gone') return end === 'written';
      seen = end;
    }
    return false;
  };

  return {
    kind: rescreeningKind,
    run: async ({ tenantId }, signal): Promise<JobEnd> => {
      const row = await store.reader
        .selectFrom('rescreening')
        .innerJoin('watchlistVersion', 'watchlistVersion.seq', 'rescreening.seq')
        .select(['rescreening.doneSeq', 'rescreening.seq', 'lastId', 'digest'])
        .where('tenantId', '=', tenantId)
        .executeTakeFirst();
      if (!row || row.doneSeq >= row.seq) return { kind: 'done' };
      if (row.digest !== (await ownDigest())) return { kind: 'again', dueAt: clock.now() + elsewhereMs };
      const { doneSeq, seq, lastId } = row;
      const changed = await changedBetween(doneSeq, seq);
      const ids = await store.reader
        .selectFrom('customer')
        .select('id')
        .where('tenantId', '=', tenantId)
        .where('id', '>', lastId)
        .orderBy('id')
        .limit(portion)
        .execute();
      const next = ids.at(-1);
      const records = await findCustomers(
        { db: store.reader, tenantId },
        ids.map(({ id }) => id),
      );
      let matched = 0;
      for (const record of records.values())
        if (await isMatched(tenantId, record, { changed, seq }, signal)) matched += 1;
      signal.throwIfAborted();
      const isOver = ids.length < portion;
      // Where a newer watchlist came meanwhile, or somebody else has gone on from here, this changes nothing.
      await work(tenantId, async ({ db, audit }) => {
        const after = await db
          .updateTable('rescreening')
          .set(one => ({
            lastId: next?.id ?? lastId,
            matched: one('matched', '+', matched),
            ...(isOver ? { doneSeq: seq } : {}),
          }))
          .where('tenantId', '=', tenantId)
          .where('seq', '=', seq)
          .where('doneSeq', '=', doneSeq)
          .where('lastId', '=', lastId)
          .returning('matched')
          .executeTakeFirst();
        if (after && isOver)
          audit({
            actor: 'system',
            action: 'watchlist.rescreened',
            data: { seq, matched: after.matched },
          });
      });
      return isOver ? { kind: 'done' } : { kind: 'again', dueAt: clock.now() };
    },
  };
}
