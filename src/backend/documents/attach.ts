import { currentDocuments, itemOf, type Document } from '../../shared/domain/index.ts';
import { ok, type Result } from '../../shared/result.ts';
import { timestampOf } from '../environment.ts';
import { answerRequest, changed, statusOnceGiven, type CustomerRecord } from '../customers/index.ts';
import { refuse, type Refusal } from '../http/refusal.ts';
import type { Upload } from './receive.ts';

export type Attached =
  | { readonly kind: 'known'; readonly document: Document }
  | { readonly kind: 'new'; readonly document: Document; readonly record: CustomerRecord };

export interface Attachment {
  readonly upload: Upload;
  readonly id: string;
  readonly uploadedBy: string;
  readonly at: number;
}

/** What an upload does to its customer: the same bytes of the same type are the document that is there already. */
export function attach(
  record: CustomerRecord,
  { upload, id, uploadedBy, at }: Attachment,
): Result<Attached, Refusal<'invalid_payload' | 'invalid_transition'>> {
  const { customer } = record;
  const { meta, sha256 } = upload;
  const known = customer.documents.find(one => one.sha256 === sha256 && one.type === meta.type);
  if (known) return ok({ kind: 'known', document: known });
  if (customer.status === 'REJECTED') {
    return refuse('invalid_transition', 'A rejected case takes no more documents.');
  }
  if (
    meta.replaces !== undefined &&
    !currentDocuments(customer.documents).some(one => one.id === meta.replaces)
  ) {
    const errors = [{ path: 'meta.replaces', message: 'no current document of this customer' }];
    return refuse('invalid_payload', 'There is no such document to replace.', { errors });
  }
  const document: Document = {
    id,
    customerId: customer.id,
    type: meta.type,
    side: meta.side ?? null,
    page: meta.page ?? null,
    filename: upload.filename,
    mime: upload.mime,
    size: upload.size,
    sha256,
    replaces: meta.replaces ?? null,
    uploadedAt: timestampOf(at),
    uploadedBy,
  };
  const answered = new Set([
    itemOf('documentType', meta.type),
    ...(meta.replaces === undefined ? [] : [itemOf('document', meta.replaces)]),
  ]);
  const progress = answerRequest(customer, ({ item }) => answered.has(item), at);
  const status = statusOnceGiven(progress.status);
  const set = { documents: [...customer.documents, document], ...progress, status };
  const facts = [`document:${id}`, ...(status === customer.status ? [] : ['status'])];
  return ok({
    kind: 'new',
    document,
    record: changed(record, { set, facts, device: null, at, touches: true }),
  });
}
