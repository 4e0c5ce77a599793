import type { Mime } from '../../../shared/domain/index.ts';
import { tiffAsPdf } from '../../../shared/tiff/index.ts';
import { decodePicture } from './image/decode.ts';
import type { Ocr } from './ocr/engine.ts';
import { drawPage } from './pdf/draw.ts';
import { openPdf } from './pdf/open.ts';
import { saysMoreThanIsSeen } from './pdf/shown.ts';
import { textLayer } from './pdf/text-layer.ts';
import type { Lie } from './places.ts';
import { largeSide, readPicture, type PictureReading } from './read-picture.ts';
import type { Depth, PageReading, Reading } from './reading.ts';

/** Pages of a PDF whose text is read, and of those that are pictures. */
const mostPages = 20;
const mostScans = 3;
/** Fewer letters than this and a page is a picture with at most a stamp on it. */
const fewLetters = 20;

export interface Asked {
  readonly bytes: Uint8Array;
  readonly mime: Mime;
  readonly depth: Depth;
}

async function readPages(ocr: () => Promise<Ocr>, { bytes, mime, depth }: Asked): Promise<Reading> {
  const opened = await openPdf(bytes);
  if (!opened.ok) return { kind: 'unreadable', why: opened.problem };
  const pdf = opened.value;
  try {
    const pages: PageReading[] = [];
    const scans: PictureReading[] = [];
    for (let number = 1; number <= Math.min(pdf.numPages, mostPages); number += 1) {
      try {
        const page = await pdf.getPage(number);
        const { lies, lines } = await textLayer(page);
        const letters = lines.reduce((sum, { text }) => sum + text.length, 0);
        // Only what is seen counts: nobody looks at what lies beneath a picture.
        const isSeen = letters >= fewLetters && depth === 'text' && !(await saysMoreThanIsSeen(page));
        if (isSeen || scans.length >= mostScans) {
          const believed = isSeen || letters < fewLetters ? lines : [];
          pages.push({ page: number, source: 'text', confidence: 1, lies, lines: believed });
          continue;
        }
        const drawn = await drawPage(page, { longSide: largeSide, isInPixels: mime === 'image/tiff' });
        const scan = await readPicture(ocr, drawn, { page: number, depth });
        scans.push(scan);
        pages.push(scan.page);
      } catch {
        // One page that pdf.js can't make sense of takes nothing from the others.
        const lies: Lie = { size: { width: 1, height: 1 }, skew: 0, turn: 0 };
        pages.push({ page: number, source: 'text', confidence: 0, lies, lines: [] });
      }
    }
    const zone = scans.find(scan => scan.zone)?.zone;
    // Of an ID or a selfie the first page that can be drawn is the picture, whatever is wrong with those before it.
    const first = depth === 'text' ? scans.find(({ page }) => page.page === 1) : scans[0];
    return {
      kind: 'read',
      pageCount: pdf.numPages,
      pages,
      ...(zone ? { zone } : {}),
      ...(first ? { picture: first.picture, hashes: first.hashes } : {}),
    };
  } finally {
    await pdf.loadingTask.destroy();
  }
}

/** A scan of one or more pages is read as a PDF of them: there is one way to go through pages. */
async function readTiff(ocr: () => Promise<Ocr>, asked: Asked): Promise<Reading> {
  const pdf = await tiffAsPdf(Uint8Array.from(asked.bytes));
  return pdf.ok ? readPages(ocr, { ...asked, bytes: pdf.value }) : { kind: 'unreadable', why: pdf.problem };
}

/** Reads a document of any accepted type; what is wrong with its bytes is part of the answer. */
export async function readDocument(ocr: () => Promise<Ocr>, asked: Asked): Promise<Reading> {
  if (asked.mime === 'application/pdf') return readPages(ocr, asked);
  if (asked.mime === 'image/tiff') return readTiff(ocr, asked);
  const decoded = await decodePicture(asked.bytes, asked.mime);
  if (!decoded.ok) return { kind: 'unreadable', why: decoded.problem };
  const { page, zone, picture, hashes } = await readPicture(ocr, decoded.value, {
    page: 1,
    depth: asked.depth,
  });
  return { kind: 'read', pageCount: 1, pages: [page], ...(zone ? { zone } : {}), picture, hashes };
}
