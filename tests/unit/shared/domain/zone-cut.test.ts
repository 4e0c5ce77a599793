import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { namePlaces } from '../../../../src/backend/sample/draw/mrz-band.ts';
import { nameField } from '../../../../src/backend/sample/mrz/index.ts';
import { fieldAgreement, fieldReading } from '../../../../src/shared/domain/agreement.ts';

/** Alphabets that have a table, with a country that reads them. */
const scripts = [
  ['DEU', 'ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜßÉŁØÆÅŒÇÑŠŽĐÞÐŦŊ'],
  ['VNM', 'ẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸĐ'],
  ['RUS', 'АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ'],
  ['UKR', 'АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ'],
  ['BLR', 'АБВГДЕЁЖЗІЙКЛМНОПРСТУЎФХЦЧШЫЬЭЮЯ'],
  ['BGR', 'АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЬЮЯ'],
  ['SRB', 'АБВГДЂЕЖЗИЈКЛЉМНЊОПРСТЋУФХЦЧЏШ'],
  ['MKD', 'АБВГДЃЕЖЗЅИЈКЛЉМНЊОПРСТЌУФХЦЧЏШ'],
  ['GRC', 'ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏ'],
] as const;

const nameOf = (alphabet: string, mostWords: number): fc.Arbitrary<string> =>
  fc
    .array(fc.string({ unit: fc.constantFrom(...alphabet), minLength: 1, maxLength: 24 }), {
      minLength: 1,
      maxLength: mostWords,
    })
    .chain(words => fc.constantFrom(' ', '-').map(between => words.join(between)))
    // Soft signs alone leave no letter behind.
    .filter(name => /[^ЬЪ\s-]{2}/u.test(name));

const person = fc.constantFrom(...scripts).chain(([issuer, alphabet]) =>
  fc.record({
    issuer: fc.constant(issuer),
    lastName: nameOf(alphabet, 4),
    firstName: nameOf(alphabet, 3),
    middleName: fc.option(nameOf(alphabet, 2)),
  }),
);
type Person = typeof person extends fc.Arbitrary<infer T> ? T : never;

const lengths = fc.constantFrom(30, 39);

/** What the customer gave, and what is read of the zone in which `held` is written. */
function readFrom(given: Person, held: Person, length: number) {
  const firstNames = [held.firstName, held.middleName ?? ''].join(' ').trim();
  const field = nameField({ issuer: held.issuer, lastName: held.lastName, firstNames }, length);
  const read = new Map(namePlaces(field, 0, 0).map(([name, , , , value]) => [name, value]));
  const extracted = (name: string) => {
    const value = read.get(name);
    return value === undefined ? [] : [{ value, source: 'mrz', documentId: 'd1' }];
  };
  return {
    lastName: { value: given.lastName, extracted: extracted('lastName') },
    firstName: { value: given.firstName, extracted: extracted('firstName') },
    middleName: { value: given.middleName, extracted: [] },
  };
}

describe('a name that was read in a machine-readable zone', () => {
  test('agrees with the given one in every script, at every length, cut off or not', () => {
    fc.assert(
      fc.property(person, lengths, (given, length) => {
        const fields = readFrom(given, given, length);
        for (const key of ['lastName', 'firstName'] as const) {
          expect(['same', 'transliterated']).toContain(fieldAgreement(fields, key));
        }
      }),
      { numRuns: 500 },
    );
  });

  test('differs when another letter stands in what is left of it', () => {
    fc.assert(
      fc.property(person, lengths, fc.nat(), (given, length, at) => {
        const fields = readFrom(given, given, length);
        for (const key of ['lastName', 'firstName'] as const) {
          const [read] = fields[key].extracted;
          if (!read) continue;
          const place = at % read.value.length;
          if (read.value.charAt(place) === ' ') continue;
          // No table leads to a digit.
          const value = `${read.value.slice(0, place)}7${read.value.slice(place + 1)}`;
          expect(fieldReading(fields, key, { ...read, value })).toBe('differs');
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('a shortened name', () => {
  const reading = (
    given: readonly [last: string, first: string],
    read: readonly [last: string, first: string],
  ) => {
    const half = (index: 0 | 1) => ({
      value: given[index],
      extracted: [{ value: read[index], source: 'mrz', documentId: 'd1' }],
    });
    const fields = { lastName: half(0), firstName: half(1) };
    return (['lastName', 'firstName'] as const).map(key => {
      const [found] = fields[key].extracted;
      return found && fieldReading(fields, key, found);
    });
  };
  const long = ['Kalaniopuu-Kahekili Makoanui Waialeale', 'Leilani Noelani'] as const;

  test.each([
    ['cut at its end', 'KALANIOPUU KAHEKILI MAKO', 'LEILANI NOELA'],
    ['with single words cut to their first letters', 'KALANIOPUU KAHEKILI M W', 'LEILANI NOELAN'],
    ['with all words cut alike', 'KALANIO KAHEKIL MAKOANU WAIA', 'LEILANI N'],
  ])('%s is permitted', (_, last, first) => {
    expect(last.length + 2 + first.length).toBe(39);
    expect(reading(long, [last, first])).toEqual(['cutOff', 'cutOff']);
  });

  test.each([
    ['that would have had room', 'KALANIOPUU KAHEKILI MAKO', 'LEILANI NO'],
    ['with a word left out in its middle', 'KALANIOPUU MAKOANUI WAIALEALE', 'NOELANI'],
    ['with its words in another order', 'KAHEKILI KALANIOPUU MAKO', 'NOELANI LEILA'],
    ['longer than the given one', 'KALANIOPUU KAHEKILI MAKOANUI WAIALEALEA', ''],
  ])('%s differs', (_, last, first) => {
    expect(reading(long, [last, first])).toEqual(['differs', 'differs']);
  });

  test('differs when it was read elsewhere than in the zone, or in the zone of another document', () => {
    const value = 'KALANIOPUU KAHEKILI MAKO';
    const beside = { value: 'LEILANI NOELA', source: 'mrz', documentId: 'd1' };
    const fields = {
      lastName: { value: long[0], extracted: [] },
      firstName: { value: long[1], extracted: [beside] },
    };
    const read = { value, source: 'mrz', documentId: 'd1' };
    expect(fieldReading(fields, 'lastName', read)).toBe('cutOff');
    expect(fieldReading(fields, 'lastName', { ...read, source: 'text' })).toBe('differs');
    expect(fieldReading(fields, 'lastName', { ...read, documentId: 'd2' })).toBe('differs');
  });
});
