import type { Address, Business, Name, Person } from '../people/index.ts';
import type { SampleLevelId } from '../plan.ts';
import type { Subject } from './subject.ts';

/** What the customer typed, by field key. */
export type Provided = Readonly<Record<string, string>>;

const addressFields = (prefix: string, address: Address): Provided => ({
  [`${prefix}.line1`]: address.line1,
  ...(address.line2 === undefined ? {} : { [`${prefix}.line2`]: address.line2 }),
  [`${prefix}.city`]: address.city,
  [`${prefix}.region`]: address.region,
  [`${prefix}.postalCode`]: address.postalCode,
  [`${prefix}.country`]: address.country,
});

const personFields = (person: Person): Provided => ({
  firstName: person.firstName.native,
  ...(person.middleName ? { middleName: person.middleName.native } : {}),
  lastName: person.lastName.native,
  dateOfBirth: person.dateOfBirth,
  gender: person.gender,
  nationality: person.country.code,
  countryOfResidence: person.address.country,
  email: person.email,
  phone: person.phone,
});

const funds = ['Salary', 'Sale of a property', 'Savings', 'Dividends', 'Pension'] as const;

function individualFields(
  subject: Extract<Subject, { kind: 'individual' }>,
  levelId: SampleLevelId,
): Provided {
  const { person, validity, photoId } = subject;
  const basic = personFields(person);
  if (levelId === 'kyc-basic') return basic;
  const enhanced = {
    ...basic,
    idType: photoId,
    idNumber: person.documentNumber,
    idExpiry: validity.expiresOn,
    ...addressFields('address', person.address),
    occupation: person.occupation,
  };
  if (levelId !== 'kyc-premium') return enhanced;
  return {
    ...enhanced,
    taxId: person.taxId,
    sourceOfFunds: funds[person.face % funds.length] ?? funds[0],
    politicallyExposed: String(person.face % 23 === 0),
  };
}

const businessFields = (business: Business): Provided => ({
  legalName: business.legalName,
  ...(business.tradingName === undefined ? {} : { tradingName: business.tradingName }),
  registrationNumber: business.registrationNumber,
  taxNumber: business.taxNumber,
  incorporationDate: business.incorporatedOn,
  incorporationCountry: business.country.code,
  legalForm: business.legalForm,
  industry: business.industry,
  website: business.website,
  ...addressFields('registeredAddress', business.address),
  email: business.email,
  phone: business.phone,
});

/** Everything that a customer on this level gave. */
export const providedBy = (subject: Subject, levelId: SampleLevelId): Provided =>
  subject.kind === 'individual' ? individualFields(subject, levelId) : businessFields(subject.business);

const nameForms = (...names: readonly (Name | undefined)[]): readonly string[] => {
  const given = names.flatMap(name => (name ? [name] : []));
  return (['native', 'latin', 'capitals'] as const).map(form => given.map(name => name[form]).join(' '));
};

/**
 * The forms in which a field's value stands on documents: as typed, in Latin letters, in capitals of the machine-readable
 * zone. Always in the same order, so that a form found on one subject's document names the same form of another subject.
 */
export function printedForms(subject: Subject, provided: Provided, field: string): readonly string[] {
  const typed = provided[field] ?? '';
  if (subject.kind === 'business') return [typed];
  const { firstName, middleName, lastName } = subject.person;
  if (field === 'lastName') return nameForms(lastName);
  if (field === 'firstName') return [...nameForms(firstName), ...nameForms(firstName, middleName)];
  return [typed];
}
