import { commandTypeSchema, idSchema } from '../../shared/domain/index.ts';
import { z } from '../../shared/zod.ts';
import { findCustomers, updateCustomer } from '../customers/index.ts';
import type { Workstation } from '../identity/index.ts';
import type { Work } from '../store/index.ts';
import type { World } from './gather.ts';
import type { Progress, Settled } from './stream.ts';

const headingsSchema = z.object({
  type: z.union([commandTypeSchema, z.literal('unknown')]).catch('unknown'),
  customerId: idSchema.or(z.literal('')).catch(''),
});

/** The type and customer of a command, as far as it has them: it may be one that was not understood. */
function headings(raw: unknown): { readonly type: string; readonly customerId: string } {
  const read = headingsSchema.safeParse(raw);
  return read.success ? read.data : { type: 'unknown', customerId: '' };
}

/** Of the customers that commands name, the ids of those that there are. */
async function customersThere(work: Work, world: World, settled: readonly Settled[]): Promise<Set<string>> {
  const there = new Set(world.customers.keys());
  const others = settled.map(({ raw }) => headings(raw).customerId).filter(id => !there.has(id));
  for (const id of (await findCustomers(work, [...new Set(others)])).keys()) there.add(id);
  return there;
}

/** What a command said is kept as long as its customer is: of one who was purged, or never was, nothing would remove it. */
function rowOf(work: Work, { envelope, raw, result }: Settled, there: ReadonlySet<string>) {
  const heading = headings(raw);
  return {
    tenantId: work.tenantId,
    id: envelope.id,
    deviceId: envelope.deviceId,
    deviceSeq: envelope.deviceSeq,
    ...heading,
    userId: envelope.userId,
    hash: envelope.hash,
    receivedAt: work.at,
    outcome: result.result,
    command: there.has(heading.customerId) ? JSON.stringify(raw) : '{}',
    result: JSON.stringify(result),
  };
}

function audit(work: Work, { envelope, raw, result }: Settled): void {
  const { type, customerId } = headings(raw);
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

/** Writes what a batch came to: its commands, the customers as they are at its end, notes, audit and the device's head. */
export async function write(
  work: Work,
  caller: Workstation,
  world: World,
  progress: Progress,
): Promise<void> {
  const { db, tenantId } = work;
  for (const [id, records] of progress.customers) {
    const record = records.at(-1);
    // What happened on the way is not stored, but it happened: others are told of each step.
    if (record) await updateCustomer(work, record, world.customers.get(id), records.slice(0, -1));
  }
  if (progress.settled.length > 0) {
    const there = await customersThere(work, world, progress.settled);
    await work.insertRows(
      'command',
      progress.settled.map(settled => rowOf(work, settled, there)),
    );
    for (const settled of progress.settled) audit(work, settled);
  }
  const notes = progress.notes.map(note => ({
    tenantId,
    id: note.id,
    customerId: note.customerId,
    at: work.at,
    data: JSON.stringify(note),
  }));
  await work.insertRows('note', notes);
  for (const { id, data } of notes) work.publish({ entity: 'note', id, op: 'upsert', version: 1, data });
  if (progress.head.seq !== world.head.seq) {
    await db
      .updateTable('device')
      .set({ lastSeq: progress.head.seq, lastHash: progress.head.hash })
      .where('tenantId', '=', tenantId)
      .where('id', '=', caller.deviceId)
      .execute();
  }
}
