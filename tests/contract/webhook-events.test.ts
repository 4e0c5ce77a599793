import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { webhookDataSchemas } from '../../src/shared/api/index.ts';
import type { Customer } from '../../src/shared/domain/index.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { askWebhooks, deliveriesOf, subscribe, unsubscribeAll } from '../support/backend-webhooks.ts';
import {
  caseUnderReview,
  createCustomer,
  pngBytes,
  submitCustomer,
  uploadDocument,
} from '../support/backend-customers.ts';
import { undecided } from '../support/checking.ts';
import { rejectFor, requestAgain } from '../support/reviewing.ts';
import { startReceiver, type Receiver } from '../support/webhook-receiver.ts';
import { evidenceOf, type WorkstationClient } from '../support/workstation-client.ts';

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

async function finish(client: WorkstationClient, customer: Customer, payload: ReturnType<typeof rejectFor>) {
  const on = { customerId: customer.id, baseVersion: customer.version };
  const evidence = evidenceOf(customer);
  const start = client.build({ type: 'review.start', payload: {}, ...on });
  const end = client.build({ type: 'review.finish', payload, evidence, dependsOn: start.id, ...on });
  return client.send([start, end]);
}

describe('[HOOK-1] a subscription is sent', () => {
  test('each document that arrives, and each step of the status', async () => {
    await subscribe(server, receiver.url);
    const { id } = await createCustomer(server, { externalId: 'ext-7' });
    const document = await uploadDocument(server, id, { type: 'passport', bytes: pngBytes(randomUUID()) });
    await receiver.until(1);
    await submitCustomer(server, id);
    await receiver.until(2);
    expect(receiver.received.map(({ type, data }) => [type, data])).toEqual([
      [
        'kyc.document_received',
        { customerId: id, version: 2, documentId: document.id, type: 'passport', sha256: document.sha256 },
      ],
      [
        'kyc.status_updated',
        {
          customerId: id,
          version: 3,
          externalId: 'ext-7',
          from: 'CREATED',
          to: 'UNDER_REVIEW',
          reviewStatus: 'Pending',
        },
      ],
    ]);
    for (const { type, data } of receiver.received)
      expect(webhookDataSchemas[type as keyof typeof webhookDataSchemas].strict().parse(data)).toEqual(data);
  });

  test('what another one asked for too, in a delivery of its own, and nothing that only another asked for', async () => {
    const second = await startReceiver();
    const third = await startReceiver();
    onTestFinished(() => Promise.all([second.close(), third.close()]).then(() => undefined));
    const asked = [
      await subscribe(server, receiver.url, ['kyc.status_updated']),
      await subscribe(server, second.url, ['kyc.status_updated']),
    ];
    const other = await subscribe(server, third.url, ['kyc.review_completed']);
    const { id: customerId } = await caseUnderReview(server, randomUUID());
    const [one] = await receiver.until(1);
    const [two] = await second.until(1);
    expect(one?.data).toMatchObject({ customerId, from: 'CREATED', to: 'UNDER_REVIEW' });
    expect([two?.type, two?.data]).toEqual([one?.type, one?.data]);
    // What is in the outbox is all that is ever sent.
    const told: (readonly string[])[] = [];
    for (const { id } of [...asked, other])
      told.push((await deliveriesOf(server, id)).items.map(delivery => delivery.id));
    expect(told).toEqual([[one?.headers['webhook-id']], [two?.headers['webhook-id']], []]);
    expect(new Set(told.flat()).size).toBe(2);
    expect([receiver, second, third].map(({ received }) => received.length)).toEqual([1, 1, 0]);
  });

  test('what a review ends with, with its reasons and tags', async () => {
    const asked = await caseUnderReview(server, randomUUID());
    const rejected = await caseUnderReview(server, randomUUID());
    await subscribe(server, receiver.url, ['kyc.status_updated', 'kyc.review_completed']);
    const analyst = await server.signIn(server.tenant.analyst);
    const again = requestAgain([`document:${asked.documents[0]?.id ?? ''}`]);
    await finish(analyst, asked, { ...again, tags: ['checked twice'] });
    await finish(analyst, rejected, rejectFor('fraud.stolenIdentity'));
    await receiver.until(4);
    const of = ({ id }: Customer) =>
      Object.fromEntries(
        receiver.received
          .filter(({ data }) => data['customerId'] === id)
          .map(({ type, data }) => [type, data]),
      );
    expect(of(asked)).toMatchObject({
      'kyc.review_completed': {
        outcome: 'resubmission',
        reasons: ['badDocument.damaged'],
        tags: ['checked twice'],
      },
      'kyc.status_updated': {
        from: 'UNDER_REVIEW',
        to: 'NEEDS_ADDITIONAL_INFORMATION',
        reviewStatus: 'Resubmission',
        reasons: ['badDocument.damaged'],
      },
    });
    expect(of(rejected)).toMatchObject({
      'kyc.review_completed': { outcome: 'reject', reasons: ['fraud.stolenIdentity'], tags: [] },
      'kyc.status_updated': { to: 'REJECTED', reasons: ['fraud.stolenIdentity'] },
    });
  });

  test('every step that a batch of commands makes, though only the last one is stored', async () => {
    const customer = await caseUnderReview(server, randomUUID());
    await subscribe(server, receiver.url, ['kyc.status_updated', 'kyc.review_completed']);
    const boss = await server.signIn(server.tenant.supervisor);
    const evidence = evidenceOf(customer);
    const on = { customerId: customer.id, baseVersion: customer.version };
    const commands = [];
    for (const round of [1, 2]) {
      const start = boss.build({ type: 'review.start', payload: {}, ...on });
      const payload = rejectFor('fraud.stolenIdentity');
      commands.push(start);
      commands.push(boss.build({ type: 'review.finish', payload, evidence, dependsOn: start.id, ...on }));
      if (round === 1)
        commands.push(boss.build({ type: 'customer.appeal', payload: { note: 'A new paper came.' }, ...on }));
    }
    const results = await boss.send(commands);
    expect(results.map(({ result, code }) => code ?? result)).toEqual(Array(5).fill('applied'));
    await receiver.until(5);
    // However they came: the customer's version says what followed what.
    const steps = receiver
      .of('kyc.status_updated')
      .toSorted((a, b) => Number(a.data['version']) - Number(b.data['version']))
      .map(({ data }) => `${String(data['from'])}-${String(data['to'])}`);
    expect(steps).toEqual(['UNDER_REVIEW-REJECTED', 'REJECTED-UNDER_REVIEW', 'UNDER_REVIEW-REJECTED']);
    expect(receiver.of('kyc.review_completed')).toHaveLength(2);
  });

  test('what alarms: each finding of a check that turned to alert, each new hit with its score', async () => {
    const of = (name: string) => {
      const found = providers.find(provider => provider.name === name);
      if (!found) throw new Error('no such check');
      return found;
    };
    await subscribe(server, receiver.url, ['kyc.compliance_alert']);
    const before = [of('data').answer, of('screening').answer];
    of('data').answer = {
      state: 'alert',
      findings: [{ code: 'compliance.underAge', message: 'Too young.' }],
    };
    const hit = { id: 'hit-1', listName: 'List', name: 'Somebody', score: 0.93, matched: ['name'] };
    const finding = { code: 'compliance.watchlistMatch', message: 'On a list.' };
    of('screening').answer = { state: 'alert', findings: [finding], hits: [hit] };
    const { id: customerId } = await caseUnderReview(server, randomUUID());
    await receiver.until(2);
    [of('data').answer, of('screening').answer] = before;
    const data = receiver.received.map(one => one.data);
    const { version } = data[0] ?? {};
    expect(version).toBeGreaterThan(1);
    expect(data.toSorted((a, b) => String(a['source']).localeCompare(String(b['source'])))).toEqual([
      { customerId, version, source: 'data', code: 'compliance.underAge' },
      { customerId, version, source: 'screening', code: 'compliance.watchlistMatch', score: 0.93 },
    ]);
  });

  test('nothing that it did not ask for, of no other tenant, and nothing that was rolled back', async () => {
    const webhook = await subscribe(server, receiver.url, ['kyc.status_updated']);
    const customer = await caseUnderReview(server, randomUUID());
    // In the outbox of whomever: a delivery of one tenant to a subscription of another would be in no list.
    const outbox = server.backend.context.store.reader.selectFrom('delivery').select('eventType');
    const told = async () =>
      (await outbox.where('webhookId', '=', webhook.id).execute()).map(({ eventType }) => eventType);
    // A document came, too: it was not asked for.
    expect(await told()).toEqual(['kyc.status_updated']);
    const work = server.backend.context.work(server.tenant.id, async step => {
      step.customerChanged({
        before: customer,
        after: { ...customer, status: 'REJECTED', reviewStatus: 'Rejected' },
      });
      throw new Error('rolled back');
    });
    await expect(work).rejects.toThrow('rolled back');
    const other = await server.addTenant('Other');
    const theirs: TestBackend = {
      ...server,
      integrator: (path, init) => server.integrator(path, init, other.apiKey),
    };
    expect(await caseUnderReview(theirs, randomUUID())).toMatchObject({ status: 'UNDER_REVIEW' });
    expect(await told()).toEqual(['kyc.status_updated']);
    for (const [method, path] of [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['POST', '/rotate'],
      ['POST', '/test'],
      ['GET', '/deliveries'],
      ['POST', '/deliveries/any/redeliver'],
      ['POST', '/redeliver'],
    ] as const) {
      const body =
        path === '/redeliver'
          ? { body: { since: '2026-11-01T00:00:00Z' } }
          : method === 'PATCH'
            ? { body: {} }
            : {};
      const answer = await askWebhooks(server, method, `/${webhook.id}${path}`, {
        apiKey: other.apiKey,
        ...body,
      });
      const { code } = (await answer.json()) as { code: string };
      expect([path, answer.status, code]).toEqual([path, 404, 'not_found']);
    }
  });
});
