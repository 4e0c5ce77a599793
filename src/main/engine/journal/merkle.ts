import { concat, utf8, type Bytes } from '../../../shared/bytes.ts';
import type { Crypto } from '../ports.ts';

type Sha256 = Pick<Crypto, 'sha256'>;

/**
 * The right edge of an RFC 6962 tree: the hashes of its complete subtrees, largest first, one for each set bit of `size`.
 * Enough to append and to know the root without reading any entry.
 */
export interface Frontier {
  readonly size: number;
  readonly peaks: readonly Uint8Array[];
}

export const emptyFrontier: Frontier = { size: 0, peaks: [] };

const leafPrefix = Uint8Array.of(0x00);
const nodePrefix = Uint8Array.of(0x01);
const hashLength = 32;

/** RFC 6962, 2.1: SHA-256(0x00 ‖ entry). */
export const leafHash = ({ sha256 }: Sha256, entry: Uint8Array): Bytes => sha256(concat(leafPrefix, entry));

const nodeHash = ({ sha256 }: Sha256, left: Uint8Array, right: Uint8Array): Bytes =>
  sha256(concat(nodePrefix, left, right));

/** The frontier with these leaves added, in order. */
export function grow(crypto: Sha256, frontier: Frontier, leaves: Iterable<Uint8Array>): Frontier {
  let { size } = frontier;
  const peaks = [...frontier.peaks];
  for (const leaf of leaves) {
    let hash = leaf;
    // Each trailing one bit of the size is a complete subtree as large as the one in hand: they join.
    for (let bits = size; bits % 2 === 1; bits = (bits - 1) / 2) {
      const left = peaks.pop();
      if (!left) throw new Error('a frontier has one peak for each set bit of its size');
      hash = nodeHash(crypto, left, hash);
    }
    peaks.push(hash);
    size += 1;
  }
  return { size, peaks };
}

/** RFC 6962, 2.1: the Merkle tree hash; of no entries, SHA-256 of nothing. */
export function rootOf(crypto: Sha256, { peaks }: Frontier): Uint8Array {
  const last = peaks.at(-1);
  if (!last) return crypto.sha256(utf8(''));
  return peaks.slice(0, -1).reduceRight((right, left) => nodeHash(crypto, left, right), last);
}

export const encodePeaks = (frontier: Frontier): Bytes => concat(...frontier.peaks);

/** Undefined when the number of peaks does not fit the size. */
export function decodeFrontier(size: number, bytes: Uint8Array): Frontier | undefined {
  const count = size.toString(2).replaceAll('0', '').length;
  if (bytes.length !== count * hashLength) return undefined;
  const peaks = Array.from({ length: count }, (_, index) =>
    bytes.slice(index * hashLength, (index + 1) * hashLength),
  );
  return { size, peaks };
}
