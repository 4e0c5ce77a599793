import { fold, type DocumentType } from '../../../shared/domain/index.ts';
import { parseZone, type ReadDocument } from '../reading/index.ts';

/**
 * Words by which documents name themselves, folded, all of them on one line; English, German, French, Spanish. Each pattern
 * is looked for by itself: one that spans two of them costs the square of a line's length.
 */
const names: readonly (readonly [DocumentType, ...patterns: RegExp[]])[] = [
  ['passport', /\b(passport|reisepass|passeport|pasaporte)\b/],
  ['national_id', /\b(identity card|identitatskarte|personalausweis|carte (nationale )?d ?identite|documento nacional de identidad)\b/],
  ['driving_licence', /\b(driving licen[cs]e|driver s? ?licen[cs]e|fuhrerschein|permis de conduire|permiso de conducir)\b/],
  ['residence_permit', /\b(residence permit|aufenthaltstitel|titre de sejour|permiso de residencia)\b/],
  ['bank_statement', /\b(account statement|bank statement|statement of account|kontoauszug|releve de compte|extracto de cuenta)\b/],
  ['utility_bill', /\b(electricity|water|gas|strom|wasser|electricite|electricidad)\b/, /\b(statement|bill|invoice|rechnung|facture|factura)\b/],
  ['certificate_of_incorporation', /\b(certificate of incorporation|grundungsurkunde|certificat de constitution)\b/],
  ['shareholder_register', /\b(register of (shareholders|members)|gesellschafterliste|registre des actionnaires|libro de accionistas)\b/],
  ['business_registration', /\b(extract from the (commercial )?register|handelsregisterauszug|extrait kbis)\b/],
  ['tax_document', /\b(tax (assessment|return|certificate)|steuerbescheid|avis d impot)\b/],
]; // prettier-ignore

const photoIds: readonly DocumentType[] = ['passport', 'national_id', 'driving_licence', 'residence_permit'];
const letters: readonly DocumentType[] = ['utility_bill', 'bank_statement', 'tax_document'];

/** What else may be handed in as a document of a type. */
const accepted: Readonly<Record<DocumentType, readonly DocumentType[]>> = {
  passport: ['passport'],
  national_id: ['national_id', 'residence_permit'],
  driving_licence: ['driving_licence'],
  residence_permit: ['residence_permit', 'national_id'],
  selfie: [],
  proof_of_address: letters,
  bank_statement: ['bank_statement'],
  utility_bill: letters,
  tax_document: ['tax_document'],
  certificate_of_incorporation: ['certificate_of_incorporation', 'business_registration'],
  business_registration: ['business_registration', 'certificate_of_incorporation'],
  shareholder_register: ['shareholder_register'],
  director_id: photoIds,
  proof_of_business_address: letters,
  source_of_funds: letters,
  other: [],
};

function byZone({ zone }: ReadDocument): readonly DocumentType[] {
  if (!zone) return [];
  const { documentCode } = parseZone(zone.format, zone.lines, 0);
  if (zone.format === 'TD3' && documentCode.startsWith('P')) return ['passport'];
  return zone.format !== 'TD3' && /^[AIC]/.test(documentCode) ? ['national_id', 'residence_permit'] : [];
}

/** Lines of the heading, and letters of one: what a document is, it says at its top. */
const headLines = 12;
const headLetters = 400;

function byWords({ pages }: ReadDocument): readonly DocumentType[] {
  const head = pages[0]?.lines.slice(0, headLines).map(({ text }) => fold(text.slice(0, headLetters))) ?? [];
  const stands = (patterns: readonly RegExp[]): boolean =>
    head.some(line => patterns.every(pattern => pattern.test(line)));
  return names.filter(([, ...patterns]) => stands(patterns)).map(([type]) => type);
}

/** What a document shows itself to be, by its zone or else by the words at its top; none where it shows nothing. */
export function shownTypes(reading: ReadDocument): readonly DocumentType[] {
  const zoned = byZone(reading);
  return zoned.length > 0 ? zoned : byWords(reading);
}

/** Whether what a document shows itself to be is something else than what it was handed in as. */
export function isWrongType(claimed: DocumentType, shown: readonly DocumentType[]): boolean {
  if (shown.length === 0 || claimed === 'other') return false;
  // A letter on funds may be anything but somebody's ID; a bill may well name a passport.
  if (claimed === 'source_of_funds') return shown.every(type => photoIds.includes(type));
  return !shown.some(type => type === claimed || accepted[claimed].includes(type));
}
