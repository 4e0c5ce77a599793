import { parseItem } from '../../../shared/domain/index.ts';
import type { CaseItem } from '../../../shared/ipc/index.ts';
import type { Place } from './desk-store.ts';

/**
 * Where to look for an item: the document itself, or where its values were read, one place a document, those that
 * contradict the given value first.
 */
export function placesOf(item: CaseItem): readonly Place[] {
  if (item.kind === 'document') return [{ documentId: parseItem(item.item).key, page: 1 }];
  const read = item.extracted
    .filter(value => value.documentId != null)
    .toSorted((a, b) => Number(a.value === item.provided) - Number(b.value === item.provided));
  const documents = new Set<string>();
  return read.flatMap(({ documentId, page, region }) => {
    if (documentId == null || documents.has(documentId)) return [];
    documents.add(documentId);
    return [{ documentId, page: page ?? 1, region: region ?? undefined }];
  });
}
