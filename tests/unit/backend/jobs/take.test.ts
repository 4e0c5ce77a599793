import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nextDue, takeJobs } from '../../../../src/backend/jobs/take.ts';
import { openSqlite, type Store } from '../../../../src/backend/store/index.ts';

let directory: string;
let store: Store;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sealdesk-take-'));
  store = await openSqlite(join(directory, 'backend.db'));
});
afterEach(async () => {
  await store.close();
  await rm(directory, { recursive: true, force: true });
});

const waiting = async (kind: string, dues: readonly number[]) => {
  const rows = dues.map((dueAt, n) => ({ tenantId: 't', kind, key: `${kind}${n}`, dueAt, attempts: 0, revision: 0, leasedBy: null, leasedUntil: 0, createdAt: 0 })); // prettier-ignore
  for (let at = 0; at < rows.length; at += 500) {
    await store.writer.insertInto('job').values(rows.slice(at, at + 500)).execute(); // prettier-ignore
  }
};
const take = async (kinds: readonly string[], limit: number) =>
  (await takeJobs(store, { by: 'a', now: 100, kinds, limit })).map(({ key }) => key);

test('jobs of several kinds are taken by the time they are due, and no more than there are places', async () => {
  await waiting('a', [10, 40, 70, 101]);
  await waiting('b', [20, 30, 60]);
  await waiting('c', [5]);
  expect(await nextDue(store, ['a', 'b'])).toBe(10);
  expect(await take(['a', 'b'], 4)).toEqual(['a0', 'b0', 'b1', 'a1']);
  expect(await take(['a', 'b'], 4)).toEqual(['b2', 'a2']);
  expect(await take(['a', 'b'], 4)).toEqual([]);
  expect(await nextDue(store, ['nothing'])).toBeUndefined();
});

test('many due jobs of one kind cost the look for another nothing', async () => {
  const costOf = async (): Promise<number> => {
    const before = process.cpuUsage();
    for (let n = 0; n < 40; n += 1) {
      expect(await take(['checks'], 8)).toEqual([]);
      expect(await nextDue(store, ['checks'])).toBeUndefined();
    }
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  await costOf();
  const alone = await costOf();
  await waiting(
    'deliver',
    Array.from({ length: 40_000 }, (_, n) => n % 100),
  );
  expect(await costOf()).toBeLessThan(3 * alone + 60);
});
