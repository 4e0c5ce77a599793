import type { Decoded } from './image/decode.ts';
import { hashesOf, type PictureHashes } from './image/hashes.ts';
import { measured, type PictureFacts } from './image/quality.ts';
import { turned, type Gray, type Turn } from './image/raster.ts';
import { straightened } from './image/skew.ts';
import { linesOf } from './lines.ts';
import type { Ocr, OcrLine } from './ocr/engine.ts';
import { asShown, type Lie } from './places.ts';
import type { Depth, PageReading, ZoneReading } from './reading.ts';
import { leaning, locateZone, slopeOf, type Located } from './zone/locate.ts';
import { settledByPrint } from './zone/printed.ts';
import { readZone } from './zone/read-zone.ts';

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

/** A picture made upright, and how the page lies as it is shown. */
interface Upright {
  readonly picture: Gray;
  readonly lies: Lie;
}

const straight = (gray: Gray, skew: number): Upright => ({
  picture: straightened(gray, skew),
  lies: { size: { width: gray.width, height: gray.height }, skew, turn: 0 },
});

const quarterTurned = ({ picture, lies }: Upright, turn: Turn): Upright => ({
  picture: turned(picture, turn),
  lies: { ...lies, turn },
});

async function textOf(ocr: Ocr, { picture, lies }: Upright, page: number): Promise<Text> {
  const words = wordsOf(await ocr.page(picture));
  const boxed = words.map(({ text, box }) => ({
    text,
    box: [box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0] as [number, number, number, number],
  }));
  const lines = linesOf(boxed, picture.width, picture.height);
  return {
    page: { page, source: 'ocr', confidence: meanOf(words.map(({ confidence }) => confidence)), lies, lines },
    weight: words.reduce((sum, { text, confidence }) => sum + text.length * confidence ** 2, 0),
  };
}

/** Fewer letters than a label and a value have, on a page without a zone: it may lie on its side. */
const fewLetters = 25;

/** Reads a page that lies any of four ways; without a zone to tell, the way in which most is read counts. */
async function textAnyWay(ocr: Ocr, upright: Upright, page: number): Promise<Text & { readonly turn: Turn }> {
  const asItIs = { ...(await textOf(ocr, upright, page)), turn: 0 as const };
  if (asItIs.weight >= fewLetters) return asItIs;
  const right = { ...(await textOf(ocr, quarterTurned(upright, 1), page)), turn: 1 as const };
  const left = { ...(await textOf(ocr, quarterTurned(upright, 3), page)), turn: 3 as const };
  return [asItIs, right, left].reduce((best, one) => (one.weight > best.weight * 1.5 ? one : best));
}

/** Degrees from which on a page is made straight: characters are cut out of a zone, and words found, by upright boxes. */
const leastSkew = 1.5;

interface Found {
  readonly upright: Upright;
  readonly located?: Located | undefined;
}

/** Looks for a zone on a picture that was made straight, and where it is a large one once more at more pixels. */
function findStraight(decoded: Decoded, gray: Gray, skew: number): Found {
  const upright = straight(gray, skew);
  const located = locateZone(upright.picture);
  const long = Math.max(decoded.original.width, decoded.original.height);
  if (located || long <= readingSide * 1.3) return { upright, located };
  // As fractions, points are the same at any size.
  return { upright, located: locateZone(straightened(decoded.gray(largeSide), skew)) };
}

function findZone(decoded: Decoded, gray: Gray): Found {
  const asItIs = locateZone(gray);
  const skew = asItIs ? slopeOf(asItIs) : leaning(gray);
  if (Math.abs(skew) >= leastSkew) {
    const found = findStraight(decoded, gray, skew);
    if (found.located || !asItIs) return found;
  }
  return asItIs ? { upright: straight(gray, 0), located: asItIs } : findStraight(decoded, gray, 0);
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
    const nothing: PageReading = {
      page,
      source: 'ocr',
      confidence: 0,
      lies: straight(gray, 0).lies,
      lines: [],
    };
    return { page: nothing, picture, hashes: hashesOf(gray) };
  }
  const { upright, located } = findZone(decoded, gray);
  const engine = await ocr();
  if (!located) {
    const { turn, ...text } = await textAnyWay(engine, upright, page);
    return { page: text.page, picture, hashes: hashesOf(turned(gray, turn)) };
  }
  const way = quarterTurned(upright, located.turn);
  const text = await textOf(engine, way, page);
  const zone = settledByPrint(
    await readZone(engine, located, page, point => asShown(point, way.lies)),
    text.page.lines,
  );
  return { page: text.page, zone, picture, hashes: hashesOf(turned(gray, located.turn)) };
}
