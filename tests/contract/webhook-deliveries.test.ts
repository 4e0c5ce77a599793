import { randomUUID } from 'node:crypto';
import type { LookupAddress } from 'node:dns';
import { rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { tidy } from '../../src/backend/housekeeping.ts';
import { hasten, jobRunner } from '../../src/backend/jobs/index.ts';
import { deliveryJob, policyOf } from '../../src/backend/webhooks/index.ts';
import { writeDeliveries } from '../../src/backend/webhooks/outbox.ts';
import { disableWebhook, findWebhook } from '../../src/backend/webhooks/store.ts';
import { retryPausesMs } from '../../src/backend/webhooks/schedule.ts';
import { startBackend, spawnBackend, type TestBackend } from '../support/backend.ts';
import { caseUnderReview } from '../support/backend-customers.ts';
import {
  askWebhooks,
  deliveriesOf,
  deliveryOf,
  getWebhook,
  isSignedWith,
  sendTest,
  subscribe,
  untilDelivery,
} from '../support/backend-webhooks.ts';
import { temporaryDirectory } from '../support/directory.ts';
import { eventually } from '../support/eventually.ts';
import { databaseOf, onPostgres } from '../support/postgres.ts';
import { startReceiver, withStatus, type Receiver } from '../support/webhook-receiver.ts';

let server: TestBackend;
let receiver: Receiver;
/** What names lead to, by the system of this test. */
const names = new Map<string, readonly LookupAddress[]>();
const resolve = async (name: string) => names.get(name) ?? Promise.reject(new Error('unknown'));

beforeAll(async () => {
  server = await startBackend({ runsJobs: true, webhooks: { allowPrivate: true, resolve } });
});
afterAll(() => server.close());
beforeEach(async () => void (receiver = await startReceiver()));
afterEach(() => receiver.close());

const idsOf = ({ received }: Receiver) => received.map(({ headers }) => headers['webhook-id']);

describe('[HOOK-3] a delivery that fails', () => {
  test('[HOOK-2] is sent again after each pause of the schedule with the same id and body, signed anew, then has failed, and can be sent by hand', async () => {
    onTestFinished(server.clock.standStill());
    receiver.answer = withStatus(503);
    const { id, secret } = await subscribe(server, receiver.url);
    const { id: deliveryId } = await sendTest(server, id);
    for (const [place, pause] of retryPausesMs.entries()) {
      const tried = await untilDelivery(server, id, deliveryId, ({ attempts }) => attempts === place + 1);
      expect(tried).toMatchObject({ state: 'pending', responseStatus: 503, failure: 'status' });
      expect(Date.parse(tried.nextAttemptAt ?? '') - server.clock.now()).toBe(pause);
      server.clock.advance(pause);
    }
    const failed = await untilDelivery(server, id, deliveryId, ({ state }) => state === 'failed');
    expect(failed.attempts).toBe(10);
    expect(receiver.received).toHaveLength(10);
    expect(new Set(idsOf(receiver))).toEqual(new Set([deliveryId]));
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    const stamps = receiver.received.map(({ headers }) => Number(headers['webhook-timestamp']));
    expect((stamps.at(-1) ?? 0) - (stamps[0] ?? 0)).toBeGreaterThan(75 * 3600);
    // [HOOK-2] signed anew at each attempt: a receiver takes no signature of another time.
    expect(receiver.received.map(request => isSignedWith(secret, request))).toEqual(Array(10).fill(true));
    receiver.answer = withStatus(200);
    await askWebhooks(server, 'POST', `/${id}/deliveries/${deliveryId}/redeliver`);
    const done = await untilDelivery(server, id, deliveryId, ({ state }) => state === 'delivered');
    expect(done).toMatchObject({ attempts: 11, responseStatus: 200 });
    expect(await getWebhook(server, id)).not.toHaveProperty('failingSince');
  });

  test('keeps its pause, also where it is called meanwhile', async () => {
    onTestFinished(server.clock.standStill());
    receiver.answer = withStatus(500);
    const { id } = await subscribe(server, receiver.url);
    const { id: key } = await sendTest(server, id);
    const { store, run } = server.backend.context;
    const pauses = async () => {
      const job = await store.reader.selectFrom('job').selectAll().where('key', '=', key).executeTakeFirst();
      return job?.leasedBy === null && job.dueAt - server.clock.now() === retryPausesMs[0];
    };
    await eventually(pauses);
    const job = { tenantId: server.tenant.id, kind: 'delivery', key };
    expect(await hasten(store, job, run, server.clock.now())).toBe(true);
    await eventually(pauses);
    expect(await deliveryOf(server, id, key)).toMatchObject({ state: 'pending', attempts: 1 });
    expect(receiver.received).toHaveLength(1);
    expect(await hasten(store, { ...job, key: 'nothing' }, run, server.clock.now())).toBe(false);
    await askWebhooks(server, 'DELETE', `/${id}`);
  });

  test('does not hold up those of another subscription, however many subscriptions fail: two are under way of all of these', async () => {
    const swallowing = await startReceiver();
    swallowing.answer = () => undefined;
    const dead: string[] = [];
    for (let n = 0; n < 5; n += 1) dead.push((await subscribe(server, `${swallowing.url}/${n}`)).id);
    const { id: live } = await subscribe(server, receiver.url);
    await server.backend.context.store.writer
      .updateTable('webhook')
      .set({ failingSince: server.clock.now(), lastFailedAt: server.clock.now() })
      .where('id', 'in', dead)
      .execute();
    for (let n = 0; n < 20; n += 1) await sendTest(server, dead[Math.floor(n / 4)] ?? '');
    await swallowing.until(2);
    await sendTest(server, live);
    await receiver.until(1);
    // One of each of two subscriptions.
    expect(new Set(swallowing.received.map(({ path }) => path)).size).toBe(2);
    expect(swallowing.received).toHaveLength(2);
    for (const id of dead) await askWebhooks(server, 'DELETE', `/${id}`);
    await swallowing.close();
  });

  test('is no worse than one that is answered slowly: of each subscription two are under way, and of a tenant four; those that wait come as soon as it answers', async () => {
    // Who waits is called when a place is free: no time need pass.
    onTestFinished(server.clock.standStill());
    const slow = await startReceiver();
    const held: ServerResponse[] = [];
    slow.answer = (_request, response) => void held.push(response);
    const subscribed = [];
    for (let n = 0; n < 3; n += 1) subscribed.push(await subscribe(server, `${slow.url}/${n}`));
    const [first] = subscribed;
    if (!first) throw new Error('no subscription');
    const { apiKey } = await server.addTenant('A tenant beside one with slow receivers');
    const { context } = server.backend;
    const test = { eventType: 'webhook.test' as const, customerId: undefined, data: {} };
    const send = (ids: readonly string[]) =>
      context.work(server.tenant.id, step =>
        writeDeliveries(
          step,
          context,
          ids.map(webhookId => ({ ...test, webhookId })),
        ),
      );
    const rows = await send(Array.from({ length: 20 }, () => first.id));
    await slow.until(2);
    // All of them have been taken and put back.
    await eventually(async () => {
      const jobs = await context.store.reader.selectFrom('job').select('dueAt').execute();
      return jobs.filter(({ dueAt }) => dueAt > (rows[0]?.createdAt ?? 0)).length >= 18;
    });
    expect(slow.received).toHaveLength(2);
    await send(subscribed.slice(1).flatMap(({ id }) => Array.from({ length: 4 }, () => id)));
    await slow.until(4);
    const theirs = await askWebhooks(server, 'POST', '', {
      body: { url: receiver.url, events: ['kyc.status_updated'] },
      apiKey,
    });
    const { id: other } = (await theirs.json()) as { id: string };
    await askWebhooks(server, 'POST', `/${other}/test`, { apiKey });
    await receiver.until(1);
    expect(slow.received).toHaveLength(4);
    // Once it answers, all arrive.
    slow.answer = withStatus(204);
    for (const response of held) response.writeHead(204).end();
    await slow.until(28);
    for (const { id } of subscribed) await askWebhooks(server, 'DELETE', `/${id}`);
    await slow.close();
  });
});

describe('[HOOK-5] a subscription', () => {
  test('that fails for five days is disabled, and its owner finds out in its state, the audit and the feed', async () => {
    receiver.answer = withStatus(500);
    const { id } = await subscribe(server, receiver.url);
    const first = await sendTest(server, id);
    await untilDelivery(server, id, first.id, ({ attempts }) => attempts === 1);
    expect(await getWebhook(server, id)).toHaveProperty('failingSince');
    for (let day = 1; day <= 5; day += 1) {
      expect([day, (await getWebhook(server, id)).state]).toEqual([day, 'active']);
      server.clock.advance(24 * 3600_000);
      await untilDelivery(server, id, first.id, ({ attempts }) => attempts === day + 1);
    }
    await eventually(async () => (await getWebhook(server, id)).state === 'disabled');
    expect(await getWebhook(server, id)).toMatchObject({ state: 'disabled', disabledReason: 'failing' });
    const entries = await server.backend.context.store.reader
      .selectFrom('audit')
      .select(['actor', 'data'])
      .where('action', '=', 'webhook.disabled')
      .execute();
    expect(entries.map(({ actor, data }) => [actor, JSON.parse(data ?? '{}') as unknown])).toContainEqual([
      'system',
      expect.objectContaining({ webhookId: id, reason: 'failing', owner: expect.stringMatching(/^key:/) }),
    ]);
    const noticesOf = async (user: 'admin' | 'analyst') => {
      const { entities } = await (await server.signIn(server.tenant[user])).syncAll();
      return [...entities.values()].filter(({ entity }) => entity === 'notice').map(({ data }) => data);
    };
    expect(await noticesOf('admin')).toContainEqual(
      expect.objectContaining({ code: 'webhook_disabled', subjectId: id, reason: 'failing' }),
    );
    expect(await noticesOf('analyst')).toEqual([]);
    // Enabled again, it has five days anew.
    await askWebhooks(server, 'PATCH', `/${id}`, { body: { state: 'active' } });
    await sendTest(server, id);
    const before = receiver.received.length;
    await eventually(async () => receiver.received.length > before);
    expect(await getWebhook(server, id)).toMatchObject({ state: 'active' });
    await askWebhooks(server, 'DELETE', `/${id}`);
  });

  test('that failed, and then had nothing to be sent for days, is retried as any; a new address begins anew', async () => {
    receiver.answer = withStatus(500);
    const { id } = await subscribe(server, receiver.url);
    const first = await sendTest(server, id);
    for (const [place, pause] of retryPausesMs.entries()) {
      await untilDelivery(server, id, first.id, ({ attempts }) => attempts === place + 1);
      server.clock.advance(pause);
    }
    await untilDelivery(server, id, first.id, ({ state }) => state === 'failed');
    server.clock.advance(10 * 24 * 3600_000);
    const late = await sendTest(server, id);
    const tried = await untilDelivery(server, id, late.id, ({ attempts }) => attempts === 1);
    expect(tried.state).toBe('pending');
    expect(await getWebhook(server, id)).toMatchObject({ state: 'active' });
    const same = await askWebhooks(server, 'PATCH', `/${id}`, { body: { url: receiver.url } });
    expect(await same.json()).toHaveProperty('failingSince');
    const moved = await askWebhooks(server, 'PATCH', `/${id}`, { body: { url: `${receiver.url}/new` } });
    expect(await moved.json()).not.toHaveProperty('failingSince');
    await askWebhooks(server, 'DELETE', `/${id}`);
  });

  test('whose address is gone is disabled at once, with what waits for it', async () => {
    receiver.answer = withStatus(500);
    const { id } = await subscribe(server, receiver.url);
    const waiting = await sendTest(server, id);
    await untilDelivery(server, id, waiting.id, ({ attempts }) => attempts === 1);
    receiver.answer = withStatus(410);
    await sendTest(server, id);
    await eventually(async () => (await getWebhook(server, id)).state === 'disabled');
    expect(await getWebhook(server, id)).toMatchObject({ disabledReason: 'gone' });
    expect(await deliveryOf(server, id, waiting.id)).toMatchObject({ state: 'failed', failure: 'disabled' });
  });
});

describe('[HOOK-6] a name', () => {
  test('that led to the internet when it was subscribed and leads within later is not followed', async () => {
    const guarded = await startBackend({ runsJobs: true, webhooks: { resolve } });
    const { port } = new URL(receiver.url);
    names.set('rebinding.example', [{ address: '8.8.8.8', family: 4 }]);
    const { id } = await subscribe(guarded, `https://rebinding.example:${port}/hooks`);
    for (const addresses of [
      ['127.0.0.1'],
      ['8.8.8.8', '10.0.0.1'],
      ['::ffff:7f00:1'],
      ['169.254.169.254'],
    ]) {
      names.set(
        'rebinding.example',
        addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
      const { id: deliveryId } = await sendTest(guarded, id);
      // The first to fail makes the subscription a failing one: the others take turns.
      const tried = await untilDelivery(guarded, id, deliveryId, ({ attempts }) => attempts === 1);
      expect([addresses, tried.failure]).toEqual([addresses, 'address_refused']);
    }
    const refused = await askWebhooks(guarded, 'POST', '', {
      body: { url: `https://rebinding.example:${port}/`, events: ['kyc.status_updated'] },
    });
    expect(refused.status).toBe(422);
    expect(receiver.received).toEqual([]);
    await guarded.close();
  });

  test('that is not known yet may be subscribed; the deliveries say so', async () => {
    const { id } = await subscribe(server, 'https://nobody.example/hooks');
    const { id: deliveryId } = await sendTest(server, id);
    const tried = await untilDelivery(server, id, deliveryId, ({ attempts }) => attempts === 1);
    expect(tried).toMatchObject({ state: 'pending', failure: 'name_not_found' });
    expect(tried).not.toHaveProperty('responseStatus');
  });
});

test('[HOOK-3] two runners on one store send each delivery once, and never one at the same time', async () => {
  const { context } = server.backend;
  const job = deliveryJob(context, policyOf({ allowPrivate: true, resolve }));
  let second = 0;
  const counted = {
    ...job,
    run: (...args: Parameters<typeof job.run>) => {
      second += 1;
      return job.run(...args);
    },
  };
  const other = jobRunner({ ...context, run: 'the other', handlers: [counted] });
  other.start();
  const under = new Map<string, number>();
  let together = 0;
  receiver.answer = ({ headers }, response) => {
    const id = headers['webhook-id'] ?? '';
    under.set(id, (under.get(id) ?? 0) + 1);
    together = Math.max(together, under.get(id) ?? 0);
    setTimeout(() => {
      under.set(id, (under.get(id) ?? 0) - 1);
      response.writeHead(200).end();
    }, 60);
  };
  const { id } = await subscribe(server, receiver.url);
  // All at once, and more than the 64 that either takes at a time.
  const many = Array.from({ length: 100 }, () => ({
    webhookId: id,
    eventType: 'webhook.test' as const,
    customerId: undefined,
    data: {},
  }));
  const rows = await context.work(server.tenant.id, step => writeDeliveries(step, context, many));
  other.wake();
  const made = rows.map(row => row.id);
  await eventually(async () => {
    const { items } = await deliveriesOf(server, id, '?state=delivered&limit=200');
    return items.length === made.length;
  });
  await other.stop();
  expect(idsOf(receiver)).toHaveLength(made.length);
  expect(new Set(idsOf(receiver))).toEqual(new Set(made));
  expect(together).toBe(1);
  expect(second).toBeGreaterThan(0);
});

test('[HOOK-3] a delivery that was sent when its process was killed is sent again with the same id, and no log holds a secret', async () => {
  const directory = temporaryDirectory('sealdesk-webhooks');
  const before = await startBackend({ directory, webhooks: { allowPrivate: true } });
  const { apiKey } = before.tenant;
  const made = await subscribe(before, `${receiver.url}?token=planted-token`);
  await before.close();

  const db = onPostgres() ? (await databaseOf(directory)).url : `sqlite:${join(directory, 'backend.db')}`;
  const keys = join(directory, 'backend.db.keys');
  const child = await spawnBackend(['--db', db, '--keys', keys, '--port', '0', '--webhooks-allow-private']);
  receiver.answer = () => undefined;
  const tested = await fetch(`${child.ready.url}/v1/webhooks/${made.id}/test`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}` },
  });
  expect(tested.status).toBe(202);
  await receiver.until(1);
  await child.end('SIGKILL');
  for (const secret of [
    made.secret.slice(6),
    'whsec_',
    'planted-token',
    '127.0.0.1:' + new URL(receiver.url).port,
  ])
    expect([secret, child.log().includes(secret)]).toEqual([secret, false]);

  receiver.answer = withStatus(200);
  const after = await startBackend({ directory, runsJobs: true, webhooks: { allowPrivate: true } });
  // The lease of the one that was killed runs out.
  after.clock.advance(31_000);
  await receiver.until(2);
  const [first, again] = receiver.received;
  expect([again?.headers['webhook-id'], again?.body]).toEqual([first?.headers['webhook-id'], first?.body]);
  await eventually(async () => {
    const { reader } = after.backend.context.store;
    const row = await reader.selectFrom('delivery').select(['state', 'attempts']).executeTakeFirst();
    return row?.state === 'delivered' && row.attempts === 1;
  });
  await after.close();
  await rm(directory, { recursive: true, force: true });
});

test('[HOOK-7] all that failed since a time is sent again at one call, with what happened while the subscription was disabled for failing', async () => {
  // Nothing is retried by the schedule meanwhile.
  onTestFinished(server.clock.standStill());
  const { context } = server.backend;
  const { id } = await subscribe(server, receiver.url, ['kyc.document_received']);
  receiver.answer = withStatus(500);
  const early = await sendTest(server, id);
  await untilDelivery(server, id, early.id, ({ attempts }) => attempts === 1);
  server.clock.advance(1000);
  const since = new Date(server.clock.now()).toISOString();
  const later = await sendTest(server, id);
  await untilDelivery(server, id, later.id, ({ attempts }) => attempts === 1);
  await context.work(server.tenant.id, async step => {
    const row = await findWebhook(step.db, step.tenantId, id);
    if (row) await disableWebhook(step, row, 'failing');
  });
  const customer = await caseUnderReview(server, randomUUID());
  const held = (await deliveriesOf(server, id)).items.filter(({ eventType }) => eventType !== 'webhook.test');
  expect(held.length).toBeGreaterThan(0);
  for (const one of held) expect(one).toMatchObject({ state: 'failed', failure: 'disabled', attempts: 0 });

  receiver.answer = withStatus(200);
  const sent = receiver.received.length;
  await askWebhooks(server, 'PATCH', `/${id}`, { body: { state: 'active' } });
  const ask = async (body: object) =>
    (await askWebhooks(server, 'POST', `/${id}/redeliver`, { body })).json();
  expect(await ask({ since: 'yesterday' })).toMatchObject({ code: 'invalid_payload' });
  expect(await ask({ since })).toEqual({ redelivered: held.length + 1, more: false });
  // Asked for again, nothing is sent twice.
  expect(await ask({ since })).toEqual({ redelivered: 0, more: false });
  for (const one of [...held, later])
    await untilDelivery(server, id, one.id, ({ state }) => state === 'delivered');
  const resent = receiver.received.slice(sent);
  expect(resent).toHaveLength(held.length + 1);
  expect(new Set(idsOf({ ...receiver, received: resent }))).toEqual(
    new Set([...held, later].map(one => one.id)),
  );
  expect(resent.map(({ body }) => body).join()).toContain(customer.id);
  expect(await deliveryOf(server, id, early.id)).toMatchObject({ state: 'failed' });

  // In parts of 500, the oldest first.
  const { clock, random } = context;
  const rows = Array.from({ length: 501 }, () => ({
    webhookId: id,
    eventType: 'webhook.test' as const,
    customerId: undefined,
    data: { webhookId: id },
    isHeld: true,
  }));
  const written = await context.work(server.tenant.id, step =>
    writeDeliveries(step, { clock, random }, rows),
  );
  expect(await ask({ since })).toEqual({ redelivered: 500, more: true });
  const last =
    written
      .map(one => one.id)
      .toSorted()
      .at(-1) ?? '';
  expect(await deliveryOf(server, id, last)).toMatchObject({ state: 'failed' });
  expect(await ask({ since })).toEqual({ redelivered: 1, more: false });
  await askWebhooks(server, 'DELETE', `/${id}`);
});

test('[HOOK-7] what ended is in the log for 30 days, and a secret that signs no more is forgotten', async () => {
  const { context } = server.backend;
  const { id } = await subscribe(server, receiver.url);
  await askWebhooks(server, 'POST', `/${id}/rotate`);
  const { id: deliveryId } = await sendTest(server, id);
  await untilDelivery(server, id, deliveryId, ({ state }) => state === 'delivered');
  const secrets = async () => {
    const rows = context.store.reader.selectFrom('webhookSecret').select('id').where('webhookId', '=', id);
    return (await rows.execute()).length;
  };
  expect(await secrets()).toBe(2);
  server.clock.advance(30 * 24 * 3600_000 - 60_000);
  await tidy(context);
  expect([await secrets(), (await deliveriesOf(server, id)).items.length]).toEqual([1, 1]);
  server.clock.advance(60_000);
  await tidy(context);
  expect((await deliveriesOf(server, id)).items).toEqual([]);
});

test('[HOOK-7] a delivery of 30 days ago that was sent again by hand stays until that has ended', async () => {
  // A backend of its own: nothing else waits for its turn meanwhile.
  const alone = await startBackend({ runsJobs: true, webhooks: { allowPrivate: true } });
  onTestFinished(() => alone.close());
  onTestFinished(alone.clock.standStill());
  const { context } = alone.backend;
  const { id } = await subscribe(alone, receiver.url);
  const row = {
    webhookId: id,
    eventType: 'webhook.test' as const,
    customerId: undefined,
    data: { webhookId: id },
    isHeld: true,
  };
  const [old] = await context.work(alone.tenant.id, step => writeDeliveries(step, context, [row]));
  if (!old) throw new Error('nothing was written');
  receiver.answer = withStatus(500);
  alone.clock.advance(30 * 24 * 3600_000 - 1000);
  await askWebhooks(alone, 'POST', `/${id}/deliveries/${old.id}/redeliver`);
  const tried = await untilDelivery(alone, id, old.id, ({ attempts }) => attempts === 1);
  expect(tried).toMatchObject({ state: 'pending' });
  alone.clock.advance(1000);
  expect(Date.parse(tried.nextAttemptAt ?? '')).toBeGreaterThan(alone.clock.now());
  await tidy(context);
  expect(await deliveryOf(alone, id, old.id)).toMatchObject({ state: 'pending', attempts: 1 });
  receiver.answer = withStatus(200);
  alone.clock.advance(Date.parse(tried.nextAttemptAt ?? '') - alone.clock.now());
  await untilDelivery(alone, id, old.id, ({ state }) => state === 'delivered');
  expect(idsOf(receiver)).toEqual([old.id, old.id]);
  await tidy(context);
  expect((await deliveriesOf(alone, id)).items).toEqual([]);
});
