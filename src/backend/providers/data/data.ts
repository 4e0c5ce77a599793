import { itemOf, type Customer } from '../../../shared/domain/index.ts';
import { formFault } from '../../customers/index.ts';
import type { Finding, Provider, ProviderOutcome } from '../provider.ts';
import { adultAt, ageOn, isMinorEverywhere } from './age.ts';
import { mismatches } from './compare.ts';
import { fitsPostalCode } from './postal-codes.ts';

const oldest = 120;

/** What can't be right whatever documents say, and also where there are none. */
const wrong = (key: string, message: string): Finding => ({
  code: 'dataMismatch.form',
  item: itemOf('field', key),
  message,
});

function formFindings(kind: Customer['kind'], given: ReadonlyMap<string, string>): readonly Finding[] {
  return [...given].flatMap(([key, value]) => {
    const fault = formFault(kind, key, value);
    return fault === undefined ? [] : [wrong(key, fault)];
  });
}

function ageFindings(given: ReadonlyMap<string, string>, today: string): readonly Finding[] {
  const born = given.get('dateOfBirth');
  if (born === undefined) return [];
  const age = ageOn(born, today);
  if (age < 0 || age > oldest) return [wrong('dateOfBirth', 'The date of birth can not be right.')];
  // On the birthday and its eve it depends on where they are: nothing is said, and people decide.
  if (!isMinorEverywhere(born, today)) return [];
  const item = itemOf('field', 'dateOfBirth');
  return [{ code: 'compliance.underAge', item, message: `The customer is younger than ${adultAt}.` }];
}

function addressFindings(given: ReadonlyMap<string, string>): readonly Finding[] {
  return ['address', 'registeredAddress'].flatMap(prefix => {
    const code = given.get(`${prefix}.postalCode`);
    const country = given.get(`${prefix}.country`);
    const line = given.get(`${prefix}.line1`);
    return [
      ...(code !== undefined && country !== undefined && !fitsPostalCode(country, code)
        ? [wrong(`${prefix}.postalCode`, 'The postal code has not the form of that country.')]
        : []),
      ...(line !== undefined && !/\p{L}/u.test(line)
        ? [wrong(`${prefix}.line1`, 'The address names no street or place.')]
        : []),
    ];
  });
}

function dateFindings(given: ReadonlyMap<string, string>, today: string): readonly Finding[] {
  const incorporated = given.get('incorporationDate');
  const expires = given.get('idExpiry');
  return [
    ...(incorporated !== undefined && incorporated > today
      ? [wrong('incorporationDate', 'The company is registered in the future.')]
      : []),
    ...(expires !== undefined && expires < today
      ? [{ code: 'badDocument.expired', item: itemOf('field', 'idExpiry'), message: 'The ID has expired.' }]
      : []),
  ];
}

/** What is wrong with the data of a case on a day (ISO 8601): forms, age, addresses, and what documents say otherwise. */
export function dataFindings(customer: Pick<Customer, 'kind' | 'fields'>, today: string): readonly Finding[] {
  const given = new Map(
    Object.entries(customer.fields).flatMap(([key, { value }]) =>
      value === null ? [] : [[key, value] as const],
    ),
  );
  return [
    ...formFindings(customer.kind, given),
    ...ageFindings(given, today),
    ...addressFindings(given),
    ...dateFindings(given, today),
    ...mismatches(customer, today),
  ];
}

const stateOf = (findings: readonly Finding[]): ProviderOutcome['state'] => {
  if (findings.some(({ code }) => code.startsWith('compliance.'))) return 'alert';
  return findings.length > 0 ? 'rfi' : 'clear';
};

/** Whether what was given can be right and agrees with what the documents say. */
export const dataProvider: Provider = {
  name: 'data',
  needs: ['extraction'],
  run: async ({ customer, at }) => {
    const findings = dataFindings(customer, new Date(at).toISOString().slice(0, 10));
    return { state: stateOf(findings), findings };
  },
};
