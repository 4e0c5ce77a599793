import { commandSchema, roleSchema, type Command, type Level, type Role } from '../../shared/domain/index.ts';
import { z } from '../../shared/zod.ts';
import { findCustomer } from '../customers/index.ts';
import { findLevel } from '../levels/index.ts';
import type { Work } from '../store/index.ts';
import type { AwaitedFinish, Situation } from './situation.ts';

const rolesSchema = z.array(roleSchema);

/** Levels by id and version: immutable, so that a batch reads each once. */
export type LevelCache = Map<string, Level>;

function namedUsers(command: Command): readonly string[] {
  switch (command.type) {
    case 'customer.assign':
      return command.payload.userId === null ? [] : [command.payload.userId];
    case 'customer.escalate':
      return [command.payload.to];
    case 'note.add':
      return command.payload.mentions;
    default:
      return [];
  }
}

async function usersOf(work: Work, ids: readonly string[]): Promise<ReadonlyMap<string, readonly Role[]>> {
  if (ids.length === 0) return new Map();
  const rows = await work.db
    .selectFrom('user')
    .select(['id', 'roles'])
    .where('tenantId', '=', work.tenantId)
    .where('id', 'in', ids)
    .where('disabledAt', 'is', null)
    .execute();
  return new Map(rows.map(({ id, roles }) => [id, rolesSchema.parse(JSON.parse(roles))]));
}

async function levelOf(work: Work, cache: LevelCache, id: string, version: number): Promise<Level> {
  const key = `${id}@${version}`;
  const level = cache.get(key) ?? (await findLevel(work, id, version));
  if (!level) throw new Error(`a customer of the unknown level ${key}`);
  cache.set(key, level);
  return level;
}

async function awaitedBy(work: Work, command: Command): Promise<AwaitedFinish | undefined> {
  if (command.type !== 'approval.second') return undefined;
  const row = await work.db
    .selectFrom('command')
    .select('command')
    .where('tenantId', '=', work.tenantId)
    .where('id', '=', command.payload.commandId)
    .where('customerId', '=', command.customerId)
    .where('type', '=', 'review.finish')
    .where('outcome', '=', 'applied')
    .executeTakeFirst();
  if (!row) return undefined;
  const finish = commandSchema.parse(JSON.parse(row.command));
  return finish.type === 'review.finish' ? finish : undefined;
}

/** Reads everything that a command is judged by; undefined when there is no such customer. */
export async function gather(
  work: Work,
  command: Command,
  roles: readonly Role[],
  levels: LevelCache,
  newId: () => string,
): Promise<Situation | undefined> {
  const record = await findCustomer(work.db, work.tenantId, command.customerId);
  if (!record) return undefined;
  return {
    record,
    level: await levelOf(work, levels, record.customer.levelId, record.customer.levelVersion),
    roles,
    users: await usersOf(work, namedUsers(command)),
    awaited: await awaitedBy(work, command),
    at: work.at,
    newId,
  };
}
