import type { Region } from '../../../../shared/domain/index.ts';
import type { Gray, Turn } from '../image/raster.ts';
import type { Ocr } from '../ocr/engine.ts';
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

/** A box of the turned picture as fractions of the one that came. */
export function turnedBack(box: Region, turn: Turn): Region {
  const [x, y, width, height] = box;
  switch (turn) {
    case 0:
      return box;
    case 1:
      return [y, 1 - x - width, height, width];
    case 2:
      return [1 - x - width, 1 - y - height, width, height];
    case 3:
      return [1 - y - height, x, height, width];
  }
}

const clamped = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 10_000) / 10_000;

function regionOf(
  line: GridLine,
  width: number,
  { picture, turn }: { readonly picture: Gray; readonly turn: Turn },
): Region {
  const left = line.x - line.pitch / 2;
  const right = left + width * line.pitch;
  const ends = [line.y + line.slope * left, line.y + line.slope * right];
  const top = Math.min(...ends) - line.height * 0.7;
  const bottom = Math.max(...ends) + line.height * 0.7;
  const box: Region = [
    left / picture.width,
    top / picture.height,
    (right - left) / picture.width,
    (bottom - top) / picture.height,
  ];
  const [x, y, wide, tall] = turnedBack(box, turn);
  return [clamped(x), clamped(y), clamped(wide), clamped(tall)];
}

/** Reads a zone that was found: by OCR that knows what may stand where, then by what the cells, places and check digits say. */
export async function readZone(ocr: Ocr, located: Located, page: number): Promise<ZoneReading> {
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
    regions: located.lines.map(line => regionOf(line, located.format.width, located)),
  };
}
