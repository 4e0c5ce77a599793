import { transliterate } from '../mrz/index.ts';

/** A name as its bearer writes it, and in Latin letters as an official would; equal for Latin scripts. */
export interface Name {
  readonly native: string;
  readonly latin: string;
  /** As the machine-readable zone of the country's documents spells it. */
  readonly capitals: string;
}

export interface City {
  readonly name: string;
  readonly region: string;
  /** Pattern of `fill`. */
  readonly postalCode: string;
}

/** What the generator knows of a country. All patterns are those of `fill`. */
export interface Country {
  /** ISO 3166-1 alpha-3. */
  readonly code: string;
  readonly name: string;
  /** What the passport says on top, in the country's own language. */
  readonly issuer: string;
  readonly passportWord: string;
  readonly cardWord: string;
  readonly currency: string;
  readonly male: readonly Name[];
  readonly female: readonly Name[];
  readonly family: readonly Name[];
  readonly cities: readonly City[];
  readonly streets: readonly string[];
  /** Where the house number goes: `Lindenallee 14`, `14 Rue des Lilas`, `Calle Mayor, 14`. */
  readonly house: 'after' | 'before' | 'comma';
  readonly phone: string;
  readonly documentNumber: string;
  readonly legalForms: readonly string[];
  readonly registration: string;
  /** Family name first, as people there introduce themselves. */
  readonly familyFirst: boolean;
  /** Family names have a form for women. */
  readonly feminine: (family: string) => string;
}

/** A country as it is written down: lists are comma-separated, `native|Latin` where no table transliterates the script. */
export interface CountryRow {
  readonly code: string;
  readonly name: string;
  readonly issuer?: string;
  readonly words?: readonly [passport: string, card: string];
  readonly currency: string;
  readonly male: string;
  readonly female: string;
  readonly family: string;
  /** `City/Region/postal pattern`, separated by semicolons. */
  readonly cities: string;
  readonly streets: string;
  readonly house?: Country['house'];
  readonly phone: string;
  readonly number: string;
  readonly legal: string;
  readonly registration: string;
  readonly familyFirst?: boolean;
  readonly feminine?: (family: string) => string;
}

const titled = (capitals: string): string =>
  capitals
    .toLowerCase()
    .replaceAll(/(^|[\s\-'’])(\p{L})/gu, (_, before: string, first: string) => before + first.toUpperCase());

const isLatin = (text: string): boolean => /^[\p{Script=Latin}\p{P}\p{M}\s]*$/u.test(text);

/** Reads `native|Latin`; without the second part, a Latin name is its own and any other is transliterated. */
export function nameOf(text: string, country: string): Name {
  const [native = '', given] = text.split('|');
  const latin = given ?? (isLatin(native) ? native : titled(transliterate(native, country)));
  return { native, latin, capitals: transliterate(latin, country) };
}

export function country(row: CountryRow): Country {
  const names = (list: string): readonly Name[] => list.split(',').map(name => nameOf(name.trim(), row.code));
  const words = (list: string): readonly string[] => list.split(',').map(word => word.trim());
  const city = (text: string): City => {
    const [name = '', region = '', postalCode = ''] = text.split('/').map(part => part.trim());
    return { name, region, postalCode };
  };
  return {
    code: row.code,
    name: row.name,
    issuer: row.issuer ?? row.name,
    passportWord: row.words?.[0] ?? 'Passport',
    cardWord: row.words?.[1] ?? 'Identity card',
    currency: row.currency,
    male: names(row.male),
    female: names(row.female),
    family: names(row.family),
    cities: row.cities.split(';').map(city),
    streets: words(row.streets),
    house: row.house ?? 'after',
    phone: row.phone,
    documentNumber: row.number,
    legalForms: words(row.legal),
    registration: row.registration,
    familyFirst: row.familyFirst ?? false,
    feminine: row.feminine ?? (family => family),
  };
}
