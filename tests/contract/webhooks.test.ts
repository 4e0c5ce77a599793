import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startBackend, type TestBackend } from '../support/backend.ts';
import {
  askWebhooks,
  deliveriesOf,
  deliveryOf,
  getWebhook,
  isSignedWith,
  sendTest,
  subscribe,
  unsubscribeAll,
  untilDelivery,
} from '../support/backend-webhooks.ts';
import { caseUnderReview, createCustomer, pngBytes, uploadDocument } from '../support/backend-customers.ts';
import { undecided } from '../support/checking.ts';
import { storeBytes } from '../support/store-files.ts';
import { startReceiver, withStatus, type Receiver } from '../support/webhook-receiver.ts';

let server: TestBackend;
let receiver: Receiver;
const providers = undecided();
beforeAll(async () => {
  server = await startBackend({ runsJobs: true, webhooks: { allowPrivate: true }, providers });
});
afterAll(() => server.close());
beforeEach(async () => {
  receiver = await startReceiver();
  return async () => {
    await unsubscribeAll(server);
    await receiver.close();
  };
});

const refusal = async (answer: Response) => {
  const body = (await answer.json()) as { code: string; errors?: { path: string; message: string }[] };
  return [answer.status, body.code, ...(body.errors ?? []).map(({ path }) => path)];
};

describe('[HOOK-2] a delivery', () => {
  test('is verified by the public package with the secret that was shown once', async () => {
    const { id, secret } = await subscribe(server, receiver.url);
    expect(secret).toMatch(/^whsec_[\w+/]{43}=$/);
    const delivery = await sendTest(server, id);
    const [request] = await receiver.until(1);
    if (!request) throw new Error('nothing came');
    expect(new Webhook(secret).verify(request.body, request.headers)).toMatchObject({
      type: 'webhook.test',
      data: { webhookId: id },
    });
    expect(request).toMatchObject({ method: 'POST', path: '/hooks' });
    expect(request.headers).toMatchObject({ 'webhook-id': delivery.id, 'content-type': 'application/json' });
    expect(() => new Webhook(secret).verify(`${request.body} `, request.headers)).toThrow();
    const other = await subscribe(server, receiver.url);
    expect(() => new Webhook(other.secret).verify(request.body, request.headers)).toThrow();
    const done = await untilDelivery(server, id, delivery.id, ({ state }) => state === 'delivered');
    expect(done).toMatchObject({ attempts: 1, responseStatus: 204 });
    expect(done).not.toHaveProperty('nextAttemptAt');
  });

  test('is signed with the old secret, too, for 24 hours after a rotation', async () => {
    const { id, secret: first } = await subscribe(server, receiver.url);
    const rotated = await askWebhooks(server, 'POST', `/${id}/rotate`);
    const { secret: second } = (await rotated.json()) as { secret: string };
    expect(second).not.toBe(first);
    const signs = async (secret: string): Promise<boolean> => {
      const seen = receiver.received.length;
      await sendTest(server, id);
      const request = (await receiver.until(seen + 1)).at(-1);
      if (!request) throw new Error('nothing came');
      return isSignedWith(secret, request);
    };
    const both = (await sendTest(server, id), (await receiver.until(1)).at(-1));
    if (!both) throw new Error('nothing came');
    for (const secret of [first, second])
      expect(new Webhook(secret).verify(both.body, both.headers)).toMatchObject({ type: 'webhook.test' });
    server.clock.advance(24 * 3600_000 - 60_000);
    expect([await signs(first), await signs(second)]).toEqual([true, true]);
    server.clock.advance(60_000);
    expect([await signs(first), await signs(second)]).toEqual([false, true]);
  });

  test('has no secret at rest: not in the tables, in a kept answer, in the audit or in the store’s files', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const body = { url: `${receiver.url}?token=planted-in-the-address`, events: ['kyc.status_updated'] };
    const first = await askWebhooks(server, 'POST', '', { body, headers: key });
    const { id, secret } = (await first.json()) as { id: string; secret: string };
    expect(await (await askWebhooks(server, 'POST', '', { body, headers: key })).json()).toMatchObject({
      secret,
    });
    for (const path of ['', `/${id}`]) {
      const text = await (await askWebhooks(server, 'GET', path)).text();
      expect([text.includes(id), text.includes('whsec_')]).toEqual([true, false]);
    }
    const raw = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const { reader } = server.backend.context.store;
    for (const table of ['webhook', 'webhookSecret', 'idempotency', 'audit', 'change', 'delivery'] as const) {
      const rows = await reader.selectFrom(table).selectAll().execute();
      const text = JSON.stringify(rows, (_key, value: unknown) =>
        value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
      );
      expect([table, text.includes(secret.slice(6)), text.includes(raw.toString('latin1'))]).toEqual([
        table,
        false,
        false,
      ]);
      if (table === 'audit') expect(text).not.toContain('planted-in-the-address');
    }
    const bytes = storeBytes(server.directory);
    // The subscription itself is in them, so they are the right ones.
    const found = [id, raw, secret.slice(6)].map(needle => bytes?.includes(needle));
    if (bytes) expect(found).toEqual([true, false, false]);
  });
});

