import { toHex } from '../../../shared/bytes.ts';
import type { Crypto, Timers } from '../ports.ts';

/** Bytes hashed before other work gets a turn: one to two milliseconds. */
const pieceSize = 1024 * 1024;

/** SHA-256 as lowercase hex, in pieces, so that a 50 MB document does not hold up anything else. */
export async function hashOf(
  ports: { readonly crypto: Pick<Crypto, 'sha256Stream'>; readonly timers: Pick<Timers, 'yield'> },
  bytes: Uint8Array,
): Promise<string> {
  const stream = ports.crypto.sha256Stream();
  for (let offset = 0; offset < bytes.length; offset += pieceSize) {
    stream.update(bytes.subarray(offset, offset + pieceSize));
    if (offset + pieceSize < bytes.length) await ports.timers.yield();
  }
  return toHex(stream.digest());
}
