import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawPage } from '../../../src/backend/providers/reading/pdf/draw.ts';
import { openPdf } from '../../../src/backend/providers/reading/pdf/open.ts';
import { tiffAsPdf } from '../../../src/shared/tiff/index.ts';
import { deflatedStrips, tiffOf, type TiffShape, type TiffSource } from '../../support/tiff.ts';

const bytesOf = (...args: Parameters<typeof tiffOf>): Uint8Array<ArrayBuffer> =>
  new Uint8Array(tiffOf(...args));

/** The grey levels of every page as it is drawn, pixel by pixel. */
async function drawn(pages: readonly TiffSource[], shape?: TiffShape) {
  const pdf = await tiffAsPdf(bytesOf(pages, shape));
  if (!pdf.ok) throw new Error(pdf.problem);
  const opened = await openPdf(pdf.value);
  if (!opened.ok) throw new Error(opened.problem);
  const all = [];
  for (let number = 1; number <= opened.value.numPages; number += 1) {
    const page = await opened.value.getPage(number);
    const { original, gray } = await drawPage(page, { longSide: 3000, isInPixels: true });
    const { width, height, data } = gray(Math.max(original.width, original.height));
    all.push({ width, height, data: [...data] });
  }
  await opened.value.loadingTask.destroy();
  return all;
}

/** Whether a page is what it should be: drawing softens edges by a few levels, a line or column astray is much more. */
function expectLike(
  page: { readonly width: number; readonly height: number; readonly data: readonly number[] } | undefined,
  size: readonly [width: number, height: number],
  levels: readonly number[],
): void {
  expect([page?.width, page?.height]).toEqual(size);
  const apart = (page?.data ?? []).map((value, at) => Math.abs(value - (levels[at] ?? 0)));
  expect(Math.max(...apart)).toBeLessThan(50);
  expect(apart.reduce((sum, value) => sum + value, 0) / apart.length).toBeLessThan(2.5);
}

/** A picture with no two corners alike, so that nothing is turned or mirrored unseen. */
const [width, height] = [48, 40];
const levelAt = (x: number, y: number): number => (x < 16 && y < 8 ? 0 : x > 40 ? 200 : y * 6);
const pixels = Uint8Array.from({ length: width * height }, (_, at) =>
  levelAt(at % width, Math.floor(at / width)),
);
const expected = [...pixels];
const stripsOf = (rows: number, data: Uint8Array = pixels, row = width) =>
  Array.from({ length: Math.ceil(data.length / (row * rows)) }, (_, at) => data.subarray(at * row * rows, (at + 1) * row * rows)); // prettier-ignore

/** PackBits with nothing repeated: a head before every 128 bytes or fewer. */
const literally = (data: Uint8Array): Buffer =>
  Buffer.concat(
    Array.from({ length: Math.ceil(data.length / 128) }, (_, at) => {
      const part = data.subarray(at * 128, (at + 1) * 128);
      return Buffer.concat([Buffer.from([part.length - 1]), part]);
    }),
  );

/** TIFF’s LZW: codes grow from 9 to 12 bits, and the table is cleared before it is full. */
function lzw(data: Uint8Array): Buffer {
  let bits = '';
  let width = 9;
  let table = new Map<string, number>();
  const write = (code: number): void => {
    bits += code.toString(2).padStart(width, '0');
  };
  const clear = (): void => {
    write(256);
    table = new Map(Array.from({ length: 256 }, (_, byte) => [String.fromCharCode(byte), byte]));
    width = 9;
  };
  clear();
  let known = '';
  let next = 258;
  for (const byte of data) {
    const longer = known + String.fromCharCode(byte);
    if (table.has(longer)) {
      known = longer;
      continue;
    }
    write(table.get(known) ?? 0);
    table.set(longer, next);
    next += 1;
    if (next === 512 || next === 1024 || next === 2048) width += 1;
    known = String.fromCharCode(byte);
    if (next < 4094) continue;
    clear();
    next = 258;
  }
  write(table.get(known) ?? 0);
  write(257);
  return Buffer.from((bits.match(/.{1,8}/g) ?? []).map(part => Number.parseInt(part.padEnd(8, '0'), 2)));
}

type Packing = readonly [name: string, page: Omit<TiffSource, 'width' | 'height'>, shape?: TiffShape];

