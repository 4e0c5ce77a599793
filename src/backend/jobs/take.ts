import type { Store } from '../store/index.ts';

/** A job that this process holds until its lease runs out. */
export interface Job {
  readonly tenantId: string;
  readonly kind: string;
  readonly key: string;
  /** How often it failed before. */
  readonly attempts: number;
  readonly revision: number;
}

/** How long a job is held without a sign of life: a process that was killed gives its jobs back after this. */
export const leaseMs = 30_000;

export interface Taking {
  readonly by: string;
  readonly now: number;
  readonly kinds: readonly string[];
  readonly limit: number;
}

const columns = ['tenantId', 'kind', 'key', 'attempts', 'revision', 'dueAt'] as const;

/** Takes jobs that are due, the longest due first; what another process is just taking is left to it. */
export async function takeJobs(store: Store, { by, now, kinds, limit }: Taking): Promise<readonly Job[]> {
  if (limit <= 0 || kinds.length === 0) return [];
  return store.writer.transaction().execute(async db => {
    const found = [];
    // Kind by kind, each along the index: what is due of one is not walked through for another.
    for (const kind of kinds) {
      found.push(
        ...(await store
          .skipLocked(
            db
              .selectFrom('job')
              .select(columns)
              .where('kind', '=', kind)
              .where('dueAt', '<=', now)
              .where('leasedUntil', '<=', now)
              .orderBy('dueAt')
              .limit(limit),
          )
          .execute()),
      );
    }
    const due = found.toSorted((a, b) => a.dueAt - b.dueAt).slice(0, limit);
    for (const { tenantId, kind, key } of due) {
      await db
        .updateTable('job')
        .set({ leasedBy: by, leasedUntil: now + leaseMs })
        .where('tenantId', '=', tenantId)
        .where('kind', '=', kind)
        .where('key', '=', key)
        .execute();
    }
    return due;
  });
}

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
  await held(store, job, by).set({ leasedBy: null, leasedUntil: 0 }).execute();
}

/** Gives a job back to be tried again at `dueAt`; one that was asked for again meanwhile keeps the time asked for. */
export async function giveBack(
  store: Store,
  job: Job,
  by: string,
  { dueAt, failed }: { readonly dueAt: number; readonly failed: boolean },
): Promise<void> {
  await held(store, job, by)
    .where('revision', '=', job.revision)
    .set({ dueAt, attempts: job.attempts + (failed ? 1 : 0) })
    .execute();
  await held(store, job, by).set({ leasedBy: null, leasedUntil: 0 }).execute();
}

/** When the next job is due that nobody holds; undefined when there is none. */
export async function nextDue(store: Store, kinds: readonly string[]): Promise<number | undefined> {
  const dues: number[] = [];
  for (const kind of kinds) {
    const row = await store.reader
      .selectFrom('job')
      .select(['dueAt', 'leasedUntil'])
      .where('kind', '=', kind)
      .orderBy('dueAt')
      .limit(1)
      .executeTakeFirst();
    if (row) dues.push(Math.max(row.dueAt, row.leasedUntil));
  }
  return dues.length === 0 ? undefined : Math.min(...dues);
}
