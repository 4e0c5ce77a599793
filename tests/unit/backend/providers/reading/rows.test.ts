import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rowsOf, type Glyph } from '../../../../../src/backend/providers/reading/zone/rows.ts';

/** Pixels of a zone as it is read: from one character to the next, and of a capital. */
const [pitch, capital] = [26, 28] as const;

function glyph(x: number, y: number, height: number): Glyph {
  const half = height / 2;
  const mark = {
    label: 1,
    left: x - half,
    right: x + half,
    top: y - half,
    bottom: y + half,
    area: height * 4,
  };
  return { mark, x, y, height, isFiller: false };
}

const lineOf = (length: number): readonly Glyph[] =>
  Array.from({ length }, (_, place) => glyph(400 + place * pitch, 900, capital));

const shapesOf = (glyphs: readonly Glyph[]) =>
  rowsOf(glyphs).map(row => ({ length: row.length, pitch: Math.round(row.pitch) }));

test('a speck beside any character of a line leaves it one line at its pitch', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(30, 36, 44),
      fc.integer({ min: 0, max: 29 }),
      fc.integer({ min: 4, max: pitch - 4 }),
      fc.integer({ min: -6, max: 6 }),
      (length, place, right, down) => {
        const speck = glyph(400 + place * pitch + right, 900 + down, capital * 0.45);
        const [row, ...others] = rowsOf([...lineOf(length), speck]);
        expect(others).toEqual([]);
        expect(row?.pitch).toBeCloseTo(pitch, 0);
        // One that lies behind the last character may be another.
        expect([length, length + 1]).toContain(row?.length);
      },
    ),
  );
});

test('what stands apart at either end, like the edge of a page, is no part of a line', () => {
  const line = lineOf(44);
  const [first, last] = [400, 400 + 43 * pitch];
  const edges = [glyph(first - 130, 900, 60), glyph(last + 130, 900, 60)];
  expect(shapesOf([...line, ...edges])).toEqual([{ length: 44, pitch }]);
  expect(rowsOf([...line, ...edges])[0]?.x).toBeCloseTo(first, 0);
});

test('characters that were not found within a line part it nowhere', () => {
  const line = lineOf(44).filter((_, place) => place !== 10 && place !== 20);
  expect(shapesOf(line)).toEqual([{ length: 44, pitch }]);
});