const packings: readonly Packing[] = [
  ['not packed, in one strip', { blocks: [pixels] }],
  ['in strips of a row', { blocks: stripsOf(1), rowsPerStrip: 1 }],
  ['in strips of which the last is shorter', { blocks: stripsOf(7), rowsPerStrip: 7 }],
  ['that begins with the high byte', { blocks: [pixels] }, { isBig: true }],
  ['packed by PackBits', { blocks: stripsOf(8).map(literally), rowsPerStrip: 8, compression: 32_773 }],
  ['packed by LZW', { blocks: stripsOf(8).map(lzw), rowsPerStrip: 8, compression: 5 }],
  ['packed by deflate', { blocks: deflatedStrips(pixels, width, 8), rowsPerStrip: 8, compression: 8 }],
  ['of which white is nothing', { blocks: [pixels.map(value => 255 - value)], photometric: 0 }],
  ['in colour', { blocks: [Uint8Array.from(expected.flatMap(value => [value, value, value]))], samples: 3, photometric: 2 }],
  ['in colour, with transparency', { blocks: [Uint8Array.from(expected.flatMap(value => [value, value, value, 9]))], samples: 4, photometric: 2 }],
  ['of sixteen bits', { blocks: [Uint8Array.from(expected.flatMap(value => [value, 7]))], bits: 16 }, { isBig: true }],
  ['of differences', { blocks: [pixels.map((value, at) => value - (at % width === 0 ? 0 : (pixels[at - 1] ?? 0)))], more: { 317: [2] } }],
  ['of a palette', { blocks: [pixels], photometric: 3, more: { 320: [0, 1, 2].flatMap(() => Array.from({ length: 256 }, (_, at) => at * 257)) } }],
]; // prettier-ignore

describe('[PRV-40] a TIFF', () => {
  it.each(packings.map(([name, page, shape]) => ({ name, page, shape })))(
    '$name is shown as it was drawn',
    async ({ page, shape }) => {
      const [one] = await drawn([{ width, height, ...page }], shape);
      expectLike(one, [width, height], expected);
    },
  );

  it('in tiles is put together, without what the last ones have beyond the page', async () => {
    const tiles = [0, 32].flatMap(y =>
      [0, 16, 32].map(x => Uint8Array.from({ length: 16 * 32 }, (_, at) => levelAt(x + (at % 16), y + Math.floor(at / 16)))),
    ); // prettier-ignore
    const [one] = await drawn([{ width, height, tile: [16, 32], blocks: tiles }]);
    expectLike(one, [width, height], expected);
  });

  it('packed by LZW with codes of every length is unpacked, byte for byte', async () => {
    const noise = Uint8Array.from({ length: 250 * 120 }, (_, at) => ((at * 2_654_435_761) >>> 7) & 0x3f);
    const page = { width: 250, height: 120, compression: 5, blocks: [lzw(noise)] };
    const pdf = await tiffAsPdf(bytesOf([page]));
    if (!pdf.ok) throw new Error(pdf.problem);
    expect(Buffer.from(pdf.value).includes(Buffer.from(noise))).toBe(true);
  });

  it('of a fax machine is shown: black on white, in lines of the group 4 code', async () => {
    // 32 pixels: 8 white, 16 black, 8 white (horizontal mode, then vertical), and seven lines like the first.
    const [first, next] = ['0011001100000101111', '111'];
    const bits = (first + next.repeat(7)).padEnd(72, '0');
    const strip = Buffer.from((bits.match(/.{8}/g) ?? []).map(byte => Number.parseInt(byte, 2)));
    const fax = { width: 32, height: 8, bits: 1, compression: 4, blocks: [strip] };
    const lines = Array.from({ length: 8 * 32 }, (_, at) => (at % 32 >= 8 && at % 32 < 24 ? 0 : 255));
    expectLike((await drawn([{ ...fax, photometric: 0 }]))[0], [32, 8], lines);
    const black = lines.map(value => 255 - value);
    expectLike((await drawn([{ ...fax, photometric: 1 }]))[0], [32, 8], black);
    const mirrored = strip.map(byte => Number.parseInt([...byte.toString(2).padStart(8, '0')].toReversed().join(''), 2)); // prettier-ignore
    const reversed = { ...fax, photometric: 0, blocks: [mirrored], more: { 266: [2] } };
    expectLike((await drawn([reversed]))[0], [32, 8], lines);
  });

  it('of several pages has them all, each at its size and upright, without previews', async () => {
    const turned = { width, height, blocks: [pixels], more: { 274: [6] } };
    const preview = { width: 4, height: 4, blocks: [new Uint8Array(16)], more: { 254: [1] } };
    const small = { width: 20, height: 10, blocks: [new Uint8Array(200).fill(77)] };
    const [one, two, three, ...rest] = await drawn([turned, preview, small, { width, height, blocks: [pixels] }]); // prettier-ignore
    // Orientation 6: to be turned clockwise by a quarter.
    const quarter = Array.from({ length: width * height }, (_, at) => levelAt(Math.floor(at / height), height - 1 - (at % height))); // prettier-ignore
    expectLike(one, [height, width], quarter);
    expect(two).toMatchObject({ width: 20, height: 10 });
    expect(new Set(two?.data)).toEqual(new Set([77]));
    expectLike(three, [width, height], expected);
    expect(rest).toEqual([]);
  });
});

