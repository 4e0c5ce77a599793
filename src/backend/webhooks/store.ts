import {
  deliveryEventSchema,
  deliveryFailureSchema,
  webhookEventSchema,
  type Delivery,
  type DisabledReason,
  type Webhook,
} from '../../shared/api/index.ts';
import { z } from '../../shared/zod.ts';
import { timestampOf } from '../environment.ts';
import type { DeliveryTable, Queries, WebhookTable, Work } from '../store/index.ts';
import { deliveryKind } from './outbox.ts';

const events = z.array(webhookEventSchema);

/** The subscription as it is sent: without its secrets. */
export const webhookOf = (row: WebhookTable): Webhook => ({
  id: row.id,
  url: row.url,
  events: events.parse(JSON.parse(row.events)),
  state: row.state,
  ...(row.disabledReason === null ? {} : { disabledReason: row.disabledReason }),
  ...(row.disabledAt === null ? {} : { disabledAt: timestampOf(row.disabledAt) }),
  ...(row.failingSince === null ? {} : { failingSince: timestampOf(row.failingSince) }),
  createdAt: timestampOf(row.createdAt),
});

/** The delivery as it is sent: without its body. */
export const deliveryOf = (row: DeliveryTable): Delivery => ({
  id: row.id,
  eventType: deliveryEventSchema.parse(row.eventType),
  state: row.state,
  attempts: row.attempts,
  ...(row.nextAttemptAt === null ? {} : { nextAttemptAt: timestampOf(row.nextAttemptAt) }),
  ...(row.responseStatus === null ? {} : { responseStatus: row.responseStatus }),
  ...(row.failure === null ? {} : { failure: deliveryFailureSchema.parse(row.failure) }),
  createdAt: timestampOf(row.createdAt),
});

export const findWebhook = (db: Queries, tenantId: string, id: string): Promise<WebhookTable | undefined> =>
  db
    .selectFrom('webhook')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();

export const findDelivery = (db: Queries, tenantId: string, id: string): Promise<DeliveryTable | undefined> =>
  db
    .selectFrom('delivery')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();

/** Changes a subscription; the row afterwards. */
export async function changeWebhook(
  { db, tenantId }: Pick<Work, 'db' | 'tenantId'>,
  row: WebhookTable,
  set: Partial<Omit<WebhookTable, 'tenantId' | 'id'>>,
): Promise<WebhookTable> {
  if (Object.keys(set).length > 0) {
    await db
      .updateTable('webhook')
      .set(set)
      .where('tenantId', '=', tenantId)
      .where('id', '=', row.id)
      .execute();
  }
  return { ...row, ...set };
}

/** Changes a delivery; the row afterwards. */
export async function changeDelivery(
  { db, tenantId }: Pick<Work, 'db' | 'tenantId'>,
  row: DeliveryTable,
  set: Partial<Omit<DeliveryTable, 'tenantId' | 'id'>>,
): Promise<DeliveryTable> {
  await db
    .updateTable('delivery')
    .set(set)
    .where('tenantId', '=', tenantId)
    .where('id', '=', row.id)
    .execute();
  return { ...row, ...set };
}

/** Disables a subscription: what is pending has failed with it, and can be sent again once it is active. */
export async function disableWebhook(
  work: Pick<Work, 'db' | 'tenantId' | 'at'>,
  row: WebhookTable,
  reason: DisabledReason,
): Promise<WebhookTable> {
  await work.db
    .updateTable('delivery')
    .set({ state: 'failed', nextAttemptAt: null, failure: 'disabled' })
    .where('tenantId', '=', work.tenantId)
    .where('webhookId', '=', row.id)
    .where('state', '=', 'pending')
    .execute();
  return changeWebhook(work, row, { state: 'disabled', disabledReason: reason, disabledAt: work.at });
}

/** Deletes the deliveries of a subscription, or those about a customer, with the jobs that send them. */
export async function deleteDeliveries(
  { db, tenantId }: Pick<Work, 'db' | 'tenantId'>,
  of: 'webhookId' | 'customerId',
  id: string,
): Promise<void> {
  await db
    .deleteFrom('job')
    .where('tenantId', '=', tenantId)
    .where('kind', '=', deliveryKind)
    .where('key', 'in', ids =>
      ids.selectFrom('delivery').select('id').where('tenantId', '=', tenantId).where(of, '=', id),
    )
    .execute();
  await db.deleteFrom('delivery').where('tenantId', '=', tenantId).where(of, '=', id).execute();
}
