import type { Mime } from '../../../../shared/domain/index.ts';
import { jpegSize } from '../../../../shared/tiff/index.ts';

export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

function webpSize(view: DataView): PixelSize | undefined {
  if (view.byteLength < 30) return undefined;
  const kind = String.fromCharCode(...[12, 13, 14, 15].map(at => view.getUint8(at)));
  if (kind === 'VP8X') {
    const three = (at: number): number => view.getUint16(at, true) + (view.getUint8(at + 2) << 16) + 1;
    return { width: three(24), height: three(27) };
  }
  if (kind === 'VP8 ')
    return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  if (kind !== 'VP8L') return undefined;
  const bits = view.getUint32(21, true);
  return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
}

/**
 * How many pixels a picture says it has, from its first bytes, before anything is decoded: a small file may unfold to more
 * memory than there is. Undefined where it does not say, and for formats of several pages.
 */
export function statedSize(bytes: Uint8Array, mime: Mime): PixelSize | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (mime) {
    case 'image/png':
      return view.byteLength < 24 ? undefined : { width: view.getUint32(16), height: view.getUint32(20) };
    case 'image/jpeg':
      return jpegSize(bytes);
    case 'image/webp':
      return webpSize(view);
    case 'image/tiff':
    case 'application/pdf':
      return undefined;
  }
}