describe('[HOOK-7] subscriptions', () => {
  test('are for admins and for keys with the scope', async () => {
    const reads = await server.addApiKey(server.tenant, ['webhooks:read']);
    const none = await server.addApiKey(server.tenant, ['customers:read']);
    const body = { url: receiver.url, events: ['kyc.status_updated'] };
    expect(await refusal(await askWebhooks(server, 'POST', '', { body, apiKey: reads }))).toEqual([
      403,
      'scope_missing',
    ]);
    expect((await askWebhooks(server, 'GET', '', { apiKey: reads })).status).toBe(200);
    expect(await refusal(await askWebhooks(server, 'GET', '', { apiKey: none }))).toEqual([
      403,
      'scope_missing',
    ]);
    for (const user of [server.tenant.analyst, server.tenant.supervisor, server.tenant.auditor])
      expect((await (await server.signIn(user)).request('/v1/webhooks')).status).toBe(403);
    const admin = await server.signIn(server.tenant.admin);
    expect((await admin.post('/v1/webhooks', body)).status).toBe(201);
    expect((await admin.request('/v1/webhooks')).status).toBe(200);
  });

  test('are refused with what is wrong with them', async () => {
    const attempt = async (over: object) =>
      refusal(
        await askWebhooks(server, 'POST', '', {
          body: { url: receiver.url, events: ['kyc.status_updated'], ...over },
        }),
      );
    for (const url of [
      'https://user:secret@a.example/',
      'ftp://a.example/',
      'https://169.254.169.254/',
      'https://[::ffff:7f00:1]/',
      'http://8.8.8.8/',
      'https://a.example/\r\nX-Evil: 1',
      'https://a.example/ x',
      'nothing',
      '',
      `https://a.example/${'x'.repeat(2000)}`,
    ])
      expect([url, ...(await attempt({ url }))]).toEqual([url, 422, 'invalid_payload', 'body.url']);
    expect(await attempt({ events: [] })).toEqual([422, 'invalid_payload', 'body.events']);
    expect(await attempt({ events: ['kyc.other'] })).toEqual([422, 'invalid_payload', 'body.events.0']);
    expect(await attempt({ secret: 'mine' })).toEqual([422, 'invalid_payload', 'body.secret']);
    const made = await subscribe(server, receiver.url);
    const patched = await askWebhooks(server, 'PATCH', `/${made.id}`, { body: { url: 'https://10.0.0' } });
    expect(patched.status).toBe(200);
    const bad = await askWebhooks(server, 'PATCH', `/${made.id}`, { body: { url: 'https://0.0.0.0/' } });
    expect(await refusal(bad)).toEqual([422, 'invalid_payload', 'body.url']);
  });

  test('are bounded in number, and so are secrets that sign at once', async () => {
    const first = await subscribe(server, receiver.url);
    for (let n = 1; n < 50; n += 1) await subscribe(server, receiver.url, ['kyc.review_completed']);
    const body = { url: receiver.url, events: ['kyc.status_updated'] };
    expect(await refusal(await askWebhooks(server, 'POST', '', { body }))).toEqual([
      422,
      'invalid_transition',
    ]);
    const statuses = [];
    for (let n = 0; n < 5; n += 1)
      statuses.push((await askWebhooks(server, 'POST', `/${first.id}/rotate`)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 422]);
  });

  test('send nothing while disabled, fail what was pending, and go on when enabled; the log stays', async () => {
    receiver.answer = withStatus(500);
    const { id } = await subscribe(server, receiver.url);
    const delivery = await sendTest(server, id);
    await untilDelivery(server, id, delivery.id, ({ attempts }) => attempts === 1);
    const sent = receiver.received.length;
    const disabled = await askWebhooks(server, 'PATCH', `/${id}`, { body: { state: 'disabled' } });
    expect(await disabled.json()).toMatchObject({ state: 'disabled', disabledReason: 'request' });
    expect(await deliveryOf(server, id, delivery.id)).toMatchObject({ state: 'failed', failure: 'disabled' });
    for (const path of [`/${id}/test`, `/${id}/deliveries/${delivery.id}/redeliver`])
      expect(await refusal(await askWebhooks(server, 'POST', path))).toEqual([422, 'invalid_transition']);
    const since = { since: '2026-11-01T00:00:00Z' };
    expect(await refusal(await askWebhooks(server, 'POST', `/${id}/redeliver`, { body: since }))).toEqual([
      422,
      'invalid_transition',
    ]);
    await caseUnderReview(server, randomUUID());
    expect((await deliveriesOf(server, id)).items.map(one => one.id)).toEqual([delivery.id]);
    receiver.answer = withStatus(200);
    const enabled = await askWebhooks(server, 'PATCH', `/${id}`, {
      body: { state: 'active', events: ['kyc.status_updated'] },
    });
    expect(await enabled.json()).not.toHaveProperty('disabledReason');
    expect(await getWebhook(server, id)).toMatchObject({ state: 'active', events: ['kyc.status_updated'] });
    const again = await askWebhooks(server, 'POST', `/${id}/deliveries/${delivery.id}/redeliver`);
    expect([again.status, await again.json()]).toMatchObject([202, { state: 'pending', attempts: 1 }]);
    await untilDelivery(server, id, delivery.id, ({ state }) => state === 'delivered');
    expect(sent).toBe(1);
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(ids).toEqual([delivery.id, delivery.id]);
    expect(receiver.received[1]?.body).toBe(receiver.received[0]?.body);
  });

  test('list their deliveries by cursor, the newest first, and lose them when they go', async () => {
    const { id } = await subscribe(server, receiver.url);
    const made: string[] = [];
    for (let n = 0; n < 5; n += 1) {
      made.push((await sendTest(server, id)).id);
      server.clock.advance(2);
    }
    await receiver.until(5);
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await deliveriesOf(server, id, `?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.items.map(item => item.id));
      cursor = page.nextCursor ?? '';
    } while (cursor !== '');
    expect(seen).toEqual(made.toReversed());
    expect((await deliveriesOf(server, id, '?state=failed')).items).toEqual([]);
    expect(await refusal(await askWebhooks(server, 'GET', `/${id}/deliveries?cursor=x`))).toEqual([
      422,
      'invalid_payload',
      'query.cursor',
    ]);
    expect((await askWebhooks(server, 'DELETE', `/${id}`)).status).toBe(204);
    expect((await askWebhooks(server, 'DELETE', `/${id}`)).status).toBe(404);
    const { reader } = server.backend.context.store;
    for (const table of ['delivery', 'webhookSecret'] as const)
      expect(await reader.selectFrom(table).select('id').where('webhookId', '=', id).execute()).toEqual([]);
  });

  test('leave an entry in the audit for each change', async () => {
    const { id } = await subscribe(server, receiver.url);
    await askWebhooks(server, 'PATCH', `/${id}`, { body: { events: ['kyc.status_updated'] } });
    await askWebhooks(server, 'POST', `/${id}/rotate`);
    const delivery = await sendTest(server, id);
    await askWebhooks(server, 'POST', `/${id}/deliveries/${delivery.id}/redeliver`);
    await askWebhooks(server, 'DELETE', `/${id}`);
    const entries = await server.backend.context.store.reader
      .selectFrom('audit')
      .select(['action', 'data'])
      .where('tenantId', '=', server.tenant.id)
      .orderBy('index')
      .execute();
    const mine = entries.filter(({ data }) => data?.includes(id)).map(({ action }) => action);
    expect(mine).toEqual([
      'webhook.created',
      'webhook.changed',
      'webhook.rotated',
      'webhook.tested',
      'webhook.redelivered',
      'webhook.deleted',
    ]);
  });
});

test('[HOOK-4] a request has our headers alone, whatever the address holds', async () => {
  await subscribe(server, `${receiver.url}/a%0d%0aX-Evil:%201?q=%0d%0aX-Evil:%202`, [
    'kyc.document_received',
  ]);
  const { id } = await createCustomer(server);
  await uploadDocument(server, id, {
    type: 'passport',
    bytes: pngBytes(randomUUID()),
    filename: 'x\r\nX-Evil: 3.png',
  });
  const [request] = await receiver.until(1);
  expect(request?.names.map(name => name.toLowerCase()).toSorted()).toEqual([
    'connection',
    'content-length',
    'content-type',
    'host',
    'user-agent',
    'webhook-id',
    'webhook-signature',
    'webhook-timestamp',
  ]);
  expect(request?.path).toBe('/hooks/a%0d%0aX-Evil:%201?q=%0d%0aX-Evil:%202');
});

test('[RET-2] the outbox of a purged customer goes with it', async () => {
  const { id } = await subscribe(server, receiver.url);
  const customer = await caseUnderReview(server, randomUUID());
  await receiver.until(2);
  const { purgeCustomer } = await import('../../src/backend/retention/purge.ts');
  await server.backend.context.work(server.tenant.id, step => purgeCustomer(step, customer));
  expect((await deliveriesOf(server, id)).items).toEqual([]);
});
