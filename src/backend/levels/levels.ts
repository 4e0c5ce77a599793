import { levelSchema, shippedLevels, type Level } from '../../shared/domain/index.ts';
import { ok } from '../../shared/result.ts';
import { z } from '../../shared/zod.ts';
import type { Context } from '../context.ts';
import type { HandlersOf } from '../http/index.ts';
import type { Queries, Work } from '../store/index.ts';

/** The five levels that every tenant starts with. */
export async function addShippedLevels(work: Work): Promise<void> {
  for (const level of shippedLevels) {
    const data = JSON.stringify(level);
    await work.db
      .insertInto('level')
      .values({ tenantId: work.tenantId, id: level.id, version: level.version, data })
      .execute();
    work.publish({ entity: 'level', id: level.id, op: 'upsert', version: level.version, data });
  }
}

/** The level with this id, at this version or else its newest; undefined when there is none. */
export async function findLevel(
  { db, tenantId }: Pick<Work, 'tenantId'> & { readonly db: Queries },
  id: string,
  version?: number,
): Promise<Level | undefined> {
  const query = db.selectFrom('level').select('data').where('tenantId', '=', tenantId).where('id', '=', id);
  const row = await (
    version === undefined ? query.orderBy('version', 'desc').limit(1) : query.where('version', '=', version)
  ).executeTakeFirst();
  return row && levelSchema.parse(JSON.parse(row.data));
}

export const levelHandlers = ({ store }: Pick<Context, 'store'>) =>
  ({
    'levels.list': async ({ caller }) => {
      const rows = await store.reader
        .selectFrom('level')
        .select(['id', 'version', 'data'])
        .where('tenantId', '=', caller.tenantId)
        .orderBy('id')
        .orderBy('version')
        .execute();
      const newest = new Map(rows.map(row => [row.id, row.data]));
      const items = z.array(levelSchema).parse([...newest.values()].map(data => JSON.parse(data)));
      return ok({ status: 200, body: { items, nextCursor: null } });
    },
  }) satisfies HandlersOf<'levels.list'>;
