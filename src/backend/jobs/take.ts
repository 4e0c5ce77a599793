import { sql } from 'kysely';
import type { Db, Store } from '../store/index.ts';
import { inTurn, tenantTurns, turnsOf, type Turns } from './turns.ts';

/** A job that this process holds until its lease runs out. */
export interface Job {
  readonly tenantId: string;
  readonly kind: string;
  readonly key: string;
  /** How often it failed before. */
  readonly attempts: number;
  /** How often on end a process had it and was gone, or stood still, before it gave it back: it may be what ends them. */
  readonly lost: number;
  readonly revision: number;
}

/** How long a job is held without a sign of life: a process that was killed gives its jobs back after this. */
export const leaseMs = 30_000;

export interface Taking {
  readonly by: string;
  readonly now: number;
  readonly kinds: readonly string[];
  readonly limit: number;
  /** How many jobs of each tenant have a place already. */
  readonly running?: ReadonlyMap<string, number>;
  /** Which tenants had their turns before; whoever takes tells it of those that are taken. */
  readonly turns?: Pick<Turns, 'lastOf'>;
  /** How many may be among them that were lost; one unless told, so that it shows which one it is that ends processes. */
  readonly mostLost?: number;
}

const columns = ['tenantId', 'kind', 'key', 'attempts', 'lost', 'revision', 'dueAt', 'leasedBy'] as const;

/** Tenants of whom jobs of a kind are due, with when the first is. From one tenant to the next along the index. */
async function tenantsDue(db: Db, kind: string, now: number) {
  const { rows } = await sql<{ readonly tenantId: string; readonly dueAt: number | null }>`
    with recursive "tenants" ("id") as (
      select min("tenantId") from "job" where "kind" = ${kind}
      union all
      select (select min("tenantId") from "job" where "kind" = ${kind} and "tenantId" > "tenants"."id")
        from "tenants" where "tenants"."id" is not null)
    select "id" as "tenantId", (
        select "dueAt" from "job" where "kind" = ${kind} and "tenantId" = "tenants"."id"
          and "dueAt" <= ${now} and "leasedBy" is null order by "dueAt" limit 1) as "dueAt"
      from "tenants" where "id" is not null`.execute(db);
  return rows.flatMap(({ tenantId, dueAt }) => (dueAt === null ? [] : [{ tenantId, dueAt }]));
}

/** Jobs of a kind that are due and that nobody has: all, or of each tenant as many as it has turns. */
async function dueOf(store: Store, db: Db, kind: string, { now, limit, running, turns }: Required<Taking>) {
  const due = () =>
    db
      .selectFrom('job')
      .select(columns)
      .where('kind', '=', kind)
      .where('dueAt', '<=', now)
      .where('leasedBy', 'is', null)
      .orderBy('dueAt');
  const first = await store.skipLocked(due().limit(limit + 1)).execute();
  if (first.length <= limit) return first;
  const tenants = (await tenantsDue(db, kind, now)).map(one => ({ ...one, jobs: limit }));
  const ofEach = new Map<string, number>();
  for (const tenantId of turnsOf(tenants, { running, turns }, limit))
    ofEach.set(tenantId, (ofEach.get(tenantId) ?? 0) + 1);
  const found = [];
  // What is read is locked until the end: no more than it has turns, and where it has fewer the next look is soon.
  for (const [tenantId, count] of ofEach) {
    found.push(...(await store.skipLocked(due().where('tenantId', '=', tenantId).limit(count)).execute()));
  }
  return found;
}

/** The first of those that a process had that gave no sign of life since. */
const lostOf = (store: Store, db: Db, { kinds, now }: Taking, limit: number) =>
  store
    .skipLocked(
      db
        .selectFrom('job')
        .select(columns)
        .where('leasedBy', 'is not', null)
        .where('leasedUntil', '<=', now)
        .where('kind', 'in', kinds)
        .where('dueAt', '<=', now)
        .orderBy('leasedUntil')
        .orderBy('dueAt')
        .limit(limit),
    )
    .execute();

