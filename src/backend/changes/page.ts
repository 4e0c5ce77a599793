import { sql, type RawBuilder } from 'kysely';
import { worksOnCases, type Role } from '../../shared/domain/index.ts';
import type { Store } from '../store/index.ts';

/** What each role may see of the feed; a wipe is for its own device alone. */
export const visibleEntities = (roles: readonly Role[]): readonly string[] => [
  ...(worksOnCases(roles)
    ? ['customer', 'level', 'user', 'policy', 'note', 'link', 'plan', 'transaction']
    : ['user', 'policy']),
  ...(roles.includes('admin') ? ['notice'] : []),
];

export interface PageQuery {
  readonly tenantId: string;
  readonly deviceId: string;
  readonly entities: readonly string[];
  readonly after: number;
  /** The last seq of the page: an entity that changes while the page is read belongs to a later one. */
  readonly upTo: number;
  readonly limit: number;
}

/** Consecutive changes as they are sent. */
export interface Piece {
  /** How many it covers, those among them that moved behind while it was read. */
  readonly count: number;
  /** The seq of the last one; 0 where there is none. */
  readonly last: number;
  /** UTF-8 of NDJSON, a line for each change. */
  readonly lines: Uint8Array;
}

const visible = (store: Store, { tenantId, deviceId, entities, after }: Omit<PageQuery, 'upTo' | 'limit'>) =>
  store.reader
    .selectFrom('change')
    .where('change.tenantId', '=', tenantId)
    .where('change.seq', '>', after)
    .where(row =>
      row.or([
        ...(entities.length > 0 ? [row('change.entity', 'in', entities)] : []),
        row.and([row('change.entity', '=', 'wipe'), row('change.entityId', '=', deviceId)]),
      ]),
    );

/** What a row tells in front of its JSON, none of which needs to be escaped but the id. */
interface Head {
  readonly seq: number;
  readonly entity: string;
  readonly entityId: string;
  readonly op: string;
  readonly version: number;
}

const headOf = ({ seq, entity, entityId, op, version }: Head): string =>
  `{"seq":${seq},"entity":"${entity}","id":${JSON.stringify(entityId)},"op":"${op}","version":${version}`;

/** A row's own JSON, or the customer's that it tells of: never both. */
const own = sql.ref('change.data');
const customers = sql.ref('customer.data');
const size = sql<number | null>`coalesce(octet_length(${own}), octet_length(${customers}))`;
const json = sql`coalesce(${own}, ${customers})`;

/** Larger JSON is read apart, as far as there is room for it. Both stores know a size without reading what has it. */
const smallBytes = 16 * 1024;
const smallJson = sql`case
  when octet_length(${own}) <= ${sql.lit(smallBytes)} then ${own}
  when octet_length(${customers}) <= ${sql.lit(smallBytes)} then ${customers} end`;

/** A piece ends with the row that takes its JSON beyond this: a case has 7 KB on average, and some 0.6 MB at the most. */
const mostBytes = 2 * 1024 * 1024;

type Json = Uint8Array | string | null;

/** JSON as each driver hands it over fastest: SQLite's as bytes, PostgreSQL's only as text. */
const handedOver = ({ dialect }: Store, expression: RawBuilder<unknown>): RawBuilder<Json> =>
  dialect === 'sqlite' ? sql`cast(${expression} as blob)` : sql`${expression}`;

const none = Buffer.from('null');
const end = Buffer.from('}\n');

/** Parts of a line of the feed: the stored JSON is copied into it, never decoded. */
function partsOf(row: Head, data: Json): readonly Uint8Array[] {
  if (row.op === 'delete') return [Buffer.from(headOf(row)), end];
  if (typeof data === 'string') return [Buffer.from(`${headOf(row)},"data":${data}}\n`)];
  return [Buffer.from(`${headOf(row)},"data":`), data ?? none, end];
}

const withCustomers = (store: Store, query: PageQuery) =>
  visible(store, query)
    .where('change.seq', '<=', query.upTo)
    .leftJoin('customer', join =>
      join
        .onRef('customer.tenantId', '=', 'change.tenantId')
        .onRef('customer.id', '=', 'change.entityId')
        .on('change.entity', '=', 'customer'),
    );

interface Sized {
  readonly size: number | null;
}

/** Those of the rows that fill a piece, the first in any case. */
function fitting<R extends Sized>(rows: readonly R[]): readonly R[] {
  let bytes = 0;
  const beyond = rows.findIndex(row => {
    const isFull = bytes > mostBytes;
    bytes += row.size ?? 0;
    return isFull;
  });
  return beyond === -1 ? rows : rows.slice(0, beyond);
}

/** The JSON of the large rows by their seq. */
async function readLarge(store: Store, query: PageQuery, rows: readonly (Head & Sized)[]) {
  const seqs = rows.filter(row => (row.size ?? 0) > smallBytes).map(({ seq }) => seq);
  if (seqs.length === 0) return new Map<number, Json>();
  const read = await withCustomers(store, query)
    .where('change.seq', 'in', seqs)
    .select(['change.seq', handedOver(store, json).as('data')])
    .execute();
  return new Map(read.map(({ seq, data }) => [seq, data]));
}

/**
 * Changes after a seq, in order of seq, up to `limit` and to some 2 MB; customers come with their stored JSON. Measured with
 * cases of 6 KB: lines that PostgreSQL joins cost three times the processor time, as texts of a megabyte; on SQLite it makes
 * no difference.
 */
export async function readPiece(store: Store, query: PageQuery): Promise<Piece> {
  const read = await withCustomers(store, query)
    .select(['change.seq', 'change.entity', 'change.entityId', 'change.op', 'change.version'])
    .select([size.as('size'), handedOver(store, smallJson).as('data')])
    .orderBy('change.seq')
    .limit(query.limit)
    .execute();
  const rows = fitting(read);
  const large = await readLarge(store, query, rows);
  // What changed since its size was read has moved behind, to a later page.
  const parts = rows.map(row => {
    if ((row.size ?? 0) <= smallBytes) return partsOf(row, row.data);
    const data = large.get(row.seq);
    return data === undefined ? [] : partsOf(row, data);
  });
  return { count: rows.length, last: rows.at(-1)?.seq ?? 0, lines: Buffer.concat(parts.flat()) };
}

export async function countAfter(store: Store, query: Omit<PageQuery, 'upTo' | 'limit'>): Promise<number> {
  const { remaining } = await visible(store, query)
    .select(row => row.fn.countAll<number>().as('remaining'))
    .executeTakeFirstOrThrow();
  return remaining;
}
