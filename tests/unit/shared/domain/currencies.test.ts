import { expect, it } from 'vitest';
import { amountFault, currencyCodes, minorUnitsOf } from '../../../../src/shared/domain/currencies.ts';

/** Codes that the platform knows and that are no money paid with now: withdrawn, funds, metals, units of account, tests. */
const isNoMoney = (code: string): boolean => minorUnitsOf(code) === undefined;

const digitsIn = (code: string): number | undefined =>
  new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions().maximumFractionDigits;

/** Where people do not write the minor units that ISO 4217 has, CLDR leaves them away. */
const writtenWithout = 'AFN ALL COP HUF IDR IQD IRR KPW LAK LBP MGA MMK PKR SOS SYP YER'.split(' ');

it('every currency is one that the platform knows', () => {
  const known = new Set(Intl.supportedValuesOf('currency'));
  // ISO 4217 has two of Venezuela; CLDR has one in use.
  expect(currencyCodes.filter(code => !known.has(code))).toEqual(['VED']);
  expect(new Set(currencyCodes).size).toBe(currencyCodes.length);
});

it('every currency that a country of the world uses now is there', () => {
  // One of each region that had a change within ten years, and the largest.
  const used = 'USD EUR JPY GBP CNY INR BRL XCG ZWG SLE VED VES MRU STN BYN UYU XAF XOF XPF XCD'.split(' ');
  expect(used.filter(isNoMoney)).toEqual([]);
  const gone = 'HRK ANG BGN SLL ZWL CUC MRO STD BYR LTL DEM USN CHE CLF XAU XDR XTS XXX'.split(' ');
  expect(gone.filter(code => !isNoMoney(code))).toEqual([]);
});

it('each has the minor units that the platform knows, or those that are not written', () => {
  const differ = currencyCodes.filter(code => digitsIn(code) !== minorUnitsOf(code));
  expect(differ.toSorted()).toEqual(writtenWithout);
  expect(differ.filter(code => (minorUnitsOf(code) ?? 0) <= (digitsIn(code) ?? 0))).toEqual([]);
});

it.each([
  ['0.01', 'EUR', true],
  ['1', 'JPY', true],
  ['0.001', 'BHD', true],
  ['0', 'JPY', false],
  ['0.000', 'BHD', false],
  ['1.', 'EUR', false],
  ['.10', 'EUR', false],
  ['١٢.٥٠', 'EUR', false],
  [' 1.00', 'EUR', false],
  ['1,00', 'EUR', false],
])('an amount of %s %s fits: %s', (amount, currency, fits) => {
  expect(amountFault(amount, currency) === undefined).toBe(fits);
});
