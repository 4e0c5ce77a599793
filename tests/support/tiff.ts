import { deflateSync } from 'node:zlib';

/** A page as it goes into a TIFF. */
export interface TiffSource {
  readonly width: number;
  readonly height: number;
  readonly bits?: number;
  readonly samples?: number;
  readonly compression?: number;
  readonly photometric?: number;
  readonly rowsPerStrip?: number;
  readonly tile?: readonly [width: number, height: number];
  /** The strips or tiles, packed. */
  readonly blocks: readonly Uint8Array[];
  /** Tags beyond those, as numbers of 16 bits each. */
  readonly more?: Readonly<Record<number, readonly number[]>>;
  /** Stands in place of what the strips' lengths are. */
  readonly lengths?: readonly number[];
}

export interface TiffShape {
  readonly isBig?: boolean;
  /** Where the last directory points: to nothing unless said; `first` makes the chain a circle. */
  readonly end?: 'first' | number;
}

/** A TIFF of these pages, written by the book (TIFF 6.0, section 2), apart from what reads it. */
export function tiffOf(
  pages: readonly TiffSource[],
  { isBig = false, end }: TiffShape = {},
): Buffer<ArrayBuffer> {
  const u16 = (value: number): Buffer => {
    const bytes = Buffer.alloc(2);
    if (isBig) bytes.writeUInt16BE(value);
    else bytes.writeUInt16LE(value);
    return bytes;
  };
  const u32 = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    if (isBig) bytes.writeUInt32BE(value);
    else bytes.writeUInt32LE(value);
    return bytes;
  };
  let whole = Buffer.concat([Buffer.from(isBig ? 'MM' : 'II'), u16(42), u32(0)]);
  let pointer = 4;
  let first = 0;
  const append = (bytes: Uint8Array): number => {
    const at = whole.length;
    whole = Buffer.concat([whole, bytes, Buffer.alloc(bytes.length % 2)]);
    return at;
  };
  for (const page of pages) {
    const { width, height, bits = 8, samples = 1, compression = 1, photometric = 1, tile } = page;
    const offsets = page.blocks.map(append);
    const lengths = page.lengths ?? page.blocks.map(({ length }) => length);
    const entries: (readonly [tag: number, type: 3 | 4, values: readonly number[]])[] = [
      [256, 4, [width]],
      [257, 4, [height]],
      [258, 3, Array.from({ length: samples }, () => bits)],
      [259, 3, [compression]],
      [262, 3, [photometric]],
      [277, 3, [samples]],
      ...(tile
        ? ([[322, 4, [tile[0]]], [323, 4, [tile[1]]], [324, 4, offsets], [325, 4, lengths]] as const)
        : ([[273, 4, offsets], [278, 4, [page.rowsPerStrip ?? height]], [279, 4, lengths]] as const)),
      ...Object.entries(page.more ?? {}).map(([tag, values]) => [Number(tag), 3, values] as const),
    ]; // prettier-ignore
    const fields = entries
      .toSorted((a, b) => a[0] - b[0])
      .map(([tag, type, values]) => {
        const data = Buffer.concat(values.map(type === 3 ? u16 : u32));
        const held =
          data.length <= 4 ? Buffer.concat([data, Buffer.alloc(4 - data.length)]) : u32(append(data));
        return Buffer.concat([u16(tag), u16(type), u32(values.length), held]);
      });
    const at = append(Buffer.concat([u16(fields.length), ...fields, u32(0)]));
    if (first === 0) first = at;
    u32(at).copy(whole, pointer);
    pointer = at + 2 + fields.length * 12;
  }
  if (end !== undefined) u32(end === 'first' ? first : end).copy(whole, pointer);
  return whole;
}

/** Grey pixels in strips of so many rows, deflated one by one. */
export function deflatedStrips(pixels: Uint8Array, width: number, rowsPerStrip: number): readonly Buffer[] {
  const strip = width * rowsPerStrip;
  return Array.from({ length: Math.ceil(pixels.length / strip) }, (_, at) =>
    deflateSync(pixels.subarray(at * strip, (at + 1) * strip)),
  );
}

/** An entry word by word, true or not; `value` is the value itself or where it lies. */
export type RawEntry = readonly [tag: number, type: number, count: number, value: number];

/** Bytes before the directories of `rawTiff`; where the first of them begins. */
export const rawStart = 8;

/** A little-endian TIFF of these directories, one after the other in the file and in the chain, and what comes behind them. */
export function rawTiff(
  directories: readonly (readonly RawEntry[])[],
  behind: Uint8Array = new Uint8Array(),
): Uint8Array<ArrayBuffer> {
  const sizes = directories.map(entries => 2 + entries.length * 12 + 4);
  const end = sizes.reduce((sum, size) => sum + size, rawStart);
  const bytes = new Uint8Array(end + behind.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x002a_4949, true);
  view.setUint32(4, rawStart, true);
  let at = rawStart;
  for (const [index, entries] of directories.entries()) {
    view.setUint16(at, entries.length, true);
    for (const [place, [tag, type, count, value]] of entries.entries()) {
      const from = at + 2 + place * 12;
      view.setUint16(from, tag, true);
      view.setUint16(from + 2, type, true);
      view.setUint32(from + 4, count, true);
      view.setUint32(from + 8, value, true);
    }
    at += sizes[index] ?? 0;
    view.setUint32(at - 4, index === directories.length - 1 ? 0 : at, true);
  }
  bytes.set(behind, end);
  return bytes;
}
