import fc from 'fast-check';
import { checkDigit } from '../../../../src/shared/domain/index.ts';
import { parse } from 'mrz';
import { describe, expect, it } from 'vitest';
import {
  nameField,
  td1Lines,
  td3Lines,
  transliterate,
  wrongDigit,
  type MrzHolder,
} from '../../../../src/backend/sample/mrz/index.ts';
import { countries } from '../../../../src/backend/sample/people/index.ts';

const zoe: MrzHolder = {
  issuer: 'DEU',
  nationality: 'DEU',
  lastName: 'Łukasz-O’Brien',
  firstNames: 'Zoë Maria',
  documentNumber: 'C01X00T47',
  dateOfBirth: '1988-02-29',
  gender: 'female',
  expiresOn: '2026-04-14',
};

const letters = (alphabet: string, minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength, maxLength });

const date = fc
  .date({ min: new Date('1930-01-01'), max: new Date('2040-12-31'), noInvalidDate: true })
  .map(value => value.toISOString().slice(0, 10));

const name = letters('ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜßÉŁØÆÇÑŠŽĐÞ', 1, 24);

const holder: fc.Arbitrary<MrzHolder> = fc.record({
  issuer: fc.constantFrom(...countries.map(({ code }) => code)),
  nationality: fc.constantFrom(...countries.map(({ code }) => code)),
  lastName: fc.array(name, { minLength: 1, maxLength: 3 }).map(parts => parts.join('-')),
  firstNames: fc.array(name, { minLength: 1, maxLength: 4 }).map(parts => parts.join(' ')),
  documentNumber: letters('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', 5, 9),
  dateOfBirth: date,
  gender: fc.constantFrom('male', 'female', 'unspecified'),
  expiresOn: date,
});

describe('the check digit', () => {
  it('is the one that ICAO 9303 works out as its example', () => {
    expect(checkDigit('520727')).toBe('3');
    expect(checkDigit('AB2134<<<')).toBe('5');
    expect(checkDigit('L898902C3')).toBe('6');
  });

  it('is another one when it is put wrong', () => {
    for (let digit = 0; digit < 10; digit += 1) expect(wrongDigit(String(digit))).not.toBe(String(digit));
  });

  it('refuses what does not belong in a machine-readable zone', () => {
    expect(() => checkDigit('Ä')).toThrow(/machine-readable/);
  });
});

describe('transliteration', () => {
  it.each([
    ['Łukasz-O’Brien', 'POL', 'LUKASZ OBRIEN'],
    ['Müller-Groß', 'DEU', 'MUELLER GROSS'],
    ['Ångström', 'SWE', 'AANGSTROEM'],
    ['Þórður', 'ISL', 'THORDUR'],
    ['Nguyễn Thị', 'VNM', 'NGUYEN THI'],
    ['Юлія Гнатюк', 'UKR', 'YULIIA HNATIUK'],
    ['Георги Щерев', 'BGR', 'GEORGI SHTEREV'],
    ['Παπαδόπουλος', 'GRC', 'PAPADOPOULOS'],
    ['Μπακάλης', 'GRC', 'BAKALIS'],
    ['Işık Çağrı', 'TUR', 'ISIK CAGRI'],
    ['O', 'KOR', 'O'],
  ])('turns %s of %s into %s', (text, issuer, expected) => {
    expect(transliterate(text, issuer)).toBe(expected);
  });

  it('throws on a script that has no table instead of guessing', () => {
    expect(() => transliterate('田中', 'JPN')).toThrow(/no transliteration/);
  });
});

describe('a passport zone (TD3)', () => {
  it('has two lines of 44 characters that the oracle reads back', () => {
    const lines = td3Lines(zoe);
    expect(lines).toEqual([
      'P<D<<LUKASZ<OBRIEN<<ZOE<MARIA<<<<<<<<<<<<<<<',
      'C01X00T478D<<8802299F2604147<<<<<<<<<<<<<<<8',
    ]);
    const read = parse(lines);
    expect(read.valid).toBe(true);
    expect(read.fields).toMatchObject({
      lastName: 'LUKASZ OBRIEN',
      firstName: 'ZOE MARIA',
      documentNumber: 'C01X00T47',
      sex: 'female',
    });
  });

  it('is valid for every holder, by the oracle', () => {
    fc.assert(
      fc.property(holder, person => {
        const lines = td3Lines(person);
        expect(lines.map(({ length }) => length)).toEqual([44, 44]);
        const read = parse(lines);
        expect(read.details.filter(({ valid }) => !valid)).toEqual([]);
        expect(read.format).toBe('TD3');
      }),
    );
  });

  it('is invalid for the oracle once a check digit is wrong', () => {
    fc.assert(
      fc.property(holder, fc.constantFrom(9, 19, 27), (person, place) => {
        const [first, second] = td3Lines(person);
        const forged = second.slice(0, place) + wrongDigit(second.charAt(place)) + second.slice(place + 1);
        expect(parse([first, forged]).valid).toBe(false);
      }),
    );
  });
});

describe('an identity card zone (TD1)', () => {
  it('has three lines of 30 characters and is valid for every holder, by the oracle', () => {
    fc.assert(
      fc.property(holder, person => {
        const lines = td1Lines(person);
        expect(lines.map(({ length }) => length)).toEqual([30, 30, 30]);
        const read = parse(lines);
        expect(read.details.filter(({ valid }) => !valid)).toEqual([]);
        expect(read.format).toBe('TD1');
      }),
    );
  });
});

describe('a name field', () => {
  it('keeps a whole name that fits and fills it up', () => {
    expect(nameField({ issuer: 'SGP', lastName: 'Ng', firstNames: 'Li' }, 30)).toBe(
      'NG<<LI<<<<<<<<<<<<<<<<<<<<<<<<',
    );
    expect(nameField({ issuer: 'KOR', lastName: 'O', firstNames: '' }, 30)).toBe('O'.padEnd(30, '<'));
  });

  it('never ends in a filler when the name was cut, so that a reader knows it was', () => {
    fc.assert(
      fc.property(holder, person => {
        const whole =
          `${transliterate(person.lastName, person.issuer)}  ${transliterate(person.firstNames, person.issuer)}`.replaceAll(
            ' ',
            '<',
          );
        const field = nameField(person, 30);
        expect(field).toHaveLength(30);
        expect(field.endsWith('<')).toBe(whole.length < 30);
        expect(field).toContain('<<');
      }),
    );
  });
});
