import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { jobRunner } from '../../src/backend/jobs/index.ts';
import { endJob, giveBack, leaseMs, takeJobs, type Job } from '../../src/backend/jobs/take.ts';
import { purgeCustomer } from '../../src/backend/retention/index.ts';
import { deliveryJob, policyOf } from '../../src/backend/webhooks/index.ts';
import { writeDeliveries } from '../../src/backend/webhooks/outbox.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { createCustomer, submitCustomer } from '../support/backend-customers.ts';
import {
  askWebhooks,
  deliveryOf,
  getWebhook,
  sendTest,
  subscribe,
  unsubscribeAll,
} from '../support/backend-webhooks.ts';
import { temporaryFolder } from '../support/directory.ts';
import { eventually } from '../support/eventually.ts';
import { startHeldReceiver, type HeldReceiver } from '../support/held-receiver.ts';
import { onPostgres } from '../support/postgres.ts';

/** What is looked for while a delivery waits, should nobody call it. */
const comesByItselfMs = 1000;

let server: TestBackend;
/** The second process: on PostgreSQL with connections of its own, on SQLite with turns of its own. */
let second: TestBackend;
let receiver: HeldReceiver;
let folder: ReturnType<typeof temporaryFolder>;
beforeAll(async () => {
  folder = temporaryFolder('sealdesk-turns');
  server = await startBackend({ directory: folder.path, webhooks: { allowPrivate: true } });
  server.clock.standStill();
  second = onPostgres() ? await startBackend({ directory: folder.path }) : server;
});
afterAll(async () => {
  await Promise.all([...new Set([server, second])].map(one => one.close()));
  folder.remove();
});
beforeEach(async () => void (receiver = await startHeldReceiver()));
afterEach(async () => {
  await receiver.close();
  // With them goes whatever is still to be delivered.
  await unsubscribeAll(server);
});

const rowOf = (key: string) =>
  server.backend.context.store.reader
    .selectFrom('job')
    .select(['dueAt', 'leasedBy', 'revision'])
    .where('key', '=', key)
    .executeTakeFirst();

/** In how many milliseconds a delivery is due that nobody has. */
const dueIn = async (key: string): Promise<number | undefined> => {
  const row = await rowOf(key);
  return row?.leasedBy === null ? row.dueAt - server.clock.now() : undefined;
};
const duesIn = (keys: readonly string[]) => Promise.all(keys.map(dueIn));

/** A process that takes deliveries and runs them when the test says so: nothing in it runs by itself. */
function processOf({ backend }: TestBackend, by: string) {
  const { store } = backend.context;
  const { clock } = server;
  const handler = deliveryJob({ ...backend.context, clock, run: by }, policyOf({ allowPrivate: true }));
  const run = async (job: Job): Promise<void> => {
    const end = await handler.run(job, new AbortController().signal);
    if (end.kind === 'done') await endJob(store, job, by);
    else await giveBack(store, job, by, { dueAt: end.dueAt, failed: false });
  };
  const take = (limit = 16) => takeJobs(store, { by, now: clock.now(), kinds: ['delivery'], limit });
  return {
    take,
    run,
    handler,
    /** Takes those, which are the first that are due; each is at the receiver when the next one is run. What ends with each. */
    sends: async (...ids: readonly string[]): Promise<ReadonlyMap<string, Promise<void>>> => {
      const taken = await take(ids.length);
      expect(taken.map(({ key }) => key)).toEqual(ids);
      const under = new Map<string, Promise<void>>();
      for (const job of taken) {
        under.set(job.key, run(job));
        await receiver.has(job.key);
      }
      return under;
    },
  };
}
type Process = ReturnType<typeof processOf>;

const twoProcesses = (): readonly [Process, Process] => [processOf(server, 'one'), processOf(second, 'two')];

async function end(runs: ReadonlyMap<string, Promise<void>>, key: string): Promise<void> {
  receiver.answer(key);
  await runs.get(key);
}

/** Writes deliveries one after the other, a millisecond apart. */
async function write(webhookId: string, count: number): Promise<readonly string[]> {
  const { context } = server.backend;
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const one = { webhookId, eventType: 'webhook.test' as const, customerId: undefined, data: {} };
    const rows = await context.work(server.tenant.id, step => writeDeliveries(step, context, [one]));
    ids.push(...rows.map(({ id }) => id));
    server.clock.advance(1);
  }
  return ids;
}

const jobsLeft = async (): Promise<number> =>
  (
    await server.backend.context.store.reader
      .selectFrom('job')
      .select('key')
      .where('kind', '=', 'delivery')
      .execute()
  ).length;

