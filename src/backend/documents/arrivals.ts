import type { Customer, Document } from '../../shared/domain/index.ts';
import { hasRoom } from './room.ts';

type Coming = Pick<Document, 'size' | 'uploadedBy'>;

/** Uploads on their way to cases, of this process. */
export interface Arrivals {
  /**
   * Lets an upload in that may come to `size` bytes, as long as its case has room for it beside what is on its way there
   * already; undefined where it has none. What is returned is called once the upload has ended.
   */
  readonly begin: (customer: Pick<Customer, 'id' | 'documents'>, upload: Coming) => (() => void) | undefined;
}

/** Counts what is on its way as if it were there: bytes take their place on the disk as they come. */
export function createArrivals(): Arrivals {
  const coming = new Map<string, Set<Coming>>();
  return {
    begin: ({ id, documents }, { size, uploadedBy }) => {
      const mine = coming.get(id) ?? new Set();
      const one = { size, uploadedBy };
      // One is let in also where the case is full: the bytes of a document that is there take no room.
      if (mine.size > 0 && !hasRoom([...documents, ...mine], one)) return undefined;
      coming.set(id, mine.add(one));
      return () => {
        mine.delete(one);
        if (mine.size === 0) coming.delete(id);
      };
    },
  };
}
