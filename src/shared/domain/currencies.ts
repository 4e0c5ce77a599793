/**
 * Minor units of the currencies in use: ISO 4217, list one of the maintenance agency (SIX), as published on 1 January 2026.
 * Codes for testing, metals, funds and units of account are no money that is paid with. Compared on 21 November 2026 with
 * ISO 4217 of Debian's iso-codes 4.15 and CLDR 48: XCG and ZWG are newer than the one, and CLDR has fewer decimals where
 * people do not write them.
 */
const byMinorUnits: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF',
  2:
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE ' +
    'CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR ' +
    'KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB ' +
    'PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY ' +
    'TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG',
  3: 'BHD IQD JOD KWD LYD OMR TND',
};

const minorUnits: ReadonlyMap<string, number> = new Map(
  Object.entries(byMinorUnits).flatMap(([digits, codes]) =>
    codes.split(' ').map(code => [code, Number(digits)] as const),
  ),
);

/** Every currency that is paid with. */
export const currencyCodes: readonly string[] = [...minorUnits.keys()];

/** How many decimals a currency has; undefined for a code that is none. */
export const minorUnitsOf = (currency: string): number | undefined => minorUnits.get(currency);

/** What is wrong with an amount in a currency; undefined when nothing is. An amount is positive; its direction is told apart. */
export function amountFault(amount: string, currency: string): string | undefined {
  const digits = minorUnitsOf(currency);
  if (digits === undefined) return undefined;
  const match = /^(?:0|[1-9]\d{0,17})(?:\.(\d+))?$/.exec(amount);
  if (!match) return 'must be a decimal number such as 12.50';
  if ((match[1] ?? '').length !== digits) return `${currency} has ${digits} decimals`;
  return /[1-9]/.test(amount) ? undefined : 'must be more than nothing';
}
