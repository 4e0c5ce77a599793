import { limits } from '../limits.ts';
import { withDeadline } from './deadline.ts';
import { DocumentFailure } from './failure.ts';
import { readImageHeader } from './image-header.ts';
import type { DocumentSource, DrawRequest } from './source.ts';

/**
 * Decodes a picture off the main thread, turned as its EXIF orientation says. Throws `DocumentFailure` for one
 * that is too large, not decodable, or not decoded in time.
 */
export async function openImage(bytes: Uint8Array<ArrayBuffer>, mime: string): Promise<DocumentSource> {
  const header = readImageHeader(bytes);
  if (!header) throw new DocumentFailure({ kind: 'unreadable' });
  const pixels = header.width * header.height;
  if (pixels > limits.imagePixels) {
    throw new DocumentFailure({ kind: 'too_many_pixels', megapixels: pixels / 1e6 });
  }

  const decoding = createImageBitmap(new Blob([bytes], { type: mime }), { imageOrientation: 'from-image' });
  const late = () => new DocumentFailure({ kind: 'too_slow' });
  const bitmap = await withDeadline(decoding, limits.pageMs, late).catch((error: unknown) => {
    void decoding.then(
      bitmap => bitmap.close(),
      () => undefined,
    );
    throw error instanceof DocumentFailure ? error : new DocumentFailure({ kind: 'unreadable' });
  });

  const pages = [{ width: bitmap.width, height: bitmap.height }];
  return {
    kind: 'image',
    pages: () => pages,
    onPages: () => () => undefined,
    bytes: bitmap.width * bitmap.height * 4,
    draw: request => drawBitmap(bitmap, request),
    text: async () => [],
    close: () => bitmap.close(),
  };
}

async function drawBitmap(bitmap: ImageBitmap, request: DrawRequest): Promise<void> {
  request.signal.throwIfAborted();
  const { canvas, rotation, width, height } = request;
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new DocumentFailure({ kind: 'unreadable' });
  const [w, h] = rotation % 180 === 0 ? [width, height] : [height, width];
  context.imageSmoothingQuality = 'high';
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, width, height);
  context.translate(width / 2, height / 2);
  context.rotate((rotation * Math.PI) / 180);
  context.drawImage(bitmap, -w / 2, -h / 2, w, h);
}
