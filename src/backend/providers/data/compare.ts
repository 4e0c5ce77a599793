import {
  fieldReading,
  isoOfMrz,
  itemOf,
  type Customer,
  type ExtractedValue,
} from '../../../shared/domain/index.ts';
import { editDistance } from '../distance.ts';
import type { Finding } from '../provider.ts';
import { adultAt, ageOn } from './age.ts';

/** What is compared with documents, and the reason that a difference is. Words that people put in many ways are left to them. */
const reasons: Readonly<Record<string, string>> = {
  firstName: 'dataMismatch.fullName',
  middleName: 'dataMismatch.fullName',
  lastName: 'dataMismatch.fullName',
  dateOfBirth: 'dataMismatch.dateOfBirth',
  idNumber: 'dataMismatch.idNumber',
  idExpiry: 'dataMismatch.otherOnDocument',
  nationality: 'dataMismatch.nationality',
  legalName: 'dataMismatch.otherOnDocument',
  registrationNumber: 'dataMismatch.registrationNumber',
  'address.line1': 'dataMismatch.address',
  'address.city': 'dataMismatch.address',
  'address.postalCode': 'dataMismatch.address',
  'registeredAddress.line1': 'dataMismatch.address',
  'registeredAddress.city': 'dataMismatch.address',
  'registeredAddress.postalCode': 'dataMismatch.address',
};

type Comparison = 'agrees' | 'differs' | 'unclear';

const plain = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/** Digits and the letters that are taken for them, beside each other where recognition could not choose. */
const lookalikes: readonly (readonly [digit: string, letters: string])[] = [
  ['0', '[odq]'],
  ['1', '[il]'],
  ['2', 'z'],
  ['5', 's'],
  ['6', 'g'],
  ['8', 'b'],
];

/** A number of letters and digits, by the shapes of its signs. */
const shape = (number: string): string =>
  lookalikes.reduce(
    (text, [digit, letters]) => text.replaceAll(RegExp(`${digit}${letters}|${letters}${digit}?`, 'g'), digit),
    plain(number),
  );

/** Of these each sign counts: another one is another day, another document, another company. */
const exact = /^(dateOfBirth|idExpiry|idNumber|registrationNumber)$|\.postalCode$/;

/** Whether who is of age, or which ID is valid, depends on which of two dates is right. */
function decidesAlone(key: string, given: string, read: string, today: string): boolean {
  if (key === 'dateOfBirth') return ageOn(given, today) < adultAt !== ageOn(read, today) < adultAt;
  return key === 'idExpiry' && given < today !== read < today;
}

/**
 * Light print and bad pictures cost a letter here and there: a reading that near may be the same, and proves nothing. It
 * stands beside what was given all the same, for whoever looks.
 */
function mayBeMisread(key: string, given: string, { source, value }: ExtractedValue, today: string): boolean {
  if (source !== 'ocr' || decidesAlone(key, given, value, today)) return false;
  const look = /\d/.test(given) ? shape : plain;
  const [one, other] = [look(given), look(value)];
  const most = exact.test(key) ? 1 : Math.max(1, Math.floor(one.length / 5));
  return editDistance(one, other, most) <= most;
}

/** A zone has two digits of a year: somebody of a hundred and one of none look alike in it, and it proves neither. */
const isCenturyOff = (key: string, given: string, { source, value }: ExtractedValue): boolean =>
  key === 'dateOfBirth' &&
  source === 'mrz' &&
  given.slice(2) === value.slice(2) &&
  Math.abs(Number(given.slice(0, 4)) - Number(value.slice(0, 4))) === 100;

const addressPart = /^(address|registeredAddress)\.(line1|city|postalCode)$/;

/** The orders in which postal code, town and region follow each other on a document's line. */
const lines = [
  ['line1', 'line2', 'postalCode', 'city', 'region'],
  ['line1', 'line2', 'city', 'region', 'postalCode'],
];

const wordsOf = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(word => word !== '');

/** Whether so many whole words on end make up a text: 1 High Street does not stand in 11 High Street. */
function holds(words: readonly string[], text: string): boolean {
  return words.some((_, first) => {
    let run = '';
    for (const word of words.slice(first)) {
      run += word;
      if (run.length >= text.length) return run === text;
    }
    return false;
  });
}

/** Whether an address that was read from a document holds a part of it that was read with other parts beside it. */
function standsInAddress(
  fields: Customer['fields'],
  key: string,
  given: string,
  documentId: string,
): boolean {
  const prefix = addressPart.exec(key)?.[1];
  if (prefix === undefined) return false;
  const read = (part: string): readonly string[] =>
    (fields[`${prefix}.${part}`]?.extracted ?? [])
      .filter(one => one.documentId === documentId)
      .flatMap(({ value }) => wordsOf(value));
  return lines.some(parts => holds(parts.flatMap(read), plain(given)));
}

const asGiven = (key: string, read: ExtractedValue): ExtractedValue =>
  key === 'nationality' ? { ...read, value: isoOfMrz(read.value) } : read;

/** Whether what was read leaves no doubt that it is what the customer gave. */
export function agrees(fields: Customer['fields'], key: string, read: ExtractedValue): boolean {
  const given = fields[key]?.value;
  if (!given) return false;
  const reading = fieldReading(fields, key, asGiven(key, read));
  if (reading === 'differs')
    return read.documentId != null && standsInAddress(fields, key, given, read.documentId);
  return reading !== 'otherScript' && reading !== undefined;
}

function comparisonOf(
  fields: Customer['fields'],
  key: string,
  read: ExtractedValue,
  today: string,
): Comparison | undefined {
  const given = fields[key]?.value;
  if (!given) return undefined;
  if (agrees(fields, key, read)) return 'agrees';
  const isForeign = fieldReading(fields, key, asGiven(key, read)) === 'otherScript';
  return isForeign || isCenturyOff(key, given, read) || mayBeMisread(key, given, read, today)
    ? 'unclear'
    : 'differs';
}

/**
 * What documents say otherwise than the customer, on a day (ISO 8601). Where one document bears the customer out, another that differs is
 * asked for; where none does, the customer is asked for the field.
 */
export function mismatches({ fields }: Pick<Customer, 'fields'>, today: string): readonly Finding[] {
  return Object.entries(reasons).flatMap(([key, reason]) => {
    const compared = (fields[key]?.extracted ?? []).map(read => ({
      documentId: read.documentId ?? undefined,
      comparison: comparisonOf(fields, key, read, today),
    }));
    const differing = compared.filter(({ comparison }) => comparison === 'differs');
    if (differing.length === 0) return [];
    if (!compared.some(({ comparison }) => comparison === 'agrees')) {
      const message = 'What the customer gave is not what the documents say.';
      return [{ code: reason, item: itemOf('field', key), message }];
    }
    return [...new Set(differing.map(({ documentId }) => documentId))].map(documentId => ({
      code: 'dataMismatch.crossDocument',
      item: documentId === undefined ? itemOf('field', key) : itemOf('document', documentId),
      message: `Two sources say different things of the field ${key}.`,
    }));
  });
}
