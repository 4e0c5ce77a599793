/** Forms of postal codes by ISO 3166-1 alpha-3, where a country has one form; spaces, dashes and the country's letters before it are left away. */
export const postalCodes: Readonly<Record<string, RegExp>> = {
  ARG: /^([A-Z]\d{4}[A-Z]{3}|\d{4})$/, AUS: /^\d{4}$/, AUT: /^\d{4}$/, BEL: /^\d{4}$/, BGR: /^\d{4}$/, BRA: /^\d{8}$/,
  CAN: /^[A-Z]\d[A-Z]\d[A-Z]\d$/, CHE: /^\d{4}$/, CHN: /^\d{6}$/, CYP: /^\d{4}$/, CZE: /^\d{5}$/, DEU: /^\d{5}$/,
  DNK: /^(DK)?\d{4}$/, ESP: /^\d{5}$/, EST: /^\d{5}$/, FIN: /^(FI)?\d{5}$/, FRA: /^\d{5}$/,
  GBR: /^([A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}|GIR0AA)$/, GRC: /^\d{5}$/, HRV: /^\d{5}$/, HUN: /^\d{4}$/, IND: /^\d{6}$/,
  IRL: /^[A-Z]\d[\dW][A-Z\d]{4}$/, ISL: /^\d{3}$/, ISR: /^\d{5}(\d\d)?$/, ITA: /^\d{5}$/, JPN: /^\d{7}$/,
  KOR: /^\d{5,6}$/, LIE: /^94\d\d$/, LTU: /^(LT)?\d{5}$/, LUX: /^(L)?\d{4}$/, LVA: /^(LV)?\d{4}$/, MEX: /^\d{5}$/,
  MLT: /^[A-Z]{3}\d{2,4}$/, NLD: /^\d{4}[A-Z]{2}$/, NOR: /^\d{4}$/, NZL: /^\d{4}$/, POL: /^\d{5}$/, PRT: /^\d{4}(\d{3})?$/,
  ROU: /^\d{6}$/, SGP: /^\d{6}$/, SVK: /^\d{5}$/, SVN: /^(SI)?\d{4}$/, SWE: /^(SE)?\d{5}$/, TUR: /^\d{5}$/, UKR: /^\d{5}$/,
  USA: /^\d{5}(\d{4})?$/, ZAF: /^\d{4}$/,
}; // prettier-ignore

/** Letters of a country that people write before its code, as on cars and as ISO 3166-1 alpha-2 has them. */
const before: Readonly<Record<string, RegExp>> = {
  AUT: /^(A|AT)(?=\d)/, BEL: /^(B|BE)(?=\d)/, BGR: /^BG(?=\d)/, CHE: /^CH(?=\d)/, CYP: /^CY(?=\d)/, CZE: /^CZ(?=\d)/,
  DEU: /^(D|DE)(?=\d)/, ESP: /^(E|ES)(?=\d)/, EST: /^(EE|EST)(?=\d)/, FRA: /^(F|FR)(?=\d)/, GRC: /^GR(?=\d)/,
  HRV: /^HR(?=\d)/, HUN: /^(H|HU)(?=\d)/, ISL: /^IS(?=\d)/, ITA: /^(I|IT)(?=\d)/, JPN: /^〒/, LIE: /^(FL|LI)(?=\d)/,
  NLD: /^NL(?=\d)/, NOR: /^(N|NO)(?=\d)/, POL: /^PL(?=\d)/, PRT: /^(P|PT)(?=\d)/, ROU: /^RO(?=\d)/, SVK: /^SK(?=\d)/,
  SWE: /^S(?=\d)/, TUR: /^TR(?=\d)/, UKR: /^UA(?=\d)/,
}; // prettier-ignore

/** Whether a postal code may be one of that country; true where the country has no form that is known here. */
export function fitsPostalCode(country: string, code: string): boolean {
  const plain = code
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}\u2212]/gu, '');
  return postalCodes[country]?.test(plain.replace(before[country] ?? /^$/, '')) ?? true;
}
