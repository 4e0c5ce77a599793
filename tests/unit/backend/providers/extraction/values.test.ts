import { describe, expect, it, test } from 'vitest';
import { addressBlock } from '../../../../../src/backend/providers/extraction/address.ts';
import { dateIn } from '../../../../../src/backend/providers/extraction/dates.ts';
import { labelledValues } from '../../../../../src/backend/providers/extraction/labelled.ts';
import { namesIn } from '../../../../../src/backend/providers/extraction/names.ts';
import { missingPages } from '../../../../../src/backend/providers/document/pages.ts';
import { isWrongType } from '../../../../../src/backend/providers/document/kind.ts';
import type { TextLine } from '../../../../../src/backend/providers/reading/index.ts';

/** A line of text whose letters are all equally wide, at a place on a page. */
function line(text: string, x: number, y: number, height = 0.02): TextLine {
  const words = [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => ({
    text: word,
    region: [x + index * 0.01, y, word.length * 0.01, height] as [number, number, number, number],
  }));
  return { text, words, region: [x, y, text.length * 0.01, height] };
}

test.each([
  ['29 FEB 1988', '1988-02-29'],
  ['29FEB1988', '1988-02-29'],
  ['3 October 2026', '2026-10-03'],
  ['12. März 2001', '2001-03-12'],
  ['29.02.1988', '1988-02-29'],
  ['1988-02-29', '1988-02-29'],
  ['01 MAI/MAY 1990', '1990-05-01'],
  ['01 XXX/MAY 1990', '1990-05-01'],
  ['May 1, 1990', '1990-05-01'],
  ['1990/05/01', '1990-05-01'],
  ['1990/05-01', undefined],
  ['25/12/1999', '1999-12-25'],
  ['12/25/1999', '1999-12-25'],
  ['02/03/1988', undefined],
  ['30 FEB 1988', undefined],
  ['no date', undefined],
])('the date in %j is %s', (text, iso) => {
  expect(dateIn(text)).toBe(iso);
});

describe('a value that stands beside its label', () => {
  const found = (...lines: readonly TextLine[]) =>
    Object.fromEntries(labelledValues('individual', lines).map(({ field, value }) => [field, value]));

  it('is found to the right of it, below it, or after a colon, and is no other label', () => {
    expect(found(line('Date of birth', 0.1, 0.1), line('29 FEB 1988', 0.4, 0.1))).toEqual({
      dateOfBirth: '1988-02-29',
    });
    const card = [
      line('Surname', 0.1, 0.1),
      line('Sex', 0.3, 0.1),
      line('ÖHMAN', 0.1, 0.13),
      line('M', 0.3, 0.13),
    ];
    expect(found(...card)).toEqual({ lastName: 'ÖHMAN', gender: 'male' });
    expect(found(line('Nationality: Germany', 0.1, 0.1))).toEqual({ nationality: 'DEU' });
  });

  it('is a text, whatever word stands there', () => {
    for (const word of ['constructor', 'Constructor', '__proto__', 'valueOf'])
      for (const label of ['Sex', 'Nationality', 'Date of birth', 'Passport No.'])
        expect(found(line(`${label}: ${word}`, 0.1, 0.1)), `${label}: ${word}`).toEqual({});
  });

  it('is not taken from running text or from far away', () => {
    expect(found(line('Surname is what you inherit', 0.1, 0.1))).toEqual({});
    expect(found(line('Surname', 0.1, 0.1), line('FAR', 0.1, 0.4))).toEqual({});
  });
});

describe('an address on a letter', () => {
  it('is the block that ends in a place, with whom it is for', () => {
    const block = addressBlock('address', [
      line('Lumen Energy, 1 Example Quay', 0.1, 0.1),
      line('Anna Maria Schmidt', 0.1, 0.2),
      line('Hauptstraße 1', 0.1, 0.22),
      line('10115 Berlin', 0.1, 0.24),
      line('Germany', 0.1, 0.26),
      line('Account', 0.6, 0.2),
      line('ZZ00 1234', 0.6, 0.22),
      line('Currency', 0.6, 0.24),
    ]);
    expect(block?.name.text).toBe('Anna Maria Schmidt');
    expect(Object.fromEntries((block?.values ?? []).map(({ field, value }) => [field, value]))).toEqual({
      'address.line1': 'Hauptstraße 1',
      'address.postalCode': '10115',
      'address.city': 'Berlin',
      'address.country': 'DEU',
    });
  });

  it('does not begin with the line of its sender, which stands close above it in smaller letters', () => {
    for (const sender of ['Lumen Energy · 1 Example Quay', 'Lumen Energy · Specimen House']) {
      const block = addressBlock('address', [
        line(sender, 0.1, 0.18, 0.012),
        line('Anna Maria Schmidt', 0.1, 0.2),
        line('Hauptstraße 1', 0.1, 0.22),
        line('10115 Berlin', 0.1, 0.24),
      ]);
      expect(block?.name.text).toBe('Anna Maria Schmidt');
      expect(block?.values.map(({ value }) => value)).toEqual(['Hauptstraße 1', '10115', 'Berlin']);
    }
  });

  it('gives the name that the customer did not give as what it is', () => {
    const fields = {
      firstName: { value: 'Anna Maria', extracted: [] },
      lastName: { value: 'Weber', extracted: [] },
    };
    const names = namesIn({ kind: 'individual', fields }, line('ANNA MARIA SCHMIDT', 0.1, 0.2));
    expect(names.map(({ field, value }) => [field, value])).toEqual([
      ['firstName', 'ANNA MARIA'],
      ['lastName', 'SCHMIDT'],
    ]);
  });
});

test('[PRV-29] what a document shows itself to be is set against what it was sent as', () => {
  expect(isWrongType('passport', ['national_id', 'residence_permit'])).toBe(true);
  expect(isWrongType('proof_of_address', ['utility_bill'])).toBe(false);
  expect(isWrongType('proof_of_address', ['passport'])).toBe(true);
  expect(isWrongType('director_id', ['passport'])).toBe(false);
  expect(isWrongType('passport', [])).toBe(false);
});

test.each([
  ['Page 1 of 3', [2, 3]],
  ['Page 1/3', [2, 3]],
  ['Seite: 2 von 3', [1, 3]],
  ['1 of 3', [2, 3]],
  ['3 of 4 things', undefined],
  ['Page 1 of 1', undefined],
] as const)('[PRV-29] of a page that says %j the pages %j are missing', (text, missing) => {
  const lies = { size: { width: 1, height: 1 }, skew: 0, turn: 0 } as const;
  const page = { page: 1, source: 'text', confidence: 1, lies, lines: [line(text, 0.1, 0.9)] } as const;
  expect(missingPages({ kind: 'read', pageCount: 1, pages: [page] })?.missing).toEqual(missing);
});
