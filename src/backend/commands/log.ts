import { commandResultSchema, type Command, type CommandResult } from '../../shared/domain/index.ts';
import type { Work } from '../store/index.ts';
import type { Envelope } from './envelope.ts';
import { refused, waiting } from './results.ts';

/** The last command of a device with a final answer. */
export interface Head {
  readonly seq: number;
  readonly hash: string;
}

/** What a command of this id was answered first, and to which content. */
export async function findFirst(
  work: Work,
  id: string,
): Promise<{ readonly hash: string; readonly result: CommandResult } | undefined> {
  const row = await work.db
    .selectFrom('command')
    .select(['hash', 'result'])
    .where('tenantId', '=', work.tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && { hash: row.hash, result: commandResultSchema.parse(JSON.parse(row.result)) };
}

/** Why a command is not the next of its device's chain; undefined when it is. */
export function chainFault({ id, deviceSeq, prevHash }: Envelope, head: Head): CommandResult | undefined {
  if (deviceSeq <= head.seq) {
    return refused(id, 'sequence_reused', `Another command of this device had deviceSeq ${deviceSeq}.`);
  }
  if (deviceSeq > head.seq + 1) return waiting(id, head.seq + 1);
  return prevHash === head.hash
    ? undefined
    : refused(id, 'chain_broken', 'prevHash is not the hash of the command before it.');
}

/** Whether the earlier command of the same device on which this one builds was applied. */
export async function dependencyApplied(work: Work, command: Command, dependsOn: string): Promise<boolean> {
  const row = await work.db
    .selectFrom('command')
    .select('outcome')
    .where('tenantId', '=', work.tenantId)
    .where('id', '=', dependsOn)
    .where('deviceId', '=', command.deviceId)
    .executeTakeFirst();
  return row?.outcome === 'applied';
}

/** Keeps a command with its final answer, and audits it. */
export async function record(
  work: Work,
  envelope: Envelope,
  raw: unknown,
  result: CommandResult,
): Promise<void> {
  const { type, customerId } = headings(raw);
  await work.db
    .insertInto('command')
    .values({
      tenantId: work.tenantId,
      id: envelope.id,
      deviceId: envelope.deviceId,
      deviceSeq: envelope.deviceSeq,
      customerId,
      userId: envelope.userId,
      type,
      hash: envelope.hash,
      receivedAt: work.at,
      outcome: result.result,
      command: JSON.stringify(raw),
      result: JSON.stringify(result),
    })
    .execute();
  work.audit({
    actor: `user:${envelope.userId}`,
    action: `command.${type}`,
    ...(customerId === '' ? {} : { customerId }),
    data: {
      commandId: envelope.id,
      hash: envelope.hash,
      deviceId: envelope.deviceId,
      deviceSeq: envelope.deviceSeq,
      result: result.result,
      code: result.code ?? null,
      version: result.version ?? null,
    },
  });
}

/** The type and customer of a command, as far as they are words at all: it may be one that was not understood. */
function headings(raw: unknown): { readonly type: string; readonly customerId: string } {
  const { type, customerId } = { type: '', customerId: '', ...(typeof raw === 'object' ? raw : {}) };
  const word = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 64) : '');
  return { type: word(type) || 'unknown', customerId: word(customerId) };
}

export async function saveHead(work: Work, deviceId: string, head: Head): Promise<void> {
  await work.db
    .updateTable('device')
    .set({ lastSeq: head.seq, lastHash: head.hash })
    .where('tenantId', '=', work.tenantId)
    .where('id', '=', deviceId)
    .execute();
}
