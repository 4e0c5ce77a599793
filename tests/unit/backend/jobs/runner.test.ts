import { sql } from 'kysely';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { jobRunner, type JobHandler } from '../../../../src/backend/jobs/index.ts';
import { openSqlite, workOver, type RunWork, type Store } from '../../../../src/backend/store/index.ts';
import { eventually } from '../../../support/eventually.ts';
import { movableClock } from '../../../support/backend.ts';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const random = { bytes: (count: number) => Buffer.alloc(count, 7) };

let directory: string;
let store: Store;
let work: RunWork;
const clock = movableClock();
const runners: { stop: () => Promise<void> }[] = [];

const start = (run: string, ...handlers: JobHandler[]) => {
  const runner = jobRunner({ store, clock, log: silent, run, handlers });
  runners.push(runner);
  runner.start();
  return runner;
};
const enqueue = (key: string, dueAt = clock.now(), tenantId = 't') =>
  work(tenantId, async step => step.enqueue({ kind: 'k', key, dueAt }));
const left = () =>
  store.reader.selectFrom('job').select(['key', 'attempts', 'dueAt']).orderBy('key').execute();

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sealdesk-jobs-'));
  store = await openSqlite(join(directory, 'backend.db'));
  work = workOver({ store, clock, random, reactions: [], published: () => {}, enqueued: () => {} });
});
afterEach(async () => {
  await Promise.all(runners.splice(0).map(runner => runner.stop()));
  await store.close();
  await rm(directory, { recursive: true, force: true });
});

test('a job is run once by one of several processes, when it is due, and is gone then', async () => {
  const ran: string[] = [];
  const handler: JobHandler = {
    kind: 'k',
    run: async ({ key }) => {
      ran.push(key);
      return { kind: 'done' };
    },
  };
  for (let n = 0; n < 20; n += 1) await enqueue(`job${n}`);
  await enqueue('later', clock.now() + 3600_000);
  const first = start('a', handler);
  start('b', handler);
  await eventually(async () => (await left()).length === 1);
  expect(ran.toSorted()).toEqual(Array.from({ length: 20 }, (_, n) => `job${n}`).toSorted());
  clock.advance(3600_000);
  first.wake();
  await eventually(async () => (await left()).length === 0);
  expect(ran.filter(key => key === 'later')).toHaveLength(1);
});

test('others are heard between jobs that wait for nothing', async () => {
  await work('t', async step => {
    for (let n = 0; n < 400; n += 1) step.enqueue({ kind: 'k', key: `job${n}`, dueAt: clock.now() });
  });
  let ran = 0;
  let heardAfter: number | undefined;
  const handler: JobHandler = {
    kind: 'k',
    run: async () => {
      ran += 1;
      if (ran === 1) setImmediate(() => (heardAfter = ran));
      return { kind: 'done' };
    },
  };
  start('a', handler);
  await eventually(async () => (await left()).length === 0);
  expect(ran).toBe(400);
  expect(heardAfter).toBeLessThan(100);
});

test('a job that fails is tried again later, each time after a longer pause', async () => {
  onTestFinished(clock.standStill());
  let failures = 0;
  const runner = start('a', {
    kind: 'k',
    run: async () => {
      failures += 1;
      throw new Error('on purpose');
    },
  });
  await enqueue('job');
  const pauses: number[] = [];
  for (let n = 1; n <= 3; n += 1) {
    const from = clock.now();
    runner.wake();
    await eventually(async () => (await left())[0]?.attempts === n);
    pauses.push(((await left())[0]?.dueAt ?? 0) - from);
    clock.advance(10_000);
  }
  expect(failures).toBe(3);
  expect(pauses).toEqual([1000, 2000, 4000]);
});

test('a job that is asked for again while it runs is run again', async () => {
  let runs = 0;
  let release = (): void => {};
  const runner = start('a', {
    kind: 'k',
    run: async () => {
      runs += 1;
      if (runs === 1) await new Promise<void>(resolve => (release = resolve));
      return { kind: 'done' };
    },
  });
  await enqueue('job');
  runner.wake();
  await eventually(() => runs === 1);
  await enqueue('job');
  release();
  await eventually(async () => (await left()).length === 0);
  expect(runs).toBe(2);
});

test('what a process that died had taken is run by another one when its lease has run out', async () => {
  await enqueue('job');
  await store.writer
    .updateTable('job')
    .set({ leasedBy: 'dead', leasedUntil: clock.now() + 30_000 })
    .execute();
  let runs = 0;
  const runner = start('b', {
    kind: 'k',
    run: async () => {
      runs += 1;
      return { kind: 'done' };
    },
  });
  await new Promise(resolve => setTimeout(resolve, 100));
  expect(runs).toBe(0);
  clock.advance(31_000);
  runner.wake();
  await eventually(async () => (await left()).length === 0);
  expect(runs).toBe(1);
});

test('what a process runs itself it does not take again, though the clock was set past its lease', async () => {
  await enqueue('job');
  let runs = 0;
  let release = (): void => {};
  const held = new Promise<void>(resolve => (release = resolve));
  const runner = start('a', {
    kind: 'k',
    run: async () => {
      runs += 1;
      await held;
      return { kind: 'done' };
    },
  });
  await eventually(() => runs === 1);
  clock.advance(3600_000);
  const before = clock.now();
  runner.wake();
  const leases = () => store.reader.selectFrom('job').select('leasedUntil').execute();
  await eventually(async () => ((await leases())[0]?.leasedUntil ?? 0) > before);
  // What was taken once more would have begun by the next look.
  await enqueue('another');
  runner.wake();
  await eventually(() => runs > 1);
  expect(runs).toBe(2);
  release();
  await eventually(async () => (await left()).length === 0);
  expect(runs).toBe(2);
});

