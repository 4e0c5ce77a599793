import { z } from '../zod.ts';

export const documentTypes = {
  passport: 'Passport',
  national_id: 'National ID card',
  driving_licence: 'Driving licence',
  residence_permit: 'Residence permit',
  selfie: 'Selfie',
  proof_of_address: 'Proof of address',
  bank_statement: 'Bank statement',
  utility_bill: 'Utility bill',
  tax_document: 'Tax document',
  certificate_of_incorporation: 'Certificate of incorporation',
  business_registration: 'Business registration',
  shareholder_register: 'Shareholder register',
  director_id: 'ID of a director',
  proof_of_business_address: 'Proof of business address',
  source_of_funds: 'Source of funds',
  other: 'Other document',
} as const;
export type DocumentType = keyof typeof documentTypes;
export const documentTypeSchema = z.enum(Object.keys(documentTypes) as [DocumentType, ...DocumentType[]]);

export const documentSideSchema = z.enum(['front', 'back']);
export type DocumentSide = z.infer<typeof documentSideSchema>;

export const mimeSchema = z.enum(['application/pdf', 'image/jpeg', 'image/png', 'image/webp', 'image/tiff']);
export type Mime = z.infer<typeof mimeSchema>;

/** 50 MB, the largest document that is accepted or opened. */
export const maxDocumentBytes = 50 * 1024 * 1024;

const starts = (bytes: Uint8Array, offset: number, ...magic: readonly number[]): boolean =>
  magic.every((byte, index) => bytes[offset + index] === byte);

/** Decides a document's type by its first bytes (never by its name); undefined when it is none that is accepted. */
export function sniffMime(bytes: Uint8Array): Mime | undefined {
  if (starts(bytes, 0, 0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (starts(bytes, 0, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  if (starts(bytes, 0, 0x52, 0x49, 0x46, 0x46) && starts(bytes, 8, 0x57, 0x45, 0x42, 0x50))
    return 'image/webp';
  if (starts(bytes, 0, 0x49, 0x49, 0x2a, 0x00) || starts(bytes, 0, 0x4d, 0x4d, 0x00, 0x2a))
    return 'image/tiff';
  // PDF readers accept the header anywhere in the first 1,024 bytes (ISO 32000-1, annex H, note 13).
  for (let offset = 0; offset < Math.min(1020, bytes.length - 4); offset += 1) {
    if (starts(bytes, offset, 0x25, 0x50, 0x44, 0x46, 0x2d)) return 'application/pdf';
  }
  return undefined;
}
