import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crypto } from '../../../../src/main/engine/adapters/crypto.ts';
import {
  decodeFrontier,
  emptyFrontier,
  encodePeaks,
  grow,
  leafHash,
  rootOf,
} from '../../../../src/main/engine/journal/merkle.ts';
import { toHex, utf8 } from '../../../../src/shared/bytes.ts';

const sha256 = (...parts: Uint8Array[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

/** RFC 6962, 2.1, word for word: split at the largest power of two smaller than n. */
function naiveRoot(entries: readonly Uint8Array[]): Buffer {
  const [first] = entries;
  if (!first) return sha256();
  if (entries.length === 1) return sha256(Uint8Array.of(0), first);
  let split = 1;
  while (split * 2 < entries.length) split *= 2;
  return sha256(Uint8Array.of(1), naiveRoot(entries.slice(0, split)), naiveRoot(entries.slice(split)));
}

const frontierOf = (entries: readonly Uint8Array[]) =>
  grow(
    crypto,
    emptyFrontier,
    entries.map(entry => leafHash(crypto, entry)),
  );

test('[JRN-5] the root is that of RFC 6962 for every number of entries up to 130', () => {
  const entries = Array.from({ length: 130 }, (_, index) => utf8(`entry ${index}`));
  for (let size = 0; size <= entries.length; size += 1) {
    const some = entries.slice(0, size);
    expect(toHex(rootOf(crypto, frontierOf(some)))).toBe(naiveRoot(some).toString('hex'));
  }
});

test('[JRN-5] however entries are batched, and stored in between, the root is the same', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 9 }), { maxLength: 12 }),
      batches => {
        let frontier = emptyFrontier;
        for (const batch of batches) {
          const grown = grow(
            crypto,
            frontier,
            batch.map(entry => leafHash(crypto, entry)),
          );
          const stored = decodeFrontier(grown.size, encodePeaks(grown));
          if (!stored) throw new Error('a stored frontier is read back');
          frontier = stored;
        }
        expect(toHex(rootOf(crypto, frontier))).toBe(naiveRoot(batches.flat()).toString('hex'));
      },
    ),
    { numRuns: 300 },
  );
});

test('[JRN-5] the trees of certificate transparency have the roots that its test vectors give', () => {
  const leaves = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ];
  const roots = [
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ];
  const entries = leaves.map(leaf => new Uint8Array(Buffer.from(leaf, 'hex')));
  expect(roots.map((_, index) => toHex(rootOf(crypto, frontierOf(entries.slice(0, index + 1)))))).toEqual(
    roots,
  );
});

test('peaks that do not fit the size are not a frontier', () => {
  expect(decodeFrontier(3, new Uint8Array(64))).toBeDefined();
  expect(decodeFrontier(3, new Uint8Array(32))).toBeUndefined();
  expect(decodeFrontier(4, new Uint8Array(64))).toBeUndefined();
});
