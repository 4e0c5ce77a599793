import { expect, test } from 'vitest';
import { fieldFault } from '../../../../src/backend/customers/field-rules.ts';
import { fieldDefinitions, holdsControls, type FieldType } from '../../../../src/shared/domain/index.ts';

const now = Date.parse('2026-11-21T12:00:00.000Z');

interface Table {
  readonly good: readonly string[];
  readonly bad: readonly string[];
}

const forms: Readonly<Record<FieldType, Table>> = {
  text: {
    good: ['X', 'Łukasz-O’Brien', '東京', 'می\u200Cخواهم', '=1+1', 'x'.repeat(1000), 'two\nlines'],
    bad: ['', ' ', '\u00A0\t', 'x'.repeat(1001), 'a\u0000b', 'gnp\u202Ejpg'],
  },
  date: {
    good: ['2000-02-29', '1999-12-31', '2026-11-21'],
    bad: [
      '',
      '2001-02-29',
      '2000-13-01',
      '2000-00-10',
      '31.12.1999',
      '1999-12-31T00:00:00Z',
      '99-12-31',
      '0',
    ],
  },
  country: {
    good: ['DEU', 'ABW', 'ZWE', 'TWN', 'ALA'],
    bad: ['', 'DE', 'deu', 'XYZ', 'UTO', 'EUE', 'ZZZ', 'Germany', 'SUN', ' DEU'],
  },
  email: {
    good: [
      'a@b.co',
      'first.last+tag@sub.example.com',
      "o'neil@example.museum",
      'пример@пример.рф',
      'x@xn--bcher-kva.example',
      '1@2.example',
      `${'l'.repeat(64)}@${'d'.repeat(60)}.example`,
    ],
    bad: [
      '',
      'nowhere',
      '@example.com',
      'a@',
      'a@b',
      'a@@b.co',
      'a b@c.de',
      '.a@b.co',
      'a.@b.co',
      'a..b@c.de',
      'a@b..co',
      'a@-b.co',
      'a@b-.co',
      'a@b.co.',
      'a@1.2.3.4',
      'Anna <a@b.co>',
      'a@b.co,c@d.co',
      'a@b.co\r\nBcc: c@d.co',
      `${'x'.repeat(250)}@b.co`,
    ],
  },
  phone: {
    good: ['+4930901820', '+12025550123', '+390612345678', '+88212345678', '+431234', '+123456789012345'],
    bad: [
      '',
      '030901820',
      '4930901820',
      '+049309018',
      '+49 30 901820',
      '+49(0)30901820',
      '+1234567890123456',
      '+4912',
      '+2101234567',
      '+9991234567',
      '+٤٩٣٠٩٠١٨٢٠',
    ],
  },
  boolean: { good: ['true', 'false'], bad: ['', 'yes', 'True', '1'] },
  url: {
    good: ['example.com', 'https://www.example.com/a?b=c#d', 'http://bücher.example'],
    bad: [
      '',
      'example',
      'ftp://example.com',
      'javascript:alert(1)//a.b',
      'a b.com',
      `a.de/${'x'.repeat(2000)}`,
    ],
  },
  gender: { good: ['female', 'male', 'other'], bad: ['', 'F', 'Female', 'unknown'] },
  idType: {
    good: ['passport', 'national_id', 'driving_licence', 'residence_permit'],
    bad: ['', 'Passport', 'selfie', 'id'],
  },
};

/** What single fields take and refuse beyond their form. */
const own: Readonly<Record<string, Table>> = {
  dateOfBirth: {
    good: ['1900-01-01', '2026-11-21', '2026-11-22'],
    bad: ['1899-12-31', '0001-01-01', '2026-11-23', '9999-12-31'],
  },
  incorporationDate: { good: ['1000-01-01', '1602-03-20'], bad: ['0999-12-31', '2026-11-23'] },
  // That it is still valid counts when it is given; what a person puts right or a service tells may be over.
  idExpiry: { good: ['1999-01-01', '2036-01-01', '9999-12-31'], bad: ['1899-12-31'] },
  nationality: { good: ['XXA', 'XXB', 'RKS'], bad: ['D', 'toString'] },
};
const mended: Readonly<Record<string, readonly string[]>> = { nationality: ['UTO', 'EUE'] };

test.each(fieldDefinitions.map(({ kind, key, type }) => ({ kind, key, type })))(
  '[API-12] $key of a $kind takes what has its form and can be, and nothing else',
  ({ kind, key, type }) => {
    const taken = (value: string) => fieldFault(kind, key, value, now) === undefined;
    const { good, bad } = forms[type];
    const none: Table = { good: [], bad: [] };
    const more = own[key] ?? none;
    expect([...good, ...more.good].filter(value => !taken(value))).toEqual([]);
    const wrong = bad.filter(value => !(mended[key] ?? []).includes(value));
    expect([...wrong, ...more.bad].filter(taken)).toEqual([]);
    expect(fieldFault(kind, key, bad[0] ?? '', now)).toMatch(/^[A-Z].*\.$/);
  },
);

test.each([
  ['individual', 'legalName'],
  ['business', 'dateOfBirth'],
  ['individual', 'address'],
  ['individual', '__proto__'],
  ['business', 'beneficialOwners'],
] as const)('[API-12] a field of another kind, or none, is refused by name: %s %s', (kind, key) => {
  expect(fieldFault(kind, key, 'X', now)).toBe(`There is no field ${key} for this kind of customer.`);
});

test('signs that turn the direction of a text are refused; joiners and marks that names need are not', () => {
  const points = (text: string) => [...text].map(sign => (sign.codePointAt(0) ?? 0).toString(16));
  const signs = [...'\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\u0000\u001B\u007F\u0085'];
  expect(signs.filter(sign => !holdsControls(`Anna${sign}Berg`)).flatMap(points)).toEqual([]);
  const needed = [...'\u200C\u200D\u200E\u200F\u061C\n\t\u00A0’'];
  expect(needed.filter(sign => holdsControls(`Anna${sign}Berg`)).flatMap(points)).toEqual([]);
  expect(fieldFault('individual', 'firstName', 'gnp\u202Ejpg', now)).toContain('control character');
});
