import type { TextLine, ZoneReading } from '../reading.ts';
import { textAt } from './formats.ts';
import { formatOf } from './parse.ts';
import { checksOf } from './settle.ts';
import { confusables } from './signs.ts';

const isLike = (one: string, other: string): boolean =>
  one === other || confusables(one, 'any').includes(other);

/**
 * Settles doubtful signs of the document number by how the number is printed on the page: some letters and digits are
 * taken for each other and have check digits alike (G and 6, U and 0, L and 1), so that nothing in the zone tells them
 * apart. Only signs that were in doubt are changed, and only to what keeps the check digit right or was read in the zone as well.
 */
export function settledByPrint(zone: ZoneReading, lines: readonly TextLine[]): ZoneReading {
  const format = formatOf(zone.format);
  const place = format.parts.documentNumber;
  if (!place) return zone;
  const number = textAt(zone.lines, place);
  const length = number.replace(/<+$/, '').length;
  const doubtful = (at: number): boolean =>
    zone.doubts.some(([line, column]) => line === place.line && column === place.from + at);
  for (const { text } of lines.flatMap(({ words }) => words)) {
    const printed = text.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
    if (printed.length !== length || length < 6) continue;
    const fits = [...printed].every((sign, at) => {
      const own = number.charAt(at);
      return sign === own || (doubtful(at) && isLike(own, sign));
    });
    if (!fits) continue;
    const changed = zone.lines.map((line, row) =>
      row === place.line ? line.slice(0, place.from) + printed + line.slice(place.from + length) : line,
    );
    const checks = checksOf(format, changed);
    const wrong = (all: typeof checks): number => all.filter(({ ok }) => !ok).length;
    // Where zone and print were read alike, a check digit that wants another sign is itself what is wrong.
    const isReadAlike = textAt(zone.asRead, place).startsWith(printed);
    if (!isReadAlike && wrong(checks) > wrong(zone.checks)) continue;
    // Read alike at two places of the page, the number is in doubt no more.
    const doubts = zone.doubts.filter(
      ([line, column]) => line !== place.line || column < place.from || column >= place.from + length,
    );
    return { ...zone, lines: changed, checks, doubts };
  }
  return zone;
}
