import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeDeliveries } from '../../../src/backend/webhooks/outbox.ts';
import { startBackend, type TestBackend } from '../../support/backend.ts';
import { subscribe } from '../../support/backend-webhooks.ts';
import { temporaryFolder } from '../../support/directory.ts';
import { eventually } from '../../support/eventually.ts';
import { startReceiver, type Receiver } from '../../support/webhook-receiver.ts';

/** Two backends on one database, each with connections of its own, and both run jobs. */
let one: TestBackend;
let two: TestBackend;
let receiver: Receiver;
let directory: ReturnType<typeof temporaryFolder>;
beforeAll(async () => {
  directory = temporaryFolder('sealdesk-two-senders');
  const options = { directory: directory.path, runsJobs: true, webhooks: { allowPrivate: true } };
  one = await startBackend(options);
  two = await startBackend(options);
  receiver = await startReceiver();
});
afterAll(async () => {
  await Promise.all([one.close(), two.close()]);
  await receiver.close();
  directory.remove();
});

/** What one subscription, or all, have under way at the receiver. */
function counter() {
  let now = 0;
  let most = 0;
  return {
    begins: () => void (most = Math.max(most, (now += 1))),
    ends: () => void (now -= 1),
    most: () => most,
  };
}

test('[HOOK-3] deliveries by two processes arrive once each, never one twice at a time, and of a subscription or a tenant no more at a time than both together make', async () => {
  const { context } = one.backend;
  const jobs = context.store.reader.selectFrom('job').where('kind', '=', 'delivery');
  const all = counter();
  const bySubscription = new Map<string, ReturnType<typeof counter>>();
  const byId = new Map<string, ReturnType<typeof counter>>();
  const senders = new Map<string, number>();
  const of = (counters: Map<string, ReturnType<typeof counter>>, key: string) => {
    const known = counters.get(key) ?? counter();
    counters.set(key, known);
    return known;
  };
  const came: string[] = [];
  receiver.answer = ({ headers, path }, response) => {
    const id = headers['webhook-id'] ?? '';
    came.push(id);
    const counts = [all, of(bySubscription, path), of(byId, id)];
    for (const count of counts) count.begins();
    const sender = jobs.select('leasedBy').where('key', '=', id).executeTakeFirst();
    const answer = async (): Promise<void> => {
      const by = (await sender)?.leasedBy ?? 'nobody';
      senders.set(by, (senders.get(by) ?? 0) + 1);
      for (const count of counts) count.ends();
      response.writeHead(204).end();
    };
    setTimeout(() => void answer().catch(() => response.destroy()), 60);
  };
  const subscriptions = [];
  for (const name of ['first', 'second', 'third'])
    subscriptions.push((await subscribe(one, `${receiver.url}/${name}`)).id);
  const [most = '', ...others] = subscriptions;
  // Three would have more under way than a tenant may; at the end one has the places of the tenant to itself.
  const many = Array.from({ length: 150 }, (_, n) => ({
    webhookId: others[n % 5] ?? most,
    eventType: 'webhook.test' as const,
    customerId: undefined,
    data: {},
  }));
  const rows = await context.work(one.tenant.id, step => writeDeliveries(step, context, many));
  await eventually(async () => {
    const left = await jobs.select(['dueAt', 'leasedBy']).execute();
    const nobodyHas = left.every(({ leasedBy, dueAt }) => leasedBy === null && dueAt > one.clock.now());
    // Only those are left that another process knew to wait, or nobody: they come by themselves.
    if (nobodyHas) for (const { clock } of [one, two]) clock.advance(10_000);
    return left.length === 0;
  });
  expect(came.toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
  expect(Math.max(...[...byId.values()].map(under => under.most()))).toBe(1);
  expect(bySubscription.size).toBe(3);
  for (const under of bySubscription.values()) expect(under.most()).toBeLessThanOrEqual(4);
  expect(all.most()).toBeLessThanOrEqual(8);
  // Both had a share, and each was sent by whoever had it.
  expect([...senders.keys()].toSorted()).toEqual(
    [one, two].map(({ backend }) => backend.context.run).toSorted(),
  );
});
