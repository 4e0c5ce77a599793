import { sql, type OrderByDirection } from 'kysely';
import type { z } from 'zod';
import type { customerQuerySchema } from '../../shared/api/index.ts';
import { fold, idSchema, type Customer } from '../../shared/domain/index.ts';
import { ok, type Result } from '../../shared/result.ts';
import { z as zod } from '../../shared/zod.ts';
import { listCursor, type Refusal } from '../http/index.ts';
import type { Store } from '../store/index.ts';

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

/** The words of a search, those first that fewest cases hold: what follows is looked for in these alone. */
const wordsOf = (text: string): readonly string[] =>
  [...new Set(fold(text).split(' '))].filter(Boolean).toSorted((a, b) => b.length - a.length);

const escapeLike = (text: string): string => text.replaceAll(/[\\%_]/g, sign => `\\${sign}`);

export interface CustomerPage {
  readonly items: Customer[];
  readonly nextCursor: string | null;
}

/** One page of a filtered, sorted list. A page costs the same wherever it is: it starts at the last row's key. */
export async function listCustomers(
  store: Store,
  tenantId: string,
  query: Query,
): Promise<Result<CustomerPage, Refusal<'invalid_payload'>>> {
  const sort = sortOf(query.sort ?? '-createdAt');
  const limit = query.limit ?? defaultLimit;
  const after = sort.cursor.read(query.cursor);
  if (!after.ok) return after;
  let select = store.reader
    .selectFrom('customer')
    .select(['id', 'data', sort.column])
    .where('tenantId', '=', tenantId)
    .orderBy(sort.column, sort.direction)
    .orderBy('id', sort.direction)
    .limit(limit + 1);
  const equal = {
    kind: query.kind,
    status: query.status,
    reviewStatus: query.reviewStatus,
    leadStatus: query.leadStatus,
    assignee: query.assignee,
    riskBand: query.risk,
  };
  for (const [column, value] of Object.entries(equal)) {
    if (value !== undefined) select = select.where(column as keyof typeof equal, '=', value);
  }
  const words = wordsOf(query.q ?? '');
  // Signs alone are no search: no case is called so.
  if (words.length === 0 && (query.q ?? '').trim() !== '') return ok({ items: [], nextCursor: null });
  for (const word of words) {
    select = select.where(sql<boolean>`${sql.ref('searchText')} like ${`%${escapeLike(word)}%`} escape '\\'`);
  }
  if (after.value) {
    const [, value, id] = after.value;
    const beyond = sort.direction === 'asc' ? '>' : '<';
    select = select.where(row => row(row.refTuple(sort.column, 'id'), beyond, row.tuple(value, id)));
  }
  const rows = await select.execute();
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  const nextCursor = last ? sort.cursor.write([sort.text, last[sort.column], last.id]) : null;
  return ok({ items: page.map(({ data }) => JSON.parse(data) as Customer), nextCursor });
}
