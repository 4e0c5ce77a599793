/** What may stand at a place: letters, digits, both; fillers everywhere. */
export type PlaceKind = 'letter' | 'digit' | 'any';

export type ZonePart =
  | 'documentCode'
  | 'issuer'
  | 'name'
  | 'documentNumber'
  | 'nationality'
  | 'dateOfBirth'
  | 'sex'
  | 'expiry'
  | 'optional'
  | 'optional2';

/** A stretch of one line, counted from 0. */
export interface Stretch {
  readonly line: number;
  readonly from: number;
  readonly length: number;
}

export type CheckedPart = 'documentNumber' | 'dateOfBirth' | 'expiry' | 'optional' | 'composite';

export interface CheckDigitPlace {
  readonly of: CheckedPart;
  readonly at: Stretch;
  readonly over: readonly Stretch[];
}

/** One of the sizes of ICAO Doc 9303: where everything stands. */
export interface ZoneFormat {
  readonly name: 'TD1' | 'TD2' | 'TD3';
  readonly lines: number;
  /** Characters in a line. */
  readonly width: number;
  readonly parts: Readonly<Partial<Record<ZonePart, Stretch>>>;
  readonly digits: readonly CheckDigitPlace[];
}

const stretch = (line: number, from: number, length: number): Stretch => ({ line, from, length });

const twoLines = (name: 'TD2' | 'TD3', width: number): ZoneFormat => {
  const optional = stretch(1, 28, width === 44 ? 14 : 7);
  const single = (of: CheckedPart, from: number, length: number): CheckDigitPlace => ({
    of,
    at: stretch(1, from + length, 1),
    over: [stretch(1, from, length)],
  });
  return {
    name,
    lines: 2,
    width,
    parts: {
      documentCode: stretch(0, 0, 2),
      issuer: stretch(0, 2, 3),
      name: stretch(0, 5, width - 5),
      documentNumber: stretch(1, 0, 9),
      nationality: stretch(1, 10, 3),
      dateOfBirth: stretch(1, 13, 6),
      sex: stretch(1, 20, 1),
      expiry: stretch(1, 21, 6),
      optional,
    },
    digits: [
      single('documentNumber', 0, 9),
      single('dateOfBirth', 13, 6),
      single('expiry', 21, 6),
      // Only passports check their optional data (ICAO 9303-4, 4.2.2.2); it is a filler where those are empty.
      ...(name === 'TD3' ? [single('optional', 28, 14)] : []),
      {
        of: 'composite',
        at: stretch(1, width - 1, 1),
        over: [stretch(1, 0, 10), stretch(1, 13, 7), stretch(1, 21, width - 22)],
      },
    ],
  };
};

/** ICAO 9303-5, 4.2: the card of the size of a bank card, three lines of 30. */
const td1: ZoneFormat = {
  name: 'TD1',
  lines: 3,
  width: 30,
  parts: {
    documentCode: stretch(0, 0, 2),
    issuer: stretch(0, 2, 3),
    documentNumber: stretch(0, 5, 9),
    optional: stretch(0, 15, 15),
    dateOfBirth: stretch(1, 0, 6),
    sex: stretch(1, 7, 1),
    expiry: stretch(1, 8, 6),
    nationality: stretch(1, 15, 3),
    optional2: stretch(1, 18, 11),
    name: stretch(2, 0, 30),
  },
  digits: [
    { of: 'documentNumber', at: stretch(0, 14, 1), over: [stretch(0, 5, 9)] },
    { of: 'dateOfBirth', at: stretch(1, 6, 1), over: [stretch(1, 0, 6)] },
    { of: 'expiry', at: stretch(1, 14, 1), over: [stretch(1, 8, 6)] },
    {
      of: 'composite',
      at: stretch(1, 29, 1),
      over: [stretch(0, 5, 25), stretch(1, 0, 7), stretch(1, 8, 7), stretch(1, 18, 11)],
    },
  ],
};

/** ICAO 9303-6 (two lines of 36) and 9303-4 (two lines of 44) beside it. */
export const zoneFormats: readonly ZoneFormat[] = [td1, twoLines('TD2', 36), twoLines('TD3', 44)];

/** The characters of a stretch. */
export const textAt = (lines: readonly string[], { line, from, length }: Stretch): string =>
  (lines[line] ?? '').slice(from, from + length);

const kinds: Readonly<Record<ZonePart, PlaceKind>> = {
  documentCode: 'letter',
  issuer: 'letter',
  name: 'letter',
  documentNumber: 'any',
  nationality: 'letter',
  dateOfBirth: 'digit',
  sex: 'letter',
  expiry: 'digit',
  optional: 'any',
  optional2: 'any',
};

/** What may stand at each place of each line. */
export function placeKinds(format: ZoneFormat): readonly (readonly PlaceKind[])[] {
  const table = Array.from({ length: format.lines }, () =>
    Array.from({ length: format.width }, (): PlaceKind => 'any'),
  );
  const put = ({ line, from, length }: Stretch, kind: PlaceKind): void => {
    table[line]?.fill(kind, from, from + length);
  };
  for (const [part, at] of Object.entries(format.parts) as [ZonePart, Stretch][]) put(at, kinds[part]);
  for (const { at } of format.digits) put(at, 'digit');
  return table;
}
