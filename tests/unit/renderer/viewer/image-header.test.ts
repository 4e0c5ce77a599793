import { createCanvas } from '@napi-rs/canvas';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readImageHeader } from '../../../../src/renderer/src/viewer/open/image-header.ts';

const picture = (width: number, height: number) => {
  const canvas = createCanvas(width, height);
  canvas.getContext('2d').fillRect(0, 0, width / 2, height);
  return canvas;
};

/** A JPEG's EXIF segment with nothing but an orientation, in either byte order. */
function exif(orientation: number, little: boolean): Uint8Array {
  const tiff = Buffer.alloc(26);
  const u16 = (value: number, at: number) =>
    little ? tiff.writeUInt16LE(value, at) : tiff.writeUInt16BE(value, at);
  const u32 = (value: number, at: number) =>
    little ? tiff.writeUInt32LE(value, at) : tiff.writeUInt32BE(value, at);
  tiff.write(little ? 'II' : 'MM', 0, 'latin1');
  u16(42, 2);
  u32(8, 4);
  u16(1, 8);
  u16(0x0112, 10);
  u16(3, 12);
  u32(1, 14);
  u16(orientation, 18);
  const head = Buffer.from([0xff, 0xe1, 0, tiff.length + 8, ...Buffer.from('Exif\0\0', 'latin1')]);
  return Buffer.concat([head, tiff]);
}

describe('the header of a picture', () => {
  it('tells the size of what real encoders write, without decoding it', async () => {
    for (const [width, height] of [
      [1, 1],
      [640, 480],
      [37, 1201],
    ] as const) {
      for (const format of ['jpeg', 'png', 'webp'] as const) {
        const bytes = await picture(width, height).encode(format as 'png');
        expect(readImageHeader(bytes), format).toMatchObject({ width, height });
      }
    }
  });

  it('tells the EXIF orientation in both byte orders', async () => {
    const plain = await picture(40, 30).encode('jpeg');
    for (const little of [true, false]) {
      for (const orientation of [1, 3, 6, 8]) {
        const bytes = Buffer.concat([plain.subarray(0, 2), exif(orientation, little), plain.subarray(2)]);
        expect(readImageHeader(bytes)).toEqual({ width: 40, height: 30, orientation });
      }
    }
  });

  it('is undefined, and nothing throws, for any bytes cut short or made up', async () => {
    const real = await Promise.all(
      (['jpeg', 'png', 'webp'] as const).map(format => picture(64, 48).encode(format as 'png')),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...real),
        fc.nat(80),
        fc.uint8Array({ maxLength: 40 }),
        (bytes, cut, tail) => {
          const broken = Buffer.concat([bytes.subarray(0, cut), tail]);
          const header = readImageHeader(broken);
          if (header) expect(header.width).toBeGreaterThanOrEqual(0);
        },
      ),
    );
    expect(readImageHeader(new Uint8Array())).toBeUndefined();
  });
});
