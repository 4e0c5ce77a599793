import { createCanvas, loadImage, type Canvas, type Image } from '@napi-rs/canvas';
import type { Mime } from '../../../../shared/domain/index.ts';
import { fail, ok, type Result } from '../../../../shared/result.ts';
import type { Unreadable } from '../reading.ts';
import { statedSize, type PixelSize } from './pixels.ts';
import { grayOf, type Gray } from './raster.ts';

/** 50 megapixels, 200 MB once decoded: more than any camera's picture that is of use here. */
export const mostPixels = 50_000_000;

/** A picture as it is shown (its EXIF orientation followed), and the size that it came in. */
export interface Decoded {
  readonly original: PixelSize;
  /** The picture in grey with its longer side of so many pixels. */
  readonly gray: (longSide: number) => Gray;
}

type Source = Image | Canvas;

/** Wraps something drawable. Small pictures are enlarged up to three times. */
export function decodedFrom(source: Source): Decoded {
  const original = { width: source.width, height: source.height };
  return {
    original,
    gray: longSide => {
      const scale = Math.min(3, longSide / Math.max(original.width, original.height));
      const width = Math.max(1, Math.round(original.width * scale));
      const height = Math.max(1, Math.round(original.height * scale));
      const canvas = createCanvas(width, height);
      const context = canvas.getContext('2d');
      context.fillStyle = '#ffffff';
      context.fillRect(0, 0, width, height);
      context.imageSmoothingQuality = 'high';
      context.drawImage(source, 0, 0, width, height);
      return grayOf(context.getImageData(0, 0, width, height).data, width, height);
    },
  };
}

/** Decodes a JPEG, PNG or WebP. What can't be decoded is said, never thrown. */
export async function decodePicture(bytes: Uint8Array, mime: Mime): Promise<Result<Decoded, Unreadable>> {
  const stated = statedSize(bytes, mime);
  if (!stated || stated.width === 0 || stated.height === 0) return fail('broken');
  if (stated.width * stated.height > mostPixels) return fail('tooManyPixels');
  try {
    const image = await loadImage(Buffer.from(bytes));
    if (image.width === 0 || image.height === 0) return fail('broken');
    return ok(decodedFrom(image));
  } catch {
    // The decoder says no more than that it failed; which byte is wrong helps nobody here.
    return fail('broken');
  }
}
