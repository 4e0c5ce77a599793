import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diff } from '../../../../src/renderer/src/review/items/diff.ts';

const text = (pieces: readonly { readonly text: string }[]): string =>
  pieces.map(piece => piece.text).join('');
const same = (pieces: readonly { readonly text: string; readonly changed: boolean }[]): string =>
  text(pieces.filter(piece => !piece.changed));

/** Letter by letter: what a capital sigma becomes depends on its neighbours. */
const plain = (unmarked: string): readonly string[] => [...unmarked].map(letter => letter.toLowerCase());

describe('marking differences', () => {
  it('marks the one digit that differs', () => {
    expect(diff('14 April 2036', '14 April 2026')).toEqual([
      [
        { text: '14 April 20', changed: false },
        { text: '3', changed: true },
        { text: '6', changed: false },
      ],
      [
        { text: '14 April 20', changed: false },
        { text: '2', changed: true },
        { text: '6', changed: false },
      ],
    ]);
  });

  it('keeps letters with their marks together', () => {
    const [left] = diff('Zoe\u0308', 'Zoe');
    expect(left).toEqual([
      { text: 'Zo', changed: false },
      { text: 'e\u0308', changed: true },
    ]);
  });

  it('takes a letter in capitals for the same letter: the zone for machines has no others', () => {
    const [left, right] = diff('Venkata Satyanarayana', 'VENKATA SA');
    expect(left).toEqual([
      { text: 'Venkata Sa', changed: false },
      { text: 'tyanarayana', changed: true },
    ]);
    expect(right).toEqual([{ text: 'VENKATA SA', changed: false }]);
  });

  it('marks names that are not alike as wholes: letters in common mean nothing there', () => {
    expect(diff('Guðrún Jónsdóttir', 'Mehmet Yıldırım')).toEqual([
      [{ text: 'Guðrún Jónsdóttir', changed: true }],
      [{ text: 'Mehmet Yıldırım', changed: true }],
    ]);
    expect(diff('Ana Lindqvist', 'Alexandra Nilsson')[0]).toEqual([{ text: 'Ana Lindqvist', changed: true }]);
    expect(diff('', 'Ng')).toEqual([[], [{ text: 'Ng', changed: true }]]);
  });

  it('never loses or invents text, and what is unmarked is the same on both sides', () => {
    const any = fc.string({ unit: 'grapheme', maxLength: 120 });
    fc.assert(
      fc.property(any, any, (a, b) => {
        const [left, right] = diff(a, b);
        expect(text(left)).toBe(a);
        expect(text(right)).toBe(b);
        expect(plain(same(left))).toEqual(plain(same(right)));
        if (a === b) expect([...left, ...right].some(piece => piece.changed)).toBe(false);
      }),
    );
  });
});
