export {
  reactWithContacts,
  rememberContact,
  rememberEarlier,
  sharingOf,
  type ContactKind,
  type Sharing,
} from './contacts.ts';
export { countryLists, type CountryList } from './country-lists.ts';
export { isPoliticallyExposed, listsNaming, riskFactsOf, riskOnceMarked } from './facts.ts';
export { scoreRisk, type RiskFacts } from './score.ts';
