import { american } from './countries-americas.ts';
import { asianAndAfrican } from './countries-asia-africa.ts';
import { northernAndEastern } from './countries-north-east.ts';
import { western } from './countries-west.ts';
import { country, type Country } from './country.ts';

const regions = [western, northernAndEastern, asianAndAfrican, american].map(rows => rows.map(country));

/** Every country of the sample, the regions mixed, so that the first few cases already come from all over the world. */
export const countries: readonly Country[] = Array.from({
  length: Math.max(...regions.map(({ length }) => length)),
})
  .flatMap((_, row) => regions.map(region => region[row]))
  .filter(found => found !== undefined);

const byCode = new Map(countries.map(found => [found.code, found]));

/** The country with this ISO 3166-1 alpha-3 code; throws on one that the sample doesn't know. */
export function countryOf(code: string): Country {
  const found = byCode.get(code);
  if (found === undefined) throw new Error(`the sample has no country ${code}`);
  return found;
}
