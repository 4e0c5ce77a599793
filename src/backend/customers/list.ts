import { sql, type OrderByDirection } from 'kysely';
import type { z } from 'zod';
import { mostSearchWords, type customerQuerySchema } from '../../shared/api/index.ts';
import { fold, idSchema, type Customer } from '../../shared/domain/index.ts';
import { ok, type Result } from '../../shared/result.ts';
import { z as zod } from '../../shared/zod.ts';
import { listCursor, type Refusal } from '../http/index.ts';
import type { Store } from '../store/index.ts';
import { readPage } from './page.ts';

type Query = z.output<typeof customerQuerySchema>;

const columns = { createdAt: 'createdAt', updatedAt: 'updatedAt', name: 'name', risk: 'riskScore' } as const;
type SortKey = keyof typeof columns;

const defaultLimit = 50;

/** What the last row of a page holds in the column that it is sorted by. */
const keys = {
  createdAt: zod.int(),
  updatedAt: zod.int(),
  name: zod.string(),
  riskScore: zod.number(),
} as const satisfies Record<(typeof columns)[SortKey], zod.ZodType<string | number>>;

/** How the list is sorted; its cursors hold that, and the last row's key and id. */
function sortOf(text: NonNullable<Query['sort']>) {
  const descending = text.startsWith('-');
  const column = columns[(descending ? text.slice(1) : text) as SortKey];
  const direction: OrderByDirection = descending ? 'desc' : 'asc';
  const place = zod.tuple([zod.literal(text), keys[column], idSchema]);
  return { text, column, direction, cursor: listCursor(place) };
}

/**
 * The words of a search, those first that fewest cases hold: what follows is looked for in these alone. Words that all cases
 * hold cost a look at every case each, so there are not many.
 */
const wordsOf = (text: string): readonly string[] =>
  [...new Set(fold(text).split(' '))]
    .filter(Boolean)
    .toSorted((a, b) => b.length - a.length)
    .slice(0, mostSearchWords);

const escapeLike = (text: string): string => text.replaceAll(/[\\%_]/g, sign => `\\${sign}`);

export interface CustomerPage {
  readonly items: Customer[];
  readonly nextCursor: string | null;
}

/** One page of a filtered, sorted list. */
export async function listCustomers(
  store: Store,
  tenantId: string,
  query: Query,
): Promise<Result<CustomerPage, Refusal<'invalid_payload'>>> {
  const sort = sortOf(query.sort ?? '-createdAt');
  const limit = query.limit ?? defaultLimit;
  const after = sort.cursor.read(query.cursor);
  if (!after.ok) return after;
  const equal = {
    kind: query.kind,
    status: query.status,
    reviewStatus: query.reviewStatus,
    leadStatus: query.leadStatus,
    assignee: query.assignee,
    riskBand: query.risk,
  };
  const words = wordsOf(query.q ?? '');
  // Signs alone are no search: no case is called so.
  if (words.length === 0 && (query.q ?? '').trim() !== '') return ok({ items: [], nextCursor: null });
  const place = after.value && ([after.value[1], after.value[2]] as const);
  const { column, direction } = sort;
  const { items, last } = await readPage(
    store.reader,
    { tenantId, column, direction, after: place, limit },
    cases => {
      let chosen = cases;
      for (const [name, value] of Object.entries(equal))
        if (value !== undefined) chosen = chosen.where(name as keyof typeof equal, '=', value);
      for (const word of words)
        chosen = chosen.where(
          sql<boolean>`${sql.ref('searchText')} like ${`%${escapeLike(word)}%`} escape '\\'`,
        );
      return chosen;
    },
  );
  return ok({ items, nextCursor: last ? sort.cursor.write([sort.text, ...last]) : null });
}
