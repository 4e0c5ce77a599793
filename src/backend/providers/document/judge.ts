import {
  currentDocuments,
  hasTwoSides,
  itemOf,
  type Customer,
  type Document,
  type DocumentType,
} from '../../../shared/domain/index.ts';
import { extractedFrom, type DocumentReading } from '../extraction/index.ts';
import type { DocumentFacts, Finding, ProviderOutcome } from '../provider.ts';
import type { ReadDocument } from '../reading/index.ts';
import { isWrongType, shownTypes } from './kind.ts';
import { missingPages } from './pages.ts';
import { limits, pictureFaults } from './picture.ts';
import { zoneFaults } from './zone.ts';

/** A finding and what it does to the outcome; `clear` is a remark. */
export interface Judged extends Finding {
  readonly state: ProviderOutcome['state'];
}

const unreadable = {
  password: ['rfi', 'badDocument.passwordProtected', 'The file is protected by a password.'],
  broken: ['rfi', 'badDocument.damaged', 'The file is damaged and could not be opened.'],
  tooManyPixels: [
    'rfi',
    'imageQuality.tooLarge',
    'The picture has more than 50 megapixels and was not opened.',
  ],
  // The workstation can't show it either: what can be decided on is to be sent.
  notSupported: ['rfi', 'imageQuality.unreadable', 'The TIFF is of a rare kind and was not opened.'],
  tooLong: ['alert', 'document.notRead', 'The document took too long to read: look at it.'],
} as const;

/** Letters on a whole document below which it shows nothing. */
const fewLetters = 8;

const lettersOn = ({ pages }: ReadDocument): number =>
  pages.reduce((sum, { lines }) => sum + lines.reduce((count, { text }) => count + text.replaceAll(/[^\p{L}\p{N}]/gu, '').length, 0), 0); // prettier-ignore

function blank(type: DocumentType, reading: ReadDocument): string | undefined {
  if (reading.picture && reading.picture.contrast < limits.contrast)
    return 'There is nothing on the picture.';
  // A file without a page that can be drawn has not even that.
  if (type === 'selfie' && !reading.picture) return 'There is no picture in the file.';
  if (type === 'selfie' || reading.zone || lettersOn(reading) >= fewLetters) return undefined;
  return 'There is no text on the document.';
}

/** What one document says against itself. */
function judgeOne({ document, reading }: DocumentReading): readonly Judged[] {
  const item = itemOf('document', document.id);
  if (reading.kind === 'unreadable') {
    const [state, code, message] = unreadable[reading.why];
    return [{ state, code, item, message }];
  }
  const faults = reading.picture ? pictureFaults(document.type, reading.picture) : [];
  const spoiled = faults.map((fault): Judged => ({ state: 'rfi', item, ...fault }));
  const nothing = blank(document.type, reading);
  // A picture that is too dark or blurred shows nothing either: then that is what to say.
  if (nothing !== undefined && spoiled.length === 0) {
    return [{ state: 'rfi', code: 'badDocument.notADocument', item, message: nothing }];
  }
  const judged = [...spoiled];
  if (isWrongType(document.type, shownTypes(reading))) {
    const message = 'The document shows itself to be of another type than the one it was sent as.';
    judged.push({ state: 'rfi', code: 'badDocument.wrongType', item, message });
  }
  if (reading.zone) judged.push(...zoneFaults(reading.zone).map(fault => ({ item, ...fault })));
  else if (document.type === 'passport' && judged.length === 0) {
    const message = 'No machine-readable zone could be found on the passport.';
    judged.push({ state: 'rfi', code: 'imageQuality.unreadable', item, message });
  }
  if (reading.zone && reading.zone.turn !== 0) {
    const message = `The scan is turned by ${reading.zone.turn * 90} degrees.`;
    judged.push({ state: 'clear', code: 'document.rotated', item, message });
  }
  const gap = missingPages(reading);
  if (gap) {
    const message = `The document numbers ${gap.total} pages; missing: ${gap.missing.join(', ')}.`;
    judged.push({ state: 'rfi', code: 'badDocument.missingPage', item, message });
  }
  return judged;
}

