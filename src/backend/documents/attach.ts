import { isDeepStrictEqual } from 'node:util';
import { currentDocuments, type Document } from '../../shared/domain/index.ts';
import { ok, type Result } from '../../shared/result.ts';
import { timestampOf } from '../environment.ts';
import { answerRequest, changed, statusOnceGiven, type CustomerRecord } from '../customers/index.ts';
import { refuse, type Refusal } from '../http/refusal.ts';
import { isAnsweredBy } from './answers.ts';
import type { Upload } from './receive.ts';
import { hasRoom } from './room.ts';

export interface Attached {
  readonly kind: 'known' | 'new';
  readonly document: Document;
  /** The same record where nothing is new and nothing was answered. */
  readonly record: CustomerRecord;
}

export interface Attachment {
  readonly upload: Upload;
  readonly id: string;
  readonly uploadedBy: string;
  readonly at: number;
}

/**
 * What an upload does to its customer: the same bytes of the same type and side are the document that is there already,
 * as long as nothing took its place. They may be an answer all the same.
 */
export function attach(
  record: CustomerRecord,
  { upload, id, uploadedBy, at }: Attachment,
): Result<Attached, Refusal<'invalid_payload' | 'invalid_transition'>> {
  const { customer } = record;
  const { meta, sha256 } = upload;
  const current = currentDocuments(customer.documents);
  const known = current.find(
    one => one.sha256 === sha256 && one.type === meta.type && (one.side ?? null) === (meta.side ?? null),
  );
  const answering = (document: Document, documents: readonly Document[]) =>
    answerRequest(
      customer,
      one =>
        isAnsweredBy(one, {
          document,
          replaces: meta.replaces,
          documents,
          openedAt: customer.rfi?.openedAt ?? '',
        }),
      at,
    );
  if (known) {
    const progress = answering(known, customer.documents);
    if (isDeepStrictEqual(progress.rfi, customer.rfi)) return ok({ kind: 'known', document: known, record });
    const facts = progress.status === customer.status ? [] : ['status'];
    const answered = changed(record, { set: progress, facts, device: null, at, touches: true });
    return ok({ kind: 'known', document: known, record: answered });
  }
  if (customer.status === 'REJECTED') {
    return refuse('invalid_transition', 'A rejected case takes no more documents.');
  }
  if (meta.replaces !== undefined && !current.some(one => one.id === meta.replaces)) {
    const errors = [{ path: 'meta.replaces', message: 'no current document of this customer' }];
    return refuse('invalid_payload', 'There is no such document to replace.', { errors });
  }
  if (!hasRoom(customer.documents, { size: upload.size, uploadedBy })) {
    const errors = [{ path: 'file', message: 'the case has no room for more' }];
    return refuse('invalid_payload', 'This case keeps no more documents.', { errors });
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
  const documents = [...customer.documents, document];
  const progress = answering(document, documents);
  const status = statusOnceGiven(progress.status);
  const set = { documents, ...progress, status };
  const facts = [`document:${id}`, ...(status === customer.status ? [] : ['status'])];
  return ok({
    kind: 'new',
    document,
    record: changed(record, { set, facts, device: null, at, touches: true }),
  });
}
