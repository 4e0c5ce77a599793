import { shrunk, type Gray } from './raster.ts';

/** Two perceptual hashes of 64 bits, as 16 lowercase hex digits each. */
export interface PictureHashes {
  /** Of the low frequencies of a cosine transform: survives scaling, compression, brightness. */
  readonly phash: string;
  /** Of the differences between neighbours: tells pictures of one layout apart. */
  readonly dhash: string;
}

const side = 32;
const kept = 8;

const cosines = Array.from({ length: kept }, (_, frequency) =>
  Float64Array.from({ length: side }, (__, at) =>
    Math.cos(((2 * at + 1) * (frequency + 1) * Math.PI) / (2 * side)),
  ),
);

function hex(bits: readonly boolean[]): string {
  let text = '';
  for (let at = 0; at < bits.length; at += 4) {
    const digit = [0, 1, 2, 3].reduce((value, bit) => value * 2 + (bits[at + bit] ? 1 : 0), 0);
    text += digit.toString(16);
  }
  return text;
}

function phashOf(gray: Gray): string {
  const { data } = shrunk(gray, side, side);
  const rows = cosines.map(cosine =>
    Float64Array.from({ length: side }, (_, y) => {
      let sum = 0;
      for (let x = 0; x < side; x += 1) sum += (data[y * side + x] ?? 0) * (cosine[x] ?? 0);
      return sum;
    }),
  );
  const values = rows.flatMap(row =>
    cosines.map(cosine => {
      let sum = 0;
      for (let y = 0; y < side; y += 1) sum += (row[y] ?? 0) * (cosine[y] ?? 0);
      return sum;
    }),
  );
  const middle = values.toSorted((a, b) => a - b)[values.length / 2] ?? 0;
  return hex(values.map(value => value > middle));
}

function dhashOf(gray: Gray): string {
  const { data } = shrunk(gray, kept + 1, kept);
  const bits = Array.from({ length: kept * kept }, (_, at) => {
    const from = Math.floor(at / kept) * (kept + 1) + (at % kept);
    return (data[from] ?? 0) > (data[from + 1] ?? 0);
  });
  return hex(bits);
}

/** The hashes of an upright picture. */
export const hashesOf = (gray: Gray): PictureHashes => ({ phash: phashOf(gray), dhash: dhashOf(gray) });

/** In how many of their 64 bits two hashes differ. */
export function bitsApart(one: string, other: string): number {
  let count = 0;
  for (let at = 0; at < 16; at += 1) {
    let bits = Number.parseInt(one.charAt(at), 16) ^ Number.parseInt(other.charAt(at), 16);
    for (; bits > 0; bits >>= 1) count += bits & 1;
  }
  return count;
}
