import type { z } from 'zod';
import type { Link, linkQuerySchema } from '../../shared/api/index.ts';
import { idSchema } from '../../shared/domain/index.ts';
import { ok, type Result } from '../../shared/result.ts';
import { z as zod } from '../../shared/zod.ts';
import { listCursor, type Refusal } from '../http/index.ts';
import type { Store } from '../store/index.ts';
import { linkOf, linkOfRow, linkState } from './store.ts';

type Query = z.output<typeof linkQuerySchema>;

const defaultLimit = 50;

/** [createdAt, id] of the last link of the page before. */
const cursor = listCursor(zod.tuple([zod.int(), idSchema]));

export interface LinkPage {
  readonly items: Link[];
  readonly nextCursor: string | null;
}

/** One page of a tenant's links, the newest first. */
export async function listLinks(
  { reader }: Pick<Store, 'reader'>,
  tenantId: string,
  query: Query,
  at: number,
): Promise<Result<LinkPage, Refusal<'invalid_payload'>>> {
  const limit = query.limit ?? defaultLimit;
  const after = cursor.read(query.cursor);
  if (!after.ok) return after;
  let select = reader
    .selectFrom('link')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (query.customerId !== undefined) select = select.where('customerId', '=', query.customerId);
  switch (query.state) {
    case undefined:
      break;
    case 'expired':
      select = select.where('state', 'in', ['active', 'opened']).where('expiresAt', '<=', at);
      break;
    case 'active':
    case 'opened':
      select = select.where('state', '=', query.state).where('expiresAt', '>', at);
      break;
    case 'completed':
    case 'revoked':
      select = select.where('state', '=', query.state);
      break;
  }
  if (after.value) {
    const [createdAt, id] = after.value;
    select = select.where(row => row(row.refTuple('createdAt', 'id'), '<', row.tuple(createdAt, id)));
  }
  const rows = (await select.execute()).map(linkOfRow);
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  const nextCursor = last ? cursor.write([last.createdAt, last.id]) : null;
  return ok({ items: page.map(link => linkOf(link, linkState(link, at))), nextCursor });
}
