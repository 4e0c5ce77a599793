import type { Document, DocumentType } from '../../../shared/domain/index.ts';
import { createPool, type PoolOptions } from './pool.ts';
import type { Depth, Reading } from './reading.ts';

export interface Reader {
  /** Reads a document, once for all who ask for the same bytes at about the same time. */
  readonly read: (
    document: Pick<Document, 'sha256' | 'mime' | 'type'>,
    bytes: () => Promise<Uint8Array>,
    signal: AbortSignal,
  ) => Promise<Reading>;
  readonly close: () => Promise<void>;
}

interface Shared {
  readonly reading: Promise<Reading>;
  readonly stop: AbortController;
  waiting: number;
}

/** Readings that are kept for the next check of the same case; they hold what stands on documents, so they are few. */
const kept = 24;

const depthOf = (type: DocumentType): Depth => (type === 'selfie' ? 'looks' : 'text');

/** Reads documents in processes of their own; both checks that look at documents share what was read. */
export function createReader(options: PoolOptions = {}): Reader {
  const pool = createPool(options);
  const shared = new Map<string, Shared>();

  const begin = (
    key: string,
    document: Pick<Document, 'mime' | 'type'>,
    bytes: () => Promise<Uint8Array>,
  ): Shared => {
    const stop = new AbortController();
    const reading = pool.read({ bytes, mime: document.mime, depth: depthOf(document.type) }, stop.signal);
    const one: Shared = { reading, stop, waiting: 0 };
    shared.set(key, one);
    // What failed is tried again by the next who asks; those who wait get the error themselves.
    reading.catch(() => {
      if (shared.get(key) === one) shared.delete(key);
    });
    const oldest = shared.keys().next();
    if (shared.size > kept && !oldest.done) shared.delete(oldest.value);
    return one;
  };

  return {
    read: async (document, bytes, signal) => {
      signal.throwIfAborted();
      const key = `${depthOf(document.type)} ${document.sha256}`;
      const one = shared.get(key) ?? begin(key, document, bytes);
      one.waiting += 1;
      let leave: (() => void) | undefined;
      const left = new Promise<never>((_, reject) => {
        leave = () => reject(new Error('aborted', { cause: signal.reason }));
        signal.addEventListener('abort', leave, { once: true });
      });
      let done = false;
      try {
        const reading = await Promise.race([one.reading, left]);
        done = true;
        return reading;
      } finally {
        if (leave) signal.removeEventListener('abort', leave);
        one.waiting -= 1;
        // Nobody wants it any more: the process is free for the next.
        if (!done && one.waiting === 0) {
          if (shared.get(key) === one) shared.delete(key);
          one.stop.abort();
        }
      }
    },
    close: pool.close,
  };
}
