import type { z } from 'zod';
import type { Link, linkQuerySchema } from '../../shared/api/index.ts';
import { idSchema } from '../../shared/domain/index.ts';
import { ok, type Result } from '../../shared/result.ts';
import { z as zod } from '../../shared/zod.ts';
import { refuse, type Refusal } from '../http/refusal.ts';
import type { Store } from '../store/index.ts';
import { linkOf, linkOfRow, linkState } from './store.ts';

type Query = z.output<typeof linkQuerySchema>;

const defaultLimit = 50;

/** [createdAt, id] of the last link of the page before. */
const cursorSchema = zod.tuple([zod.int(), idSchema]);

function parseCursor(text: string): z.output<typeof cursorSchema> | undefined {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    return undefined;
  }
}

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
  const after = query.cursor === undefined ? undefined : parseCursor(query.cursor);
  if (query.cursor !== undefined && !after) {
    const errors = [{ path: 'query.cursor', message: 'not a cursor of this list' }];
    return refuse('invalid_payload', 'The cursor does not belong to this list.', { errors });
  }
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
  if (after) {
    const [createdAt, id] = after;
    select = select.where(row => row(row.refTuple('createdAt', 'id'), '<', row.tuple(createdAt, id)));
  }
  const rows = (await select.execute()).map(linkOfRow);
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  const nextCursor = last
    ? Buffer.from(JSON.stringify([last.createdAt, last.id])).toString('base64url')
    : null;
  return ok({ items: page.map(link => linkOf(link, linkState(link, at))), nextCursor });
}
