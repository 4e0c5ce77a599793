import { sql, type OrderByDirection, type SelectQueryBuilder } from 'kysely';
import type { Customer } from '../../shared/domain/index.ts';
import type { Queries, Tables } from '../store/index.ts';

/** A page ends with the case that takes its JSON beyond this: a case has 7 KB on average, and some 0.6 MB at the most. */
const mostBytes = 4 * 1024 * 1024;

type Column = 'createdAt' | 'updatedAt' | 'name' | 'riskScore';

/** Where a page ends: what its last case holds in the column that it is sorted by, and its id. */
export type Place = readonly [key: string | number, id: string];

export interface PageOf {
  readonly tenantId: string;
  readonly column: Column;
  readonly direction: OrderByDirection;
  readonly after: Place | undefined;
  readonly limit: number;
}

type Cases = SelectQueryBuilder<Tables, 'customer', object>;

/**
 * The chosen cases behind a place, up to `limit` and to some 4 MB, and where that ended if there are more. It costs the same
 * wherever it is: it starts at the place. One statement: in two, a case might be another one by the second.
 */
export async function readPage(
  reader: Queries,
  { tenantId, column, direction, after, limit }: PageOf,
  chosen: (cases: Cases) => Cases,
): Promise<{ readonly items: Customer[]; readonly last: Place | undefined }> {
  const cases = chosen(reader.selectFrom('customer').select([]).where('tenantId', '=', tenantId));
  const beyond = direction === 'asc' ? '>' : '<';
  const behind = after
    ? cases.where(row => row(row.refTuple(column, 'id'), beyond, row.tuple(...after)))
    : cases;
  const rows = await reader
    .with('page', () =>
      behind
        // The size is known without reading what has it.
        .select(['id', `${column} as key`, sql<number>`octet_length("data")`.as('bytes')])
        .orderBy(column, direction)
        .orderBy('id', direction)
        .limit(limit + 1),
    )
    .with('sized', db =>
      db.selectFrom('page').select(row => [
        'id',
        'key',
        'bytes',
        row.fn
          .sum<number>('bytes')
          .over(over => over.orderBy('key', direction).orderBy('id', direction))
          .as('upTo'),
      ]),
    )
    .selectFrom('sized')
    .leftJoin('customer', join =>
      join
        .on('customer.tenantId', '=', tenantId)
        .onRef('customer.id', '=', 'sized.id')
        .on(row => row(row('sized.upTo', '-', row.ref('sized.bytes')), '<=', mostBytes)),
    )
    .select(['sized.id', 'sized.key', 'customer.data'])
    .orderBy('sized.key', direction)
    .orderBy('sized.id', direction)
    .execute();
  const page = rows.slice(0, limit).filter(({ data }) => data !== null);
  const last = page.length < rows.length ? page.at(-1) : undefined;
  return {
    items: page.map(({ data }) => JSON.parse(data ?? '') as Customer),
    last: last && [last.key, last.id],
  };
}
