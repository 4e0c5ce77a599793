import { describe, expect, test } from 'vitest';
import { agrees, dataFindings, isMinorSomewhere } from '../../../../src/backend/providers/data/index.ts';
import { ageOn } from '../../../../src/backend/providers/data/age.ts';
import { fitsPostalCode } from '../../../../src/backend/providers/data/postal-codes.ts';
import { editDistance } from '../../../../src/backend/providers/distance.ts';

const today = '2026-11-21';

interface Read {
  readonly value: string;
  readonly source?: string;
  readonly documentId?: string;
}
type Fields = Readonly<Record<string, string | readonly [given: string, ...read: Read[]]>>;

const fieldsOf = (fields: Fields) =>
  Object.fromEntries(
    Object.entries(fields).map(([key, field]) => {
      const [value, ...read] = typeof field === 'string' ? [field] : field;
      const extracted = read.map(one => ({ source: 'text', documentId: 'passport', ...one }));
      return [key, { value, extracted }];
    }),
  );
const found = (fields: Fields, kind: 'individual' | 'business' = 'individual') =>
  dataFindings({ kind, fields: fieldsOf(fields) }, today).map(({ code, item }) => `${code} ${item ?? ''}`);

describe('[PRV-10] what was given', () => {
  test('is of an adult', () => {
    expect(found({ dateOfBirth: '2008-11-21' })).toEqual([]);
    // On its eve here the birthday has begun elsewhere; it has begun everywhere only when the day is over.
    expect(found({ dateOfBirth: '2008-11-22' })).toEqual([]);
    expect(found({ dateOfBirth: '2008-11-23' })).toEqual(['compliance.underAge field:dateOfBirth']);
    expect(['2008-11-20', '2008-11-21'].map(day => isMinorSomewhere(day, today))).toEqual([false, true]);
    expect(isMinorSomewhere('2008-01-01', '2026-01-02')).toBe(false);
    expect(found({ dateOfBirth: '2027-01-01' })).toEqual(['dataMismatch.form field:dateOfBirth']);
    expect(found({ dateOfBirth: '1890-01-01' })).toEqual(['dataMismatch.form field:dateOfBirth']);
    expect(ageOn('2008-02-29', '2026-02-28')).toBe(17);
    expect(ageOn('2008-02-29', '2026-03-01')).toBe(18);
  });

  test('has the form of its field, and names countries that there are', () => {
    expect(found({ nationality: 'POL', countryOfResidence: 'DEU', email: 'a@b.example' })).toEqual([]);
    expect(found({ nationality: 'XXA' })).toEqual([]);
    expect(found({ nationality: 'ZZZ' })).toEqual(['dataMismatch.form field:nationality']);
    expect(found({ countryOfResidence: 'XXA' })).toEqual(['dataMismatch.form field:countryOfResidence']);
    expect(found({ email: 'nowhere' })).toEqual(['dataMismatch.form field:email']);
  });

  test('has an address with a street and the postal code of its country', () => {
    const address = (line1: string, postalCode: string, country: string) => ({
      'address.line1': line1,
      'address.postalCode': postalCode,
      'address.country': country,
    });
    expect(found(address('Hauptstraße 1', '10115', 'DEU'))).toEqual([]);
    expect(found(address('Rynek 3', '50-101', 'POL'))).toEqual([]);
    expect(found(address('10 Downing Street', 'sw1a 2aa', 'GBR'))).toEqual([]);
    expect(found(address('Somewhere', 'whatever', 'TON'))).toEqual([]);
    expect(found(address('Hauptstraße 1', '1011', 'DEU'))).toEqual([
      'dataMismatch.form field:address.postalCode',
    ]);
    expect(found(address('12', '10115', 'DEU'))).toEqual(['dataMismatch.form field:address.line1']);
  });

  test('has a postal code however it is written', () => {
    const fits = [['DEU', 'D-10115'], ['CHE', 'CH-8001'], ['AUT', 'A 1010'], ['FRA', 'F–75001'], ['ITA', 'I-00100'], ['DNK', 'DK-2100'], ['JPN', '〒１００−０００１'], ['PRT', '1000–001'], ['GBR', 'GIR 0AA']]; // prettier-ignore
    for (const [country = '', code = ''] of fits)
      expect([code, fitsPostalCode(country, code)]).toEqual([code, true]);
    for (const [country = '', code = ''] of [
      ['DEU', 'A-10115'],
      ['CHE', 'CH-801'],
      ['JPN', '100-000'],
    ])
      // prettier-ignore
      expect([code, fitsPostalCode(country, code)]).toEqual([code, false]);
  });

  test('is of an ID that is still valid and a company that is registered', () => {
    expect(found({ idExpiry: today })).toEqual([]);
    expect(found({ idExpiry: '2026-11-20' })).toEqual(['badDocument.expired field:idExpiry']);
    expect(found({ incorporationDate: '2026-11-22' }, 'business')).toEqual([
      'dataMismatch.form field:incorporationDate',
    ]);
  });
});

