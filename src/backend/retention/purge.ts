import { commandResultSchema, type CommandResult, type Customer } from '../../shared/domain/index.ts';
import { forgetPrints } from '../providers/index.ts';
import type { Work } from '../store/index.ts';
import { deleteDeliveries } from '../webhooks/index.ts';

/** Bytes go with the last document that has them: another customer may have sent the same ones. */
async function purgeDocuments({ db, tenantId }: Work, customerId: string): Promise<void> {
  const documents = db
    .selectFrom('document')
    .where('tenantId', '=', tenantId)
    .where('customerId', '=', customerId);
  const hashes = (await documents.select('sha256').distinct().execute()).map(({ sha256 }) => sha256);
  await db
    .deleteFrom('document')
    .where('tenantId', '=', tenantId)
    .where('customerId', '=', customerId)
    .execute();
  for (const sha256 of hashes) {
    const other = await db
      .selectFrom('document')
      .select('id')
      .where('tenantId', '=', tenantId)
      .where('sha256', '=', sha256)
      .limit(1)
      .executeTakeFirst();
    if (other) continue;
    const blob = await db
      .selectFrom('blob')
      .select('chunkKey')
      .where('tenantId', '=', tenantId)
      .where('sha256', '=', sha256)
      .executeTakeFirst();
    if (!blob) continue;
    await db
      .deleteFrom('blobChunk')
      .where('tenantId', '=', tenantId)
      .where('chunkKey', '=', blob.chunkKey)
      .execute();
    await db.deleteFrom('blob').where('tenantId', '=', tenantId).where('sha256', '=', sha256).execute();
  }
}

async function purgeNotes({ db, tenantId, publish }: Work, customerId: string): Promise<void> {
  const notes = await db
    .deleteFrom('note')
    .where('tenantId', '=', tenantId)
    .where('customerId', '=', customerId)
    .returning('id')
    .execute();
  for (const { id } of notes) publish({ entity: 'note', id, op: 'delete', version: 2, data: null });
}

async function purgeTransactions({ db, tenantId, publish }: Work, customerId: string): Promise<void> {
  const transactions = await db
    .deleteFrom('transaction')
    .where('tenantId', '=', tenantId)
    .where('customerId', '=', customerId)
    .returning('id')
    .execute();
  for (const { id } of transactions)
    publish({ entity: 'transaction', id, op: 'delete', version: 2, data: null });
}

async function purgeLinks({ db, tenantId, publish }: Work, customerId: string): Promise<void> {
  const links = await db
    .deleteFrom('link')
    .where('tenantId', '=', tenantId)
    .where('customerId', '=', customerId)
    .returning(['id', 'version'])
    .execute();
  for (const { id, version } of links)
    publish({ entity: 'link', id, op: 'delete', version: version + 1, data: null });
}

/** What a repeated command is answered, without what the case was. */
function bareResult(json: string): string {
  const { id, result, status, code, version } = commandResultSchema.parse(JSON.parse(json));
  return JSON.stringify({ id, result, status, code, version } satisfies CommandResult);
}

/** A command stays known by its id and hash, so that it is never applied twice; what it said is gone. */
async function purgeCommands({ db, tenantId }: Work, customerId: string): Promise<void> {
  const commands = await db
    .selectFrom('command')
    .select(['id', 'result'])
    .where('tenantId', '=', tenantId)
    .where('customerId', '=', customerId)
    .execute();
  for (const { id, result } of commands) {
    await db
      .updateTable('command')
      .set({ command: '{}', result: bareResult(result) })
      .where('tenantId', '=', tenantId)
      .where('id', '=', id)
      .execute();
  }
}

/** The log keeps its hashes and so its root; without the nonces what was hashed can't be guessed back. */
const purgeAudit = ({ db, tenantId }: Work, customerId: string) =>
  db
    .updateTable('audit')
    .set({ nonce: null, data: null })
    .where('tenantId', '=', tenantId)
    .where('customerId', '=', customerId)
    .execute();

/** Tables of which every row of a customer goes, and nobody is told. */
const plain = ['contact', 'checkRun', 'leadRow'] as const;

/**
 * Removes a customer with everything that was given or said: documents, notes, transactions, links, contacts, the texts of commands, the
 * data of the audit log. Workstations are told by a `delete`; that it happened is in the audit.
 */
export async function purgeCustomer(work: Work, { id, version, status }: Customer): Promise<void> {
  const { db, tenantId } = work;
  await purgeDocuments(work, id);
  await forgetPrints(db, tenantId, id);
  await purgeNotes(work, id);
  await purgeTransactions(work, id);
  await purgeLinks(work, id);
  await deleteDeliveries(work, 'customerId', id);
  await purgeCommands(work, id);
  await purgeAudit(work, id);
  for (const table of plain) {
    await db.deleteFrom(table).where('tenantId', '=', tenantId).where('customerId', '=', id).execute();
  }
  await db.deleteFrom('job').where('tenantId', '=', tenantId).where('key', '=', id).execute();
  await db.deleteFrom('customer').where('tenantId', '=', tenantId).where('id', '=', id).execute();
  work.publish({ entity: 'customer', id, op: 'delete', version: version + 1, data: null });
  work.audit({ actor: 'system', action: 'customer.purged', customerId: id, data: { status } });
}
