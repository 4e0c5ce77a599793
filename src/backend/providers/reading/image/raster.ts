/** A grey picture: one byte a pixel, 0 is black. */
export interface Gray {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Quarter turns clockwise. */
export type Turn = 0 | 1 | 2 | 3;
export const turns: readonly Turn[] = [0, 1, 2, 3];

/** Rec. 601 luma of RGBA pixels; what is transparent counts as white paper. */
export function grayOf(rgba: Uint8ClampedArray, width: number, height: number): Gray {
  const data = new Uint8Array(width * height);
  for (let at = 0, from = 0; at < data.length; at += 1, from += 4) {
    const alpha = (rgba[from + 3] ?? 0) / 255;
    const luma = 0.299 * (rgba[from] ?? 0) + 0.587 * (rgba[from + 1] ?? 0) + 0.114 * (rgba[from + 2] ?? 0);
    data[at] = Math.round(luma * alpha + 255 * (1 - alpha));
  }
  return { width, height, data };
}

/** The picture turned clockwise. */
export function turned(gray: Gray, turn: Turn): Gray {
  const { width, height, data } = gray;
  if (turn === 0) return gray;
  const out = new Uint8Array(data.length);
  const [wide, tall] = turn === 2 ? [width, height] : [height, width];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [column, row] =
        turn === 1 ? [height - 1 - y, x] : turn === 2 ? [width - 1 - x, height - 1 - y] : [y, width - 1 - x];
      out[row * wide + column] = data[y * width + x] ?? 0;
    }
  }
  return { width: wide, height: tall, data: out };
}

/** A smaller picture by the mean of what each pixel covers: measures on it don't depend on the camera. */
export function shrunk(gray: Gray, width: number, height: number): Gray {
  const out = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const top = Math.floor((y * gray.height) / height);
    const bottom = Math.max(top + 1, Math.floor(((y + 1) * gray.height) / height));
    for (let x = 0; x < width; x += 1) {
      const left = Math.floor((x * gray.width) / width);
      const right = Math.max(left + 1, Math.floor(((x + 1) * gray.width) / width));
      let sum = 0;
      for (let row = top; row < bottom; row += 1) {
        for (let column = left; column < right; column += 1) sum += gray.data[row * gray.width + column] ?? 0;
      }
      out[y * width + x] = Math.round(sum / ((bottom - top) * (right - left)));
    }
  }
  return { width, height, data: out };
}
