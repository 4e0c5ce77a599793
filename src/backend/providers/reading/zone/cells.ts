import type { Strip } from './strips.ts';

/** A cell's look, so normalised that the product of two is their correlation. */
export type Look = Float32Array;

/** Cells are compared at this size: enough to tell a barred zero from an O, small enough for a shift to do no harm. */
const size = { width: 18, height: 26 } as const;

/** The look of one cell of a strip. */
export function lookOf({ picture, pitch, margin }: Strip, cell: number): Look {
  const look = new Float32Array(size.width * size.height);
  const counts = new Uint16Array(look.length);
  const left = Math.round(margin + cell * pitch);
  const right = Math.round(margin + (cell + 1) * pitch);
  const [top, bottom] = [margin, picture.height - margin];
  for (let y = top; y < bottom; y += 1) {
    const row = Math.floor(((y - top) * size.height) / (bottom - top));
    for (let x = left; x < right; x += 1) {
      const at = row * size.width + Math.floor(((x - left) * size.width) / (right - left));
      look[at] = (look[at] ?? 0) + (picture.data[y * picture.width + x] ?? 255);
      counts[at] = (counts[at] ?? 0) + 1;
    }
  }
  let mean = 0;
  look.forEach((sum, at) => {
    look[at] = sum / Math.max(1, counts[at] ?? 1);
    mean += (look[at] ?? 0) / look.length;
  });
  let norm = 0;
  look.forEach((value, at) => {
    look[at] = value - mean;
    norm += (value - mean) ** 2;
  });
  const root = Math.sqrt(norm) || 1;
  return look.map(value => value / root);
}

/** How alike two cells look: 1 is the same, also a pixel to the side. */
export function likeness(one: Look, other: Look): number {
  let best = -1;
  for (const shift of [-1, 0, 1]) {
    let sum = 0;
    for (let y = 0; y < size.height; y += 1) {
      for (let x = Math.max(0, shift); x < Math.min(size.width, size.width + shift); x += 1) {
        sum += (one[y * size.width + x] ?? 0) * (other[y * size.width + x - shift] ?? 0);
      }
    }
    if (sum > best) best = sum;
  }
  return best;
}
