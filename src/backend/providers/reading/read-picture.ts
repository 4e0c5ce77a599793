import type { Decoded } from './image/decode.ts';
import { hashesOf, type PictureHashes } from './image/hashes.ts';
import { measured, type PictureFacts } from './image/quality.ts';
import { turned, type Gray } from './image/raster.ts';
import { linesOf } from './lines.ts';
import type { Ocr, OcrLine } from './ocr/engine.ts';
import type { Depth, PageReading, ZoneReading } from './reading.ts';
import { locateZone } from './zone/locate.ts';
import { settledByPrint } from './zone/printed.ts';
import { readZone, turnedBack } from './zone/read-zone.ts';

/** The longer side at which pictures are read: a passport's zone has characters of 25 pixels then. */
export const readingSide = 1700;
/** Where no zone is found in a large picture, it is looked for once more: a passport may lie on a whole A4 scan. */
export const largeSide = 3000;

export interface PictureReading {
  readonly page: PageReading;
  readonly zone?: ZoneReading;
  readonly picture: PictureFacts;
  readonly hashes: PictureHashes;
}

/** Words that the OCR is less sure of than this are shadows and patterns. */
const leastConfidence = 0.3;

const wordsOf = (lines: readonly OcrLine[]) =>
  lines.flatMap(({ words }) => words).filter(({ confidence }) => confidence >= leastConfidence);

const meanOf = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

interface Text {
  readonly page: PageReading;
  /** How much was read, by letters and how sure the OCR was of them. */
  readonly weight: number;
}

async function textOf(ocr: Ocr, gray: Gray, turn: ZoneReading['turn'], page: number): Promise<Text> {
  const upright = turned(gray, turn);
  const words = wordsOf(await ocr.page(upright));
  const boxed = words.map(({ text, box }) => ({
    text,
    box: [box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0] as [number, number, number, number],
  }));
  const lines = linesOf(boxed, upright.width, upright.height).map(line => ({
    ...line,
    region: turnedBack(line.region, turn),
    words: line.words.map(word => ({ ...word, region: turnedBack(word.region, turn) })),
  }));
  return {
    page: { page, source: 'ocr', confidence: meanOf(words.map(({ confidence }) => confidence)), lines },
    weight: words.reduce((sum, { text, confidence }) => sum + text.length * confidence ** 2, 0),
  };
}

/** Fewer letters than a label and a value have, on a page without a zone: it may lie on its side. */
const fewLetters = 25;

/** Reads a page that lies any of four ways; without a zone to tell, the way in which most is read counts. */
async function textAnyWay(
  ocr: Ocr,
  gray: Gray,
  page: number,
): Promise<Text & { readonly turn: ZoneReading['turn'] }> {
  const upright = { ...(await textOf(ocr, gray, 0, page)), turn: 0 as const };
  if (upright.weight >= fewLetters) return upright;
  const right = { ...(await textOf(ocr, gray, 1, page)), turn: 1 as const };
  const left = { ...(await textOf(ocr, gray, 3, page)), turn: 3 as const };
  return [upright, right, left].reduce((best, one) => (one.weight > best.weight * 1.5 ? one : best));
}

/** Everything that a picture shows: its zone, its text, its measures, its hashes. */
export async function readPicture(
  ocr: () => Promise<Ocr>,
  decoded: Decoded,
  { page, depth }: { readonly page: number; readonly depth: Depth },
): Promise<PictureReading> {
  const gray = decoded.gray(readingSide);
  const picture = measured(gray, decoded.original);
  if (depth === 'looks') {
    return { page: { page, source: 'ocr', confidence: 0, lines: [] }, picture, hashes: hashesOf(gray) };
  }
  const long = Math.max(decoded.original.width, decoded.original.height);
  const located =
    locateZone(gray) ?? (long > readingSide * 1.3 ? locateZone(decoded.gray(largeSide)) : undefined);
  const engine = await ocr();
  if (!located) {
    const { turn, ...text } = await textAnyWay(engine, gray, page);
    return { page: text.page, picture, hashes: hashesOf(turned(gray, turn)) };
  }
  const text = await textOf(engine, gray, located.turn, page);
  const zone = settledByPrint(await readZone(engine, located, page), text.page.lines);
  return { page: text.page, zone, picture, hashes: hashesOf(turned(gray, located.turn)) };
}
