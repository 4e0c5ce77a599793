import { fill, type Random } from '../random.ts';
import { addressOf, type Address } from './address.ts';
import { nameOf, type Country, type Name } from './country.ts';

export interface Person {
  readonly country: Country;
  readonly firstName: Name;
  readonly middleName?: Name;
  readonly lastName: Name;
  readonly gender: 'male' | 'female';
  /** ISO 8601 date. */
  readonly dateOfBirth: string;
  readonly address: Address;
  readonly email: string;
  readonly phone: string;
  readonly documentNumber: string;
  readonly taxId: string;
  readonly occupation: string;
  /** Seeds the drawn face: the same on the ID photo and on the selfie. */
  readonly face: number;
}

interface Notable {
  readonly first: string;
  readonly middle?: string;
  readonly last: string;
  readonly gender: Person['gender'];
  readonly born?: string;
}

/** Names that break software, at fixed places of the sample; each fits the country that has that place. */
const notables: Readonly<Record<number, Notable>> = {
  0: { first: 'Zoë', middle: 'Maria', last: 'Łukasz-O’Brien', gender: 'female', born: '1988-02-29' },
  2: { first: '太郎|Taro', last: '田中|Tanaka', gender: 'male' },
  3: { first: 'X', last: 'Lee', gender: 'male' },
  10: { first: 'Y', last: 'O', gender: 'female' },
  14: { first: 'Thị Ngọc Ánh', last: 'Nguyễn', gender: 'female' },
  22: {
    first: 'Venkata Satyanarayana Lakshminarasimha',
    middle: 'Subrahmanyeswara',
    last: 'Thiruvananthapuramvenkataraghavan-Chattopadhyay',
    gender: 'male',
  },
  57: { first: 'Li', last: 'Ng', gender: 'female' },
};

const occupations = [
  'Software engineer', 'Nurse', 'Architect', 'Teacher', 'Shop owner', 'Accountant', 'Chef', 'Civil servant', 'Violinist', 'Retired',
] as const; // prettier-ignore

const domains = ['example.com', 'example.org', 'example.net'] as const;

function bornOn(random: Random, now: number): string {
  const years = random.int(19, 82);
  return new Date(now - Math.round((years + random.next()) * 365.25 * 86_400_000)).toISOString().slice(0, 10);
}

function mailOf(first: Name, last: Name, random: Random): string {
  const part = ({ capitals }: Name): string => capitals.toLowerCase().replaceAll(' ', '-').slice(0, 24);
  return `${part(first)}.${part(last)}${random.int(1, 99)}@${random.pick(domains)}`;
}

/** A person of that country. `index` may name a place of the sample that is kept for a particular person. */
export function personOf(country: Country, random: Random, now: number, index?: number): Person {
  const notable = index === undefined ? undefined : notables[index];
  const gender = notable?.gender ?? (random.chance(0.5) ? 'male' : 'female');
  const given = gender === 'male' ? country.male : country.female;
  const name = (text: string): Name => nameOf(text, country.code);
  const firstName = notable ? name(notable.first) : random.pick(given);
  const family = notable ? name(notable.last) : random.pick(country.family);
  const married = gender === 'female' ? country.feminine(family.native) : family.native;
  const lastName = married === family.native ? family : name(married);
  const second = random.chance(0.22) && !country.familyFirst ? random.pick(given) : undefined;
  const middleName = notable
    ? notable.middle && name(notable.middle)
    : second === firstName
      ? undefined
      : second;
  return {
    country,
    firstName,
    ...(middleName ? { middleName } : {}),
    lastName,
    gender,
    dateOfBirth: notable?.born ?? bornOn(random, now),
    address: addressOf(country, random),
    email: mailOf(firstName, lastName, random),
    phone: fill(random, country.phone),
    documentNumber: fill(random, country.documentNumber),
    taxId: fill(random, '##-###-###-##'),
    occupation: random.pick(occupations),
    face: random.int(0, 0x7fffffff),
  };
}

const inOrder = (person: Person, given: string, family: string): string =>
  person.country.familyFirst ? `${family} ${given}` : `${given} ${family}`;

/** The name in the order of the person's country, in their own script. */
export const callName = (person: Person): string =>
  inOrder(person, person.firstName.native, person.lastName.native);

/** All names in Latin letters, given names first. */
export const fullName = (person: Person): string =>
  [person.firstName, person.middleName, person.lastName]
    .flatMap(name => (name ? [name.latin] : []))
    .join(' ');
