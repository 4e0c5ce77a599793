import { fail, ok, type Result } from '../result.ts';

/** Why a TIFF is not shown: damaged, written in a way that is not read here, or more pixels than are opened. */
export type TiffProblem = 'broken' | 'notSupported' | 'tooManyPixels';

/** Where a strip or a tile lies in the file. */
export interface TiffBlock {
  readonly offset: number;
  readonly length: number;
}

/** One page as its directory describes it (TIFF 6.0, sections 2 to 10, 15; Technical Note 2 for JPEG). */
export interface TiffPage {
  readonly width: number;
  readonly height: number;
  /** Bits of one sample, the same for all of a pixel. */
  readonly bits: number;
  readonly samples: number;
  readonly compression: number;
  readonly photometric: number;
  readonly predictor: number;
  /** Bytes whose lowest bit comes first. */
  readonly isReversed: boolean;
  /** As EXIF counts, 1 to 8. */
  readonly orientation: number;
  /** How much higher than wide a pixel is; fax machines scan fewer lines than columns to the inch. */
  readonly pixelHeight: number;
  readonly faxOptions: number;
  readonly isTiled: boolean;
  readonly blockWidth: number;
  readonly blockHeight: number;
  readonly blocks: readonly TiffBlock[];
  /** Red, green and blue of every value of a pixel, one after the other, 0 to 65,535. */
  readonly palette: readonly number[];
  readonly jpegTables: TiffBlock | undefined;
}

export interface TiffFile {
  readonly isLittle: boolean;
  readonly pages: readonly TiffPage[];
}

/** Pages beyond these are not looked for: the viewer opens no document of more than 500. */
const mostPages = 501;
/** Pixels of a page, as for every other picture that is read: 50 megapixels. */
export const mostTiffPixels = 50_000_000;

const tag = {
  subfile: 254,
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  stripOffsets: 273,
  orientation: 274,
  samples: 277,
  rowsPerStrip: 278,
  stripLengths: 279,
  xResolution: 282,
  yResolution: 283,
  planes: 284,
  faxOptions: 292,
  predictor: 317,
  palette: 320,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileLengths: 325,
  sampleFormat: 339,
  jpegTables: 347,
} as const;

/** Bytes of a value of each type; only whole numbers, fractions and bare bytes occur in what is read here. */
const typeSizes: Readonly<Record<number, number>> = { 1: 1, 3: 2, 4: 4, 5: 8, 7: 1 };

interface Entry {
  readonly type: number;
  readonly count: number;
  /** Where its values lie; inside the file for certain. */
  readonly at: number;
}

function entriesAt(view: DataView, at: number, isLittle: boolean): ReadonlyMap<number, Entry> | undefined {
  if (at < 8 || at + 2 > view.byteLength) return undefined;
  const count = view.getUint16(at, isLittle);
  if (count === 0 || at + 2 + count * 12 + 4 > view.byteLength) return undefined;
  const entries = new Map<number, Entry>();
  for (let index = 0; index < count; index += 1) {
    const place = at + 2 + index * 12;
    const type = view.getUint16(place + 2, isLittle);
    const size = (typeSizes[type] ?? 0) * view.getUint32(place + 4, isLittle);
    const from = size <= 4 ? place + 8 : view.getUint32(place + 8, isLittle);
    // What points outside counts as not there: it may be a remark that nobody needs.
    if (size === 0 || from + size > view.byteLength) continue;
    entries.set(view.getUint16(place, isLittle), {
      type,
      count: view.getUint32(place + 4, isLittle),
      at: from,
    });
  }
  return entries;
}

/** All values of an entry; a fraction is its quotient. */
function valuesOf(view: DataView, entry: Entry | undefined, isLittle: boolean): readonly number[] {
  if (!entry) return [];
  const { type, count, at } = entry;
  return Array.from({ length: count }, (_, index) => {
    switch (type) {
      case 3:
        return view.getUint16(at + index * 2, isLittle);
      case 4:
        return view.getUint32(at + index * 4, isLittle);
      case 5:
        return view.getUint32(at + index * 8, isLittle) / view.getUint32(at + index * 8 + 4, isLittle);
      default:
        return view.getUint8(at + index);
    }
  });
}

/** The ratio of both resolutions where it is one that scanners have, else 1. */
function pixelHeightOf(x: number | undefined, y: number | undefined): number {
  const ratio = (x ?? 1) / (y ?? 1);
  return ratio >= 0.2 && ratio <= 5 ? ratio : 1;
}

