import type { Region } from '../../../shared/domain/index.ts';
import { formatOf, parseZone, type Stretch, type ZonePart, type ZoneReading } from '../reading/index.ts';
import type { FoundValue } from './labelled.ts';

/** The region of a stretch: its share of the line, along the way in which the line runs. */
function regionOf(zone: ZoneReading, { line, from, length }: Stretch, width: number): Region {
  const [x, y, wide, tall] = zone.regions[line] ?? [0, 0, 1, 1];
  const [begin, share] = [from / width, length / width];
  switch (zone.turn) {
    case 0:
      return [x + begin * wide, y, share * wide, tall];
    case 2:
      return [x + (1 - begin - share) * wide, y, share * wide, tall];
    case 1:
      return [x, y + (1 - begin - share) * tall, wide, share * tall];
    case 3:
      return [x, y + begin * tall, wide, share * tall];
  }
}

const rounded = ([x, y, wide, tall]: Region): Region => {
  const round = (value: number): number => Math.round(value * 10_000) / 10_000;
  return [round(x), round(y), round(wide), round(tall)];
};

/** Where each name stands within the name field, without the fillers around it. */
function nameStretches(
  zone: ZoneReading,
  field: Stretch,
): Readonly<Record<'lastName' | 'firstName', Stretch>> {
  const text = (zone.lines[field.line] ?? '').slice(field.from, field.from + field.length);
  const gap = text.indexOf('<<');
  const lengthOfLast = gap < 0 ? text.replace(/<+$/, '').length : gap;
  const first = gap < 0 ? '' : text.slice(gap + 2).replace(/<+$/, '');
  return {
    lastName: { ...field, length: lengthOfLast },
    firstName: { ...field, from: field.from + lengthOfLast + 2, length: first.length },
  };
}

const partOf = {
  idNumber: 'documentNumber',
  nationality: 'nationality',
  dateOfBirth: 'dateOfBirth',
  gender: 'sex',
  idExpiry: 'expiry',
} as const satisfies Record<string, ZonePart>;

/** What the check digits say is misread or forged is no value; names have none. */
const checkOf = { idNumber: 'documentNumber', dateOfBirth: 'dateOfBirth', idExpiry: 'expiry' } as const;

/** The values in a machine-readable zone, each where it stands. `year` is the present one. */
export function zoneValues(zone: ZoneReading, year: number): readonly FoundValue[] {
  const format = formatOf(zone.format);
  const facts = parseZone(zone.format, zone.lines, year);
  const values = {
    idNumber: facts.documentNumber,
    nationality: facts.nationality,
    dateOfBirth: facts.dateOfBirth,
    gender: facts.gender,
    idExpiry: facts.expiresOn,
  } as const;
  const wrong = new Set(zone.checks.filter(({ ok }) => !ok).map(({ of }) => of));
  const single = (Object.keys(partOf) as (keyof typeof partOf)[]).flatMap((field): FoundValue[] => {
    const [value, place] = [values[field], format.parts[partOf[field]]];
    const check = field in checkOf ? checkOf[field as keyof typeof checkOf] : undefined;
    if (value === undefined || !place || (check && wrong.has(check))) return [];
    return [{ field, value, region: rounded(regionOf(zone, place, format.width)) }];
  });
  const { name } = format.parts;
  const stretches = name && nameStretches(zone, name);
  const names = (['lastName', 'firstName'] as const).flatMap((field): FoundValue[] => {
    const value = facts[field];
    if (value === undefined || !stretches) return [];
    return [{ field, value, region: rounded(regionOf(zone, stretches[field], format.width)) }];
  });
  return [...names, ...single];
}
