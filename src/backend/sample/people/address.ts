import { fill, type Random } from '../random.ts';
import type { Country } from './country.ts';

export interface Address {
  readonly line1: string;
  readonly line2?: string;
  readonly city: string;
  readonly region: string;
  readonly postalCode: string;
  readonly country: string;
}

const annexes = ['Flat 3', '2. OG', 'Apt. 12B', 'c/o Lindqvist', 'Hinterhaus'] as const;

function line1(country: Country, random: Random): string {
  const street = random.pick(country.streets);
  const number = random.int(1, 148);
  switch (country.house) {
    case 'after':
      return `${street} ${number}`;
    case 'before':
      return `${number} ${street}`;
    case 'comma':
      return `${street}, ${number}`;
  }
}

export function addressOf(country: Country, random: Random): Address {
  const city = random.pick(country.cities);
  return {
    line1: line1(country, random),
    ...(random.chance(0.15) ? { line2: random.pick(annexes) } : {}),
    city: city.name,
    region: city.region,
    postalCode: fill(random, city.postalCode),
    country: country.code,
  };
}
