import { describe, expect, it } from 'vitest';
import { coarse, inWords, short } from '../../../../src/renderer/src/ui/duration.ts';

const m = 60_000;
const h = 60 * m;
const d = 24 * h;

describe('a length of time', () => {
  it.each([
    [4_000, '4 s'],
    [38 * m, '38 m'],
    [2 * h + 4 * m, '2 h 04 m'],
    [6 * h, '6 h'],
    [11 * h + 40 * m, '11 h'],
    [30 * h, '30 h'],
    [3 * d, '3 d'],
    [-5, '0 s'],
  ])('of %i ms is %s', (milliseconds, words) => {
    expect(short(milliseconds)).toBe(words);
  });

  it('has a short form of one unit', () => {
    expect([coarse(59_999), coarse(90 * m), coarse(47 * h)]).toEqual(['59 s', '1 h', '1 d']);
  });

  it('in a sentence never says zero before it is over', () => {
    expect(inWords(1)).toBe('1 second');
    expect(inWords(30_000)).toBe('30 seconds');
    expect(inWords(3 * m)).toBe('3 minutes');
  });
});
