import { itemOf, type Customer, type Document, type DocumentType } from '../../../shared/domain/index.ts';
import { extractedFrom, type DocumentReading } from '../extraction/index.ts';
import type { Finding, ProviderOutcome } from '../provider.ts';
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

/** A day on which a document says that it expires, and where that stands. */
interface LastDay {
  readonly source: string;
  readonly day: string;
}

/** What is kept of a document once it was looked at. Its words are let go: a case may have a hundred documents full of them. */
export interface Look extends Pick<ReadDocument, 'zone' | 'hashes'> {
  readonly document: Document;
  readonly judged: readonly Judged[];
  /** Undefined where it could not be read. */
  readonly lastDays: readonly LastDay[] | undefined;
}

/** Looks at one document alone. `year` is the present one. */
export function lookAt(customer: Customer, { document, reading }: DocumentReading, year: number): Look {
  const judged = judgeOne({ document, reading });
  if (reading.kind === 'unreadable') return { document, judged, lastDays: undefined };
  // On IDs of a company's people nothing is a field of the company: they are read as those of a person.
  const person = { ...customer, kind: 'individual' as const, fields: {} };
  const days = extractedFrom(person, { document, reading }, year)['idExpiry'] ?? [];
  const { zone, hashes } = reading;
  return {
    document,
    judged,
    lastDays: days.map(({ source, value }) => ({ source, day: value })),
    ...(zone ? { zone } : {}),
    ...(hashes ? { hashes } : {}),
  };
}