describe('[PRV-11] what documents say', () => {
  test('agrees when it is the same in other letters or capitals', () => {
    expect(
      found({
        firstName: ['Юлия', { value: 'IULIIA', source: 'mrz' }],
        lastName: ['Müller', { value: 'MUELLER', source: 'mrz' }, { value: 'MÜLLER' }],
        nationality: ['DEU', { value: 'D', source: 'mrz' }],
        dateOfBirth: ['1988-02-29', { value: '1988-02-29' }],
      }),
    ).toEqual([]);
  });

  test('is asked about by the field where no document bears the customer out', () => {
    expect(found({ lastName: ['Meyer', { value: 'SCHMIDT' }] })).toEqual([
      'dataMismatch.fullName field:lastName',
    ]);
    expect(found({ idNumber: ['C01X00T47', { value: 'C01X00T99' }] })).toEqual([
      'dataMismatch.idNumber field:idNumber',
    ]);
  });

  test('is asked about by the document where another bears the customer out', () => {
    const lastName = ['Meyer', { value: 'MEYER' }, { value: 'Schmidt', documentId: 'bill' }] as const;
    expect(found({ lastName: [...lastName] })).toEqual(['dataMismatch.crossDocument document:bill']);
  });

  test('agrees when a line of an address was cut elsewhere than the customer cuts it', () => {
    const cut = (postalCode: string, city: string) =>
      found({
        'address.postalCode': ['T12 LG1F', { value: postalCode }],
        'address.city': ['Cork', { value: city }],
      });
    expect(cut('T12', 'LG1F Cork')).toEqual([]);
    expect(cut('T12', 'LG1F Galway')).toEqual(['dataMismatch.address field:address.city']);
  });

  test('agrees with no part of a word: another number of the street is another house', () => {
    const line = (given: string) =>
      found({
        'address.line1': [given, { value: '11 High Street' }],
        'address.line2': ['Flat 3', { value: 'Flat 3' }],
        'address.postalCode': ['SW1A 1AA', { value: 'SW1A 1AA' }],
        'address.country': 'GBR',
      });
    for (const same of ['11 High Street', '11 High Street, Flat 3', 'High Street'])
      expect(line(same)).toEqual([]);
    for (const other of ['1 High Street', '11 High Stree', 'H', '111 High Street'])
      expect(line(other)).toEqual(['dataMismatch.address field:address.line1']);
    const code = { ...fieldsOf({ 'address.postalCode': ['-', { value: 'SW1A 1AA' }] }) };
    const read = { value: 'SW1A 1AA', source: 'text', documentId: 'passport' };
    expect(agrees(code, 'address.postalCode', read)).toBe(false);
  });

  test('is never taken for a misread letter where somebody else, another day or another document is as likely', () => {
    const ocr = (field: string, given: string, value: string) =>
      found({ [field]: [given, { value, source: 'ocr' }] }).map(one => one.replace(/ .*/, ''));
    // Two signs of a number or a day, whatever their length; two of a short name.
    expect(ocr('idNumber', 'L01X00T47A9', 'L01X00T41A3')).toEqual(['dataMismatch.idNumber']);
    expect(ocr('address.postalCode', '1011512345', '1011512399')).toEqual(['dataMismatch.address']);
    expect(ocr('dateOfBirth', '1998-02-28', '1988-02-28')).toEqual([]);
    expect(ocr('dateOfBirth', '1998-02-28', '1988-03-28')).toEqual(['dataMismatch.dateOfBirth']);
    expect(ocr('lastName', 'Berg', 'Beck')).toEqual(['dataMismatch.fullName']);
    // One sign, and who is of age or which ID is valid depends on it.
    expect(ocr('dateOfBirth', '2007-02-28', '2009-02-28')).toEqual(['dataMismatch.dateOfBirth']);
    expect(ocr('idExpiry', '2031-06-11', '2031-06-01')).toEqual([]);
    expect(ocr('idExpiry', '2030-06-11', '2020-06-11')).toEqual(['dataMismatch.otherOnDocument']);
  });

  test('of a birth a hundred years off is unclear in a zone, which has two digits of a year, and nowhere else', () => {
    const born = (given: string, value: string, source = 'mrz') =>
      found({ dateOfBirth: [given, { value, source }] });
    expect(born('1924-05-01', '2024-05-01')).toEqual([]);
    expect(born('1924-05-01', '2024-05-02')).toHaveLength(1);
    expect(born('1924-05-01', '2023-05-01')).toHaveLength(1);
    expect(born('1924-05-01', '2024-05-01', 'text')).toHaveLength(1);
    const read = { value: '2024-05-01', source: 'mrz', documentId: 'passport' };
    expect(agrees(fieldsOf({ dateOfBirth: ['1924-05-01', read] }), 'dateOfBirth', read)).toBe(false);
  });

  test('agrees only where no sign is in doubt', () => {
    const read = (key: string, given: string, value: string, source = 'ocr') =>
      agrees(fieldsOf({ [key]: [given, { value, source }] }), key, {
        value,
        source,
        documentId: 'passport',
      });
    expect(read('lastName', 'Müller', 'MULLER')).toBe(true);
    expect(read('nationality', 'DEU', 'D', 'mrz')).toBe(true);
    expect(read('lastName', 'Wegner', 'WAGNER')).toBe(false);
    expect(read('idNumber', 'C08VE0563', 'CO8VE0563')).toBe(false);
    expect(read('lastName', '田中', 'TANAKA', 'mrz')).toBe(false);
    expect(read('lastName', '', '')).toBe(false);
  });

  test('proves nothing where recognition may have misread a letter', () => {
    expect(found({ lastName: ['Meyer', { value: 'Meyor', source: 'ocr' }] })).toEqual([]);
    expect(found({ lastName: ['Meyer', { value: 'Meyor' }] })).toHaveLength(1);
    expect(found({ lastName: ['Meyer', { value: 'Schmidt', source: 'ocr' }] })).toHaveLength(1);
  });

  test('proves nothing where recognition wrote a digit and the letter it looks like, or both', () => {
    const zone = { value: 'C08VE0563', source: 'mrz' };
    for (const value of ['C08VE0563', 'CO8VE0563', 'CO8VEO0S563', 'COBVEO563'])
      expect(found({ idNumber: ['C08VE0563', zone, { value, source: 'ocr' }] })).toEqual([]);
    for (const value of ['C08VE9963', 'C08VE', 'CB08VE70563'])
      expect(found({ idNumber: ['C08VE0563', zone, { value, source: 'ocr' }] })).toHaveLength(1);
    expect(found({ lastName: ['Ilse', { value: '115e', source: 'ocr' }] })).toHaveLength(1);
  });
});

test('letters left out, added, replaced and swapped with a neighbour count one each', () => {
  expect(editDistance('meyer', 'meyer')).toBe(0);
  expect(editDistance('meyer', 'meyr')).toBe(1);
  expect(editDistance('meyer', 'meyyer')).toBe(1);
  expect(editDistance('meyer', 'mayer')).toBe(1);
  expect(editDistance('meyer', 'meeyr')).toBe(1);
  expect(editDistance('meyer', 'schmidt')).toBe(7);
  expect(editDistance('meyer', 'schmidt', 2)).toBe(3);
  expect(editDistance('', 'abc')).toBe(3);
});
