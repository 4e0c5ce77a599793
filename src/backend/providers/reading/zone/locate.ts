import { inkOf } from '../image/ink.ts';
import { marksOf } from '../image/marks.ts';
import { turned, turns, type Gray, type Turn } from '../image/raster.ts';
import { skewOf } from '../image/skew.ts';
import { chevronTurn } from './chevron.ts';
import { zoneFormats, type ZoneFormat } from './formats.ts';
import { rowsOf, type Glyph, type Row } from './rows.ts';

/** One line of a zone as a grid: where its first character stands and how far it is to the next. Pixels of the turned picture. */
export interface GridLine {
  readonly x: number;
  readonly y: number;
  readonly slope: number;
  readonly pitch: number;
  /** Of capital letters. */
  readonly height: number;
  /** For each place whether a filler stands there; such a place needs no reading. */
  readonly fillers: readonly boolean[];
}

/** A machine-readable zone found by its shape alone, before a letter is read. */
export interface Located {
  readonly turn: Turn;
  readonly picture: Gray;
  readonly format: ZoneFormat;
  readonly lines: readonly GridLine[];
}

/** Fewest fillers that tell a direction: a `V` or an `A` looks like one that points down or up. */
const fewestFillers = 4;

function glyphsOf(gray: Gray): { readonly glyphs: readonly Glyph[]; readonly towards: readonly number[] } {
  const found = marksOf(
    inkOf(gray, Math.max(31, Math.round(Math.max(gray.width, gray.height) / 32))),
    gray.width,
    gray.height,
  );
  const towards = [0, 0, 0, 0];
  const most = Math.max(gray.width, gray.height) / 14;
  const glyphs = found.marks.flatMap(mark => {
    const [wide, tall] = [mark.right - mark.left + 1, mark.bottom - mark.top + 1];
    if (tall > most || wide > most || mark.area < 12 || Math.max(wide, tall) < 7) return [];
    const turn = chevronTurn(found, mark, gray.width);
    if (turn !== undefined) towards[turn] = (towards[turn] ?? 0) + 1;
    const isFiller = turn === 0;
    return [
      { mark, x: (mark.left + mark.right) / 2, y: (mark.top + mark.bottom) / 2, height: tall, isFiller },
    ];
  });
  return { glyphs, towards };
}

/** Lines that lie under each other as those of one zone do: alike in pitch, slope and left edge, in their order from above. */
function groups(rows: readonly Row[], size: number): readonly (readonly Row[])[] {
  const ordered = rows.toSorted((a, b) => a.y - b.y);
  return ordered.flatMap(first => {
    const group = [first];
    for (const row of ordered) {
      const above = group.at(-1);
      if (!above || group.length === size || row === above) continue;
      const gap = (row.y + row.slope * row.x - above.y - above.slope * row.x) / above.pitch;
      const likePitch = Math.abs(row.pitch / above.pitch - 1) < 0.05;
      const likeEdge = Math.abs(row.x - above.x) < above.pitch * 4;
      if (gap > 1 && gap < 5 && likePitch && likeEdge) group.push(row);
    }
    return group.length === size ? [group] : [];
  });
}

/** How far a group is from the lengths of a format; a line may have lost its last characters or caught a stroke beside it. */
function distance(group: readonly Row[], format: ZoneFormat): number {
  return group.reduce((sum, { length }) => sum + Math.abs(length - format.width), 0) / group.length;
}

function gridOf(group: readonly Row[], format: ZoneFormat): readonly GridLine[] {
  // All lines of a zone begin at one left edge: the one that most of them agree on, seen from the longest line.
  const longest = group.reduce((best, row) =>
    Math.abs(row.length - format.width) < Math.abs(best.length - format.width) ? row : best,
  );
  const height = Math.max(...group.map(row => row.height));
  return group.map(row => {
    const columns = Math.round((row.x - longest.x) / row.pitch);
    const x = row.x - columns * row.pitch;
    const fillers = Array.from({ length: format.width }, () => false);
    for (const glyph of row.glyphs) {
      const place = Math.round((glyph.x - x) / row.pitch);
      if (glyph.isFiller && place >= 0 && place < format.width) fillers[place] = true;
    }
    return { x, y: row.y, slope: row.slope, pitch: row.pitch, height, fillers };
  });
}

/** Half a dozen characters may be missing at the end of a line or beside it be too many. */
const mostOff = 4;

function locateUpright(picture: Gray, glyphs: readonly Glyph[], turn: Turn): Located | undefined {
  const rows = rowsOf(glyphs).filter(row => row.length >= 20 && row.length <= 52);
  const candidates = zoneFormats.flatMap(format =>
    groups(rows, format.lines).map(group => ({ format, group, off: distance(group, format) })),
  );
  const best = candidates
    .filter(
      ({ group, off }) => off <= mostOff && group.some(row => row.glyphs.some(({ isFiller }) => isFiller)),
    )
    // Of equals the one with more lines: the lower two lines of a card look like a zone of two.
    .toSorted((a, b) => a.off - b.off || b.group.length - a.group.length)[0];
  return best && { turn, picture, format: best.format, lines: gridOf(best.group, best.format) };
}

/** By how many degrees clockwise the lines of a picture lean, quarter turns left aside. */
export function leaning(gray: Gray): number {
  const { glyphs } = glyphsOf(gray);
  const heights = glyphs.map(({ height }) => height).toSorted((a, b) => a - b);
  const points = glyphs.map(({ x, y }) => [x, y] as const);
  return skewOf(points, heights[Math.floor(heights.length / 2)] ?? 0);
}

/** By how many degrees clockwise the lines of a zone lean. */
export const slopeOf = ({ lines }: Located): number =>
  (Math.atan(lines.reduce((sum, { slope }) => sum + slope / lines.length, 0)) * 180) / Math.PI;

/** Finds a machine-readable zone, whichever of the four ways the picture lies. */
export function locateZone(gray: Gray): Located | undefined {
  const { glyphs, towards } = glyphsOf(gray);
  const ways = turns
    .filter(turn => (towards[turn] ?? 0) >= fewestFillers)
    .toSorted((a, b) => (towards[b] ?? 0) - (towards[a] ?? 0));
  for (const turn of ways) {
    const picture = turned(gray, turn);
    const found = locateUpright(picture, turn === 0 ? glyphs : glyphsOf(picture).glyphs, turn);
    if (found) return found;
  }
  return undefined;
}