/** Runs whatever is due, and lets time pass where nothing is, until every delivery has arrived. */
async function drain(...processes: readonly Process[]): Promise<void> {
  receiver.answerAll();
  while ((await jobsLeft()) > 0) {
    let took = 0;
    for (const { take, run } of processes) {
      const jobs = await take(6);
      took += jobs.length;
      await Promise.all(jobs.map(run));
    }
    if (took === 0) server.clock.advance(1000);
  }
}

test('[HOOK-3] deliveries in two processes: those that wait come when an attempt of theirs ends, whichever process takes them', async () => {
  const [one, two] = twoProcesses();
  const { id } = await subscribe(server, receiver.url);
  const ids = await write(id, 6);
  const [d0 = '', d1 = '', d2 = '', d3 = '', d4 = '', d5 = ''] = ids;
  const first = new Map<string, Promise<void>>();
  for (const job of await one.take()) {
    const run = one.run(job);
    first.set(job.key, run);
    await (first.size <= 2 ? receiver.has(job.key) : run);
  }
  expect([...first.keys()]).toEqual(ids);
  expect(receiver.came).toEqual([d0, d1]);
  expect(await duesIn([d2, d3, d4, d5])).toEqual(Array(4).fill(comesByItselfMs));

  await end(first, d0);
  expect(await rowOf(d0)).toBeUndefined();
  expect(await duesIn([d2, d3, d4, d5])).toEqual([0, ...Array<number>(3).fill(comesByItselfMs)]);

  // That another process took who was called stops nothing.
  const second = await two.sends(d2);
  await end(first, d1);
  expect(await duesIn([d3, d4, d5])).toEqual([0, 0, comesByItselfMs]);

  const third = await one.sends(d3, d4);
  server.clock.advance(comesByItselfMs);
  const fourth = await two.sends(d5);
  const before = await rowOf(d5);
  await end(third, d3);
  // Called or not: what another process has is its own, and will be sent once.
  expect(await rowOf(d5)).toEqual(before);
  await end(second, d2);
  await end(third, d4);
  await end(fourth, d5);

  expect(await jobsLeft()).toBe(0);
  expect(receiver.came.toSorted()).toEqual(ids.toSorted());
  expect(receiver.together).toEqual([]);
});

test('[HOOK-3] deliveries of a process that was lost: those that waited come by themselves, and those under way when its lease has run out', async () => {
  const [lost, two] = twoProcesses();
  const { id } = await subscribe(server, receiver.url);
  const ids = await write(id, 8);
  const [d0 = '', d1 = '', d2 = '', d3 = '', d4 = '', d5 = '', d6 = '', d7 = ''] = ids;
  const runs = [];
  for (const job of await lost.take(6)) {
    const run = lost.run(job);
    runs.push(run);
    await (runs.length <= 2 ? receiver.has(job.key) : run);
  }
  for (const [place, key] of [d0, d1].entries()) {
    receiver.answer(key);
    await runs[place];
  }
  const [c0, c1] = await lost.take(2);
  expect([c0?.key, c1?.key]).toEqual([d6, d7]);
  expect(await duesIn([d2, d3, d4, d5])).toEqual([0, 0, 0, comesByItselfMs]);

  // It is gone, with two that it took and never sent, and one that only it knew to be waiting.
  const one = processOf(server, 'the next');
  const called = await two.sends(d2, d3);
  for (const key of [d2, d3]) await end(called, key);
  server.clock.advance(comesByItselfMs);
  const late = await two.sends(d4, d5);
  for (const key of [d4, d5]) await end(late, key);
  expect([await one.take(), await two.take()]).toEqual([[], []]);
  server.clock.advance(leaseMs - comesByItselfMs);
  // One at a time, so that it shows which one ends processes.
  const again = [...(await one.take()), ...(await two.take())];
  expect(again.map(({ key, lost: times }) => [key, times])).toEqual([
    [d6, 1],
    [d7, 1],
  ]);
  for (const [place, job] of again.entries()) {
    const run = [one, two][place]?.run(job);
    await receiver.has(job.key);
    receiver.answer(job.key);
    await run;
  }
  expect(await jobsLeft()).toBe(0);
  expect(receiver.came.toSorted()).toEqual(ids.toSorted());
  expect(receiver.together).toEqual([]);
});

test('[HOOK-3] deliveries that a lost process had are taken together: none waits until a slow receiver has answered another', async () => {
  const lost = processOf(server, 'lost');
  const ids: string[] = [];
  for (let n = 0; n < 2; n += 1) ids.push(...(await write((await subscribe(server, receiver.url)).id, 2)));
  expect(await lost.take()).toHaveLength(4);
  server.clock.advance(leaseMs);
  const { context } = server.backend;
  const { handler } = processOf(server, 'next');
  const next = jobRunner({ ...context, run: 'next', handlers: [handler] });
  onTestFinished(() => next.stop());
  next.start();
  for (const id of ids) await receiver.has(id);
  receiver.answerAll();
  for (const id of ids) receiver.answer(id);
  await eventually(async () => (await jobsLeft()) === 0);
  expect(receiver.came.toSorted()).toEqual(ids.toSorted());
});

