import {
  commandResultSchema,
  commandSchema,
  roleSchema,
  type Command,
  type CommandResult,
  type Level,
  type Role,
} from '../../shared/domain/index.ts';
import { z } from '../../shared/zod.ts';
import { findCustomers, type CustomerRecord } from '../customers/index.ts';
import type { Workstation } from '../identity/index.ts';
import { findLevel } from '../levels/index.ts';
import type { Work } from '../store/index.ts';
import type { Received } from './envelope.ts';
import type { Head } from './chain.ts';
import type { AwaitedFinish } from './situation.ts';

const rolesSchema = z.array(roleSchema);

/** A command that has its final answer. */
export interface KnownCommand {
  readonly hash: string;
  readonly deviceId: string;
  readonly result: CommandResult;
  /** What it asked for, where that is a finished check: a second approval carries it out. */
  readonly finish: AwaitedFinish | undefined;
}

/** Everything in the store that a batch of commands touches on. Answering it works on this alone. */
export interface World {
  readonly head: Head;
  readonly commands: ReadonlyMap<string, KnownCommand>;
  readonly customers: ReadonlyMap<string, CustomerRecord>;
  /** By `levelKey`. */
  readonly levels: ReadonlyMap<string, Level>;
  readonly users: ReadonlyMap<string, readonly Role[]>;
}

export const levelKey = ({ customer }: CustomerRecord): string =>
  `${customer.levelId}@${customer.levelVersion}`;

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

function namedCommands(command: Command): readonly string[] {
  const dependsOn = command.dependsOn === null ? [] : [command.dependsOn];
  return command.type === 'approval.second' ? [...dependsOn, command.payload.commandId] : dependsOn;
}

/** A finished check, if that is what this stored command is. */
function finishOf(type: string, json: string): AwaitedFinish | undefined {
  if (type !== 'review.finish') return undefined;
  const command = commandSchema.safeParse(JSON.parse(json));
  return command.success && command.data.type === 'review.finish' ? command.data : undefined;
}

async function findCommands(work: Work, ids: readonly string[]): Promise<ReadonlyMap<string, KnownCommand>> {
  if (ids.length === 0) return new Map();
  const rows = await work.db
    .selectFrom('command')
    .select(['id', 'hash', 'deviceId', 'type', 'command', 'result'])
    .where('tenantId', '=', work.tenantId)
    .where('id', 'in', ids)
    .execute();
  return new Map(
    rows.map(({ id, hash, deviceId, type, command, result }) => [
      id,
      {
        hash,
        deviceId,
        result: commandResultSchema.parse(JSON.parse(result)),
        finish: finishOf(type, command),
      },
    ]),
  );
}

async function findRoles(work: Work, ids: readonly string[]): Promise<ReadonlyMap<string, readonly Role[]>> {
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

async function findLevels(
  work: Work,
  records: Iterable<CustomerRecord>,
): Promise<ReadonlyMap<string, Level>> {
  const levels = new Map<string, Level>();
  for (const record of records) {
    const key = levelKey(record);
    if (levels.has(key)) continue;
    const level = await findLevel(work, record.customer.levelId, record.customer.levelVersion);
    if (!level) throw new Error(`a customer of the unknown level ${key}`);
    levels.set(key, level);
  }
  return levels;
}

/** Reads all that a batch touches on: a handful of queries, however many commands there are. */
export async function gather(work: Work, caller: Workstation, batch: readonly Received[]): Promise<World> {
  const head = await work.db
    .selectFrom('device')
    .select(['lastSeq as seq', 'lastHash as hash'])
    .where('tenantId', '=', caller.tenantId)
    .where('id', '=', caller.deviceId)
    .executeTakeFirstOrThrow();
  const commands = batch.flatMap(received => (received.kind === 'command' ? [received.command] : []));
  const ids = batch.flatMap(received => (received.kind === 'unreadable' ? [] : [received.envelope.id]));
  const unique = (values: readonly string[]): readonly string[] => [...new Set(values)].toSorted();
  const customers = await findCustomers(work, unique(commands.map(({ customerId }) => customerId)));
  return {
    head,
    commands: await findCommands(work, unique([...ids, ...commands.flatMap(namedCommands)])),
    customers,
    levels: await findLevels(work, customers.values()),
    users: await findRoles(work, unique(commands.flatMap(namedUsers))),
  };
}
