import type { Gray } from './raster.ts';

/** What is darker than the mean around it by this share is ink; soft shadows and printed patterns are not. */
const darker = 0.18;
/** Grey levels below which a difference is the noise of the camera. */
const leastContrast = 12;

/**
 * Tells ink from paper, pixel by pixel, against the mean of a window around each: light that falls off over the page
 * makes no difference. 1 is ink. `window` is the window's side in pixels.
 */
export function inkOf({ width, height, data }: Gray, window: number): Uint8Array {
  const wide = width + 1;
  const sums = new Float64Array(wide * (height + 1));
  for (let y = 0; y < height; y += 1) {
    let row = 0;
    for (let x = 0; x < width; x += 1) {
      row += data[y * width + x] ?? 0;
      sums[(y + 1) * wide + x + 1] = (sums[y * wide + x + 1] ?? 0) + row;
    }
  }
  const ink = new Uint8Array(width * height);
  const half = Math.floor(window / 2);
  for (let y = 0; y < height; y += 1) {
    const top = Math.max(0, y - half) * wide;
    const bottom = Math.min(height, y + half + 1) * wide;
    const rows = (bottom - top) / wide;
    for (let x = 0; x < width; x += 1) {
      const left = Math.max(0, x - half);
      const right = Math.min(width, x + half + 1);
      const sum =
        (sums[bottom + right] ?? 0) -
        (sums[top + right] ?? 0) -
        (sums[bottom + left] ?? 0) +
        (sums[top + left] ?? 0);
      const mean = sum / (rows * (right - left));
      const value = data[y * width + x] ?? 0;
      if (mean - value > Math.max(leastContrast, mean * darker)) ink[y * width + x] = 1;
    }
  }
  return ink;
}
