import type { Document } from '../../shared/domain/index.ts';
import { ok, type Result } from '../../shared/result.ts';
import { updateCustomer, type CustomerRecord } from '../customers/index.ts';
import type { Refusal } from '../http/refusal.ts';
import type { Work } from '../store/index.ts';
import { attach } from './attach.ts';
import type { Upload } from './receive.ts';
import { adopt } from './staging.ts';

export interface Taking {
  readonly upload: Upload;
  /** Under which the bytes are staged. */
  readonly chunkKey: string;
  /** The id of the document, if it is a new one. */
  readonly id: string;
  readonly uploadedBy: string;
  readonly actor: string;
}

export interface Taken {
  readonly kind: 'known' | 'new';
  readonly document: Document;
  /** Whether it changed anything: what is known and asked for is an answer all the same. */
  readonly answers: boolean;
  /** Whether the staged bytes are the store's own now; else whoever staged them discards them. */
  readonly adopted: boolean;
}

/** Gives a customer the document whose bytes were staged. */
export async function takeDocument(
  step: Work,
  record: CustomerRecord,
  { upload, chunkKey, id, uploadedBy, actor }: Taking,
): Promise<Result<Taken, Refusal<'invalid_payload' | 'invalid_transition'>>> {
  const { db, tenantId } = step;
  const attached = attach(record, { upload, id, uploadedBy, at: step.at });
  if (!attached.ok) return attached;
  const { document } = attached.value;
  const customerId = record.customer.id;
  if (attached.value.kind === 'known') {
    if (attached.value.record === record)
      return ok({ kind: 'known', document, adopted: false, answers: false });
    await updateCustomer(step, attached.value.record, record);
    const data = { documentId: document.id, type: document.type };
    step.audit({ actor, action: 'document.confirmed', customerId, data });
    return ok({ kind: 'known', document, adopted: false, answers: true });
  }
  const { sha256, size, mime } = upload;
  const adopted = await adopt(db, tenantId, chunkKey, { sha256, size, mime });
  await db
    .insertInto('document')
    .values({ tenantId, id: document.id, customerId, type: document.type, sha256 })
    .execute();
  await updateCustomer(step, attached.value.record, record);
  step.audit({
    actor,
    action: 'document.received',
    customerId,
    data: { documentId: document.id, type: document.type, sha256, replaces: document.replaces ?? null },
  });
  return ok({ kind: 'new', document, adopted, answers: true });
}
