import { afterEach, beforeEach, expect, test } from 'vitest';
import { giveBack, hasten, leaseMs, takeJobs, type Job } from '../../src/backend/jobs/take.ts';
import { tenantTurns } from '../../src/backend/jobs/turns.ts';
import type { Store } from '../../src/backend/store/index.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';

/** Jobs of an invented kind, which no process takes but these. */
const kind = 'turns';
let server: TestBackend;
let store: Store;
beforeEach(async () => {
  server = await startBackend();
  ({ store } = server.backend.context);
});
afterEach(() => server.close());

const waiting = async (tenantId: string, dues: readonly number[]) => {
  const rows = dues.map((dueAt, n) => ({ tenantId, kind, key: `${tenantId}${n}`, dueAt, attempts: 0, revision: 0, leasedBy: null, leasedUntil: 0, createdAt: 0 })); // prettier-ignore
  await store.writer.insertInto('job').values(rows).execute();
};

test('[PRV-48] tenants have their turns: the one job of one is not behind the thousand of another', async () => {
  const dues = Array.from({ length: 1000 }, (_, n) => n % 50);
  await waiting('many', dues);
  await waiting('few', [90, 95]);
  await waiting('one', [99]);
  await waiting('later', [101]);
  const tenants = async (limit: number, running: Readonly<Record<string, number>> = {}) => {
    const counted = new Map(Object.entries(running));
    const taken = await takeJobs(store, { by: 'a', now: 100, kinds: [kind], limit, running: counted });
    return taken.map(({ tenantId }) => tenantId);
  };
  expect(await tenants(4)).toEqual(['many', 'few', 'one', 'many']);
  // The only free place is for whom nothing runs.
  expect(await tenants(1, { many: 7 })).toEqual(['few']);
  expect(await tenants(3)).toEqual(['many', 'many', 'many']);
});

test('[PRV-48] of tenants that have many and none under way those are next that had their turns the longest ago', async () => {
  const turns = tenantTurns();
  for (const [place, tenantId] of ['a', 'b', 'c', 'd'].entries())
    await waiting(tenantId, Array<number>(200).fill(place));
  const tenants = async (limit: number) => {
    const taken = await takeJobs(store, { by: 'a', now: 100, kinds: [kind], limit, turns });
    for (const { tenantId } of taken) turns.had(tenantId);
    return taken.map(({ tenantId }) => tenantId).join('');
  };
  expect(await tenants(1)).toBe('a');
  expect(await tenants(2)).toBe('bc');
  await waiting('new', [50]);
  expect(await tenants(2)).toBe('dnew');
  expect(await tenants(3)).toBe('abc');
  expect(await tenants(9)).toBe('dabcdabcd');
});

test('[PRV-46] what was lost with its process is counted when it is taken again, alone among its like, until it comes back', async () => {
  await waiting('t', [1, 2, 3]);
  const takeAs = async (by: string, now: number, mostLost = 1): Promise<readonly Job[]> =>
    takeJobs(store, { by, now, kinds: [kind], limit: 8, mostLost });
  const said = (taken: readonly Job[]) => taken.map(({ key, lost }) => `${key} lost ${lost}`);
  expect(said(await takeAs('a', 100))).toEqual(['t0 lost 0', 't1 lost 0', 't2 lost 0']);
  expect(await takeAs('b', 99 + leaseMs)).toEqual([]);
  // The process called a is gone: what it had comes back one by one, beside what is new.
  expect(await takeAs('b', 100 + leaseMs, 0)).toEqual([]);
  expect(said(await takeAs('b', 100 + leaseMs))).toEqual(['t0 lost 1']);
  await waiting('new', [5]);
  expect(said(await takeAs('c', 100 + 2 * leaseMs))).toEqual(['t1 lost 1', 'new0 lost 0']);
  expect(said(await takeAs('c', 101 + 2 * leaseMs))).toEqual(['t2 lost 1']);
  // So is b. Whoever lives and was only late loses nothing by it.
  const [suspect] = await takeAs('c', 102 + 2 * leaseMs);
  expect(suspect && said([suspect])).toEqual(['t0 lost 2']);
  expect(said(await takeAs('c', 100 + 3 * leaseMs))).toEqual(['t1 lost 1']);
  if (!suspect) throw new Error('it was taken');
  await giveBack(store, suspect, 'c', { dueAt: 100, failed: true });
  expect(said(await takeAs('d', 101 + 3 * leaseMs, 0))).toEqual(['t0 lost 0']);
});

test('[HOOK-3] a job that is called while it runs is due as it was called; another process calls nothing that is not its own', async () => {
  await waiting('t', [1, 2]);
  const [called, other] = await takeJobs(store, { by: 'a', now: 100, kinds: [kind], limit: 2 });
  if (!called || !other) throw new Error('both were due');
  expect(await hasten(store, called, 'b', 150)).toBe(false);
  expect(await hasten(store, called, 'a', 200)).toBe(true);
  for (const job of [called, other]) await giveBack(store, job, 'a', { dueAt: 300, failed: true });
  const rows = await store.reader
    .selectFrom('job')
    .selectAll()
    .where('kind', '=', kind)
    .orderBy('key')
    .execute();
  const back = { leasedBy: null, leasedUntil: 0, lost: 0 };
  expect(rows).toEqual([
    expect.objectContaining({ ...back, key: 't0', dueAt: 200, attempts: 0, revision: 1 }),
    expect.objectContaining({ ...back, key: 't1', dueAt: 300, attempts: 1, revision: 0 }),
  ]);
  expect(await hasten(store, called, 'b', 250)).toBe(true);
  expect(await hasten(store, { ...called, key: 'nothing' }, 'b', 250)).toBe(false);
});
