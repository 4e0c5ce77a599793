import type { Identity } from './identity.ts';
import type { Sheet } from './sheet.ts';
import { wrongDigit } from '../mrz/index.ts';

/** Puts the check digit at that place wrong. */
export const falsified = (line: string, place: number): string =>
  line.slice(0, place) + wrongDigit(line.charAt(place)) + line.slice(place + 1);

export interface Band {
  readonly x: number;
  /** Baseline of the first line. */
  readonly y: number;
  readonly size: number;
  /** Distance between two characters, and between two lines. */
  readonly pitch: number;
  readonly leading: number;
}

/** Where a value stands in the lines: `[field, line, from, length, value]`, counted from 0. */
export type MrzPlace = readonly [field: string, line: number, from: number, length: number, value: string];

/** Draws machine-readable lines at a fixed pitch, letter by letter, and notes the values in them. */
export function drawMrz(
  sheet: Sheet,
  lines: readonly string[],
  band: Band,
  places: readonly MrzPlace[],
): void {
  lines.forEach((line, row) => {
    [...line].forEach((sign, column) => {
      const style = { size: band.size, family: 'mono', weight: 500, color: '#14181d' } as const;
      sheet.text(sign, band.x + column * band.pitch, band.y + row * band.leading, style);
    });
  });
  for (const [field, row, from, length, value] of places) {
    const top = band.y + row * band.leading - band.size * 0.9;
    sheet.note(
      { field, value, source: 'mrz' },
      band.x + from * band.pitch - 2,
      top,
      length * band.pitch,
      band.size * 1.2,
    );
  }
}

const lengthOf = (text: string): number => text.replace(/<+$/, '').length;

/** The places of both names in a name field that begins at `from` of that line. */
export function namePlaces(line: string, row: number, from: number): readonly MrzPlace[] {
  const [primary = '', secondary = ''] = line.slice(from).split('<<');
  const plain = (text: string): string => text.replaceAll('<', ' ').trim();
  const first: MrzPlace[] =
    secondary === ''
      ? []
      : [['firstName', row, from + primary.length + 2, lengthOf(secondary), plain(secondary)]];
  return [['lastName', row, from, primary.length, plain(primary)], ...first];
}

/** The values that every zone has, at the places that the format gives them. */
export function commonPlaces(
  { person, expiresOn }: Identity,
  at: Readonly<Record<'number' | 'nationality' | 'birth' | 'expiry', readonly [row: number, from: number]>>,
): readonly MrzPlace[] {
  return [
    ['idNumber', ...at.number, 9, person.documentNumber],
    ['nationality', ...at.nationality, 3, person.country.code],
    ['dateOfBirth', ...at.birth, 6, person.dateOfBirth],
    ['idExpiry', ...at.expiry, 6, expiresOn],
  ];
}
