import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { writeDeliveries } from '../../src/backend/webhooks/outbox.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { askWebhooks } from '../support/backend-webhooks.ts';
import { eventually } from '../support/eventually.ts';
import { startHeldReceiver, type HeldReceiver } from '../support/held-receiver.ts';

let server: TestBackend;
let receiver: HeldReceiver;
beforeAll(async () => {
  server = await startBackend({ runsJobs: true, webhooks: { allowPrivate: true } });
  server.clock.standStill();
});
afterAll(() => server.close());
beforeEach(async () => void (receiver = await startHeldReceiver()));
afterEach(() => receiver.close());

/** A tenant with a subscription; writes deliveries of it and returns their ids. */
async function tenantWith(name: string): Promise<(count: number) => Promise<readonly string[]>> {
  const { context } = server.backend;
  const { id: tenantId, apiKey } = await server.addTenant(name);
  const body = { url: receiver.url, events: ['kyc.status_updated'] };
  const made = await askWebhooks(server, 'POST', '', { body, apiKey });
  const { id: webhookId } = (await made.json()) as { id: string };
  const one = { webhookId, eventType: 'webhook.test' as const, customerId: undefined, data: {} };
  return async count => {
    const rows = await context.work(tenantId, step =>
      writeDeliveries(
        step,
        context,
        Array.from({ length: count }, () => one),
      ),
    );
    return rows.map(({ id }) => id);
  };
}

test('[HOOK-3] [PRV-48] sixty-four tenants whose receivers do not answer leave the next place to another tenant', async () => {
  const slow = [];
  for (let n = 0; n < 64; n += 1) slow.push(await tenantWith(`Slow ${n}`));
  const other = await tenantWith('Another');
  const written = [];
  for (const write of slow) written.push(await write(1));
  // Each of them has a place, and each has more that waits since before.
  for (const [id = ''] of written) await receiver.has(id);
  const seconds = [];
  for (const write of slow) seconds.push(...(await write(1)));
  server.clock.advance(1);
  const [its = ''] = await other(1);
  expect(receiver.came).toHaveLength(64);
  receiver.answer(written[0]?.[0] ?? '');
  await receiver.has(its);
  expect(receiver.came.slice(64)).toEqual([its]);
  receiver.answerAll();
  for (const id of [its, ...written.slice(1).flat()]) receiver.answer(id);
  await eventually(() => receiver.came.length === 129);
  expect(receiver.came.toSorted()).toEqual([...written.flat(), ...seconds, its].toSorted());
});
