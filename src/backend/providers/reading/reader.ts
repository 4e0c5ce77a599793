import type { Document, DocumentType } from '../../../shared/domain/index.ts';
import { createPool, type PoolOptions } from './pool.ts';
import type { Depth, Reading } from './reading.ts';

type ReadDocument = Pick<Document, 'sha256' | 'mime' | 'type'> & Partial<Pick<Document, 'customerId'>>;

export interface Reader {
  /** Reads a document, once for all who ask for the same bytes at about the same time; the cases they are of take turns. */
  readonly read: (
    document: ReadDocument,
    bytes: () => Promise<Uint8Array>,
    signal: AbortSignal,
  ) => Promise<Reading>;
  readonly close: () => Promise<void>;
}

interface Shared {
  readonly reading: Promise<Reading>;
  readonly stop: AbortController;
  waiting: number;
  /** Words that are held; undefined while it is being read. */
  words: number | undefined;
}

/**
 * Readings, of all cases together, that are kept for the next check of the same case; they hold what stands on documents, so
 * they are few: as many as one applicant may send, so that a case for which one attempt has no time goes on where it was,
 * unless others came between. A word takes some 250 bytes: together no more than 25 MB.
 */
const kept = { readings: 100, words: 100_000 } as const;

const wordsOf = (reading: Reading): number =>
  reading.kind === 'read'
    ? reading.pages.reduce(
        (sum, { lines }) => sum + lines.reduce((all, { words }) => all + words.length, 0),
        0,
      )
    : 0;

/** IDs are looked at: what a file says of itself beside its picture is no ID. */
const drawn: readonly DocumentType[] = [
  'passport',
  'national_id',
  'driving_licence',
  'residence_permit',
  'director_id',
];

const depthOf = (type: DocumentType): Depth => {
  if (type === 'selfie') return 'looks';
  return drawn.includes(type) ? 'picture' : 'text';
};

/** Reads documents in processes of their own; both checks that look at documents share what was read. */
export function createReader(options: PoolOptions = {}): Reader {
  const pool = createPool(options);
  const shared = new Map<string, Shared>();

  const forgetOldest = (): void => {
    // What is being read weighs nothing yet, and whoever asks for it meanwhile is to get it too.
    const held = [...shared].filter(([, { words }]) => words !== undefined);
    let [readings, words] = [held.length, held.reduce((sum, [, one]) => sum + (one.words ?? 0), 0)];
    for (const [key, one] of held) {
      if (readings <= kept.readings && words <= kept.words) return;
      shared.delete(key);
      readings -= 1;
      words -= one.words ?? 0;
    }
  };

  const begin = (key: string, document: ReadDocument, bytes: () => Promise<Uint8Array>): Shared => {
    const stop = new AbortController();
    const { mime, type, customerId } = document;
    const reading = pool.read({ bytes, mime, depth: depthOf(type), caseId: customerId }, stop.signal);
    const one: Shared = { reading, stop, waiting: 0, words: undefined };
    shared.set(key, one);
    const forget = (): void => {
      if (shared.get(key) === one) shared.delete(key);
    };
    reading.then(result => {
      one.words = wordsOf(result);
      // A busy machine is no fault of the document: the next who asks has it read again.
      if (result.kind === 'unreadable' && result.why === 'tooLong') forget();
      else forgetOldest();
      // What failed is tried again by the next who asks; those who wait get the error themselves.
    }, forget);
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
