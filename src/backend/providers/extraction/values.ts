import {
  countryCodes,
  countryName,
  fold,
  isCountry,
  isMrzCode,
  isoOfMrz,
} from '../../../shared/domain/index.ts';
import { dateIn } from './dates.ts';
import type { Label } from './labels.ts';

const byName = new Map(countryCodes.map(code => [fold(countryName(code)), code]));

/** The alpha-3 code of a country that is named in English or by its code; undefined for anything else. */
export function countryIn(text: string): string | undefined {
  const code = isoOfMrz(text.trim().toUpperCase());
  if (isCountry(code) || (code.length === 3 && isMrzCode(code))) return code;
  return byName.get(fold(text));
}

const genders: ReadonlyMap<string, 'male' | 'female'> = new Map([['m', 'male'], ['male', 'male'], ['f', 'female'], ['w', 'female'], ['female', 'female']]); // prettier-ignore

/** No value is longer; what is, is running text. */
const mostLetters = 400;

/** A printed text as the value of a field of that type; undefined where it can't be one. */
export function valueIn(type: Label['type'], text: string): string | undefined {
  const trimmed = text.slice(0, mostLetters).replaceAll(/\s+/g, ' ').trim();
  switch (type) {
    case 'date':
      return dateIn(trimmed);
    case 'country':
      return countryIn(trimmed);
    case 'gender':
      return genders.get(trimmed.toLowerCase());
    case 'number':
      return /\d/.test(trimmed) && trimmed.length <= 40 ? trimmed : undefined;
    default:
      return /[\p{L}]{2}/u.test(trimmed) && trimmed.length <= 120 ? trimmed : undefined;
  }
}