/** Fronts whose back nobody sent. */
function withoutBack(readings: readonly DocumentReading[]): readonly Judged[] {
  return readings.flatMap(({ document, reading }) => {
    if (document.side !== 'front' || !hasTwoSides(document.type)) return [];
    if (reading.kind === 'read' && reading.zone) return [];
    const hasBack = readings.some(
      other =>
        other.document.type === document.type &&
        other.document.id !== document.id &&
        other.document.side !== 'front',
    );
    if (hasBack) return [];
    const message = 'Only the front of the document was sent.';
    return [
      {
        state: 'rfi' as const,
        code: 'badDocument.missingBackSide',
        item: itemOf('document', document.id),
        message,
      },
    ];
  });
}

/** Cards of which one side has a machine-readable zone (ICAO 9303, TD1 and TD2); licences have none. */
const zonedCards: readonly DocumentType[] = ['national_id', 'residence_permit'];

/** Cards of which every side was read and found good, but for the zone that none of them shows. */
function withoutZone(readings: readonly DocumentReading[], judged: readonly Judged[]): readonly Judged[] {
  return zonedCards.flatMap(type => {
    const sides = readings.filter(({ document }) => document.type === type);
    const back = sides.find(({ document }) => document.side !== 'front');
    const isFaulty = sides.some(({ document }) =>
      judged.some(({ state, item }) => state !== 'clear' && item === itemOf('document', document.id)),
    );
    if (!back || isFaulty || sides.some(({ reading }) => reading.kind === 'read' && reading.zone)) return [];
    const message = 'No machine-readable zone could be found on either side of the card.';
    const item = itemOf('document', back.document.id);
    return [{ state: 'rfi' as const, code: 'imageQuality.unreadable', item, message }];
  });
}

const dayOf = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10);

/**
 * The day until which a document is valid, as far as it says. Both sides of a card are one document: a side on which no
 * day stands, or one that is only printed beside a zone, has that of the other; of several the earliest.
 */
function expiries(
  customer: Customer,
  readings: readonly DocumentReading[],
  at: number,
): ReadonlyMap<string, string> {
  const year = new Date(at).getUTCFullYear();
  // On IDs of a company's people nothing is a field of the company: they are read as those of a person.
  const person = { ...customer, kind: 'individual' as const, fields: {} };
  const values = extractedFrom(person, readings, year)['idExpiry'] ?? [];
  const found = new Map<string, string>();
  // What a check digit proves counts before what is printed, whichever side it stands on.
  for (const source of ['mrz', 'ocr', 'text']) {
    const own = new Map(
      values.filter(one => one.source === source).map(({ documentId, value }) => [documentId, value]),
    );
    for (const { document } of readings) {
      const sides = readings.filter(
        other => hasTwoSides(document.type) && other.document.type === document.type,
      );
      const [earliest] = sides.flatMap(side => own.get(side.document.id) ?? []).toSorted();
      const day = own.get(document.id) ?? earliest;
      if (day !== undefined && !found.has(document.id)) found.set(document.id, day);
    }
  }
  return found;
}

const expires: readonly DocumentType[] = [
  'passport',
  'national_id',
  'driving_licence',
  'residence_permit',
  'director_id',
];

export interface Judgement {
  readonly judged: readonly Judged[];
  readonly documents: Readonly<Record<string, DocumentFacts>>;
}

/** Everything that the documents of a customer say against themselves and each other, but for what others sent. */
export function judgeDocuments(
  customer: Customer,
  readings: readonly DocumentReading[],
  at: number,
): Judgement {
  const days = expiries(customer, readings, at);
  const today = dayOf(at);
  const documents: Record<string, DocumentFacts> = {};
  const expired: Judged[] = [];
  for (const { document } of readings) {
    const expiresOn = expires.includes(document.type) ? days.get(document.id) : undefined;
    if (expiresOn === undefined) continue;
    documents[document.id] = { expiresOn };
    if (expiresOn >= today) continue;
    const message = `The document expired on ${expiresOn}.`;
    expired.push({
      state: 'rfi',
      code: 'badDocument.expired',
      item: itemOf('document', document.id),
      message,
    });
  }
  const judged = [...readings.flatMap(judgeOne), ...withoutBack(readings)];
  return { judged: [...judged, ...withoutZone(readings, judged), ...expired], documents };
}

/** The documents that a decision is made on. */
export const judgedDocuments = (customer: Customer): readonly Document[] =>
  currentDocuments(customer.documents);
