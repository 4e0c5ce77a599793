import type { Vote } from './settle.ts';
import type { Strip } from './strips.ts';

/** A character as the OCR found it in a strip, from left to right. */
export interface FoundSign extends Vote {
  /** The middle of its box, in pixels of the strip. */
  readonly x: number;
}

/** What it costs to leave a cell or a character out, in cells of distance. */
const leftOut = 0.75;

/**
 * Puts the characters that the OCR found into the cells of a strip: in order, each into one cell, as near as can be. The
 * boxes of the OCR are rough, so that two of them may lie over one cell and none over the next.
 */
export function aligned(
  { places, pitch, margin }: Pick<Strip, 'places' | 'pitch' | 'margin'>,
  found: readonly FoundSign[],
): readonly (Vote | undefined)[] {
  const cells = places.flatMap((place, cell) => (place ? [cell] : []));
  const columns = found.length + 1;
  const costs = new Float64Array((cells.length + 1) * columns);
  const distance = (row: number, column: number): number =>
    Math.abs(((found[column]?.x ?? 0) - margin) / pitch - (cells[row] ?? 0) - 0.5);
  for (let row = 0; row <= cells.length; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      if (row === 0 || column === 0) {
        costs[row * columns + column] = (row + column) * leftOut;
        continue;
      }
      const both = (costs[(row - 1) * columns + column - 1] ?? 0) + distance(row - 1, column - 1);
      const noSign = (costs[(row - 1) * columns + column] ?? 0) + leftOut;
      const noCell = (costs[row * columns + column - 1] ?? 0) + leftOut;
      costs[row * columns + column] = Math.min(both, noSign, noCell);
    }
  }
  const signs: (Vote | undefined)[] = places.map(() => undefined);
  let [row, column] = [cells.length, found.length];
  while (row > 0 && column > 0) {
    const here = costs[row * columns + column] ?? 0;
    const cell = cells[row - 1];
    const sign = found[column - 1];
    const both = (costs[(row - 1) * columns + column - 1] ?? 0) + distance(row - 1, column - 1);
    if (here === both && cell !== undefined && sign) {
      signs[cell] = { sign: sign.sign, weight: sign.weight };
      row -= 1;
      column -= 1;
    } else if (here === (costs[(row - 1) * columns + column] ?? 0) + leftOut) row -= 1;
    else column -= 1;
  }
  return signs;
}
