import { expect, test } from 'vitest';
import { agreementOf } from '../../../../src/main/engine/review/agreement.ts';

const field = (value: string | null, ...extracted: readonly string[]) => ({
  value,
  extracted: extracted.map(one => ({ value: one, source: 'mrz' })),
});

test.each([
  ['none', field('Anna')],
  ['none', field(null, 'ANNA')],
  ['same', field('Anna-Lena', 'ANNA LENA')],
  ['same', field('P 123 456', 'P123456')],
  ['transliterated', field('Соколова', 'SOKOLOVA')],
  ['transliterated', field('Müller', 'MUELLER')],
  ['same', field('Müller', 'MULLER')],
  ['differs', field('Müller', 'MILLER')],
  ['differs', field('Соколова', 'SOKOLOVA', 'SOKOLOV')],
] as const)('agreement is %s for %j', (expected, given) => {
  expect(agreementOf(given)).toBe(expected);
});
