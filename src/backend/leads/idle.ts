import { sql } from 'kysely';
import type { z } from 'zod';
import type { idleLeadsQuerySchema } from '../../shared/api/index.ts';
import { idSchema, type Customer } from '../../shared/domain/index.ts';
import { ok, type Result } from '../../shared/result.ts';
import { z as zod } from '../../shared/zod.ts';
import { readPage } from '../customers/index.ts';
import { listCursor, type Refusal } from '../http/index.ts';
import type { Store } from '../store/index.ts';

const usualDays = 7;
const dayMs = 24 * 3600 * 1000;
const defaultLimit = 50;

/** [before when, updatedAt and id of the last lead of the page before]: all pages are of one moment. */
const cursor = listCursor(zod.tuple([zod.int(), zod.int(), idSchema]));

export interface IdlePage {
  readonly items: Customer[];
  readonly nextCursor: string | null;
}

/** Leads to follow up: not started or in progress, without a change, a link or a note for so many days; the longest unchanged first. */
export async function idleLeads(
  { reader }: Pick<Store, 'reader'>,
  tenantId: string,
  query: z.output<typeof idleLeadsQuerySchema>,
  at: number,
): Promise<Result<IdlePage, Refusal<'invalid_payload'>>> {
  const limit = query.limit ?? defaultLimit;
  const after = cursor.read(query.cursor);
  if (!after.ok) return after;
  const before = after.value?.[0] ?? at - (query.days ?? usualDays) * dayMs;
  const place = after.value && ([after.value[1], after.value[2]] as const);
  const { items, last } = await readPage(
    reader,
    { tenantId, column: 'updatedAt', direction: 'asc', after: place, limit },
    cases =>
      cases
        // In the index's own words: it holds these rows alone.
        .where(sql<boolean>`"leadStatus" in ('not_started', 'in_progress')`)
        .where('updatedAt', '<=', before)
        // Who sent a link or wrote a note has followed up.
        .where(({ not, exists, selectFrom }) => {
          const link = selectFrom('link').whereRef('link.tenantId', '=', 'customer.tenantId');
          const ofCase = link
            .whereRef('link.customerId', '=', 'customer.id')
            .where('link.createdAt', '>', before);
          return not(exists(ofCase.select('link.id')));
        })
        .where(({ not, exists, selectFrom }) => {
          const note = selectFrom('note').whereRef('note.tenantId', '=', 'customer.tenantId');
          const ofCase = note.whereRef('note.customerId', '=', 'customer.id').where('note.at', '>', before);
          return not(exists(ofCase.select('note.id')));
        }),
  );
  return ok({ items, nextCursor: last ? cursor.write([before, Number(last[0]), last[1]]) : null });
}
