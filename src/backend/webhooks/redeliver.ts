import type { DeliveryTable, WebhookTable, Work } from '../store/index.ts';
import { deliveryKind } from './outbox.ts';

/** Deliveries of one call: others of the tenant wait for no more. */
export const mostRedelivered = 500;

/** A delivery that is to be sent now, and retried as if it were new. */
export const anew = (at: number) =>
  ({ state: 'pending', tries: 0, nextAttemptAt: at, failure: null }) satisfies Partial<DeliveryTable>;

/**
 * Sends what failed of a subscription since a time (epoch milliseconds) again, the oldest first. Says how many, and
 * whether there is more. Once asked for they are pending: asking again takes only what is left.
 */
export async function redeliverSince(
  work: Pick<Work, 'db' | 'tenantId' | 'at' | 'enqueue'>,
  { id: webhookId }: Pick<WebhookTable, 'id'>,
  since: number,
): Promise<{ readonly redelivered: number; readonly more: boolean }> {
  const { db, tenantId, at } = work;
  const failed = await db
    .selectFrom('delivery')
    .select('id')
    .where('tenantId', '=', tenantId)
    .where('webhookId', '=', webhookId)
    .where('state', '=', 'failed')
    .where('createdAt', '>=', since)
    .orderBy('createdAt')
    .orderBy('id')
    .limit(mostRedelivered + 1)
    .execute();
  const ids = failed.slice(0, mostRedelivered).map(({ id }) => id);
  if (ids.length === 0) return { redelivered: 0, more: false };
  await db
    .updateTable('delivery')
    .set(anew(at))
    .where('tenantId', '=', tenantId)
    .where('id', 'in', ids)
    .execute();
  for (const key of ids) work.enqueue({ kind: deliveryKind, key, dueAt: at });
  return { redelivered: ids.length, more: failed.length > ids.length };
}
