import { concat, utf8, type Bytes } from '../bytes.ts';
import { fail, ok, type Result } from '../result.ts';
import { readTiff, type TiffPage, type TiffProblem } from './directory.ts';
import { picturesOf, type Placed } from './pictures.ts';

/** Bytes of all pages together that are unpacked: ten sheets of A4 in colour at 300 dpi. */
const mostUnpacked = 256 * 1024 * 1024;

/** Bytes that are made of a page here: every strip and tile unpacked, whole; none where PDF knows how they are packed. */
function unpackedSize(page: TiffPage): number {
  const { compression, height, samples, bits, isTiled, blockWidth, blockHeight, blocks } = page;
  if ([2, 3, 4].includes(compression)) return 0;
  // Each JPEG gets the tables that they share.
  if (compression === 7) return blocks.length * (page.jpegTables?.length ?? 0);
  const rows = isTiled ? blocks.length * blockHeight : height;
  return Math.ceil((blockWidth * samples * bits) / 8) * rows;
}

const hex = (byte: number): string => byte.toString(16).padStart(2, '0');

function paletteOf({ palette, bits }: TiffPage): string | undefined {
  const count = 2 ** bits;
  if (palette.length < count * 3) return undefined;
  // By the book they go to 65,535; some writers mean bytes.
  const shift = palette.some(value => value > 255) ? 8 : 0;
  const colors = Array.from({ length: count }, (_, at) =>
    [0, 1, 2].map(which => hex(((palette[which * count + at] ?? 0) >> shift) & 0xff)).join(''),
  );
  return `[/Indexed /DeviceRGB ${count - 1} <${colors.join('')}>]`;
}

const spaces = { gray: '/DeviceGray', rgb: '/DeviceRGB', cmyk: '/DeviceCMYK' } as const;

/** Clockwise turn of each EXIF orientation, and whether the picture is mirrored before (TIFF 6.0, Orientation). */
const orientations: Readonly<Record<number, readonly [turn: number, isMirrored: boolean]>> = {
  1: [0, false],
  2: [0, true],
  3: [180, false],
  4: [180, true],
  5: [270, true],
  6: [90, false],
  7: [90, true],
  8: [270, false],
};

/** Objects of a PDF (ISO 32000-1, 7.5), in any order, with where each begins. */
function startPdf() {
  const parts: Uint8Array[] = [utf8('%PDF-1.7\n')];
  const offsets: number[] = [];
  let length = parts[0]?.length ?? 0;
  const put = (part: Uint8Array): void => {
    parts.push(part);
    length += part.length;
  };
  return {
    /** A number for an object that is yet to be written. */
    number: (): number => offsets.push(0),
    write: (number: number, dictionary: string, stream?: Uint8Array): void => {
      offsets[number - 1] = length;
      put(utf8(`${number} 0 obj\n${dictionary}\n`));
      if (stream) {
        put(utf8('stream\n'));
        put(stream);
        put(utf8('\nendstream\n'));
      }
      put(utf8('endobj\n'));
    },
    finish: (root: number): Bytes => {
      const size = offsets.length + 1;
      const table = offsets.map(at => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
      const trailer = `trailer\n<< /Size ${size} /Root ${root} 0 R >>\nstartxref\n${length}\n%%EOF\n`;
      return concat(...parts, utf8(`xref\n0 ${size}\n0000000000 65535 f \n${table}${trailer}`));
    },
  };
}
type Pdf = ReturnType<typeof startPdf>;

function addPage(
  pdf: Pdf,
  page: TiffPage,
  pictures: readonly Placed[],
  parent: number,
): Result<number, TiffProblem> {
  const height = page.height * page.pixelHeight;
  const palette = pictures.some(({ colors }) => colors === 'palette') ? paletteOf(page) : undefined;
  const names: string[] = [];
  const drawing: string[] = [];
  const [turn, isMirrored] = orientations[page.orientation] ?? [0, false];
  if (isMirrored) drawing.push(`-1 0 0 1 ${page.width} 0 cm`);
  for (const placed of pictures) {
    const space = placed.colors === 'palette' ? palette : spaces[placed.colors];
    if (space === undefined) return fail('broken');
    const name = `/P${names.length}`;
    const number = pdf.number();
    names.push(`${name} ${number} 0 R`);
    const decode = placed.isInverted ? ' /Decode [1 0]' : '';
    pdf.write(
      number,
      `<< /Type /XObject /Subtype /Image /Width ${placed.width} /Height ${placed.height} /BitsPerComponent ${placed.bits} /ColorSpace ${space}${decode} ${placed.filter} /Length ${placed.data.length} >>`,
      placed.data,
    );
    const tall = placed.height * page.pixelHeight;
    const bottom = height - placed.y * page.pixelHeight - tall;
    drawing.push(`q ${placed.width} 0 0 ${tall} ${placed.x} ${bottom} cm ${name} Do Q`);
  }
  const content = pdf.number();
  const text = utf8(drawing.join('\n'));
  pdf.write(content, `<< /Length ${text.length} >>`, text);
  const number = pdf.number();
  pdf.write(
    number,
    `<< /Type /Page /Parent ${parent} 0 R /MediaBox [0 0 ${page.width} ${height}] /Rotate ${turn} /Contents ${content} 0 R /Resources << /XObject << ${names.join(' ')} >> >> >>`,
  );
  return ok(number);
}

/**
 * A PDF with the pages of a TIFF, one unit of its space for each pixel. So whatever shows and reads PDFs, within its limits,
 * shows and reads TIFFs too: fax and JPEG strips are handed on as they are, what PDF packs in another way is unpacked.
 */
export async function tiffAsPdf(bytes: Bytes): Promise<Result<Bytes, TiffProblem>> {
  const file = readTiff(bytes);
  if (!file.ok) return file;
  const { pages, isLittle } = file.value;
  if (pages.reduce((sum, page) => sum + unpackedSize(page), 0) > mostUnpacked) return fail('tooManyPixels');
  const pdf = startPdf();
  const [root, tree] = [pdf.number(), pdf.number()];
  const kids: number[] = [];
  for (const page of pages) {
    const pictures = await picturesOf(bytes, page, isLittle);
    if (!pictures.ok) return pictures;
    const kid = addPage(pdf, page, pictures.value, tree);
    if (!kid.ok) return kid;
    kids.push(kid.value);
  }
  pdf.write(root, `<< /Type /Catalog /Pages ${tree} 0 R >>`);
  pdf.write(
    tree,
    `<< /Type /Pages /Count ${kids.length} /Kids [${kids.map(kid => `${kid} 0 R`).join(' ')}] >>`,
  );
  return ok(pdf.finish(root));
}
