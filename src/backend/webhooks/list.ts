import type { z } from 'zod';
import type { Delivery, deliveryQuerySchema } from '../../shared/api/index.ts';
import { ok, type Result } from '../../shared/result.ts';
import { z as zod } from '../../shared/zod.ts';
import { refuse, type Refusal } from '../http/refusal.ts';
import type { Store } from '../store/index.ts';
import { deliveryOf } from './store.ts';

type Query = z.output<typeof deliveryQuerySchema>;

const defaultLimit = 50;

/** [createdAt, id] of the last delivery of the page before. */
const cursorSchema = zod.tuple([zod.int(), zod.string()]);

function parseCursor(text: string): z.output<typeof cursorSchema> | undefined {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    return undefined;
  }
}

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
  const after = query.cursor === undefined ? undefined : parseCursor(query.cursor);
  if (query.cursor !== undefined && !after) {
    const errors = [{ path: 'query.cursor', message: 'not a cursor of this list' }];
    return refuse('invalid_payload', 'The cursor does not belong to this list.', { errors });
  }
  let select = reader
    .selectFrom('delivery')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .where('webhookId', '=', webhookId)
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (query.state !== undefined) select = select.where('state', '=', query.state);
  if (after) {
    const [createdAt, id] = after;
    select = select.where(row => row(row.refTuple('createdAt', 'id'), '<', row.tuple(createdAt, id)));
  }
  const rows = await select.execute();
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  const nextCursor = last
    ? Buffer.from(JSON.stringify([last.createdAt, last.id])).toString('base64url')
    : null;
  return ok({ items: page.map(deliveryOf), nextCursor });
}
