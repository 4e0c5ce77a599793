import { shrunk, type Gray } from './raster.ts';
import type { PixelSize } from './pixels.ts';

/** Measures of a picture; all but the size are taken on a copy of `normalSide` pixels. */
export interface PictureFacts {
  /** In pixels, as it came. */
  readonly width: number;
  readonly height: number;
  /** Variance of the Laplacian where there are edges, by the contrast of the picture: blurred ones have soft edges only. */
  readonly sharpness: number;
  /** Mean grey level, 0 to 1. */
  readonly brightness: number;
  /** Distance of the 5th and the 95th percentile of the grey levels, 0 to 1: nothing is on a page that has none. */
  readonly contrast: number;
  /** Share of the picture in one burnt-out patch amid the page, 0 to 1. */
  readonly glare: number;
}

/** The longer side at which measures are taken, whatever the camera. */
export const normalSide = 800;

function levels(gray: Gray): { readonly mean: number; readonly low: number; readonly high: number } {
  const counts = new Uint32Array(256);
  for (const value of gray.data) counts[value] = (counts[value] ?? 0) + 1;
  const total = gray.data.length;
  const at = (share: number): number => {
    let seen = 0;
    for (let value = 0; value < 256; value += 1) {
      seen += counts[value] ?? 0;
      if (seen >= total * share) return value;
    }
    return 255;
  };
  const mean = counts.reduce((sum, count, value) => sum + count * value, 0) / total;
  return { mean, low: at(0.05), high: at(0.95) };
}

/** The strongest share of edges by which sharpness is judged: a page is mostly paper, which has none. */
const edgeShare = 0.02;

function sharpnessOf({ width, height, data }: Gray, contrast: number): number {
  const squares = new Float64Array((width - 2) * (height - 2));
  let count = 0;
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * width + x;
      const around =
        (data[at - 1] ?? 0) + (data[at + 1] ?? 0) + (data[at - width] ?? 0) + (data[at + width] ?? 0);
      squares[count] = (around - 4 * (data[at] ?? 0)) ** 2;
      count += 1;
    }
  }
  const strongest = squares.sort().subarray(-Math.max(1, Math.floor(count * edgeShare)));
  const mean = strongest.reduce((sum, value) => sum + value, 0) / strongest.length;
  return mean / Math.max(contrast * 255, 16) ** 2;
}

const tile = 16;
/** Grey level that no paper reaches in even light, and the spread within a patch that has lost its print. */
const burnt = 250;
const burntSpread = 4;

/** The largest connected patch of tiles that are burnt out and don't touch the edge, where a white desk may be. */
function glareOf({ width, height, data }: Gray): number {
  const [columns, rows] = [Math.floor(width / tile), Math.floor(height / tile)];
  if (columns * rows === 0) return 0;
  const hot = new Uint8Array(columns * rows);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      let [least, sum] = [255, 0];
      for (let y = row * tile; y < (row + 1) * tile; y += 1) {
        for (let x = column * tile; x < (column + 1) * tile; x += 1) {
          const value = data[y * width + x] ?? 0;
          sum += value;
          if (value < least) least = value;
        }
      }
      const mean = sum / (tile * tile);
      if (mean >= burnt && mean - least <= burntSpread) hot[row * columns + column] = 1;
    }
  }
  let largest = 0;
  for (let start = 0; start < hot.length; start += 1) {
    if (hot[start] !== 1) continue;
    const open = [start];
    hot[start] = 2;
    let [size, atEdge] = [0, false];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      size += 1;
      const [row, column] = [Math.floor(at / columns), at % columns];
      if (row === 0 || column === 0 || row === rows - 1 || column === columns - 1) atEdge = true;
      for (const [down, right] of [
        [0, 1],
        [0, -1],
        [1, 0],
        [-1, 0],
      ] as const) {
        // prettier-ignore
        const [nextRow, nextColumn] = [row + down, column + right];
        if (nextRow < 0 || nextColumn < 0 || nextRow >= rows || nextColumn >= columns) continue;
        const next = nextRow * columns + nextColumn;
        if (hot[next] !== 1) continue;
        hot[next] = 2;
        open.push(next);
      }
    }
    if (!atEdge && size > largest) largest = size;
  }
  return largest / (columns * rows);
}

/** Measures a picture that came in `original` size. */
export function measured(gray: Gray, original: PixelSize): PictureFacts {
  const scale = Math.min(1, normalSide / Math.max(gray.width, gray.height));
  const small = shrunk(
    gray,
    Math.max(3, Math.round(gray.width * scale)),
    Math.max(3, Math.round(gray.height * scale)),
  );
  const { mean, low, high } = levels(small);
  const contrast = (high - low) / 255;
  return {
    width: original.width,
    height: original.height,
    sharpness: sharpnessOf(small, contrast),
    brightness: mean / 255,
    contrast,
    glare: glareOf(small),
  };
}
