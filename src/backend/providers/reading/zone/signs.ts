import type { PlaceKind } from './formats.ts';

/** Letters and digits that are taken for each other, the likeliest first. */
const pairs: readonly (readonly [letter: string, digit: string])[] = [
  ['O', '0'],
  ['I', '1'],
  ['B', '8'],
  ['S', '5'],
  ['Z', '2'],
  ['G', '6'],
  ['D', '0'],
  ['Q', '0'],
  ['U', '0'],
  ['L', '1'],
  ['T', '7'],
  ['A', '4'],
];

const isLetter = (sign: string): boolean => /^[A-Z]$/.test(sign);
const isDigit = (sign: string): boolean => /^\d$/.test(sign);

/** The sign as it must be meant at a place of that kind; undefined where nothing like it may stand there. */
export function asKind(sign: string, kind: PlaceKind): string | undefined {
  if (sign === '<') return sign;
  switch (kind) {
    case 'any':
      return isLetter(sign) || isDigit(sign) ? sign : undefined;
    case 'digit':
      return isDigit(sign) ? sign : pairs.find(([letter]) => letter === sign)?.[1];
    case 'letter':
      return isLetter(sign) ? sign : pairs.find(([, digit]) => digit === sign)?.[0];
  }
}

/** What a sign may have been taken for, among those that may stand at a place of that kind. */
export function confusables(sign: string, kind: PlaceKind): readonly string[] {
  if (kind !== 'any') return [];
  return pairs.flatMap(([letter, digit]) => (letter === sign ? [digit] : digit === sign ? [letter] : []));
}
