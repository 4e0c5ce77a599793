import { setImmediate } from 'node:timers/promises';
import type { Context } from '../../context.ts';
import { findCustomer, findCustomers, updateCustomer, type CustomerRecord } from '../../customers/index.ts';
import type { JobEnd, JobHandler } from '../../jobs/index.ts';
import { riskFactsOf, scoreRisk, sharingOf } from '../../risk/index.ts';
import type { Work } from '../../store/index.ts';
import { hitsWith, nameIndex, type NameIndex, type Watchlist } from '../screening/index.ts';
import { digestOf, hashesOf, keyOf } from './digest.ts';
import { isScreened, matchedBy } from './matched.ts';
import { rescreeningKind } from './take-in.ts';

/** Customers that are looked up in one run: other jobs and requests come in between. */
const portion = 200;

/** Another process has the newer watchlist: it is left to that one for so long. */
const elsewhereMs = 2000;

interface Changed {
  readonly seqs: string;
  readonly index: NameIndex;
}

/** The job that looks a tenant's customers up among the entries that changed on the watchlist, a portion at a time. */
export function rescreeningJob(context: Context, watchlist: () => Promise<Watchlist>): JobHandler {
  const { store, work, keys, clock } = context;
  let digest: string | undefined;
  let last: Changed | undefined;

  const ownDigest = async (): Promise<string> => (digest ??= digestOf(hashesOf((await watchlist()).entries)));

  /** The entries that changed after a version, up to another; kept, because every portion asks for the same. */
  const changedBetween = async (doneSeq: number, seq: number): Promise<NameIndex> => {
    const seqs = `${doneSeq}-${seq}`;
    if (last?.seqs === seqs) return last.index;
    const rows = await store.reader
      .selectFrom('watchlistEntry')
      .select(['list', 'entryId'])
      .where('seq', '>', doneSeq)
      .execute();
    const names = new Set(rows.map(row => keyOf(row.list, row.entryId)));
    const index = nameIndex();
    for (const entry of (await watchlist()).entries)
      if (names.has(keyOf(entry.list, entry.id))) index.add(entry);
    last = { seqs, index };
    return index;
  };

  const alarm = async (step: Work, id: string, index: NameIndex, seq: number): Promise<number> => {
    const { db, tenantId, at } = step;
    const found = await findCustomer(db, tenantId, id);
    if (!found) return 0;
    const sharing = await sharingOf(db, tenantId, keys, found.customer);
    const next = matchedBy(found, index, at, customer => scoreRisk(riskFactsOf(customer, sharing)));
    // It changed since it was looked up, or another process was here: nothing new is to be said.
    if (!next) return 0;
    await updateCustomer(step, next, found);
    const alarmed = { decides: 0, alarmed: 1 };
    await db
      .insertInto('checkRun')
      .values({ tenantId, customerId: id, startedAt: at, attempts: 0, rounds: 0, ...alarmed })
      .onConflict(conflict => conflict.columns(['tenantId', 'customerId']).doUpdateSet(alarmed))
      .execute();
    const known = new Map(found.customer.screening.hits.map(hit => [hit.id, hit]));
    const fresh = next.customer.screening.hits.filter(hit => known.get(hit.id) !== hit);
    step.audit({
      actor: 'system',
      action: 'customer.watchlist_matched',
      customerId: id,
      data: {
        version: next.customer.version,
        watchlist: seq,
        from: found.customer.status,
        hits: fresh.map(hit => ({ id: hit.id, score: Math.round(hit.score) })),
      },
    });
    return 1;
  };

  const lookUp = async (
    tenantId: string,
    records: ReadonlyMap<string, CustomerRecord>,
    index: NameIndex,
    seq: number,
  ): Promise<number> => {
    let matched = 0;
    for (const [id, { customer }] of records) {
      // Whoever else waits for this process has a turn.
      await setImmediate();
      if (!isScreened(customer) || !hitsWith(customer, index)) continue;
      matched += await work(tenantId, step => alarm(step, id, index, seq));
    }
    return matched;
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
      const index = await changedBetween(doneSeq, seq);
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
      const matched = await lookUp(tenantId, records, index, seq);
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
