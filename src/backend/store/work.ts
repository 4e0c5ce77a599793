import { sealEntry, storeNodes, type NewAuditEntry } from '../audit/index.ts';
import type { Customer } from '../../shared/domain/index.ts';
import type { Clock, Random } from '../environment.ts';
import type { Db, InsertRows, Store } from './store.ts';
import type { Insertable } from 'kysely';
import type { Tables } from './tables/index.ts';

export interface PublishedChange {
  readonly entity:
    'customer' | 'level' | 'user' | 'policy' | 'note' | 'wipe' | 'link' | 'plan' | 'transaction' | 'notice';
  readonly id: string;
  readonly op: 'upsert' | 'delete';
  readonly version: number;
  /** JSON; null where the entity's own row holds it (customers). */
  readonly data: string | null;
}

/** Something to do later, at least once, by whichever process takes it. */
export interface NewJob {
  readonly kind: string;
  /** One job of a kind and key at a time: asking again moves it to the new time and has it run (again). */
  readonly key: string;
  /** Epoch milliseconds. */
  readonly dueAt: number;
}

/** One change of a customer within a work: what others react to. */
export interface CustomerStep {
  /** Undefined: it is new. */
  readonly before: Customer | undefined;
  readonly after: Customer;
}

/** One transaction of one tenant: what it publishes and audits is written at its end, numbered under the tenant's lock. */
export interface Work {
  readonly db: Db;
  readonly tenantId: string;
  /** Epoch milliseconds; the same for everything in this work. */
  readonly at: number;
  readonly insertRows: <T extends keyof Tables>(
    table: T,
    rows: readonly Insertable<Tables[T]>[],
    key?: readonly (keyof Tables[T] & string)[],
  ) => Promise<void>;
  readonly publish: (change: PublishedChange) => void;
  readonly audit: (entry: NewAuditEntry) => void;
  readonly enqueue: (job: NewJob) => void;
  /** Says that a customer changed; whoever writes one calls it. */
  readonly customerChanged: (step: CustomerStep) => void;
}

/** What follows from the changes of customers, in the same transaction: deliveries to integrators, checks by providers. */
export type React = (work: Omit<Work, 'customerChanged'>, steps: readonly CustomerStep[]) => Promise<void>;

export interface WorkParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly reactions: readonly React[];
  /** Called after a commit that published something. */
  readonly published: (tenantId: string) => void;
  /** Called after a commit that left something to do. */
  readonly enqueued: () => void;
}

export type RunWork = <T>(tenantId: string, run: (work: Work) => Promise<T>) => Promise<T>;

async function number(
  { db, tenantId, at, insertRows }: Pick<Work, 'db' | 'tenantId' | 'at' | 'insertRows'>,
  changes: readonly PublishedChange[],
  entries: readonly NewAuditEntry[],
  random: Random,
): Promise<void> {
  const { feedSeq, auditSize } = await db
    .updateTable('tenant')
    .set(row => ({
      feedSeq: row('feedSeq', '+', changes.length),
      auditSize: row('auditSize', '+', entries.length),
    }))
    .where('id', '=', tenantId)
    .returning(['feedSeq', 'auditSize'])
    .executeTakeFirstOrThrow();
  const firstSeq = feedSeq - changes.length + 1;
  const firstIndex = auditSize - entries.length;
  await insertRows(
    'change',
    changes.map(({ entity, id, op, version, data }, offset) => ({
      tenantId,
      entity,
      entityId: id,
      seq: firstSeq + offset,
      op,
      version,
      at,
      data,
    })),
    ['tenantId', 'entity', 'entityId'],
  );
  await insertRows(
    'audit',
    entries.map((entry, offset) => ({ tenantId, ...sealEntry(entry, firstIndex + offset, at, random) })),
  );
  await storeNodes({ db, tenantId }, firstIndex, auditSize, rows => insertRows('auditNode', rows));
}

/** Asked for again while it runs, a job is not done when that run ends: its revision moved on. */
async function writeJobs(
  { db, tenantId, at }: Pick<Work, 'db' | 'tenantId' | 'at'>,
  jobs: readonly NewJob[],
): Promise<void> {
  for (const { kind, key, dueAt } of jobs) {
    const fresh = { dueAt, attempts: 0 };
    await db
      .insertInto('job')
      .values({ tenantId, kind, key, ...fresh, revision: 1, leasedBy: null, leasedUntil: 0, createdAt: at })
      .onConflict(conflict =>
        conflict
          .columns(['tenantId', 'kind', 'key'])
          .doUpdateSet(row => ({ ...fresh, revision: row('job.revision', '+', 1) })),
      )
      .execute();
  }
}

/** The last change of each entity, in the order of those last changes: the feed holds one row per entity. */
function lastOfEach(changes: readonly PublishedChange[]): readonly PublishedChange[] {
  const last = new Map<string, PublishedChange>();
  for (const change of changes) {
    const key = `${change.entity}/${change.id}`;
    last.delete(key);
    last.set(key, change);
  }
  return [...last.values()];
}

const insertInto =
  (insertRows: InsertRows, db: Db): Work['insertRows'] =>
  (table, rows, key) =>
    insertRows(db, table, rows, key);

export const workOver =
  ({ store, clock, random, reactions, published, enqueued }: WorkParts): RunWork =>
  async (tenantId, run) => {
    const changes: PublishedChange[] = [];
    const jobs: NewJob[] = [];
    const value = await store.alone(`tenant/${tenantId}`, async db => {
      const entries: NewAuditEntry[] = [];
      const steps: CustomerStep[] = [];
      const work: Work = {
        db,
        tenantId,
        at: clock.now(),
        insertRows: insertInto(store.insertRows, db),
        publish: change => void changes.push(change),
        audit: entry => void entries.push(entry),
        enqueue: job => void jobs.push(job),
        customerChanged: step => void steps.push(step),
      };
      const result = await run(work);
      if (steps.length > 0) for (const react of reactions) await react(work, steps);
      const last = lastOfEach(changes);
      if (last.length + entries.length > 0) await number(work, last, entries, random);
      await writeJobs(work, jobs);
      const news = { tenantId, feed: last.length > 0, jobs: jobs.some(({ dueAt }) => dueAt <= work.at) };
      if (news.feed || news.jobs) await store.announce(db, news);
      return result;
    });
    if (changes.length > 0) published(tenantId);
    if (jobs.length > 0) enqueued();
    return value;
  };
