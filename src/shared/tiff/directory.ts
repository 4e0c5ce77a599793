import { fail, ok, type Result } from '../result.ts';
import { entriesAt, tag, type Entries } from './entries.ts';

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
/** Directories, with those of previews and masks: one beside each page. */
const mostDirectories = 2 * mostPages;
/** Strips and tiles of all pages together: 500 sheets of A4 at 300 dpi in strips of 16 rows. */
const mostBlocks = 131_072;
/** Pixels of a page, as for every other picture that is read: 50 megapixels. */
export const mostTiffPixels = 50_000_000;
/** Pixels of a side that tiles have at the most: more only where the page itself is larger. */
const mostTileSide = 4096;
/** By the book a pixel has as many samples as there are depths and formats of them. */
const mostSamples = 8;
/** Bytes of the tables that JPEG strips share: four of quantization and eight of codes are some 4 KB at the most. */
const mostTables = 8192;

/** The ratio of both resolutions where it is one that scanners have, else 1. */
function pixelHeightOf(x: number | undefined, y: number | undefined): number {
  const ratio = (x ?? 1) / (y ?? 1);
  return ratio >= 0.2 && ratio <= 5 ? ratio : 1;
}

/** Bits and format of a sample, each the same for all samples of a pixel; undefined where they are none that is read. */
function sampleOf(entries: Entries): { readonly samples: number; readonly bits: number } | undefined {
  const samples = entries.first(tag.samples) ?? 1;
  const counts = [samples, entries.count(tag.bits), entries.count(tag.sampleFormat)];
  if (samples === 0 || counts.some(count => count > mostSamples)) return undefined;
  const all = (which: number): readonly number[] => entries.list(which, entries.count(which)) ?? [];
  const [bits = 1, ...others] = all(tag.bits);
  if (![1, 2, 4, 8, 16].includes(bits) || others.some(other => other !== bits)) return undefined;
  if (all(tag.sampleFormat).some(format => format !== 1)) return undefined;
  if (samples > 1 && (entries.first(tag.planes) ?? 1) !== 1) return undefined;
  return { samples, bits };
}

/** Strips or tiles of a page of this size, and where they lie: of those in the whole file, `left` may still come. */
function blocksOf(
  entries: Entries,
  { width, height }: { readonly width: number; readonly height: number },
  left: number,
  fileLength: number,
): Result<Pick<TiffPage, 'isTiled' | 'blockWidth' | 'blockHeight' | 'blocks'>, TiffProblem> {
  const isTiled = entries.has(tag.tileWidth);
  const blockWidth = isTiled ? (entries.first(tag.tileWidth) ?? 0) : width;
  const blockHeight = isTiled
    ? (entries.first(tag.tileHeight) ?? 0)
    : Math.min(height, entries.first(tag.rowsPerStrip) ?? height);
  if (blockWidth === 0 || blockHeight === 0 || (isTiled && blockWidth % 16 !== 0)) return fail('broken');
  // The last tiles reach beyond the page, by less than a tile that somebody would write.
  if (blockWidth > width + mostTileSide || blockHeight > height + mostTileSide) return fail('tooManyPixels');
  const expected = Math.ceil(width / blockWidth) * Math.ceil(height / blockHeight);
  if (expected * blockWidth * blockHeight > 2 * mostTiffPixels) return fail('tooManyPixels');
  if (expected > left) return fail('notSupported');
  const offsets = entries.list(isTiled ? tag.tileOffsets : tag.stripOffsets, expected);
  const lengths = entries.list(isTiled ? tag.tileLengths : tag.stripLengths, expected);
  if (!offsets || !lengths) return fail('broken');
  const blocks = offsets.map((offset, at) => ({ offset, length: lengths[at] ?? 0 }));
  const isInside = blocks.every(({ offset, length }) => length > 0 && offset + length <= fileLength);
  return isInside ? ok({ isTiled, blockWidth, blockHeight, blocks }) : fail('broken');
}

function pageOf(entries: Entries, left: number, fileLength: number): Result<TiffPage, TiffProblem> {
  const { first } = entries;
  const [width, height] = [first(tag.width) ?? 0, first(tag.height) ?? 0];
  if (width === 0 || height === 0) return fail('broken');
  if (width * height > mostTiffPixels) return fail('tooManyPixels');
  const sample = sampleOf(entries);
  const jpegTables = entries.bytes(tag.jpegTables);
  if (!sample || (jpegTables && jpegTables.length > mostTables)) return fail('notSupported');
  const blocks = blocksOf(entries, { width, height }, left, fileLength);
  if (!blocks.ok) return blocks;
  const photometric = first(tag.photometric) ?? 1;
  const hasPalette = photometric === 3 && sample.bits <= 8;
  return ok({
    width,
    height,
    ...sample,
    ...blocks.value,
    compression: first(tag.compression) ?? 1,
    photometric,
    predictor: first(tag.predictor) ?? 1,
    isReversed: first(tag.fillOrder) === 2,
    orientation: first(tag.orientation) ?? 1,
    pixelHeight: pixelHeightOf(first(tag.xResolution), first(tag.yResolution)),
    faxOptions: first(tag.faxOptions) ?? 0,
    palette: (hasPalette ? entries.list(tag.palette, 3 * 2 ** sample.bits) : undefined) ?? [],
    jpegTables,
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
  let blocksLeft = mostBlocks;
  for (let at = view.getUint32(4, isLittle); at !== 0 && pages.length < mostPages;) {
    if (seen.has(at)) return fail('broken');
    if (seen.size === mostDirectories) return fail('notSupported');
    seen.add(at);
    const entries = entriesAt(view, at, isLittle);
    if (!entries) return fail('broken');
    // Bit 0: a smaller copy of another page; bit 2: a mask (TIFF 6.0, NewSubfileType).
    if (((entries.first(tag.subfile) ?? 0) & 0b101) === 0) {
      const page = pageOf(entries, blocksLeft, bytes.length);
      if (!page.ok) return page;
      pages.push(page.value);
      blocksLeft -= page.value.blocks.length;
      used += page.value.blocks.reduce((sum, { length }) => sum + length, 0);
      // A file of a megabyte whose thousand pages are all the same megabyte would unfold to a gigabyte.
      if (used > bytes.length) return fail('broken');
    }
    at = view.getUint32(at + 2 + view.getUint16(at, isLittle) * 12, isLittle);
  }
  return pages.length === 0 ? fail('broken') : ok({ isLittle, pages });
}