test('[HOOK-3] deliveries of several subscriptions in two processes all arrive, each once', async () => {
  const [one, two] = twoProcesses();
  const ids: string[] = [];
  for (const count of [9, 1, 5])
    ids.push(...(await write((await subscribe(server, receiver.url)).id, count)));
  await drain(one, two);
  expect(receiver.came.toSorted()).toEqual(ids.toSorted());
  expect(receiver.together).toEqual([]);
});

test('[HOOK-3] where a subscription begins to fail, its place goes to another one that waits', async () => {
  const one = processOf(server, 'one');
  const subscriptions: string[] = [];
  for (let n = 0; n < 3; n += 1) subscriptions.push((await subscribe(server, receiver.url)).id);
  const [a = '', b = '', c = ''] = subscriptions;
  const under: string[] = [];
  for (const [id, count] of [[a, 2], [b, 1], [c, 1]] as const) under.push(...(await write(id, count))); // prettier-ignore
  const runs = await one.sends(...under);
  const [ofA = ''] = await write(a, 1);
  const [ofB = ''] = await write(b, 1);
  for (const job of await one.take()) await one.run(job);
  const [failing = ''] = under;
  receiver.answer(failing, 500);
  await runs.get(failing);
  // One attempt of it is under way, which is all that it may have by now.
  expect([await dueIn(ofA), await dueIn(ofB)]).toEqual([comesByItselfMs, 0]);
  for (const key of under.slice(1)) await end(runs, key);
  await drain(one);
});

test('[HOOK-3] a delivery has arrived though nobody could be called after it', async () => {
  const one = processOf(server, 'one');
  const { id } = await subscribe(server, receiver.url);
  const ids = await write(id, 3);
  const [d0 = '', d1 = '', d2 = ''] = ids;
  const [j0, j1, j2] = await one.take();
  if (!j0 || !j1 || !j2) throw new Error('three were due');
  const { signal } = new AbortController();
  const first = one.handler.run(j0, signal);
  await receiver.has(d0);
  const second = one.handler.run(j1, signal);
  await receiver.has(d1);
  await one.run(j2);
  const { writer } = server.backend.context.store;
  // The table of the jobs is away while the attempt ends.
  await sql`alter table "job" rename to "jobAway"`.execute(writer);
  receiver.answer(d0);
  expect(await first).toEqual({ kind: 'done' });
  await sql`alter table "jobAway" rename to "job"`.execute(writer);
  expect(await deliveryOf(server, id, d0)).toMatchObject({ state: 'delivered', attempts: 1 });
  // Who could not be called waits on, and is called by the next.
  expect(await dueIn(d2)).toBe(comesByItselfMs);
  receiver.answer(d1);
  await second;
  expect(await dueIn(d2)).toBe(0);
});

test('[HOOK-5] an attempt at an address that the subscription has left meanwhile decides nothing about the new one', async () => {
  const one = processOf(server, 'one');
  const { id } = await subscribe(server, receiver.url);
  const [d0 = ''] = await write(id, 1);
  const runs = await one.sends(d0);
  await askWebhooks(server, 'PATCH', `/${id}`, { body: { url: `${receiver.url}/new` } });
  receiver.answer(d0, 410);
  await runs.get(d0);
  const webhook = await getWebhook(server, id);
  expect(webhook.state).toBe('active');
  expect(webhook).not.toHaveProperty('failingSince');
  expect(await deliveryOf(server, id, d0)).toMatchObject({
    state: 'pending',
    attempts: 1,
    responseStatus: 410,
  });
  await drain(one);
  expect(await deliveryOf(server, id, d0)).toMatchObject({ state: 'delivered', attempts: 2 });
});

test('[HOOK-7] deliveries leave no job when their subscription is deleted, nor when their customer is purged', async () => {
  const { context } = server.backend;
  const { id } = await subscribe(server, receiver.url);
  const { id: other } = await subscribe(server, receiver.url, ['kyc.compliance_alert']);
  const kept = await sendTest(server, other);
  const customer = await createCustomer(server);
  await submitCustomer(server, customer.id);
  const told = await jobsLeft();
  await sendTest(server, id);
  expect([told > 1, (await jobsLeft()) - told]).toEqual([true, 1]);
  await context.work(server.tenant.id, step => purgeCustomer(step, customer));
  expect(await jobsLeft()).toBe(2);
  await askWebhooks(server, 'DELETE', `/${id}`);
  expect(await jobsLeft()).toBe(1);
  expect(await dueIn(kept.id)).toBe(0);
});
