import {
  currentDocuments,
  serves,
  type Customer,
  type DocumentType,
  type Level,
} from '../../../shared/domain/index.ts';
import { agrees } from '../data/index.ts';

/** What a photo ID says of somebody, and where on it that is proof: check digits tell a date and a number that were read right. */
const identity = [
  ['lastName', ['mrz', 'ocr']],
  ['firstName', ['mrz', 'ocr']],
  ['dateOfBirth', ['mrz']],
  ['idNumber', ['mrz']],
] as const;

/** Checks without which a document was not looked at for what speaks against it: forged, expired, of somebody else. */
const lookers = ['extraction', 'document', 'data'] as const;

const photoIds: readonly DocumentType[] = ['passport', 'national_id', 'driving_licence', 'residence_permit'];
const lettersHome: readonly DocumentType[] = [
  'proof_of_address',
  'utility_bill',
  'bank_statement',
  'tax_document',
];
const entries: readonly DocumentType[] = ['certificate_of_incorporation', 'business_registration'];

/** Whether one document bears out a field, by what stands in one of these places. */
const isProven = (
  { fields }: Customer,
  key: string,
  documentId: string,
  sources: readonly string[] = ['mrz', 'ocr', 'text'],
): boolean =>
  (fields[key]?.extracted ?? []).some(
    read => read.documentId === documentId && sources.includes(read.source) && agrees(fields, key, read),
  );

/** Whether one document bears out all of the first, and those of the others that were given. */
const isAllProven = (
  customer: Customer,
  documentId: string,
  keys: readonly string[],
  ifGiven: readonly string[] = [],
): boolean =>
  [...keys, ...ifGiven.filter(key => customer.fields[key]?.value)].every(key =>
    isProven(customer, key, documentId),
  );

/** Whether the zone of one of these IDs says until when it is valid, and as it was given where it was. */
const isEndProven = (customer: Customer, ids: readonly string[]): boolean => {
  const { value, extracted } = customer.fields['idExpiry'] ?? { value: null, extracted: [] };
  if (value) return ids.some(id => isProven(customer, 'idExpiry', id, ['mrz']));
  return extracted.some(({ source, documentId }) => source === 'mrz' && ids.some(id => id === documentId));
};

/** What of a document that a level demands is not borne out by any that was sent. */
function unprovenOf(customer: Customer, level: Level, type: DocumentType): readonly string[] {
  const ids = currentDocuments(customer.documents)
    .filter(document => serves(document.type, type))
    .map(({ id }) => id);
  const isDemanded = (key: string): boolean =>
    level.fields.some(field => field.key === key && field.required);
  if (photoIds.includes(type)) {
    const open = identity
      .filter(([key]) => isDemanded(key))
      .filter(([key, sources]) => !ids.some(id => isProven(customer, key, id, sources)))
      .map(([key]) => key);
    return isEndProven(customer, ids) ? open : [...open, 'idExpiry'];
  }
  if (lettersHome.includes(type) && customer.kind === 'individual') {
    const [must, ifGiven] = [
      ['lastName', 'address.line1'],
      ['firstName', 'address.postalCode'],
    ];
    return ids.some(id => isAllProven(customer, id, must, ifGiven)) ? [] : ['address'];
  }
  if (entries.includes(type)) {
    return ['legalName', 'registrationNumber'].filter(key => !ids.some(id => isProven(customer, key, id)));
  }
  if (type === 'proof_of_business_address') {
    const keys = ['legalName', 'registeredAddress.line1'];
    return ids.some(id => isAllProven(customer, id, keys)) ? [] : ['registeredAddress'];
  }
  // Nothing compares a face with an ID: a selfie proves nothing and stands against nothing (docs/CHECKS.md).
  return type === 'selfie' ? [] : [type];
}

/**
 * What no document bears out of that which the documents that a level demands are there to prove, as `unconfirmed:<what>`:
 * that nothing was found against a case is no proof of it. Nor is one that a check of documents did not look at.
 */
export function unconfirmed(customer: Customer, level: Level): readonly string[] {
  const demanded = level.documents.filter(({ required }) => required).map(({ type }) => type);
  const blind = demanded.length === 0 ? [] : lookers.filter(name => !level.checks.includes(name));
  return [...new Set([...blind, ...demanded.flatMap(type => unprovenOf(customer, level, type))])].map(
    what => `unconfirmed:${what}`,
  );
}
