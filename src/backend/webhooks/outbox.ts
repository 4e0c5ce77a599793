import type { DeliveryEvent } from '../../shared/api/index.ts';
import type { Canonical } from '../../shared/domain/index.ts';
import { z } from '../../shared/zod.ts';
import type { Context } from '../context.ts';
import { newId, timestampOf } from '../environment.ts';
import type { DeliveryTable, React, Work } from '../store/index.ts';
import { eventsOf } from './events.ts';

export const deliveryKind = 'delivery';

const subscribed = z.array(z.string());

export interface NewDelivery {
  readonly webhookId: string;
  readonly eventType: DeliveryEvent;
  /** Undefined: about no customer. */
  readonly customerId: string | undefined;
  readonly data: object;
  /** It is not sent, but kept as failed: its subscription was disabled for failing, and may ask for it later. */
  readonly isHeld?: boolean;
}

type OutboxWork = Pick<Work, 'tenantId' | 'at' | 'insertRows' | 'enqueue'>;

/** The body as it is signed and sent, at every attempt. */
const bodyOf = (type: DeliveryEvent, at: number, data: object): string =>
  JSON.stringify({ type, timestamp: timestampOf(at), data } satisfies Record<string, Canonical | object>);

/** Writes deliveries into the outbox, each that is not held with the job that sends it. */
export async function writeDeliveries(
  work: OutboxWork,
  { clock, random }: Pick<Context, 'clock' | 'random'>,
  deliveries: readonly NewDelivery[],
): Promise<readonly DeliveryTable[]> {
  const { tenantId, at } = work;
  const rows = deliveries.map(
    ({ webhookId, eventType, customerId, data, isHeld = false }): DeliveryTable => ({
      tenantId,
      id: newId(clock, random),
      webhookId,
      eventType,
      customerId: customerId ?? null,
      body: bodyOf(eventType, at, data),
      state: isHeld ? 'failed' : 'pending',
      attempts: 0,
      tries: 0,
      nextAttemptAt: isHeld ? null : at,
      responseStatus: null,
      failure: isHeld ? 'disabled' : null,
      createdAt: at,
    }),
  );
  await work.insertRows('delivery', rows);
  for (const { id, state } of rows)
    if (state === 'pending') work.enqueue({ kind: deliveryKind, key: id, dueAt: at });
  return rows;
}

/** Writes what steps of customers are told as, for every subscription that asked for it, in the same transaction. */
export const reactWithWebhooks =
  (context: Pick<Context, 'clock' | 'random'>): React =>
  async (work, steps) => {
    const webhooks = await work.db
      .selectFrom('webhook')
      .select(['id', 'events', 'state'])
      .where('tenantId', '=', work.tenantId)
      .where(row => row.or([row('state', '=', 'active'), row('disabledReason', '=', 'failing')]))
      .execute();
    if (webhooks.length === 0) return;
    const subscriptions = webhooks.map(({ id, events, state }) => ({
      webhookId: id,
      isHeld: state === 'disabled',
      events: new Set(subscribed.parse(JSON.parse(events))),
    }));
    const deliveries = steps.flatMap(eventsOf).flatMap(({ type, data }) =>
      subscriptions
        .filter(({ events }) => events.has(type))
        .map(({ webhookId, isHeld }) => ({
          webhookId,
          isHeld,
          eventType: type,
          customerId: data.customerId,
          data,
        })),
    );
    await writeDeliveries(work, context, deliveries);
  };
