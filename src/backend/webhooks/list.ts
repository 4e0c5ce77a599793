import type { z } from 'zod';
import type { Delivery, deliveryQuerySchema } from '../../shared/api/index.ts';
import { idSchema } from '../../shared/domain/index.ts';
import { ok, type Result } from '../../shared/result.ts';
import { z as zod } from '../../shared/zod.ts';
import { listCursor, type Refusal } from '../http/index.ts';
import type { Store } from '../store/index.ts';
import { deliveryOf } from './store.ts';

type Query = z.output<typeof deliveryQuerySchema>;

const defaultLimit = 50;

/** [createdAt, id] of the last delivery of the page before. */
const cursor = listCursor(zod.tuple([zod.int(), idSchema]));

export interface DeliveryPage {
  readonly items: Delivery[];
  readonly nextCursor: string | null;
}

/** One page of a subscription's deliveries, the newest first. */
export async function listDeliveries(
  { reader }: Pick<Store, 'reader'>,
  { tenantId, id: webhookId }: { readonly tenantId: string; readonly id: string },
  query: Query,
): Promise<Result<DeliveryPage, Refusal<'invalid_payload'>>> {
  const limit = query.limit ?? defaultLimit;
  const after = cursor.read(query.cursor);
  if (!after.ok) return after;
  let select = reader
    .selectFrom('delivery')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .where('webhookId', '=', webhookId)
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (query.state !== undefined) select = select.where('state', '=', query.state);
  if (after.value) {
    const [createdAt, id] = after.value;
    select = select.where(row => row(row.refTuple('createdAt', 'id'), '<', row.tuple(createdAt, id)));
  }
  const rows = await select.execute();
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  const nextCursor = last ? cursor.write([last.createdAt, last.id]) : null;
  return ok({ items: page.map(deliveryOf), nextCursor });
}
