import { concat, type Bytes } from '../bytes.ts';
import { fail, ok, type Result } from '../result.ts';
import type { TiffBlock, TiffPage, TiffProblem } from './directory.ts';
import { jpegSize } from './jpeg-size.ts';
import { unpack, unpacked } from './unpack.ts';

/** A picture on a page, in the words of PDF (ISO 32000-1, 8.9.5): what is packed in a way that PDF knows stays so. */
export interface Placed {
  /** Pixels from the left and from the top of the page. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  readonly colors: 'gray' | 'rgb' | 'cmyk' | 'palette';
  readonly isInverted: boolean;
  readonly filter: string;
  readonly data: Uint8Array;
}

const photometric = { whiteIsZero: 0, blackIsZero: 1, rgb: 2, palette: 3, cmyk: 5, yCbCr: 6 } as const;
const [faxHuffman, fax3, fax4, jpeg] = [2, 3, 4, 7];

const colorsOf = (
  page: TiffPage,
): { readonly colors: Placed['colors']; readonly count: number } | undefined => {
  switch (page.photometric) {
    case photometric.whiteIsZero:
    case photometric.blackIsZero:
      return { colors: 'gray', count: 1 };
    case photometric.rgb:
      return { colors: 'rgb', count: 3 };
    case photometric.palette:
      return { colors: 'palette', count: 1 };
    case photometric.cmyk:
      return { colors: 'cmyk', count: 4 };
    default:
      return undefined;
  }
};

/** The place of every strip or tile on the page, in their order. */
function placesOf({ width, height, blockWidth, blockHeight, isTiled, blocks }: TiffPage) {
  const across = Math.ceil(width / blockWidth);
  return blocks.map((block, at) => {
    const [x, y] = [(at % across) * blockWidth, Math.floor(at / across) * blockHeight];
    // The last strip ends with the page; a tile is always whole.
    return {
      block,
      x,
      y,
      width: blockWidth,
      height: isTiled ? blockHeight : Math.min(blockHeight, height - y),
    };
  });
}

const bytesOf = (bytes: Bytes, { offset, length }: TiffBlock): Bytes =>
  bytes.subarray(offset, offset + length);

const mirroredBits = Uint8Array.from({ length: 256 }, (_, byte) =>
  [0, 1, 2, 3, 4, 5, 6, 7].reduce((sum, bit) => sum | (((byte >> bit) & 1) << (7 - bit)), 0),
);

function faxPictures(bytes: Bytes, page: TiffPage): Result<readonly Placed[], TiffProblem> {
  if (page.bits !== 1 || page.samples !== 1 || page.photometric > 1) return fail('notSupported');
  const k = page.compression === fax4 ? -1 : page.compression === fax3 && (page.faxOptions & 1) === 1 ? 1 : 0;
  return ok(
    placesOf(page).map(({ block, ...place }) => {
      const data = bytesOf(bytes, block);
      const parameters = [
        `/K ${k} /Columns ${place.width} /Rows ${place.height}`,
        // A strip has as many rows as it should, with or without a mark at its end.
        '/EndOfBlock false',
        ...(page.compression === faxHuffman ? ['/EncodedByteAlign true'] : []),
      ];
      return {
        ...place,
        bits: 1,
        colors: 'gray',
        // Fax codes know white and black; here their white may stand for zero, and zero for black.
        isInverted: page.photometric === photometric.blackIsZero,
        filter: `/Filter /CCITTFaxDecode /DecodeParms << ${parameters.join(' ')} >>`,
        data: page.isReversed ? data.map(byte => mirroredBits[byte] ?? 0) : data,
      };
    }),
  );
}

/** A JPEG of its own out of the tables that all of a page share and one strip or tile (TIFF Technical Note 2). */
const withTables = (tables: Bytes | undefined, data: Bytes): Bytes =>
  tables && tables.length > 4 ? concat(tables.subarray(0, -2), data.subarray(2)) : data;

function jpegPictures(bytes: Bytes, page: TiffPage): Result<readonly Placed[], TiffProblem> {
  const isColor = page.photometric === photometric.rgb || page.photometric === photometric.yCbCr;
  if (page.bits !== 8 || page.samples !== (isColor ? 3 : 1) || (!isColor && page.photometric > 1)) {
    return fail('notSupported');
  }
  const tables = page.jpegTables && bytesOf(bytes, page.jpegTables);
  const placed = placesOf(page).map(({ block, ...place }): Placed => ({
    ...place,
    bits: 8,
    colors: isColor ? 'rgb' : 'gray',
    isInverted: page.photometric === photometric.whiteIsZero,
    filter: `/Filter /DCTDecode /DecodeParms << /ColorTransform ${page.photometric === photometric.yCbCr ? 1 : 0} >>`,
    data: withTables(tables, bytesOf(bytes, block)),
  }));
  const isAsSaid = placed.every(({ data, width, height }) => {
    const size = jpegSize(data);
    return size?.width === width && size.height === height;
  });
  return isAsSaid ? ok(placed) : fail('broken');
}

/** Undoes what makes each sample the difference from the one to its left (TIFF 6.0, section 14). Changes the bytes. */
function undoPredictor(data: Uint8Array, rowBytes: number, samples: number): void {
  for (let row = 0; row < data.length; row += rowBytes) {
    for (let at = row + samples; at < row + rowBytes; at += 1) {
      data[at] = ((data[at] ?? 0) + (data[at - samples] ?? 0)) & 0xff;
    }
  }
}

/** The same for samples of 16 bits. */
function undoWidePredictor(data: Uint8Array, rowBytes: number, samples: number, isLittle: boolean): void {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  for (let row = 0; row < data.length; row += rowBytes) {
    for (let at = row + samples * 2; at < row + rowBytes; at += 2) {
      view.setUint16(at, view.getUint16(at, isLittle) + view.getUint16(at - samples * 2, isLittle), isLittle);
    }
  }
}

/** Strips of a row or two each, as most programs write them, become one picture: thousands would take seconds to draw. */
async function joinedPicture(
  bytes: Bytes,
  page: TiffPage,
  isLittle: boolean,
): Promise<Result<readonly Placed[], TiffProblem>> {
  const color = colorsOf(page);
  const { bits, samples, width, height, compression } = page;
  if (!color || samples < color.count) return fail('notSupported');
  const isWide = bits === 16;
  const isPlain = samples === color.count && !isWide;
  if ((bits < 8 && samples > 1) || (color.colors === 'palette' && bits > 8)) return fail('notSupported');
  if (page.predictor > 2 || (page.predictor === 2 && bits < 8)) return fail('notSupported');
  if (page.isReversed && bits !== 1) return fail('notSupported');

  const outRow = isPlain ? Math.ceil((width * samples * bits) / 8) : width * color.count;
  const out = new Uint8Array(outRow * height);
  for (const { block, x, y, width: wide, height: tall } of placesOf(page)) {
    const rowBytes = Math.ceil((wide * samples * bits) / 8);
    const packed = bytesOf(bytes, block);
    // Old writers leave away rows of the last strip; what is there is not less than the page needs.
    const data = await unpack(packed, compression, rowBytes * tall);
    if (!data) return fail('broken');
    const own = page.predictor === 2 && compression === 1 ? data.slice() : data;
    if (page.predictor === 2) {
      if (isWide) undoWidePredictor(own, rowBytes, samples, isLittle);
      else undoPredictor(own, rowBytes, samples);
    }
    const [columns, rows] = [Math.min(wide, width - x), Math.min(tall, height - y)];
    for (let row = 0; row < rows; row += 1) {
      const from = row * rowBytes;
      const to = (y + row) * outRow;
      if (isPlain) {
        const length = Math.ceil((columns * samples * bits) / 8);
        out.set(own.subarray(from, from + length), to + (x * samples * bits) / 8);
        continue;
      }
      // Of 16 bits the higher 8 are kept; what is beyond the colours (alpha) is left away.
      const [step, high] = isWide ? [2, isLittle ? 1 : 0] : [1, 0];
      for (let column = 0; column < columns; column += 1) {
        for (let sample = 0; sample < color.count; sample += 1) {
          out[to + (x + column) * color.count + sample] =
            own[from + (column * samples + sample) * step + high] ?? 0;
        }
      }
    }
  }
  return ok([
    {
      x: 0,
      y: 0,
      width,
      height,
      bits: isWide ? 8 : bits,
      colors: color.colors,
      isInverted: page.photometric === photometric.whiteIsZero,
      filter: '',
      data: page.isReversed ? out.map(byte => mirroredBits[byte] ?? 0) : out,
    },
  ]);
}

/** The pictures that a page is made of. */
export async function picturesOf(
  bytes: Bytes,
  page: TiffPage,
  isLittle: boolean,
): Promise<Result<readonly Placed[], TiffProblem>> {
  if ([faxHuffman, fax3, fax4].includes(page.compression)) return faxPictures(bytes, page);
  if (page.compression === jpeg) return jpegPictures(bytes, page);
  if (unpacked.includes(page.compression)) return joinedPicture(bytes, page, isLittle);
  return fail('notSupported');
}
