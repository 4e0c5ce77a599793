import {
  fieldReading,
  isoOfMrz,
  itemOf,
  type Customer,
  type ExtractedValue,
} from '../../../shared/domain/index.ts';
import { editDistance } from '../distance.ts';
import type { Finding } from '../provider.ts';

/** What is compared with documents, and the reason that a difference is. Words that people put in many ways are left to them. */
const reasons: Readonly<Record<string, string>> = {
  firstName: 'dataMismatch.fullName',
  middleName: 'dataMismatch.fullName',
  lastName: 'dataMismatch.fullName',
  dateOfBirth: 'dataMismatch.dateOfBirth',
  idNumber: 'dataMismatch.idNumber',
  nationality: 'dataMismatch.nationality',
  legalName: 'dataMismatch.crossDocument',
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

/** Light print and bad pictures cost a letter here and there: a reading that near may be the same, and proves nothing. */
function mayBeMisread(given: string, { source, value }: ExtractedValue): boolean {
  if (source !== 'ocr') return false;
  const [one, other] = [plain(given), plain(value)];
  const most = Math.max(1, Math.floor(one.length / 5));
  return editDistance(one, other, most) <= most;
}

function comparisonOf(fields: Customer['fields'], key: string, read: ExtractedValue): Comparison | undefined {
  const given = fields[key]?.value;
  if (!given) return undefined;
  const country = key === 'nationality' ? { ...read, value: isoOfMrz(read.value) } : read;
  switch (fieldReading(fields, key, country)) {
    case 'same':
    case 'transliterated':
    case 'cutOff':
      return 'agrees';
    case 'differs':
      return mayBeMisread(given, read) ? 'unclear' : 'differs';
    case 'otherScript':
      return 'unclear';
    case undefined:
      return undefined;
  }
}

/**
 * What documents say otherwise than the customer. Where one document bears the customer out, another that differs is
 * asked for; where none does, the customer is asked for the field.
 */
export function mismatches({ fields }: Pick<Customer, 'fields'>): readonly Finding[] {
  return Object.entries(reasons).flatMap(([key, reason]) => {
    const compared = (fields[key]?.extracted ?? []).map(read => ({
      documentId: read.documentId ?? undefined,
      comparison: comparisonOf(fields, key, read),
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
