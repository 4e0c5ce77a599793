import type { Customer } from '../../shared/domain/index.ts';
import type { Store } from '../store/index.ts';
import { findBlob, readBlob } from './blobs.ts';

/** All bytes of one of a customer's documents; throws when there is no such document or its bytes are gone. */
export async function readDocument(
  store: Store,
  tenantId: string,
  { documents }: Pick<Customer, 'documents'>,
  documentId: string,
): Promise<Uint8Array> {
  const document = documents.find(({ id }) => id === documentId);
  const blob = document && (await findBlob(store.reader, tenantId, document.sha256));
  if (!blob) throw new Error('no such document');
  // Filled piece by piece: the pieces and the whole are never there together.
  const all = new Uint8Array(blob.size);
  let filled = 0;
  for await (const piece of readBlob(store, tenantId, blob, 0, blob.size - 1)) {
    all.set(piece, filled);
    filled += piece.length;
  }
  return all;
}
