import { isoOfMrz, type Customer, type Risk } from '../../shared/domain/index.ts';
import type { Sharing } from './contacts.ts';
import { countryLists, type CountryList } from './country-lists.ts';
import { screenedAnew, type RiskFacts } from './score.ts';

const countryKeys = [
  'nationality',
  'countryOfResidence',
  'address.country',
  'incorporationCountry',
  'registeredAddress.country',
];

const statedIn = ({ fields }: Pick<Customer, 'fields'>, key: string): readonly string[] => {
  const value = fields[key]?.value;
  return value ? [isoOfMrz(value)] : [];
};

/** Every country that a case names: of the customer, and of the owners of a business. */
const countriesOf = (customer: Pick<Customer, 'fields' | 'beneficialOwners'>): readonly string[] => [
  ...countryKeys.flatMap(key => statedIn(customer, key)),
  ...(customer.beneficialOwners ?? []).flatMap(({ nationality }) =>
    nationality ? [isoOfMrz(nationality)] : [],
  ),
];

/** The published lists on which some country of a case is. */
export function listsNaming(customer: Pick<Customer, 'fields' | 'beneficialOwners'>): readonly CountryList[] {
  const named = new Set(countriesOf(customer));
  return countryLists.filter(({ countries }) => countries.some(country => named.has(country)));
}

export const isPoliticallyExposed = ({ fields }: Pick<Customer, 'fields'>): boolean =>
  fields['politicallyExposed']?.value === 'true';

const screenedFacts = (customer: Pick<Customer, 'fields' | 'screening'>) => ({
  hits: customer.screening.hits
    .filter(({ resolution }) => resolution !== 'falsePositive')
    .map(({ score, resolution }) => (resolution === 'match' ? 100 : score)),
  politicallyExposed: isPoliticallyExposed(customer),
});

/** The risk of a case in which people marked a hit. */
export const riskOnceMarked = (customer: Pick<Customer, 'fields' | 'screening' | 'risk'>): Risk =>
  screenedAnew(customer.risk, screenedFacts(customer));

/** Draws what the risk depends on from a case and from what it shares with others. */
export function riskFactsOf(customer: Customer, { sharing, recent }: Sharing): RiskFacts {
  const { providers } = customer;
  const valueOf = (key: string): readonly string[] => statedIn(customer, key);
  const origin = [...valueOf('nationality'), ...valueOf('incorporationCountry')];
  const home = [
    ...valueOf('countryOfResidence'),
    ...valueOf('address.country'),
    ...valueOf('registeredAddress.country'),
  ];
  return {
    countries: countriesOf(customer),
    crossBorder: origin.length > 0 && home.some(country => !origin.includes(country)),
    findings: providers.flatMap(({ state, findings }) =>
      state === 'rfi' || state === 'alert' ? findings.map(({ code }) => ({ code, state })) : [],
    ),
    sharing,
    recent,
    ...screenedFacts(customer),
  };
}
