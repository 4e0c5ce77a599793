import {
  currentDocuments,
  hasTwoSides,
  itemOf,
  type Customer,
  type Document,
  type DocumentType,
} from '../../../shared/domain/index.ts';
import type { DocumentFacts } from '../provider.ts';
import type { Judged, Look } from './look.ts';

/** Fronts whose back nobody sent. */
function withoutBack(looks: readonly Look[]): readonly Judged[] {
  return looks.flatMap(({ document, zone }) => {
    if (document.side !== 'front' || !hasTwoSides(document.type) || zone) return [];
    const hasBack = looks.some(
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
function withoutZone(looks: readonly Look[], judged: readonly Judged[]): readonly Judged[] {
  return zonedCards.flatMap(type => {
    const sides = looks.filter(({ document }) => document.type === type);
    const back = sides.find(({ document }) => document.side !== 'front');
    const isFaulty = sides.some(({ document }) =>
      judged.some(({ state, item }) => state !== 'clear' && item === itemOf('document', document.id)),
    );
    if (!back || isFaulty || sides.some(({ zone }) => zone)) return [];
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
function expiries(looks: readonly Look[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  // What a check digit proves counts before what is printed, whichever side it stands on.
  for (const source of ['mrz', 'ocr', 'text']) {
    const dayOn = ({ lastDays }: Look): string | undefined =>
      lastDays?.find(one => one.source === source)?.day;
    for (const look of looks) {
      const { id, type } = look.document;
      const sides = looks.filter(({ document }) => hasTwoSides(type) && document.type === type);
      const [earliest] = sides.flatMap(side => dayOn(side) ?? []).toSorted();
      const day = dayOn(look) ?? earliest;
      if (day !== undefined && !found.has(id)) found.set(id, day);
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
export function judgeDocuments(looks: readonly Look[], at: number): Judgement {
  const days = expiries(looks);
  const today = dayOf(at);
  const documents: Record<string, DocumentFacts> = {};
  const expired: Judged[] = [];
  for (const { document, lastDays } of looks) {
    const mayExpire = expires.includes(document.type);
    const expiresOn = mayExpire ? days.get(document.id) : undefined;
    if (expiresOn === undefined) {
      // Taken for another type before, or with another side; what can't be read this time takes nothing back.
      const isGone = document.expiresOn != null && !(mayExpire && lastDays === undefined);
      if (isGone) documents[document.id] = { expiresOn: null };
      continue;
    }
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
  const judged = [...looks.flatMap(look => look.judged), ...withoutBack(looks)];
  return { judged: [...judged, ...withoutZone(looks, judged), ...expired], documents };
}

/** The documents that a decision is made on. */
export const judgedDocuments = (customer: Customer): readonly Document[] =>
  currentDocuments(customer.documents);