test('a process that ends aborts what it runs and gives it back at once', async () => {
  await enqueue('job');
  let began = false;
  const runner = start('a', {
    kind: 'k',
    run: async (_job, signal) => {
      began = true;
      await new Promise<void>(resolve => signal.addEventListener('abort', () => resolve()));
      throw new Error('aborted');
    },
  });
  runner.wake();
  await eventually(() => began);
  await runner.stop();
  const [job] = await left();
  expect(job?.attempts).toBe(0);
  expect(job?.dueAt).toBeLessThanOrEqual(clock.now());
});

test('[PRV-48] tenants of whom none has a job under way have turns, however old the jobs of one are', async () => {
  for (const [place, tenantId] of ['a', 'a', 'a', 'b', 'b', 'c'].entries())
    await enqueue(`job${place}`, clock.now() - 1000 + place, tenantId);
  const ran: string[] = [];
  start('a', {
    kind: 'k',
    atOnce: 1,
    run: async ({ tenantId, key }) => {
      ran.push(`${tenantId} ${key}`);
      return { kind: 'done' };
    },
  });
  await eventually(async () => (await left()).length === 0);
  expect(ran).toEqual(['a job0', 'b job3', 'c job5', 'a job1', 'b job4', 'a job2']);
});

test('a job that is deleted while it runs is aborted at its next sign of life, and has not failed', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const said: string[] = [];
  const say = (level: string) => (_of: unknown, what?: string) => void said.push(`${level}: ${what}`);
  const log = { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') };
  let began = false;
  const handler: JobHandler = {
    kind: 'k',
    run: async (_job, signal) => {
      began = true;
      await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))); // prettier-ignore
      return { kind: 'done' };
    },
  };
  await enqueue('job');
  const runner = jobRunner({ store, clock, log, run: 'a', handlers: [handler] });
  runners.push(runner);
  runner.start();
  await eventually(() => began);
  await store.writer.deleteFrom('job').execute();
  vi.advanceTimersByTime(10_000);
  await eventually(() => said.length > 0);
  expect(said).toEqual(['info: a job was lost']);
  expect(await left()).toEqual([]);
});

test('however often it is woken while the store is away, it comes back by itself as often as ever, and not once it is stopped', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  await sql`alter table "job" rename to "jobAway"`.execute(store.writer);
  let failed = 0;
  const log = { ...silent, error: () => void (failed += 1) };
  const runner = jobRunner({ store, clock, log, run: 'a', handlers: [{ kind: 'k', run: async () => ({ kind: 'done' }) }] }); // prettier-ignore
  runners.push(runner);
  runner.start();
  for (let looks = 1; looks <= 5; looks += 1) {
    while (failed < looks || vi.getTimerCount() === 0) await new Promise(resolve => setImmediate(resolve));
    await new Promise(resolve => setImmediate(resolve));
    expect(vi.getTimerCount()).toBe(1);
    runner.wake();
  }
  await runner.stop();
  expect(vi.getTimerCount()).toBe(0);
});

test('what a process that died had of a kind that ends none is taken at once; of another kind one at a time', async () => {
  let release = (): void => {};
  const held = new Promise<void>(resolve => (release = resolve));
  // Also where it fails: what is held ends with the runner.
  runners.push({ stop: async () => release() });
  const begun = { k: 0, own: 0 };
  const handlerOf = (kind: 'k' | 'own'): JobHandler => ({
    kind,
    atOnce: 4,
    isHarmless: kind === 'own',
    run: async () => {
      begun[kind] += 1;
      await held;
      return { kind: 'done' };
    },
  });
  for (let n = 0; n < 6; n += 1) {
    for (const kind of ['k', 'own'])
      await work('t', async step => step.enqueue({ kind, key: `lost ${n}`, dueAt: clock.now() }));
  }
  await store.writer.updateTable('job').set({ leasedBy: 'dead', leasedUntil: clock.now() }).execute();
  start('b', handlerOf('k'), handlerOf('own'));
  await eventually(() => begun.own === 4);
  expect(begun).toEqual({ k: 1, own: 4 });
  release();
  await eventually(async () => (await left()).length === 0);
  expect(begun).toEqual({ k: 6, own: 6 });
});

test('jobs of a kind with places of its own take no others, and are not held up by those that share', async () => {
  let release = (): void => {};
  const held = new Promise<void>(resolve => (release = resolve));
  const ran = { k: 0, own: 0, most: 0 };
  let now = 0;
  const shared: JobHandler = {
    kind: 'k',
    run: async () => {
      ran.k += 1;
      await held;
      return { kind: 'done' };
    },
  };
  const own: JobHandler = {
    kind: 'own',
    atOnce: 2,
    run: async () => {
      now += 1;
      ran.most = Math.max(ran.most, now);
      await new Promise(resolve => setTimeout(resolve, 5));
      now -= 1;
      ran.own += 1;
      return { kind: 'done' };
    },
  };
  for (let n = 0; n < 12; n += 1) {
    await enqueue(`job${n}`);
    await work('t', async step => step.enqueue({ kind: 'own', key: `own${n}`, dueAt: clock.now() }));
  }
  start('a', shared, own);
  await eventually(() => ran.own === 12);
  expect(ran).toEqual({ k: 8, own: 12, most: 2 });
  release();
  await eventually(async () => (await left()).length === 0);
});
