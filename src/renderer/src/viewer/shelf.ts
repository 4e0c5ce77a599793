import { createKept } from './kept.ts';
import type { DocumentSource } from './open/index.ts';

export interface Shelf {
  readonly get: (documentId: string) => DocumentSource | undefined;
  readonly put: (documentId: string, source: DocumentSource) => void;
  /** Keeps a document open, once it is, until the returned function is called: it is on the screen. */
  readonly hold: (documentId: string) => () => void;
  /** Closes what matches, held or not. */
  readonly drop: (matches: (documentId: string, source: DocumentSource) => boolean) => void;
}

/**
 * Opened documents, the least recently used closed when they cost too much. What somebody looks at is never closed
 * to make room: it moves to the overflow and is closed when the last one has let go of it.
 */
export function createShelf(budgetBytes: number, most: number): Shelf {
  const holders = new Map<string, number>();
  const overflow = new Map<string, DocumentSource>();
  const kept = createKept<DocumentSource>(budgetBytes, most, (source, documentId) => {
    if (holders.has(documentId)) overflow.set(documentId, source);
    else source.close();
  });

  const release = (documentId: string): void => {
    const left = (holders.get(documentId) ?? 0) - 1;
    if (left > 0) {
      holders.set(documentId, left);
      return;
    }
    holders.delete(documentId);
    overflow.get(documentId)?.close();
    overflow.delete(documentId);
  };

  return {
    get: documentId => overflow.get(documentId) ?? kept.get(documentId),
    put: (documentId, source) => kept.put(documentId, source, source.bytes),
    hold: documentId => {
      let held = true;
      holders.set(documentId, (holders.get(documentId) ?? 0) + 1);
      return () => {
        if (held) release(documentId);
        held = false;
      };
    },
    drop: matches => {
      kept.drop(matches);
      for (const [documentId, source] of overflow) {
        if (!matches(documentId, source)) continue;
        overflow.delete(documentId);
        source.close();
      }
    },
  };
}
