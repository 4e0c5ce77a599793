import { createHash } from 'node:crypto';
import type { DrawnDocument } from '../draw/documents.ts';
import type { Reading } from '../draw/sheet.ts';
import { printedForms, type Provided } from './fields.ts';
import type { Subject } from './subject.ts';

/** The bytes of a document, found by their SHA-256. */
export interface SampleBlob {
  readonly bytes: Uint8Array;
  readonly mime: DrawnDocument['mime'];
}

/** A reading and which of the printed forms of its field it shows; -1 when it shows something else, such as a wrong name. */
export interface FormedReading extends Reading {
  readonly form: number;
}

/** A drawn document without its bytes, which lie in the store. */
export interface StoredPaper {
  readonly document: Omit<DrawnDocument, 'bytes' | 'readings'>;
  readonly sha256: string;
  readonly size: number;
  /** What stands on it about the subject; nothing on the ID of a director. */
  readonly readings: readonly FormedReading[];
}

/** Puts a document's bytes into the store and keeps the rest. */
export function storePaper(
  blobs: Map<string, SampleBlob>,
  drawn: DrawnDocument,
  subject: Subject,
  provided: Provided,
): StoredPaper {
  const { bytes, readings, ...document } = drawn;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  blobs.set(sha256, { bytes, mime: drawn.mime });
  const own = drawn.type === 'director_id' ? [] : readings.filter(({ field }) => field in provided);
  const formed = own.map(reading => ({
    ...reading,
    form: printedForms(subject, provided, reading.field).indexOf(reading.value),
  }));
  return { document, sha256, size: bytes.length, readings: formed };
}
