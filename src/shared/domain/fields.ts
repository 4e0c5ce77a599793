import type { CustomerKind } from './status.ts';

export const fieldTypes = [
  'text',
  'date',
  'country',
  'email',
  'phone',
  'boolean',
  'url',
  'gender',
  'idType',
] as const;
export type FieldType = (typeof fieldTypes)[number];

export interface FieldDefinition {
  readonly key: string;
  readonly label: string;
  readonly type: FieldType;
  readonly kind: CustomerKind;
}

const field = (
  kind: CustomerKind,
  key: string,
  label: string,
  type: FieldType = 'text',
): FieldDefinition => ({
  key,
  label,
  type,
  kind,
});

const address = (kind: CustomerKind, prefix: string): readonly FieldDefinition[] => [
  field(kind, `${prefix}.line1`, 'Address'),
  field(kind, `${prefix}.line2`, 'Address, line 2'),
  field(kind, `${prefix}.city`, 'City'),
  field(kind, `${prefix}.region`, 'Region'),
  field(kind, `${prefix}.postalCode`, 'Postal code'),
  field(kind, `${prefix}.country`, 'Country', 'country'),
];

/** Every field that a customer may have, in the order in which it is shown. Nested keys are dotted. */
export const fieldDefinitions: readonly FieldDefinition[] = [
  field('individual', 'firstName', 'First name'),
  field('individual', 'middleName', 'Middle name'),
  field('individual', 'lastName', 'Last name'),
  field('individual', 'dateOfBirth', 'Date of birth', 'date'),
  field('individual', 'gender', 'Gender', 'gender'),
  field('individual', 'nationality', 'Nationality', 'country'),
  field('individual', 'countryOfResidence', 'Country of residence', 'country'),
  field('individual', 'idType', 'ID type', 'idType'),
  field('individual', 'idNumber', 'ID number'),
  field('individual', 'idExpiry', 'ID expiry', 'date'),
  field('individual', 'taxId', 'Tax ID'),
  field('individual', 'email', 'E-mail', 'email'),
  field('individual', 'phone', 'Phone', 'phone'),
  ...address('individual', 'address'),
  field('individual', 'occupation', 'Occupation'),
  field('individual', 'sourceOfFunds', 'Source of funds'),
  field('individual', 'politicallyExposed', 'Politically exposed', 'boolean'),
  field('business', 'legalName', 'Legal name'),
  field('business', 'tradingName', 'Trading name'),
  field('business', 'registrationNumber', 'Registration number'),
  field('business', 'taxNumber', 'Tax number'),
  field('business', 'incorporationDate', 'Incorporated on', 'date'),
  field('business', 'incorporationCountry', 'Incorporated in', 'country'),
  field('business', 'legalForm', 'Legal form'),
  field('business', 'industry', 'Industry'),
  field('business', 'website', 'Website', 'url'),
  ...address('business', 'registeredAddress'),
  field('business', 'email', 'E-mail', 'email'),
  field('business', 'phone', 'Phone', 'phone'),
];

/** The definition of a field of one kind of customer; undefined for a key that is none. */
export const fieldDefinition = (kind: CustomerKind, key: string): FieldDefinition | undefined =>
  fieldDefinitions.find(definition => definition.kind === kind && definition.key === key);
