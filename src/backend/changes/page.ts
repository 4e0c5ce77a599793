import { sql } from 'kysely';
import type { Role } from '../../shared/domain/index.ts';
import type { Store } from '../store/index.ts';

/** What each role may see of the feed; a wipe is for its own device alone. */
export const visibleEntities = (roles: readonly Role[]): readonly string[] =>
  roles.some(role => role !== 'auditor')
    ? ['customer', 'level', 'user', 'policy', 'note', 'link', 'plan', 'transaction']
    : ['user', 'policy'];

export interface PageQuery {
  readonly tenantId: string;
  readonly deviceId: string;
  readonly entities: readonly string[];
  readonly after: number;
  /** The last seq of the page: an entity that changes while the page is read belongs to a later one. */
  readonly upTo: number;
  readonly limit: number;
}

export interface PageRow {
  readonly seq: number;
  readonly entity: string;
  readonly entityId: string;
  readonly op: 'upsert' | 'delete';
  readonly version: number;
  /** UTF-8 of ready-made JSON: it is copied, never decoded. */
  readonly data: Uint8Array | null;
}

const visible = (store: Store, { tenantId, deviceId, entities, after }: Omit<PageQuery, 'upTo' | 'limit'>) =>
  store.reader
    .selectFrom('change')
    .where('change.tenantId', '=', tenantId)
    .where('change.seq', '>', after)
    .where(row =>
      row.or([
        row('change.entity', 'in', entities),
        row.and([row('change.entity', '=', 'wipe'), row('change.entityId', '=', deviceId)]),
      ]),
    );

/** Up to `limit` changes after a seq, in order of seq; customers come with their stored JSON. */
export const readPage = (store: Store, query: PageQuery): Promise<readonly PageRow[]> =>
  visible(store, query)
    .where('change.seq', '<=', query.upTo)
    .leftJoin('customer', join =>
      join
        .onRef('customer.tenantId', '=', 'change.tenantId')
        .onRef('customer.id', '=', 'change.entityId')
        .on('change.entity', '=', 'customer'),
    )
    .select(['change.seq', 'change.entity', 'change.entityId', 'change.op', 'change.version'])
    .select(sql<Uint8Array | null>`cast(coalesce("change"."data", "customer"."data") as blob)`.as('data'))
    .orderBy('change.seq')
    .limit(query.limit)
    .execute();

export async function countAfter(store: Store, query: Omit<PageQuery, 'upTo' | 'limit'>): Promise<number> {
  const { remaining } = await visible(store, query)
    .select(row => row.fn.countAll<number>().as('remaining'))
    .executeTakeFirstOrThrow();
  return remaining;
}

const lineEnd = Buffer.from('}\n');
const nothing = Buffer.from('null');

/** Changes as lines of NDJSON, in one piece. */
export function linesOf(rows: readonly PageRow[]): Buffer {
  const parts = rows.flatMap(({ seq, entity, entityId, op, version, data }) => {
    const head = `{"seq":${seq},"entity":"${entity}","id":${JSON.stringify(entityId)},"op":"${op}","version":${version}`;
    return op === 'delete'
      ? [Buffer.from(head), lineEnd]
      : [Buffer.from(`${head},"data":`), data ?? nothing, lineEnd];
  });
  return Buffer.concat(parts);
}
