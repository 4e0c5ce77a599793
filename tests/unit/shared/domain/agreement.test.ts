import { describe, expect, test } from 'vitest';
import { fieldAgreement, readingAgreement } from '../../../../src/shared/domain/agreement.ts';

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
  ['transliterated', field('Παπαδόπουλος', 'PAPADOPOULOS')],
  ['transliterated', field('Müller', 'MUELLER')],
  ['transliterated', field('Müller', 'MULLER')],
  ['differs', field('Müller', 'MILLER')],
  ['differs', field('Соколова', 'SOKOLOVA', 'SOKOLOV')],
  ['none', field('محمد', 'MOHAMMED')],
  ['none', field('王小明', 'WANG XIAOMING')],
  ['none', field('김민수', 'KIM MINSU')],
  ['same', field('김민수', '김 민수', 'KIM MINSU')],
  ['differs', field('김민수', '김민호', 'KIM MINHO')],
] as const)('agreement is %s for %j', (expected, given) => {
  expect(fieldAgreement({ lastName: given }, 'lastName')).toBe(expected);
});

describe('the given names of a travel document', () => {
  const names = (firstName: string, middleName: string | null, read: string) => ({
    firstName: field(firstName, read),
    middleName: field(middleName, read),
  });

  test.each(['Ąžuolas Jurgis', 'ĄŽUOLAS JURGIS'])('%s are first and middle name together', read => {
    const fields = names('Ąžuolas', 'Jurgis', read);
    expect(fieldAgreement(fields, 'firstName')).toBe('same');
    expect(fieldAgreement(fields, 'middleName')).toBe('same');
  });

  test('agree transliterated, and with the first name alone', () => {
    expect(fieldAgreement(names('Ąžuolas', 'Jurgis', 'AZUOLAS JURGIS'), 'firstName')).toBe('transliterated');
    expect(fieldAgreement(names('Ąžuolas', 'Jurgis', 'Ąžuolas'), 'firstName')).toBe('same');
  });

  test('differ when a name among them is another, or was not given', () => {
    expect(fieldAgreement(names('Ąžuolas', 'Jonas', 'Ąžuolas Jurgis'), 'firstName')).toBe('differs');
    expect(fieldAgreement(names('Ąžuolas', null, 'Ąžuolas Jurgis'), 'firstName')).toBe('differs');
  });

  test('are no form of the last name', () => {
    const fields = { ...names('Anna', 'Maria', 'Anna'), lastName: field('Lind', 'Anna Maria') };
    expect(fieldAgreement(fields, 'lastName')).toBe('differs');
  });
});

test.each([
  ['otherScript', '王', 'WANG'],
  ['otherScript', 'WANG', '王'],
  ['otherScript', 'やまだ', '山田'],
  ['differs', '王', '李'],
  ['differs', 'WANG 王', 'LI'],
  ['differs', '123', '124'],
  ['differs', '王', '123'],
  ['differs', 'Σοφία', 'Мария'],
] as const)('a reading is %s: %s against %s', (expected, given, read) => {
  expect(readingAgreement([given], read)).toBe(expected);
});
