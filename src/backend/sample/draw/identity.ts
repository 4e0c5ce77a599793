import { stateOf, transliterate, type MrzHolder } from '../mrz/index.ts';
import { fullName, type Person } from '../people/index.ts';
import type { Picture } from './render.ts';

/** What a photo ID is drawn from. */
export interface Identity {
  readonly person: Person;
  /** ISO 8601 dates. */
  readonly issuedOn: string;
  readonly expiresOn: string;
  readonly picture: Pick<Picture, 'format' | 'turned' | 'blur'>;
  /** The check digit of the document number is put wrong. */
  readonly badCheckDigit: boolean;
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'] as const;

/** A date as ID documents print it: `29 FEB 1988`. */
export function printedDate(iso: string): string {
  const [year = '', month = '', day = ''] = iso.split('-');
  return `${day} ${months[Number(month) - 1] ?? ''} ${year}`;
}

export const mrzHolderOf = ({ person, expiresOn }: Pick<Identity, 'person' | 'expiresOn'>): MrzHolder => ({
  issuer: person.country.code,
  nationality: person.country.code,
  lastName: person.lastName.latin,
  firstNames: [person.firstName, person.middleName].flatMap(name => (name ? [name.latin] : [])).join(' '),
  documentNumber: person.documentNumber,
  dateOfBirth: person.dateOfBirth,
  gender: person.gender,
  expiresOn,
});

const capitalRules: Readonly<Record<string, string>> = { GRC: 'el', TUR: 'tr' };

/** Capitals as the country writes them: Greek ones without accents, a Turkish i with its dot. */
export const capitals = (text: string, country: string): string =>
  text.toLocaleUpperCase(capitalRules[country] ?? 'en');

/** How a document names a state: as its machine-readable zone does, without the fillers. */
export const stateOnDocument = (code: string): string => stateOf(code).replaceAll('<', '');

/** The part of a file's name that says whose it is. */
export const slugOf = (person: Person): string =>
  transliterate(fullName(person), person.country.code)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/-$/, '');