/** Takes jobs that are due, tenants in turn and the longest due first; what another process is just taking is left to it. */
export async function takeJobs(store: Store, taking: Taking): Promise<readonly Job[]> {
  const { by, now, kinds, limit, running = new Map(), turns = tenantTurns(), mostLost = 1 } = taking;
  if (limit <= 0 || kinds.length === 0) return [];
  return store.writer.transaction().execute(async db => {
    const lost = mostLost > 0 ? await lostOf(store, db, taking, Math.min(mostLost, limit)) : [];
    const found = [];
    // Kind by kind, each along the index: what is due of one is not walked through for another.
    for (const kind of kinds) {
      found.push(...(await dueOf(store, db, kind, { by, now, kinds, limit, running, turns, mostLost })));
    }
    const taken = inTurn([...lost, ...found], { running, turns }, limit).map(
      ({ leasedBy, dueAt: _due, ...job }): Job => ({
        ...job,
        // This one lives, whatever it did not get done in time.
        lost: leasedBy === null || leasedBy === by ? job.lost : job.lost + 1,
      }),
    );
    for (const { tenantId, kind, key, lost: times } of taken) {
      await db
        .updateTable('job')
        .set({ leasedBy: by, leasedUntil: now + leaseMs, lost: times })
        .where('tenantId', '=', tenantId)
        .where('kind', '=', kind)
        .where('key', '=', key)
        .execute();
    }
    return taken;
  });
}

/** How a job is that nobody has, and that came back from whoever had it. */
const free = { leasedBy: null, leasedUntil: 0, lost: 0 } as const;

const held = (store: Store, { tenantId, kind, key }: Job, by: string) =>
  store.writer
    .updateTable('job')
    .where('tenantId', '=', tenantId)
    .where('kind', '=', kind)
    .where('key', '=', key)
    .where('leasedBy', '=', by);

/** A sign of life; false when somebody else holds the job by now. */
export async function extendLease(store: Store, job: Job, by: string, now: number): Promise<boolean> {
  const { numUpdatedRows } = await held(store, job, by)
    .set({ leasedUntil: now + leaseMs })
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Ends a job; one that was asked for again meanwhile is given back, due as asked. */
export async function endJob(store: Store, job: Job, by: string): Promise<void> {
  await store.writer
    .deleteFrom('job')
    .where('tenantId', '=', job.tenantId)
    .where('kind', '=', job.kind)
    .where('key', '=', job.key)
    .where('revision', '=', job.revision)
    .where('leasedBy', '=', by)
    .execute();
  await held(store, job, by).set(free).execute();
}

/** Gives a job back to be tried again at `dueAt`; one that was asked for again meanwhile keeps the time asked for. */
export async function giveBack(
  store: Store,
  job: Job,
  by: string,
  { dueAt, failed }: { readonly dueAt: number; readonly failed: boolean },
): Promise<void> {
  const attempts = job.attempts + (failed ? 1 : 0);
  await held(store, job, by)
    .set(row => {
      const isSame = row('revision', '=', job.revision);
      return {
        ...free,
        dueAt: row.case().when(isSame).then(dueAt).else(row.ref('dueAt')).end(),
        attempts: row.case().when(isSame).then(attempts).else(row.ref('attempts')).end(),
      };
    })
    .execute();
}

/**
 * Makes a job due now, in this process alone, which looks for jobs whenever one has ended; one that this process has under
 * way is run again after that. False where there is none, or another process has it.
 */
export async function hasten(
  store: Store,
  { tenantId, kind, key }: Pick<Job, 'tenantId' | 'kind' | 'key'>,
  by: string,
  now: number,
): Promise<boolean> {
  const { numUpdatedRows } = await store.writer
    .updateTable('job')
    .set(row => ({ dueAt: now, revision: row('revision', '+', 1) }))
    .where('tenantId', '=', tenantId)
    .where('kind', '=', kind)
    .where('key', '=', key)
    .where(row => row.or([row('leasedBy', 'is', null), row('leasedBy', '=', by)]))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** When the next job is due that nobody holds; undefined when there is none. */
export async function nextDue(store: Store, kinds: readonly string[]): Promise<number | undefined> {
  const dues: number[] = [];
  for (const kind of kinds) {
    const row = await store.reader
      .selectFrom('job')
      .select('dueAt')
      .where('kind', '=', kind)
      .where('leasedBy', 'is', null)
      .orderBy('dueAt')
      .limit(1)
      .executeTakeFirst();
    if (row) dues.push(row.dueAt);
  }
  return dues.length === 0 ? undefined : Math.min(...dues);
}
