import { isMrzCode, isoOfMrz } from '../../../../shared/domain/index.ts';
import { textAt, zoneFormats, type Stretch, type ZoneFormat, type ZonePart } from './formats.ts';
import { longNumber } from './settle.ts';

/** What a zone says, in the forms of the domain: ISO dates, alpha-3 countries. Absent where it is empty or makes no sense. */
export interface ZoneFacts {
  readonly documentCode: string;
  readonly issuer?: string;
  readonly lastName?: string;
  readonly firstName?: string;
  readonly documentNumber?: string;
  readonly nationality?: string;
  readonly dateOfBirth?: string;
  readonly gender?: 'male' | 'female';
  readonly expiresOn?: string;
}

const plain = (text: string): string => text.replaceAll('<', ' ').replaceAll(/ +/g, ' ').trim();

const isDate = (iso: string): boolean => {
  const at = Date.parse(`${iso}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(iso);
};

/** A date of two-digit years, in the century that `choose` picks of both; undefined where it is none. */
function dateOf(text: string, choose: (years: readonly [number, number]) => number): string | undefined {
  if (!/^\d{6}$/.test(text)) return undefined;
  const short = Number(text.slice(0, 2));
  const year = choose([1900 + short, 2000 + short]);
  const iso = `${year}-${text.slice(2, 4)}-${text.slice(4, 6)}`;
  return isDate(iso) ? iso : undefined;
}

/** Years that a document may still be valid for; one that ends later than that ended in the last century. */
const longestValidity = 30;

function namesOf(field: string): Pick<ZoneFacts, 'lastName' | 'firstName'> {
  const [primary = '', ...rest] = field.split('<<');
  const [lastName, firstName] = [plain(primary), plain(rest.join('<'))];
  return { ...(lastName ? { lastName } : {}), ...(firstName ? { firstName } : {}) };
}

const stateOf = (text: string): string | undefined => {
  const code = isoOfMrz(plain(text));
  return isMrzCode(code) ? code : undefined;
};

export const formatOf = (name: ZoneFormat['name']): ZoneFormat => {
  const format = zoneFormats.find(candidate => candidate.name === name);
  if (!format) throw new Error(`no format ${name}`);
  return format;
};

/** Reads the parts of a zone. `year` is the present one: births lie before it, expiries not far behind it. */
export function parseZone(name: ZoneFormat['name'], lines: readonly string[], year: number): ZoneFacts {
  const format = formatOf(name);
  const at = (part: ZonePart): string => {
    const place: Stretch | undefined = format.parts[part];
    return place ? textAt(lines, place) : '';
  };
  const documentNumber = plain(longNumber(format, lines)?.slice(0, -1) ?? at('documentNumber'));
  const dateOfBirth = dateOf(at('dateOfBirth'), ([early, late]) => (late <= year ? late : early));
  const expiresOn = dateOf(at('expiry'), ([early, late]) => (late <= year + longestValidity ? late : early));
  const gender = ({ M: 'male', F: 'female' } as const)[at('sex')];
  const [issuer, nationality] = [stateOf(at('issuer')), stateOf(at('nationality'))];
  return {
    documentCode: plain(at('documentCode')),
    ...namesOf(at('name')),
    ...(issuer === undefined ? {} : { issuer }),
    ...(documentNumber === '' ? {} : { documentNumber }),
    ...(nationality === undefined ? {} : { nationality }),
    ...(dateOfBirth === undefined ? {} : { dateOfBirth }),
    ...(gender === undefined ? {} : { gender }),
    ...(expiresOn === undefined ? {} : { expiresOn }),
  };
}
