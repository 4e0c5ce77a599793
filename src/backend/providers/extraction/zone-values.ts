import type { Region } from '../../../shared/domain/index.ts';
import {
  boxAround,
  formatOf,
  parseZone,
  partOf as shareOf,
  type Stretch,
  type ZonePart,
  type ZoneReading,
} from '../reading/index.ts';
import type { FoundValue } from './labelled.ts';

/** The region of a stretch: its share of the line, wherever the line lies. */
function regionOf(zone: ZoneReading, { line, from, length }: Stretch, width: number): Region {
  const place = zone.places[line];
  return place ? boxAround(shareOf(place, from / width, (from + length) / width)) : [0, 0, 1, 1];
}

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
    return [{ field, value, region: regionOf(zone, place, format.width) }];
  });
  const { name } = format.parts;
  const stretches = name && nameStretches(zone, name);
  const names = (['lastName', 'firstName'] as const).flatMap((field): FoundValue[] => {
    const value = facts[field];
    if (value === undefined || !stretches) return [];
    return [{ field, value, region: regionOf(zone, stretches[field], format.width) }];
  });
  return [...names, ...single];
}
