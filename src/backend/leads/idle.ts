import { sql } from 'kysely';
import type { z } from 'zod';
import type { idleLeadsQuerySchema } from '../../shared/api/index.ts';
import type { Customer } from '../../shared/domain/index.ts';
import { ok, type Result } from '../../shared/result.ts';
import { z as zod } from '../../shared/zod.ts';
import { refuse, type Refusal } from '../http/index.ts';
import type { Store } from '../store/index.ts';

const usualDays = 7;
const dayMs = 24 * 3600 * 1000;
const defaultLimit = 50;

/** [before when, updatedAt and id of the last lead of the page before]: all pages are of one moment. */
const cursorSchema = zod.tuple([zod.int(), zod.int(), zod.string()]);

function parseCursor(text: string): z.output<typeof cursorSchema> | undefined {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    return undefined;
  }
}

export interface IdlePage {
  readonly items: Customer[];
  readonly nextCursor: string | null;
}

/** Leads to follow up: not started or in progress, and unchanged for so many days; the longest idle first. */
export async function idleLeads(
  { reader }: Pick<Store, 'reader'>,
  tenantId: string,
  query: z.output<typeof idleLeadsQuerySchema>,
  at: number,
): Promise<Result<IdlePage, Refusal<'invalid_payload'>>> {
  const limit = query.limit ?? defaultLimit;
  const after = query.cursor === undefined ? undefined : parseCursor(query.cursor);
  if (query.cursor !== undefined && !after) {
    const errors = [{ path: 'query.cursor', message: 'not a cursor of this list' }];
    return refuse('invalid_payload', 'The cursor does not belong to this list.', { errors });
  }
  const before = after?.[0] ?? at - (query.days ?? usualDays) * dayMs;
  let select = reader
    .selectFrom('customer')
    .select(['id', 'data', 'updatedAt'])
    .where('tenantId', '=', tenantId)
    // In the index's own words: it holds these rows alone.
    .where(sql<boolean>`"leadStatus" in ('not_started', 'in_progress')`)
    .where('updatedAt', '<=', before)
    .orderBy('updatedAt')
    .orderBy('id')
    .limit(limit + 1);
  if (after) {
    const [, updatedAt, id] = after;
    select = select.where(row => row(row.refTuple('updatedAt', 'id'), '>', row.tuple(updatedAt, id)));
  }
  const rows = await select.execute();
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  const nextCursor = last
    ? Buffer.from(JSON.stringify([before, last.updatedAt, last.id])).toString('base64url')
    : null;
  return ok({ items: page.map(({ data }) => JSON.parse(data) as Customer), nextCursor });
}
