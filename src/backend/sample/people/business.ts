import { fill, type Random } from '../random.ts';
import { addressOf, type Address } from './address.ts';
import { transliterate } from '../mrz/index.ts';
import { countries } from './countries.ts';
import type { Country } from './country.ts';
import { personOf, type Person } from './person.ts';

export interface Owner {
  readonly person: Person;
  /** Percent, whole numbers; all of a business add up to 100, or to 97 where that is the defect. */
  readonly percent: number;
  readonly isDirector: boolean;
}

export interface Business {
  readonly country: Country;
  readonly legalName: string;
  readonly tradingName?: string;
  readonly legalForm: string;
  readonly registrationNumber: string;
  readonly taxNumber: string;
  readonly incorporatedOn: string;
  readonly industry: string;
  readonly website: string;
  readonly email: string;
  readonly phone: string;
  readonly address: Address;
  readonly owners: readonly Owner[];
}

const trades = [
  ['Maritime', 'Water transport'], ['Robotics', 'Manufacture of machinery'], ['Foods', 'Food processing'],
  ['Trading', 'Wholesale trade'], ['Optics', 'Precision instruments'], ['Textiles', 'Textiles'],
  ['Analytics', 'Information services'], ['Renewables', 'Electric power generation'], ['Ceramics', 'Ceramic products'],
  ['Logistics', 'Freight forwarding'], ['Gems & Metals', 'Precious metals'], ['Exchange', 'Virtual-asset services'],
] as const; // prettier-ignore

const splits: readonly (readonly number[])[] = [
  [60, 40],
  [51, 29, 20],
  [100],
  [40, 35, 25],
  [70, 20, 10],
  [34, 33, 18, 15],
];

/** Han and Arabic company names are registered in Latin letters here; other scripts keep theirs. */
const registered = (person: Person): string =>
  /\p{Script=Han}|\p{Script=Hangul}|\p{Script=Arabic}/u.test(person.lastName.native)
    ? person.lastName.latin
    : person.lastName.native;

function ownersOf(country: Country, random: Random, now: number, total: number): readonly Owner[] {
  const split = random.pick(total === 100 ? splits : splits.filter(({ length }) => length > 1));
  return split.map((percent, place) => ({
    person: personOf(place > 0 && random.chance(0.3) ? random.pick(countries) : country, random, now),
    percent: place === 0 ? percent - (100 - total) : percent,
    isDirector: place === 0 || random.chance(0.4),
  }));
}

/** A business of that country whose owners hold `ownedPercent` between them. */
export function businessOf(country: Country, random: Random, now: number, ownedPercent: 100 | 97): Business {
  const owners = ownersOf(country, random, now, ownedPercent);
  const founder = owners[0]?.person ?? personOf(country, random, now);
  const [word, industry] = random.pick(trades);
  const legalForm = random.pick(country.legalForms);
  const core = `${registered(founder)} ${word}`;
  const site = `${transliterate(founder.lastName.latin, country.code)} ${word}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-');
  const age = random.int(1, 38) + random.next();
  return {
    country,
    legalName: `${core} ${legalForm}`,
    ...(random.chance(0.4)
      ? { tradingName: `${registered(founder)} ${word.split(' ')[0] ?? word} ${random.int(2, 9)}` }
      : {}),
    legalForm,
    registrationNumber: fill(random, country.registration),
    taxNumber: `${country.code.slice(0, 2)}${fill(random, '#########')}`,
    incorporatedOn: new Date(now - Math.round(age * 365.25 * 86_400_000)).toISOString().slice(0, 10),
    industry,
    website: `https://${site}.example`,
    email: `compliance@${site}.example`,
    phone: fill(random, country.phone),
    address: addressOf(country, random),
    owners,
  };
}
