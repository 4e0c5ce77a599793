import fc from 'fast-check';
import { parse } from 'mrz';
import { describe, expect, it, test } from 'vitest';
import { wrongDigit } from '../../../../../src/backend/sample/mrz/index.ts';
import {
  formatOf,
  parseZone,
  placeKinds,
  settleZone,
  settledByPrint,
  type Ballot,
} from '../../../../../src/backend/providers/reading/zone/index.ts';
import { zoneFaults } from '../../../../../src/backend/providers/document/zone.ts';
import type { ZoneReading } from '../../../../../src/backend/providers/reading/index.ts';
import { checkDigit } from '../../../../../src/shared/domain/index.ts';

type Format = 'TD1' | 'TD2' | 'TD3';
const formats = ['TD1', 'TD2', 'TD3'] as const;

const pad = (text: string, length: number): string => text.slice(0, length).padEnd(length, '<');
const checked = (text: string): string => text + checkDigit(text);
const joined = (...parts: readonly string[]): string => parts.join('');

interface Holder {
  readonly issuer: string;
  readonly number: string;
  readonly name: string;
  readonly birth: string;
  readonly expiry: string;
  readonly sex: string;
  readonly optional: string;
}

/** Lines of each size, put together here by the book (ICAO 9303-4 to 6), apart from what reads them. */
function linesOf(format: Format, holder: Holder): readonly string[] {
  const { issuer, name, sex } = holder;
  const number = checked(pad(holder.number, 9));
  const birth = checked(holder.birth);
  const expiry = checked(holder.expiry);
  if (format === 'TD1') {
    const optional = pad(holder.optional, 15);
    const composite = checkDigit(joined(number, optional, birth, expiry, pad('', 11)));
    return [
      joined('I<', pad(issuer, 3), number, optional),
      joined(birth, sex, expiry, pad(issuer, 3), pad('', 11), composite),
      pad(name, 30),
    ];
  }
  if (format === 'TD2') {
    const optional = pad(holder.optional, 7);
    return [
      joined('I<', pad(issuer, 3), pad(name, 31)),
      joined(number, pad(issuer, 3), birth, sex, expiry, optional, checkDigit(joined(number, birth, expiry, optional))),
    ]; // prettier-ignore
  }
  const optional = checked(pad(holder.optional, 14));
  return [
    joined('P<', pad(issuer, 3), pad(name, 39)),
    joined(number, pad(issuer, 3), birth, sex, expiry, optional, checkDigit(joined(number, birth, expiry, optional))),
  ]; // prettier-ignore
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const word = fc.string({ unit: fc.constantFrom(...letters), minLength: 2, maxLength: 12 });
const dateIn = (from: string, to: string) =>
  fc
    .date({ min: new Date(from), max: new Date(to), noInvalidDate: true })
    .map(date => date.toISOString().slice(2, 10).replaceAll('-', ''));
const alnum = fc.constantFrom(...letters, ...'0123456789');

const holders: fc.Arbitrary<Holder> = fc.record({
  issuer: fc.constantFrom('D', 'FRA', 'ESP', 'JPN', 'USA', 'SWE'),
  number: fc.string({ unit: alnum, minLength: 6, maxLength: 9 }),
  name: fc.tuple(word, word).map(([last, first]) => `${last}<<${first}`),
  birth: dateIn('1940-01-01', '2005-12-31'),
  expiry: dateIn('2027-01-01', '2036-12-31'),
  sex: fc.constantFrom('M', 'F', '<'),
  optional: fc.constant(''),
});

const unanimous = (lines: readonly string[]): Ballot =>
  lines.map(line => [...line].map(sign => [{ sign, weight: 1 }]));

const zoneWith = (
  format: Format,
  lines: readonly string[],
  doubts: ZoneReading['doubts'] = [],
): ZoneReading => ({
  format,
  page: 1,
  turn: 0,
  lines,
  asRead: lines,
  checks: settleZone(formatOf(format), unanimous(lines)).checks,
  doubts,
  places: [],
});

describe('a machine-readable zone', () => {
  test.each(formats)('[PRV-20] %s: what an independent reader says of it is what is said here', format => {
    fc.assert(
      fc.property(holders, holder => {
        const lines = linesOf(format, holder);
        const settled = settleZone(formatOf(format), unanimous(lines));
        expect(settled.lines).toEqual(lines);
        expect(settled.checks.every(({ ok }) => ok)).toBe(true);
        const facts = parseZone(format, lines, 2026);
        const oracle = parse([...lines]);
        expect(oracle.format).toBe(format);
        expect(
          oracle.valid || oracle.details.every(({ valid, field }) => valid || field === 'documentCode'),
        ).toBe(true);
        expect(facts.lastName).toBe(oracle.fields.lastName ?? undefined);
        expect(facts.firstName).toBe(oracle.fields.firstName ?? undefined);
        expect(facts.documentNumber).toBe(oracle.fields.documentNumber);
        expect(facts.dateOfBirth?.slice(2).replaceAll('-', '')).toBe(oracle.fields.birthDate);
        expect(facts.expiresOn?.slice(2).replaceAll('-', '')).toBe(oracle.fields.expirationDate);
      }),
      { numRuns: 150 },
    );
  });

  test('[PRV-21] a number whose first sign was lost is read as no other that its check digit would fit', () => {
    const [first, second] = [
      'P<CHEZUERCHER<<SERAINA<<<<<<<<<<<<<<<<<<<<<<',
      'S7712035<3CHE8611024F2912084<<<<<<<<<<<<<<<8',
    ];
    const inDoubt = [{ sign: '7', weight: 0.6 }, { sign: 'T', weight: 0.4 }]; // prettier-ignore
    for (const next of [inDoubt, [{ sign: '7', weight: 1 }]]) {
      const lost = unanimous([first, second]).map((line, row) =>
        row === 0 ? line : line.with(0, []).with(1, next),
      );
      const { lines, checks, doubts } = settleZone(formatOf('TD3'), lost);
      expect(lines[1]?.slice(1)).toBe(second.slice(1));
      expect(checks.find(({ of }) => of === 'documentNumber')?.ok).toBe(false);
      const zone = { ...zoneWith('TD3', lines, doubts), checks };
      expect(zoneFaults(zone)).toMatchObject([{ code: 'imageQuality.unreadable', state: 'rfi' }]);
    }
  });

  test.each(formats)(
    '[PRV-20] %s: a date that is clearly printed wrong is an alert, however unclear the number beside it is',
    format => {
      const holder = { issuer: 'SWE', number: 'S77120358', name: 'LIND<<ANNA', birth: '861102', expiry: '320512', sex: 'F', optional: '' }; // prettier-ignore
      const { digits, parts } = formatOf(format);
      const { line: row, from } = parts.documentNumber ?? { line: -1, from: -1 };
      const unclear = [{ sign: 'M', weight: 0.5 }];
      for (const of of ['dateOfBirth', 'expiry'] as const) {
        const at = digits.find(place => place.of === of)?.at ?? { line: -1, from: -1 };
        const forged = linesOf(format, holder).map((text, line) =>
          line === at.line
            ? text.slice(0, at.from) + wrongDigit(text.charAt(at.from)) + text.slice(at.from + 1)
            : text,
        );
        const spoilt: Ballot = unanimous(forged);
        const covered = spoilt.map((line, index) => (index === row ? line.with(from, []) : line));
        const smudged = spoilt.map((line, index) =>
          index === row
            ? line.map((votes, column) => (column >= from && column < from + 6 ? unclear : votes))
            : line,
        );
        for (const ballot of [covered, smudged]) {
          const { lines, checks, doubts } = settleZone(formatOf(format), ballot);
          expect(checks.filter(({ ok }) => !ok).map(one => one.of)).toContain('documentNumber');
          const name = of === 'expiry' ? 'the date of expiry' : 'the date of birth';
          expect(zoneFaults({ ...zoneWith(format, lines, doubts), checks })).toMatchObject([
            { state: 'alert', code: 'badDocument.digitallyEdited', message: expect.stringContaining(`of ${name} is`) as string },
          ]); // prettier-ignore
        }
      }
    },
  );

  test.each(formats)(
    '[PRV-20] %s: one sign that was not read, wherever it stands, makes no ID an edited one',
    format => {
      const short = { issuer: 'SWE', number: 'S77120358', name: 'LIND<<ANNA', birth: '861102', expiry: '320512', sex: 'F', optional: '7A41203' }; // prettier-ignore
      // A number goes on in the optional part of a card: a filler in the place of its digit.
      const long = linesOf(format, { ...short, optional: `AB1${checkDigit('S77120358AB1')}` });
      const { digits, parts } = formatOf(format);
      const digit = digits.find(({ of }) => of === 'documentNumber')?.at ?? { line: -1, from: -1 };
      const longCard = long.map((text, line) =>
        line === digit.line ? `${text.slice(0, digit.from)}<${text.slice(digit.from + 1)}` : text,
      );
      const composite = digits.find(({ of }) => of === 'composite');
      if (!composite) throw new Error('every format has a digit of the whole');
      const over = composite.over.map(({ line, from, length }) => longCard[line]?.slice(from, from + length));
      const whole = longCard.map((text, line) =>
        line === composite.at.line
          ? text.slice(0, composite.at.from) + checkDigit(over.join('')) + text.slice(composite.at.from + 1)
          : text,
      );
      expect(parts.optional).toBeDefined();
      const cards = format === 'TD3' ? [linesOf(format, short)] : [linesOf(format, short), whole];
      let unreadable = 0;
      for (const lines of cards) {
        expect(settleZone(formatOf(format), unanimous(lines)).checks.every(({ ok }) => ok)).toBe(true);
        for (const place of digits.flatMap(({ at, over: under }) => [at, ...under]))
          for (let column = place.from; column < place.from + place.length; column += 1) {
            const ballot = unanimous(lines).map((line, row) =>
              row === place.line ? line.with(column, []) : line,
            );
            const settled = settleZone(formatOf(format), ballot);
            const zone = { ...zoneWith(format, settled.lines, settled.doubts), checks: settled.checks };
            const told = zoneFaults(zone).map(({ state }) => state);
            expect([place.line, column, told.includes('alert')]).toEqual([place.line, column, false]);
            unreadable += told.length;
          }
      }
      expect(unreadable).toBeGreaterThan(20);
    },
  );

  test.each(formats)(
    '[PRV-20] %s: each check digit that is put wrong is found, and the oracle finds it too',
    format => {
      fc.assert(
        fc.property(holders, fc.nat({ max: 10 }), (holder, nth) => {
          const lines = linesOf(format, holder);
          const place = formatOf(format).digits[nth % formatOf(format).digits.length];
          if (!place) throw new Error('every format has check digits');
          const { line, from } = place.at;
          const broken = lines.map((text, row) =>
            row === line ? text.slice(0, from) + wrongDigit(text.charAt(from)) + text.slice(from + 1) : text,
          );
          const { checks, lines: settled } = settleZone(formatOf(format), unanimous(broken));
          // What all votes agree on is not repaired: it is how a forger who does not know the rule gives himself away.
          expect(settled).toEqual(broken);
          expect(checks.find(({ of }) => of === place.of)?.ok).toBe(false);
          expect(parse([...broken]).valid).toBe(false);
        }),
        { numRuns: 100 },
      );
    },
  );

  test.each(formats)(
    '[PRV-21] %s: letters for digits and digits for letters are put right by their place',
    format => {
      const asDigit: Readonly<Record<string, string>> = { O: '0', I: '1', Z: '2', S: '5', B: '8' };
      const asLetter = Object.fromEntries(Object.entries(asDigit).map(([letter, digit]) => [digit, letter]));
      fc.assert(
        fc.property(holders, holder => {
          const lines = linesOf(format, holder);
          const kinds = placeKinds(formatOf(format));
          const misread = lines.map((line, row) =>
            [...line]
              .map((sign, column) => {
                const kind = kinds[row]?.[column];
                if (kind === 'digit') return asLetter[sign] ?? sign;
                return kind === 'letter' ? (asDigit[sign] ?? sign) : sign;
              })
              .join(''),
          );
          expect(settleZone(formatOf(format), unanimous(misread)).lines).toEqual(lines);
        }),
        { numRuns: 100 },
      );
    },
  );

  it('[PRV-21] reads a doubtful sign of a number as the check digit wants it', () => {
    fc.assert(
      fc.property(holders, fc.nat({ max: 8 }), (holder, nth) => {
        const pairs: Readonly<Record<string, string>> = {
          B: '8',
          8: 'B',
          S: '5',
          5: 'S',
          Z: '2',
          2: 'Z',
          0: 'O',
          O: '0',
        };
        const lines = linesOf('TD3', holder);
        const at = nth % holder.number.length;
        const right = (lines[1] ?? '').charAt(at);
        const wrong = pairs[right];
        fc.pre(wrong !== undefined && wrong !== '');
        const ballot = lines.map((line, row) =>
          [...line].map((sign, column) =>
            row === 1 && column === at
              ? [
                  { sign: wrong ?? sign, weight: 0.9 },
                  { sign, weight: 0.3 },
                ]
              : [{ sign, weight: 1 }],
          ),
        );
        const settled = settleZone(formatOf('TD3'), ballot);
        expect(settled.lines).toEqual(lines);
        expect(settled.doubts).toEqual([[1, at]]);
      }),
    );
  });

  it('[PRV-21] takes signs whose check digits are alike from the number as it is printed', () => {
    const lines = linesOf('TD3', { issuer: 'MEX', number: 'G36298145', name: 'ZUNIGA<<XIMENA', birth: '951218', expiry: '330205', sex: 'F', optional: '' }); // prettier-ignore
    const misread = lines.map(line => line.replace('G36298145', '636298145'));
    const printed = { text: 'G36298145', region: [0, 0, 1, 1] as [number, number, number, number] };
    const page = [{ ...printed, words: [printed] }];
    const doubtful = zoneWith('TD3', misread, [[1, 0]]);
    expect(doubtful.checks.every(({ ok }) => ok)).toBe(true);
    expect(settledByPrint(doubtful, page).lines).toEqual(lines);
    expect(settledByPrint(zoneWith('TD3', misread), page).lines).toEqual(misread);
    // Made to fit a forged digit, a sign that zone and print show alike is put back, and the digit is wrong for good.
    const forged = lines.map(line => line.replace('G36298145', '836298145'));
    const seen = { ...printed, text: 'B36298145' };
    const fitted = zoneWith('TD3', forged, [[1, 0]]);
    const asRead = forged.map(line => line.replace('836298145', 'B36298145'));
    const back = settledByPrint({ ...fitted, asRead }, [{ ...seen, words: [seen] }]);
    expect(back.lines).toEqual(asRead);
    expect(back.doubts).toEqual([]);
  });

  it('reads a number that is longer than its nine places', () => {
    // A card of 14 signs: nine, a filler, the rest with the check digit over all of them (ICAO 9303-5).
    const rest = 'ABCDE';
    const number = '123456789';
    const upper = `I<UTO${number}<${rest}${checkDigit(number + rest)}`.padEnd(30, '<');
    const lines = [upper, '8001014M3001012UTO<<<<<<<<<<<0', pad('DOE<<JOHN', 30)];
    const { checks } = settleZone(formatOf('TD1'), unanimous(lines));
    expect(checks.find(({ of }) => of === 'documentNumber')?.ok).toBe(true);
    expect(parseZone('TD1', lines, 2026).documentNumber).toBe(number + rest);
  });

  it.each(['0', 'A', 'K', 'U'])(
    '[PRV-21] reads no such number whose first sign was lost, though %s and a filler count alike',
    lost => {
      const [number, rest] = [`${lost}23456789`, 'ABC'];
      const long = `${number}<${rest}${checkDigit(number + rest)}`;
      const [birth, expiry] = [checked('800101'), checked('300101')];
      const upper = pad(`I<UTO${long}`, 30);
      const composite = checkDigit(joined(upper.slice(5), birth, expiry, pad('', 11)));
      const card = [upper, joined(birth, 'M', expiry, 'UTO', pad('', 11), composite), pad('DOE<<JOHN', 30)];
      const optional = pad(long.slice(10), 7);
      const whole = checkDigit(joined(long.slice(0, 10), birth, expiry, optional));
      const twoLines = [
        joined('I<UTO', pad('DOE<<JOHN', 31)),
        joined(long.slice(0, 10), 'UTO', birth, 'M', expiry, optional, whole),
      ];
      for (const [format, lines, row, column] of [
        ['TD1', card, 0, 5],
        ['TD2', twoLines, 1, 0],
      ] as const) {
        // prettier-ignore
        const whole = settleZone(formatOf(format), unanimous(lines));
        expect(whole.checks.every(({ ok }) => ok)).toBe(true);
        expect(parseZone(format, whole.lines, 2026).documentNumber).toBe(number + rest);
        const ballot = unanimous(lines).map((line, at) => (at === row ? line.with(column, []) : line));
        const cut = settleZone(formatOf(format), ballot);
        expect(cut.checks.filter(({ ok }) => !ok).map(({ of }) => of)).toEqual(['documentNumber']);
        expect(zoneFaults({ ...zoneWith(format, cut.lines, cut.doubts), checks: cut.checks })).toMatchObject([
          { code: 'imageQuality.unreadable', state: 'rfi' },
        ]);
      }
    },
  );

  it('knows births of the last century from those of this one', () => {
    const of = (birth: string, expiry: string) =>
      parseZone('TD3', linesOf('TD3', { issuer: 'D', number: 'C01X00T47', name: 'A<<B', birth, expiry, sex: '<', optional: '' }), 2026); // prettier-ignore
    expect(of('641201', '300101')).toMatchObject({ dateOfBirth: '1964-12-01', expiresOn: '2030-01-01' });
    expect(of('101201', '991231')).toMatchObject({ dateOfBirth: '2010-12-01', expiresOn: '1999-12-31' });
    expect(of('991340', '300101').dateOfBirth).toBeUndefined();
  });
});
