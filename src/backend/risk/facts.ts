import { isoOfMrz, type Customer } from '../../shared/domain/index.ts';
import type { Sharing } from './contacts.ts';
import type { RiskFacts } from './score.ts';

const countryKeys = [
  'nationality',
  'countryOfResidence',
  'address.country',
  'incorporationCountry',
  'registeredAddress.country',
];

/** Draws what the risk depends on from a case and from what it shares with others. */
export function riskFactsOf(customer: Customer, { sharing, recent }: Sharing): RiskFacts {
  const { fields, beneficialOwners, providers, screening } = customer;
  const valueOf = (key: string): readonly string[] => {
    const value = fields[key]?.value;
    return value ? [isoOfMrz(value)] : [];
  };
  const owners = (beneficialOwners ?? []).flatMap(({ nationality }) =>
    nationality ? [isoOfMrz(nationality)] : [],
  );
  const origin = [...valueOf('nationality'), ...valueOf('incorporationCountry')];
  const home = [
    ...valueOf('countryOfResidence'),
    ...valueOf('address.country'),
    ...valueOf('registeredAddress.country'),
  ];
  return {
    countries: [...countryKeys.flatMap(valueOf), ...owners],
    crossBorder: origin.length > 0 && home.some(country => !origin.includes(country)),
    findings: providers.flatMap(({ state, findings }) =>
      state === 'rfi' || state === 'alert' ? findings.map(({ code }) => ({ code, state })) : [],
    ),
    sharing,
    recent,
    hits: screening.hits
      .filter(({ resolution }) => resolution !== 'falsePositive')
      .map(({ score, resolution }) => (resolution === 'match' ? 100 : score)),
    politicallyExposed: fields['politicallyExposed']?.value === 'true',
  };
}
