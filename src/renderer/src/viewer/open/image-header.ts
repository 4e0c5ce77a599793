import type { Size } from '../geometry.ts';

/** What a picture's first bytes say: its size as stored, and the EXIF orientation (1 … 8, 1 is upright). */
export interface ImageHeader extends Size {
  readonly orientation: number;
}

/**
 * Reads the size of a JPEG, PNG or WebP without decoding it, so that a picture of a billion pixels is refused
 * before it costs memory. Undefined when the bytes are none of these or end too early.
 */
export function readImageHeader(bytes: Uint8Array): ImageHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (view.getUint16(0) === 0xffd8) return readJpeg(view);
    if (view.getUint32(0) === 0x89504e47) return readPng(view);
    if (ascii(view, 0, 4) === 'RIFF' && ascii(view, 8, 4) === 'WEBP') return readWebp(view);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return undefined;
}

const ascii = (view: DataView, offset: number, length: number): string =>
  Array.from({ length }, (_, index) => String.fromCharCode(view.getUint8(offset + index))).join('');

/** Markers without a length: TEM, RST0–7, SOI, EOI (ITU T.81, table B.1). */
const isBare = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd9);

/** Frame headers: SOF0–15 but DHT (C4), JPG (C8) and DAC (CC). */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

function readJpeg(view: DataView): ImageHeader | undefined {
  let offset = 2;
  let orientation = 1;
  for (;;) {
    if (view.getUint8(offset) !== 0xff) return undefined;
    while (view.getUint8(offset) === 0xff) offset += 1;
    const marker = view.getUint8(offset);
    offset += 1;
    if (isBare(marker)) continue;
    const length = view.getUint16(offset);
    if (isFrame(marker)) {
      return { height: view.getUint16(offset + 3), width: view.getUint16(offset + 5), orientation };
    }
    if (marker === 0xda) return undefined;
    if (marker === 0xe1 && length >= 16 && ascii(view, offset + 2, 4) === 'Exif') {
      orientation = exifOrientation(view, offset + 8) ?? orientation;
    }
    offset += length;
  }
}

/** Tag 0x0112 of the first directory of a TIFF block that starts at `start`. */
function exifOrientation(view: DataView, start: number): number | undefined {
  const little = view.getUint16(start) === 0x4949;
  const directory = start + view.getUint32(start + 4, little);
  const entries = view.getUint16(directory, little);
  for (let index = 0; index < entries; index += 1) {
    const entry = directory + 2 + index * 12;
    if (view.getUint16(entry, little) !== 0x0112) continue;
    const value = view.getUint16(entry + 8, little);
    return value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}

function readPng(view: DataView): ImageHeader | undefined {
  if (ascii(view, 12, 4) !== 'IHDR') return undefined;
  return { width: view.getUint32(16), height: view.getUint32(20), orientation: 1 };
}

function readWebp(view: DataView): ImageHeader | undefined {
  switch (ascii(view, 12, 4)) {
    case 'VP8 ':
      return {
        width: view.getUint16(26, true) & 0x3fff,
        height: view.getUint16(28, true) & 0x3fff,
        orientation: 1,
      };
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1, orientation: 1 };
    }
    case 'VP8X': {
      const uint24 = (offset: number) => view.getUint16(offset, true) | (view.getUint8(offset + 2) << 16);
      return { width: uint24(24) + 1, height: uint24(27) + 1, orientation: 1 };
    }
    default:
      return undefined;
  }
}
