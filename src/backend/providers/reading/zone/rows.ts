import type { Mark } from '../image/marks.ts';

/** Marks that may be a character of a zone, with what the search goes by. */
export interface Glyph {
  readonly mark: Mark;
  /** The middle of its box, in pixels. */
  readonly x: number;
  readonly y: number;
  readonly height: number;
  readonly isFiller: boolean;
}

/** Characters in a line at one pitch: a candidate for a line of a zone. */
export interface Row {
  readonly glyphs: readonly Glyph[];
  /** Pixels from one character to the next. */
  readonly pitch: number;
  /** The middle of the first character found. */
  readonly x: number;
  /** `y` of a character is `y + slope * x`. */
  readonly y: number;
  readonly slope: number;
  /** How many places it spans, its gaps included. */
  readonly length: number;
  /** Of the tallest characters, in pixels. */
  readonly height: number;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** How far two glyphs are from being neighbours in a line, in pixels: off the line counts twice, and so does unlike size. */
const apart = (one: Glyph, other: Glyph): number =>
  other.x - one.x + 2 * (Math.abs(other.y - one.y) + Math.abs(other.height - one.height));

/** Chains each glyph to its next neighbour to the right on the same line. */
function chains(glyphs: readonly Glyph[]): readonly (readonly Glyph[])[] {
  const ordered = glyphs.toSorted((a, b) => a.x - b.x);
  const before = new Map<Glyph, Glyph>();
  ordered.forEach((glyph, place) => {
    let best: Glyph | undefined;
    for (let at = place + 1; at < ordered.length; at += 1) {
      const other = ordered[at];
      if (!other) break;
      const dx = other.x - glyph.x;
      const tall = Math.max(glyph.height, other.height);
      if (dx > tall * 2.6) {
        if (dx > 250) break;
        continue;
      }
      const short = Math.min(glyph.height, other.height);
      if (dx < tall * 0.3 || short < tall * 0.4) continue;
      if (Math.abs(other.y - glyph.y) > tall * 0.3) continue;
      if (!best || apart(glyph, other) < apart(glyph, best)) best = other;
    }
    if (!best) return;
    // Where two have the same next one the nearer keeps it. The other gets none: from a speck at the first character on,
    // two chains would share a line by turns.
    const rival = before.get(best);
    if (!rival || apart(glyph, best) < apart(rival, best)) before.set(best, glyph);
  });
  const next = new Map([...before].map(([glyph, from]) => [from, glyph]));
  return ordered
    .filter(glyph => !before.has(glyph))
    .map(glyph => {
      const chain = [glyph];
      for (let at = next.get(glyph); at; at = next.get(at)) chain.push(at);
      return chain;
    });
}

/** Places that a line of a zone may miss in a row; a mark further off is beside it, at the edge of the page. */
const widestGap = 3;

/** A chain without the marks that stand apart at its ends. */
function trimmed(chain: readonly Glyph[]): readonly Glyph[] {
  const steps = chain.slice(1).map((glyph, place) => glyph.x - (chain[place]?.x ?? 0));
  const wide = median(steps) * widestGap;
  const from = steps[0] !== undefined && steps[0] > wide ? 1 : 0;
  const last = steps.at(-1);
  return chain.slice(from, last !== undefined && last > wide ? -1 : undefined);
}

/** Least squares of y over x. */
function lineThrough(
  points: readonly (readonly [x: number, y: number])[],
): readonly [at: number, slope: number] {
  const count = points.length;
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / count;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / count;
  let above = 0;
  let below = 0;
  for (const [x, y] of points) {
    above += (x - meanX) * (y - meanY);
    below += (x - meanX) ** 2;
  }
  const slope = below === 0 ? 0 : above / below;
  return [meanY - slope * meanX, slope];
}

/** The pitch at which the glyphs stand, refined over the whole chain; undefined where they stand at none, as printed text does. */
function pitchOf(glyphs: readonly Glyph[]): { readonly pitch: number; readonly x: number } | undefined {
  const steps = glyphs.slice(1).map((glyph, place) => glyph.x - (glyphs[place]?.x ?? 0));
  // Steps over a gap are multiples: the pitch is the middle of the single ones.
  const rough = median(steps);
  let pitch = median(steps.filter(step => step < rough * 1.4));
  if (pitch <= 0) return undefined;
  let x = glyphs[0]?.x ?? 0;
  for (let round = 0; round < 3; round += 1) {
    let column = 0;
    let before = glyphs[0]?.x ?? 0;
    const places = glyphs.map(glyph => {
      column += Math.round((glyph.x - before) / pitch);
      before = glyph.x;
      return [column, glyph.x] as const;
    });
    [x, pitch] = lineThrough(places);
    if (!(pitch > 0)) return undefined;
  }
  const off = glyphs.filter(glyph => {
    const column = (glyph.x - x) / pitch;
    return Math.abs(column - Math.round(column)) > 0.27;
  }).length;
  return off <= glyphs.length * 0.12 ? { pitch, x } : undefined;
}

/** Fewest characters that make a line of a zone worth looking at. */
const fewest = 12;

/** Every line of characters at one pitch, in no order. */
export function rowsOf(glyphs: readonly Glyph[]): readonly Row[] {
  return chains(glyphs).flatMap(found => {
    const chain = trimmed(found);
    if (chain.length < fewest) return [];
    const fitted = pitchOf(chain);
    if (!fitted) return [];
    const [y, slope] = lineThrough(chain.map(glyph => [glyph.x, glyph.y] as const));
    const last = chain.at(-1)?.x ?? fitted.x;
    const heights = chain.map(({ height }) => height).toSorted((a, b) => a - b);
    return [
      {
        glyphs: chain,
        ...fitted,
        y,
        slope,
        length: Math.round((last - fitted.x) / fitted.pitch) + 1,
        height: heights[Math.floor(heights.length * 0.9)] ?? 0,
      },
    ];
  });
}
