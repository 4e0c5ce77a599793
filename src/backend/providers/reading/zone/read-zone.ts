import type { Gray } from '../image/raster.ts';
import type { Point } from '../image/skew.ts';
import type { Ocr } from '../ocr/engine.ts';
import type { Place } from '../places.ts';
import type { ZoneReading } from '../reading.ts';
import { aligned } from './align.ts';
import type { GridLine, Located } from './locate.ts';
import { settleZone, type Vote } from './settle.ts';
import { stripsOf, type Strip } from './strips.ts';
import { ballotOf, type ReadStrip } from './votes.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const digits = '0123456789';
const signsOf = { letter: letters, digit: digits, any: letters + digits } as const;

async function readStrip(ocr: Ocr, strip: Strip, signs: string): Promise<readonly (Vote | undefined)[]> {
  const lines = await ocr.line(strip.picture, signs);
  const found = lines
    .flatMap(line => line.words.flatMap(word => word.signs))
    .map(({ text, box, confidence }) => ({ sign: text, x: (box.x0 + box.x1) / 2, weight: confidence }));
  return aligned(strip, found);
}

/** The corners of a line, its slope followed. */
function placeOf(
  line: GridLine,
  width: number,
  { picture }: { readonly picture: Gray },
  back: (point: Point) => Point,
): Place {
  const left = line.x - line.pitch / 2;
  const right = left + width * line.pitch;
  const corner = (x: number, up: number): Point =>
    back([x / picture.width, (line.y + line.slope * x + up * line.height * 0.7) / picture.height]);
  return [corner(left, -1), corner(right, -1), corner(left, 1), corner(right, 1)];
}

/**
 * Reads a zone that was found: by OCR that knows what may stand where, then by what the cells, places and check digits say.
 * `back` brings points of the picture in which it was found to the page as it is shown.
 */
export async function readZone(
  ocr: Ocr,
  located: Located,
  page: number,
  back: (point: Point) => Point,
): Promise<ZoneReading> {
  const read: ReadStrip[] = [];
  const asDigits: ReadStrip[] = [];
  for (const strip of stripsOf(located)) {
    read.push({ strip, signs: await readStrip(ocr, strip, signsOf[strip.kind]) });
    if (strip.kind === 'any') asDigits.push({ strip, signs: await readStrip(ocr, strip, digits) });
  }
  const { lines, asRead, checks, doubts } = settleZone(located.format, ballotOf(located, read, asDigits));
  return {
    format: located.format.name,
    page,
    turn: located.turn,
    lines,
    asRead,
    checks,
    doubts,
    places: located.lines.map(line => placeOf(line, located.format.width, located, back)),
  };
}