function pageOf(
  view: DataView,
  entries: ReadonlyMap<number, Entry>,
  isLittle: boolean,
): Result<TiffPage, TiffProblem> {
  const all = (which: number): readonly number[] => valuesOf(view, entries.get(which), isLittle);
  const one = (which: number, otherwise: number): number => all(which)[0] ?? otherwise;
  const [width, height] = [one(tag.width, 0), one(tag.height, 0)];
  if (width === 0 || height === 0) return fail('broken');
  if (width * height > mostTiffPixels) return fail('tooManyPixels');
  const depths = all(tag.bits);
  const samples = one(tag.samples, 1);
  if (samples > 8 || new Set(depths).size > 1 || all(tag.sampleFormat).some(format => format !== 1)) {
    return fail('notSupported');
  }
  if (samples > 1 && one(tag.planes, 1) !== 1) return fail('notSupported');

  const isTiled = entries.has(tag.tileWidth);
  const blockWidth = isTiled ? one(tag.tileWidth, 0) : width;
  const blockHeight = isTiled ? one(tag.tileHeight, 0) : Math.min(height, one(tag.rowsPerStrip, height));
  if (blockWidth === 0 || blockHeight === 0 || (isTiled && blockWidth % 16 !== 0)) return fail('broken');
  // A tile may be larger than the page that it ends, by less than itself.
  if (blockWidth * blockHeight > mostTiffPixels) return fail('tooManyPixels');
  const expected = Math.ceil(width / blockWidth) * Math.ceil(height / blockHeight);
  const offsets = all(isTiled ? tag.tileOffsets : tag.stripOffsets);
  const lengths = all(isTiled ? tag.tileLengths : tag.stripLengths);
  if (offsets.length < expected || lengths.length < expected) return fail('broken');
  const blocks = offsets.slice(0, expected).map((offset, at) => ({ offset, length: lengths[at] ?? 0 }));
  if (blocks.some(({ offset, length }) => length === 0 || offset + length > view.byteLength)) {
    return fail('broken');
  }
  const tables = entries.get(tag.jpegTables);
  return ok({
    width,
    height,
    bits: depths[0] ?? 1,
    samples,
    compression: one(tag.compression, 1),
    photometric: one(tag.photometric, 1),
    predictor: one(tag.predictor, 1),
    isReversed: one(tag.fillOrder, 1) === 2,
    orientation: one(tag.orientation, 1),
    pixelHeight: pixelHeightOf(all(tag.xResolution)[0], all(tag.yResolution)[0]),
    faxOptions: one(tag.faxOptions, 0),
    isTiled,
    blockWidth,
    blockHeight,
    blocks,
    palette: all(tag.palette),
    jpegTables: tables && { offset: tables.at, length: tables.count },
  });
}

/**
 * The pages of a TIFF, previews and masks left out. Nothing is decoded, and no more is read than the file holds: a chain of
 * directories that goes in a circle and bytes that are used twice are damage.
 */
export function readTiff(bytes: Uint8Array): Result<TiffFile, TiffProblem> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.byteLength < 8) return fail('broken');
  const isLittle = view.getUint8(0) === 0x49;
  const pages: TiffPage[] = [];
  const seen = new Set<number>();
  let used = 0;
  for (let at = view.getUint32(4, isLittle); at !== 0 && pages.length < mostPages;) {
    if (seen.has(at)) return fail('broken');
    seen.add(at);
    const entries = entriesAt(view, at, isLittle);
    if (!entries) return fail('broken');
    // Bit 0: a smaller copy of another page; bit 2: a mask (TIFF 6.0, NewSubfileType).
    const subfile = valuesOf(view, entries.get(tag.subfile), isLittle)[0] ?? 0;
    if ((subfile & 0b101) === 0) {
      const page = pageOf(view, entries, isLittle);
      if (!page.ok) return page;
      pages.push(page.value);
      used += page.value.blocks.reduce((sum, { length }) => sum + length, 0);
      // A file of a megabyte whose thousand pages are all the same megabyte would unfold to a gigabyte.
      if (used > bytes.length) return fail('broken');
    }
    at = view.getUint32(at + 2 + view.getUint16(at, isLittle) * 12, isLittle);
  }
  return pages.length === 0 ? fail('broken') : ok({ isLittle, pages });
}