describe('[PRV-41] a hostile TIFF', () => {
  const problemOf = async (pages: readonly TiffSource[], shape?: TiffShape) => {
    const pdf = await tiffAsPdf(bytesOf(pages, shape));
    return pdf.ok ? undefined : pdf.problem;
  };
  const page = { width, height, blocks: [pixels] };

  it('whose directories go in a circle or lead nowhere is broken', async () => {
    expect(await problemOf([page], { end: 'first' })).toBe('broken');
    expect(await problemOf([page], { end: 0xffff_fff0 })).toBe('broken');
    expect(await problemOf([page], { end: 0 })).toBeUndefined();
  });

  it('that says it has more pixels than are opened is turned away before anything is made of it', async () => {
    const before = process.memoryUsage().arrayBuffers;
    const small = deflateSync(Buffer.alloc(1000));
    expect(await problemOf([{ width: 60_000, height: 60_000, compression: 8, blocks: [small] }])).toBe('tooManyPixels'); // prettier-ignore
    expect(await problemOf([{ width: 0xffff_ffff, height: 0xffff_ffff, blocks: [small] }])).toBe('tooManyPixels'); // prettier-ignore
    expect(await problemOf([{ width: 10, height: 10, tile: [65_520, 65_520], blocks: [small] }])).toBe('tooManyPixels'); // prettier-ignore
    // A hundred pages of 40 megapixels in colour each, of which the file holds a kilobyte each.
    const many = Array.from({ length: 100 }, () => ({ width: 8000, height: 5000, samples: 3, photometric: 2, compression: 8, blocks: [small] })); // prettier-ignore
    expect(await problemOf(many)).toBe('tooManyPixels');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000_000);
  });

  it('whose strips unfold to more than the page holds is unfolded as far as that', async () => {
    const bomb = deflateSync(Buffer.alloc(50_000_000, 77));
    const before = process.memoryUsage().arrayBuffers;
    const [one] = await drawn([{ width: 30, height: 10, compression: 8, blocks: [bomb] }]);
    expect(new Set(one?.data)).toEqual(new Set([77]));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
  });

  it('whose pages or strips all lie on the same bytes is broken, not unfolded', async () => {
    const strips = deflatedStrips(new Uint8Array(width * height), width, 40);
    const whole = tiffOf(Array.from({ length: 40 }, () => ({ ...page, compression: 8, blocks: strips, lengths: [3000] }))); // prettier-ignore
    expect(await tiffAsPdf(new Uint8Array(whole))).toEqual({ ok: false, problem: 'broken' });
  });

  it('that is cut anywhere, or of which any byte is another, is opened or refused, never a throw', async () => {
    const good = bytesOf([
      { width, height, compression: 8, rowsPerStrip: 8, blocks: deflatedStrips(pixels, width, 8) },
      { width, height, compression: 5, rowsPerStrip: 8, blocks: stripsOf(8).map(lzw) },
    ]);
    const problems = new Set(['broken', 'notSupported', 'tooManyPixels', undefined]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 6 }),
        fc.nat(good.length),
        async (changes, length) => {
          const bytes = good.slice(0, changes.length === 0 ? length : good.length);
          for (const [at, value] of changes) bytes[at] = value;
          const pdf = await tiffAsPdf(bytes);
          expect(problems).toContain(pdf.ok ? undefined : pdf.problem);
        },
      ),
      { numRuns: 400 },
    );
  });
});
