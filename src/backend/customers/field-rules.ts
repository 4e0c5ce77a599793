import {
  fieldDefinition,
  hasCallingCode,
  holdsControls,
  isCountry,
  isMrzCode,
  type CustomerKind,
  type FieldDefinition,
  type FieldType,
} from '../../shared/domain/index.ts';

/** Whether a YYYY-MM-DD names a day that exists (not 30 February). */
export function isDay(value: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00.000Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

function isWebAddress(value: string): boolean {
  if (value.length > 2000) return false;
  const url = URL.parse(value.includes('://') ? value : `https://${value}`);
  return url !== null && /^https?:$/.test(url.protocol) && url.hostname.includes('.');
}

/** A local part without quotes and a domain of two labels or more (RFC 5321, RFC 6531), of at most 254 characters. */
const emailForm =
  /^[^\s@.,:;()<>[\]\\"]+(?:\.[^\s@.,:;()<>[\]\\"]+)*@(?:[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?\.)+(?!\d+$)[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])$/u;

interface Form {
  readonly fits: (value: string) => boolean;
  readonly expected: string;
}

const forms: Readonly<Record<FieldType, Form>> = {
  // What is nothing but space would stand for something that was given.
  text: { fits: value => value.length <= 1000 && value.trim() !== '', expected: '1 to 1,000 characters' },
  date: { fits: isDay, expected: 'a date such as 1990-01-31' },
  country: { fits: isCountry, expected: 'an ISO 3166-1 alpha-3 code such as DEU' },
  email: { fits: value => value.length <= 254 && emailForm.test(value), expected: 'an e-mail address' },
  // E.164: a plus, the code of a country or service and the number, 15 digits at most.
  phone: {
    fits: value => /^\+[1-9]\d{5,14}$/.test(value) && hasCallingCode(value.slice(1)),
    expected: 'a number such as +4930123456',
  },
  boolean: { fits: value => value === 'true' || value === 'false', expected: 'true or false' },
  url: { fits: isWebAddress, expected: 'a web address' },
  gender: { fits: value => /^(female|male|other)$/.test(value), expected: 'female, male or other' },
  idType: {
    fits: value => ['passport', 'national_id', 'driving_licence', 'residence_permit'].includes(value),
    expected: 'passport, national_id, driving_licence or residence_permit',
  },
};

/** A passport may name a nationality that is no country: of a stateless person, a refugee, a Kosovar. */
const nationality: Form = {
  fits: value => value.length === 3 && isMrzCode(value),
  expected: 'an ISO 3166-1 alpha-3 code such as DEU',
};

/** The first day that a date may name; nobody alive was born before, and few companies are older. */
const earliest: Readonly<Record<string, string>> = {
  dateOfBirth: '1900-01-01',
  incorporationDate: '1000-01-01',
  idExpiry: '1900-01-01',
};

/** An ID may be valid for ever; what has happened lies before the end of today, wherever that is latest (UTC+14). */
const latestOf = (key: string, at: number): string =>
  key === 'idExpiry' ? '9999-12-31' : new Date(at + 14 * 3600_000).toISOString().slice(0, 10);

function rangeFault(kind: CustomerKind, key: string, value: string, at: number): string | undefined {
  const first = earliest[key];
  const label = fieldDefinition(kind, key)?.label;
  if (first === undefined || label === undefined) return undefined;
  if (value < first) return `${label} must not be before ${first}.`;
  return value > latestOf(key, at) ? `${label} must not lie in the future.` : undefined;
}

const formOf = ({ key, type }: Pick<FieldDefinition, 'key' | 'type'>): Form =>
  key === 'nationality' ? nationality : forms[type];

/** What the value of a field looks like, in words. */
export function fieldForm(definition: FieldDefinition): string {
  const { expected } = formOf(definition);
  const first = earliest[definition.key];
  if (first === undefined) return expected;
  return `${expected}, not before ${first} nor in the ${definition.key === 'idExpiry' ? 'past when it is given' : 'future'}`;
}

/** Whether a value is the last day of an ID, and that day is over in UTC. */
export const isExpired = (key: string, value: string, at: number): boolean =>
  key === 'idExpiry' && isDay(value) && value < new Date(at).toISOString().slice(0, 10);

/** What is wrong with a field's key or the form of its value; undefined when nothing is. Control characters are never right. */
export function formFault(kind: CustomerKind, key: string, value: string): string | undefined {
  const definition = fieldDefinition(kind, key);
  if (!definition) return `There is no field ${key.slice(0, 100)} for this kind of customer.`;
  const { label } = definition;
  if (holdsControls(value)) return `${label} holds a control character.`;
  const form = formOf(definition);
  return form.fits(value) ? undefined : `${label} must be ${form.expected}.`;
}

/** What is wrong with a field that is given at a time: its form, or a day that can't be. */
export const fieldFault = (kind: CustomerKind, key: string, value: string, at: number): string | undefined =>
  formFault(kind, key, value) ?? rangeFault(kind, key, value, at);
