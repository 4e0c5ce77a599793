import { checkDigit } from '../../../shared/domain/index.ts';
import { transliterate } from './transliterate.ts';

/** What a machine-readable zone says. Dates are ISO 8601; countries ISO 3166-1 alpha-3; names romanised or Latin. */
export interface MrzHolder {
  readonly issuer: string;
  readonly nationality: string;
  readonly lastName: string;
  readonly firstNames: string;
  readonly documentNumber: string;
  readonly dateOfBirth: string;
  readonly gender: 'male' | 'female' | 'unspecified';
  readonly expiresOn: string;
  /** The holder's own number, where the country prints one; up to 14 characters. */
  readonly personalNumber?: string;
}

const pad = (text: string, length: number): string => text.padEnd(length, '<');

/** Three characters for a state (ICAO 9303-3, 5): its ISO 3166-1 code, but Germany keeps its single letter. */
export const stateOf = (code: string): string => pad(code === 'DEU' ? 'D' : code, 3);
const dateOf = (iso: string): string => iso.slice(2, 4) + iso.slice(5, 7) + iso.slice(8, 10);
const sexOf = (gender: MrzHolder['gender']): string => ({ male: 'M', female: 'F', unspecified: '<' })[gender];
const withDigit = (text: string): string => text + checkDigit(text);

/** The first letters of a name; never ends in a filler, which would say that nothing was cut: the letter after it moves there. */
function cutTo(name: string, length: number): string {
  const cut = name.slice(0, length);
  return cut.endsWith('<') ? cut.slice(0, -1) + name.charAt(length) : cut;
}

/**
 * The name field of that many characters. A name that doesn't fit loses its end, given names first, and then ends in a
 * letter, by which a reader knows that it was cut (ICAO 9303-3, 4.6).
 */
export function nameField(
  holder: Pick<MrzHolder, 'issuer' | 'lastName' | 'firstNames'>,
  length: number,
): string {
  const primary = transliterate(holder.lastName, holder.issuer).replaceAll(' ', '<');
  const secondary = transliterate(holder.firstNames, holder.issuer).replaceAll(' ', '<');
  const whole = secondary === '' ? primary : `${primary}<<${secondary}`;
  if (whole.length <= length) return pad(whole, length);
  if (secondary === '') return cutTo(primary, length);
  const share = Math.max(length - 2 - secondary.length, Math.ceil(length * 0.6));
  const shortPrimary = cutTo(primary, share);
  return `${shortPrimary}<<${cutTo(secondary, length - 2 - shortPrimary.length)}`;
}

/** The two lines of 44 characters of a passport (TD3, ICAO 9303-4). */
export function td3Lines(holder: MrzHolder): readonly [string, string] {
  const number = withDigit(pad(holder.documentNumber, 9));
  const birth = withDigit(dateOf(holder.dateOfBirth));
  const expiry = withDigit(dateOf(holder.expiresOn));
  const personal = pad(holder.personalNumber ?? '', 14);
  // An empty personal number may have `<` as its check digit (ICAO 9303-4, 4.2.2.2).
  const personalWithDigit = holder.personalNumber === undefined ? `${personal}<` : withDigit(personal);
  const composite = checkDigit(number + birth + expiry + personalWithDigit);
  return [
    `P<${stateOf(holder.issuer)}${nameField(holder, 39)}`,
    `${number}${stateOf(holder.nationality)}${birth}${sexOf(holder.gender)}${expiry}${personalWithDigit}${composite}`,
  ];
}

/** The three lines of 30 characters of an identity card (TD1, ICAO 9303-5). */
export function td1Lines(holder: MrzHolder): readonly [string, string, string] {
  const upper = `${withDigit(pad(holder.documentNumber, 9))}${pad(holder.personalNumber ?? '', 15)}`;
  const birth = withDigit(dateOf(holder.dateOfBirth));
  const expiry = withDigit(dateOf(holder.expiresOn));
  const optional = pad('', 11);
  return [
    `I<${stateOf(holder.issuer)}${upper}`,
    `${birth}${sexOf(holder.gender)}${expiry}${stateOf(holder.nationality)}${optional}${checkDigit(upper + birth + expiry + optional)}`,
    nameField(holder, 30),
  ];
}
