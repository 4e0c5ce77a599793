import { levelSchema, shippedLevels, type Level } from '../../shared/domain/index.ts';
import type { Queries, Work } from '../store/index.ts';

/**
 * A version of a level is an entity of its own in the feed: a workstation that begins afresh gets the versions of all
 * running cases. The first has the level's id, which `@` can't be part of.
 */
const entityIdOf = ({ id, version }: Level): string => (version === 1 ? id : `${id}@${version}`);

/** Writes a version of a level, which never changes again, and tells the workstations. */
export async function addLevelVersion(work: Work, level: Level): Promise<void> {
  const data = JSON.stringify(level);
  const { id, version } = level;
  await work.db.insertInto('level').values({ tenantId: work.tenantId, id, version, data }).execute();
  work.publish({ entity: 'level', id: entityIdOf(level), op: 'upsert', version, data });
}

/** The five levels that every tenant starts with. */
export async function addShippedLevels(work: Work): Promise<void> {
  for (const level of shippedLevels) await addLevelVersion(work, level);
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

/** Every level at its newest version, by id. */
export async function newestLevels(db: Queries, tenantId: string): Promise<readonly Level[]> {
  const newest = db
    .selectFrom('level')
    .select(row => ['id', row.fn.max('version').as('version')])
    .where('tenantId', '=', tenantId)
    .groupBy('id')
    .as('newest');
  const rows = await db
    .selectFrom('level')
    .innerJoin(newest, join =>
      join.onRef('newest.id', '=', 'level.id').onRef('newest.version', '=', 'level.version'),
    )
    .select('data')
    .where('tenantId', '=', tenantId)
    .orderBy('level.id')
    .execute();
  return rows.map(({ data }) => levelSchema.parse(JSON.parse(data)));
}

/** How many levels there are. */
export async function countLevels({ db, tenantId }: Pick<Work, 'db' | 'tenantId'>): Promise<number> {
  const { count } = await db
    .selectFrom('level')
    .select(row => row.fn.countAll<number>().as('count'))
    .where('tenantId', '=', tenantId)
    .where('version', '=', 1)
    .executeTakeFirstOrThrow();
  return count;
}
