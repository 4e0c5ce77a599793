import type { Customer } from '../../shared/domain/index.ts';
import type { Queries } from '../store/index.ts';
import type { PastEntry } from './history-of.ts';
import { knownFacts, recordHistories, type Writing } from './record.ts';

const parsed = (json: string | null): unknown => (json === null ? undefined : JSON.parse(json));

const payloadOf = (command: unknown): unknown =>
  typeof command === 'object' && command !== null && 'payload' in command ? command.payload : undefined;

/** What the audit log has of some customers, in its order, with the commands that it names. */
async function logsOf(
  db: Queries,
  tenantId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly PastEntry[]>> {
  const entries = await db
    .selectFrom('audit')
    .select(['at', 'action', 'customerId', 'data'])
    .where('tenantId', '=', tenantId)
    .where('customerId', 'in', ids)
    .orderBy('index')
    .execute();
  const commands = await db
    .selectFrom('command')
    .select(['id', 'userId', 'command', 'result'])
    .where('tenantId', '=', tenantId)
    .where('customerId', 'in', ids)
    .where('outcome', '=', 'applied')
    .execute();
  const byId = new Map(commands.map(command => [command.id, command]));
  const logs = new Map<string, PastEntry[]>();
  for (const { at, action, customerId, data } of entries) {
    const told = parsed(data);
    const id = typeof told === 'object' && told !== null && 'commandId' in told ? told.commandId : undefined;
    const command = typeof id === 'string' ? byId.get(id) : undefined;
    const said = command && {
      userId: command.userId,
      payload: payloadOf(parsed(command.command)),
      result: parsed(command.result),
    };
    const log = logs.get(customerId ?? '') ?? [];
    log.push({ at, action, data: told, ...said });
    logs.set(customerId ?? '', log);
  }
  return logs;
}

/** Works out what metrics count of cases that an earlier version kept nothing of; of those that are counted, nothing. */
export async function recordEarlier(work: Writing, customers: readonly Customer[]): Promise<void> {
  const { db, tenantId } = work;
  const counted = await knownFacts(
    work,
    customers.map(({ id }) => id),
  );
  const uncounted = customers.filter(({ id }) => !counted.has(id));
  if (uncounted.length === 0) return;
  const ids = uncounted.map(({ id }) => id);
  await recordHistories(work, uncounted, await logsOf(db, tenantId, ids));
}
