import {
  currentDocuments,
  fieldDefinition,
  itemOf,
  type Customer,
  type Document,
  type DocumentType,
  type ExtractedValue,
} from '../../../shared/domain/index.ts';
import type { Provider, ProviderInput, ProviderOutcome } from '../provider.ts';
import {
  regionAsShown,
  type PageReading,
  type ReadDocument,
  type Reader,
  type Reading,
} from '../reading/index.ts';
import { addressBlock, addressValues } from './address.ts';
import { labelledValues, type FoundValue } from './labelled.ts';
import { namesIn } from './names.ts';
import { zoneValues } from './zone-values.ts';

/** Letters that are sent to somebody: their address is what they are asked for. */
const letters: readonly DocumentType[] = [
  'proof_of_address',
  'utility_bill',
  'bank_statement',
  'tax_document',
  'proof_of_business_address',
  'source_of_funds',
];
/** Documents of one person: on those of a company's directors or owners nothing stands that is a field of the company. */
const ofPersons: readonly DocumentType[] = [
  'passport',
  'national_id',
  'driving_licence',
  'residence_permit',
  'director_id',
  'selfie',
];

/** Files of several pages, of which a value's is said. */
const hasPages: readonly Document['mime'][] = ['application/pdf', 'image/tiff'];

/** What one document says about the customer. */
export interface DocumentReading {
  readonly document: Document;
  readonly reading: Reading;
}

function pageValues(customer: Customer, document: Document, page: PageReading): readonly FoundValue[] {
  const prefix = customer.kind === 'business' ? 'registeredAddress' : 'address';
  const labelled = labelledValues(customer.kind, page.lines);
  const street = labelled.find(({ field }) => field === `${prefix}.line1`);
  if (street) {
    // What follows a street in its column is the rest of the address.
    const [x, y, , height] = street.region;
    const rest = page.lines.filter(
      line =>
        Math.abs(line.region[0] - x) < 0.01 && line.region[1] >= y - 0.002 && line.region[1] < y + height * 9,
    );
    const more = addressValues(prefix, rest).filter(
      ({ field }) => !labelled.some(one => one.field === field),
    );
    return [...labelled, ...more];
  }
  if (!letters.includes(document.type) || page.page !== 1) return labelled;
  const block = addressBlock(prefix, page.lines);
  return block ? [...labelled, ...namesIn(customer, block.name), ...block.values] : labelled;
}

function valuesOf(customer: Customer, document: Document, reading: ReadDocument, year: number) {
  if (customer.kind === 'business' && ofPersons.includes(document.type)) return [];
  const paged = (page: number) => (hasPages.includes(document.mime) ? { page } : {});
  const zone = reading.zone;
  const fromZone = zone
    ? zoneValues(zone, year).map(value => ({ ...value, source: 'mrz', ...paged(zone.page) }))
    : [];
  const fromPages = reading.pages.flatMap(page =>
    pageValues(customer, document, page).flatMap(value => {
      const region = regionAsShown(value.region, page.lies);
      return [{ ...value, region, source: page.source, ...paged(page.page) }];
    }),
  );
  const seen = new Set<string>();
  return [...fromZone, ...fromPages].filter(({ field, source }) => {
    const key = `${source} ${field}`;
    if (seen.has(key) || fieldDefinition(customer.kind, field) === undefined) return false;
    seen.add(key);
    return true;
  });
}

const unreadable = {
  password: ['badDocument.passwordProtected', 'The file is protected by a password and was not read.'],
  broken: ['badDocument.damaged', 'The file is damaged and could not be opened.'],
  tooManyPixels: ['imageQuality.tooLarge', 'The picture has more than 50 megapixels and was not opened.'],
  notSupported: ['extraction.notRead', 'The TIFF is of a rare kind and was not read.'],
  tooLong: ['extraction.notRead', 'The document took too long to read; a person has to look at it.'],
} as const;
const readAgain = 'The document took too long to read again; what was read of it before stands.';

type Extracted = Readonly<Record<string, readonly ExtractedValue[]>>;

/** Everything that a document says about the fields of a customer, each value with where it stands. */
export function extractedFrom(
  customer: Customer,
  { document, reading }: DocumentReading,
  year: number,
): Extracted {
  const extracted: Record<string, ExtractedValue[]> = {};
  if (reading.kind === 'unreadable') return extracted;
  for (const { field, ...value } of valuesOf(customer, document, reading, year)) {
    (extracted[field] ??= []).push({ ...value, documentId: document.id });
  }
  return extracted;
}

/** What was read of a document before. */
const readBefore = ({ fields }: Customer, { id }: Document): Extracted =>
  Object.fromEntries(
    Object.entries(fields)
      .map(([key, { extracted }]) => [key, extracted.filter(({ documentId }) => documentId === id)] as const)
      .filter(([, values]) => values.length > 0),
  );

interface Found extends Pick<ProviderOutcome, 'findings'> {
  readonly extracted: Extracted;
  readonly state: 'clear' | 'alert';
}

/**
 * What one document says, or of one that can't be read this time what it said before: it takes nothing back. `document` says
 * to the customer what is wrong with it, here that is a remark; of one that was too slow whatever it says is for people.
 */
function foundOn(customer: Customer, { document, reading }: DocumentReading, year: number): Found {
  if (reading.kind === 'read') {
    const extracted = extractedFrom(customer, { document, reading }, year);
    return { state: 'clear', findings: [], extracted };
  }
  const extracted = readBefore(customer, document);
  const isKnown = Object.keys(extracted).length > 0;
  const isLate = reading.why === 'tooLong';
  const [code, said] = unreadable[reading.why];
  const message = isLate && isKnown ? readAgain : said;
  const findings = [{ code, item: itemOf('document', document.id), message }];
  return { state: isLate && !isKnown ? 'alert' : 'clear', findings, extracted };
}

/** What several documents say, field by field, in their order. */
function together(all: readonly Extracted[]): Extracted {
  const extracted: Record<string, ExtractedValue[]> = {};
  for (const one of all)
    for (const [field, values] of Object.entries(one)) (extracted[field] ??= []).push(...values);
  return extracted;
}

/** Reads what is written on documents: text layers, pictures by OCR, machine-readable zones. It judges nothing. */
export const extractionProvider = (reader: Reader): Provider => ({
  name: 'extraction',
  timeoutMs: 180_000,
  run: async (input: ProviderInput, signal: AbortSignal): Promise<ProviderOutcome> => {
    const year = new Date(input.at).getUTCFullYear();
    // The words of each are let go when its values are known: a case may have a hundred documents full of them.
    const found = await Promise.all(
      currentDocuments(input.customer.documents).map(async document => {
        const reading = await reader.read(document, () => input.readDocument(document.id), signal);
        return foundOn(input.customer, { document, reading }, year);
      }),
    );
    return {
      state: found.some(({ state }) => state === 'alert') ? 'alert' : 'clear',
      findings: found.flatMap(({ findings }) => findings),
      extracted: together(found.map(({ extracted }) => extracted)),
    };
  },
});
