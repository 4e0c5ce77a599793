import { expect } from 'vitest';
import type { Store } from '../../src/backend/store/index.ts';
import type { Customer } from '../../src/shared/domain/index.ts';
import { eventually } from '../support/eventually.ts';
import type { Receiver } from '../support/webhook-receiver.ts';

/** What a killed process had in hand is free again after its lease of half a minute. */
const workedOffMs = 300_000;

/** Waits until every check is made and every event sent that the load left to do. */
export async function untilWorkedOff(store: Store): Promise<void> {
  await eventually(async () => {
    const left = await store.reader
      .selectFrom('job')
      .select('key')
      .where('kind', 'in', ['checks', 'delivery'])
      .limit(1)
      .execute();
    return left.length === 0;
  }, workedOffMs);
}

/** That the checks of each submitted customer were made, and what followed of them followed once. */
export async function expectChecked(store: Store, ids: readonly string[]): Promise<void> {
  const rows = await store.reader
    .selectFrom('customer')
    .select(['id', 'data'])
    .where('id', 'in', ids)
    .execute();
  const customers = rows.map(({ data }) => JSON.parse(data) as Customer);
  expect(customers).toHaveLength(ids.length);
  for (const { id, status, providers } of customers) {
    expect([id, status]).toEqual([id, 'ACTIVE']);
    expect([id, providers.map(({ state }) => state)]).toEqual([id, providers.map(() => 'clear')]);
  }
  const approvals = await store.reader
    .selectFrom('audit')
    .select('customerId')
    .where('action', '=', 'checks.approved')
    .execute();
  expect(approvals.map(({ customerId }) => customerId ?? '').toSorted()).toEqual(ids.toSorted());
}

/**
 * That each step of a status has one event, every event has arrived, and an event that arrived more than once is the same
 * one each time; returns how many arrived again.
 */
export async function expectTold(store: Store, receiver: Receiver): Promise<number> {
  const deliveries = await store.reader
    .selectFrom('delivery')
    .select(['id', 'eventType', 'customerId', 'state', 'body'])
    .execute();
  const stored = new Map(deliveries.map(one => [one.id, one]));
  expect(deliveries.filter(({ state }) => state !== 'delivered')).toEqual([]);
  const arrived = new Map<string, number>();
  for (const { headers, body } of receiver.received) {
    const id = headers['webhook-id'] ?? '';
    expect([id, stored.get(id)?.body]).toEqual([id, body]);
    arrived.set(id, (arrived.get(id) ?? 0) + 1);
  }
  expect([...arrived.keys()].toSorted()).toEqual([...stored.keys()].toSorted());

  const steps = await store.reader
    .selectFrom('statusStep')
    .select(['customerId', 'before', 'after'])
    .execute();
  const told = deliveries
    .filter(({ eventType }) => eventType === 'kyc.status_updated')
    .map(({ body }) => (JSON.parse(body) as { data: Record<string, string> }).data)
    .map(({ customerId = '', from = '', to = '' }) => `${customerId} ${from} ${to}`);
  const happened = steps
    .filter(({ before, after }) => before !== after)
    .map(({ customerId, before, after }) => `${customerId} ${before} ${after}`);
  expect(told.toSorted()).toEqual(happened.toSorted());
  expect(new Set(told).size).toBe(told.length);
  return receiver.received.length - arrived.size;
}
