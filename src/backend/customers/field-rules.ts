import {
  fieldDefinition,
  holdsControls,
  type CustomerKind,
  type FieldType,
} from '../../shared/domain/index.ts';

/** Whether a YYYY-MM-DD names a day that exists (not 30 February). */
function isDay(value: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00.000Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

function isWebAddress(value: string): boolean {
  const url = URL.parse(value.includes('://') ? value : `https://${value}`);
  return url !== null && /^https?:$/.test(url.protocol) && url.hostname.includes('.');
}

const forms: Readonly<
  Record<FieldType, { readonly fits: (value: string) => boolean; readonly expected: string }>
> = {
  text: { fits: value => value.length <= 1000, expected: 'at most 1,000 characters' },
  date: { fits: isDay, expected: 'a date such as 1990-01-31' },
  country: { fits: value => /^[A-Z]{3}$/.test(value), expected: 'an ISO 3166-1 alpha-3 code such as DEU' },
  email: {
    fits: value => value.length <= 320 && /^[^\s@]+@[^\s@]+\.[^\s@.]+$/u.test(value),
    expected: 'an e-mail address',
  },
  // E.164: a plus and up to 15 digits, the first not zero.
  phone: { fits: value => /^\+[1-9]\d{5,14}$/.test(value), expected: 'a number such as +4930123456' },
  boolean: { fits: value => value === 'true' || value === 'false', expected: 'true or false' },
  url: { fits: isWebAddress, expected: 'a web address' },
  gender: { fits: value => /^(female|male|other)$/.test(value), expected: 'female, male or other' },
  idType: {
    fits: value => ['passport', 'national_id', 'driving_licence', 'residence_permit'].includes(value),
    expected: 'passport, national_id, driving_licence or residence_permit',
  },
};

/** What is wrong with a field's key or value; undefined when nothing is. Control characters are never right. */
export function fieldFault(kind: CustomerKind, key: string, value: string): string | undefined {
  const definition = fieldDefinition(kind, key);
  if (!definition) return `There is no field ${key.slice(0, 100)} for this kind of customer.`;
  if (holdsControls(value)) return `${definition.label} holds a control character.`;
  const form = forms[definition.type];
  return form.fits(value) ? undefined : `${definition.label} must be ${form.expected}.`;
}
