import { concat, utf8, type Bytes } from '../../../shared/bytes.ts';
import type { Crypto, Timers } from '../ports.ts';

/** Plain bytes of a segment. */
export const segmentSize = 256 * 1024;
/** The tag that AES-256-GCM adds to each. */
const tagSize = 16;
/** Segments sealed or opened before other work gets a turn: about 1 MiB, a millisecond. */
const segmentsAtOnce = 4;

export interface SegmentPorts {
  readonly crypto: Pick<Crypto, 'seal' | 'open'>;
  readonly timers: Pick<Timers, 'yield'>;
}

/**
 * Each segment is bound to the document, its place and whether it is the last one, so that segments can't be swapped,
 * dropped or appended. Copies are shared by hash, therefore the hash is the document's identity here.
 */
function associated(sha256: string, index: number, last: boolean): Bytes {
  const place = new Uint8Array(5);
  new DataView(place.buffer).setUint32(0, index);
  place[4] = last ? 1 : 0;
  return concat(utf8(`sealdesk/document/v1\0${sha256}`), place);
}

/** The key belongs to this one file, so a counter never repeats under it. */
function nonceOf(index: number): Bytes {
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setUint32(8, index);
  return nonce;
}

/** AES-256-GCM in segments of 256 KiB; the key must be random and used for nothing else. */
export async function sealSegments(
  { crypto, timers }: SegmentPorts,
  key: Uint8Array,
  sha256: string,
  plain: Uint8Array,
): Promise<Bytes> {
  const count = Math.max(1, Math.ceil(plain.length / segmentSize));
  const sealed = new Uint8Array(plain.length + count * tagSize);
  for (let index = 0; index < count; index += 1) {
    const part = plain.subarray(index * segmentSize, (index + 1) * segmentSize);
    const bound = associated(sha256, index, index === count - 1);
    sealed.set(crypto.seal(key, nonceOf(index), part, bound), index * (segmentSize + tagSize));
    if (index % segmentsAtOnce === segmentsAtOnce - 1) await timers.yield();
  }
  return sealed;
}

/** Undefined when any segment is not exactly what was sealed. */
export async function openSegments(
  { crypto, timers }: SegmentPorts,
  key: Uint8Array,
  sha256: string,
  sealed: Uint8Array,
): Promise<Bytes | undefined> {
  const whole = segmentSize + tagSize;
  const count = Math.ceil(sealed.length / whole);
  if (count === 0) return undefined;
  const plain = new Uint8Array(Math.max(0, sealed.length - count * tagSize));
  for (let index = 0; index < count; index += 1) {
    const part = sealed.subarray(index * whole, (index + 1) * whole);
    if (part.length < tagSize) return undefined;
    const opened = crypto.open(key, nonceOf(index), part, associated(sha256, index, index === count - 1));
    if (!opened) return undefined;
    plain.set(opened, index * segmentSize);
    if (index % segmentsAtOnce === segmentsAtOnce - 1) await timers.yield();
  }
  return plain;
}
