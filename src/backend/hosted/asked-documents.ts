import {
  absentSides,
  currentDocuments,
  documentTypeSchema,
  hasTwoSides,
  missingOtherSide,
  originOf,
  otherSide,
  otherSideOf,
  parseItem,
  peopleToIdentify,
  serves,
  successorOf,
  type Customer,
  type Document,
  type DocumentSide,
  type DocumentType,
  type Item,
  type Level,
  type RequestedThing,
} from '../../shared/domain/index.ts';
import { lacksOtherSide } from '../documents/index.ts';
import { alternativesOf } from './words/labels.ts';

/** Why a reviewer asks: codes of reasons, and a comment meant for the customer. */
export interface Why {
  readonly reasons: readonly string[];
  readonly comment: string | undefined;
}

export interface AskedDocument {
  /** Names its place on the page. */
  readonly id: string;
  /** Which types are accepted; more than one: the applicant says which. */
  readonly types: readonly DocumentType[];
  /** The one that the applicant has named as theirs. */
  readonly preferred: DocumentType | undefined;
  readonly side: DocumentSide | undefined;
  readonly label: string | undefined;
  /** Of several people whose document it is: which one, and of how many. */
  readonly person: readonly [place: number, of: number] | undefined;
  readonly required: boolean;
  /** What is there already, and what the next upload replaces. */
  readonly given: Document | undefined;
  readonly replaces: string | undefined;
  readonly why: Why | undefined;
  readonly answered: boolean;
}

type Demand = Level['documents'][number];

const card = (over: Pick<AskedDocument, 'id' | 'types' | 'answered'> & Partial<AskedDocument>) =>
  ({
    preferred: undefined,
    side: undefined,
    label: undefined,
    person: undefined,
    required: true,
    given: undefined,
    replaces: over.given?.id,
    why: undefined,
    ...over,
  }) satisfies AskedDocument;

/** Current documents in the order in which their places were taken first: what replaces another stays in its place. */
function inPlace(documents: readonly Document[]): readonly Document[] {
  const place = (one: Document): number => documents.indexOf(originOf(documents, one));
  return currentDocuments(documents).toSorted((a, b) => place(a) - place(b));
}

/** The kind of ID that the applicant named among their data. */
function namedType({ fields }: Customer, types: readonly DocumentType[]): DocumentType | undefined {
  const named = fields['idType']?.value;
  return types.find(type => type === named);
}

/** The cards for one document of a level: one for each of its sides, and both sides of an ID card. */
function cardsOf(customer: Customer, { type, label, required, sides }: Demand): readonly AskedDocument[] {
  const current = inPlace(customer.documents);
  const types = alternativesOf(type);
  const people = type === 'director_id' ? peopleToIdentify(customer.beneficialOwners ?? []) : 1;
  const preferred = namedType(customer, types);
  const showing = (side: DocumentSide | undefined): readonly Document[] =>
    current.filter(
      one => serves(one.type, type) && (one.side == null || side === undefined || one.side === side),
    );
  const cardOf = (side: DocumentSide | undefined, person: number): AskedDocument => {
    const given = people === 1 ? showing(side).at(-1) : showing(side)[person];
    const name = side === undefined ? type : `${type}-${side}`;
    return card({
      id: person === 0 ? name : `${name}-${person + 1}`,
      person: people === 1 ? undefined : [person + 1, people],
      types,
      preferred,
      side,
      label,
      required,
      given,
      answered: !required || given !== undefined,
    });
  };
  const usual = types.some(hasTwoSides) ? (['front'] as const) : [undefined];
  const asked = sides.length > 0 ? sides : usual;
  const cards = Array.from({ length: people }, (_, person) => asked.map(side => cardOf(side, person))).flat();
  const [begun] = cards;
  const shown = begun?.given?.type ?? preferred;
  const isWhole = begun?.given !== undefined && begun.given.side == null;
  // A level names both sides, one, which of a card is not enough, or none, where a card begins with its front.
  if (!begun?.side || asked.length > 1 || shown === undefined || !hasTwoSides(shown) || isWhole) return cards;
  const side = otherSide(begun.side);
  const others = showing(side).filter(one => one.side === side);
  const given = others.findLast(one => one.type === shown);
  const other = card({
    id: `${type}-${side}`,
    types: [shown],
    side,
    required,
    given,
    replaces: (given ?? others.at(-1))?.id,
    answered: !required || given !== undefined,
  });
  return side === 'front' ? [other, ...cards] : [...cards, other];
}

/** One card for each document of the level and each of its sides. */
export const allDocuments = (customer: Customer, level: Level): readonly AskedDocument[] =>
  level.documents.flatMap(demand => cardsOf(customer, demand));

/** What a request asks for of documents, each side by itself. */
export function requestedDocuments(
  { documents }: Customer,
  level: Level,
  { item, reasons, customerComment, answeredAt }: RequestedThing,
  openedAt: string,
): readonly AskedDocument[] {
  const { kind, key } = parseItem(item);
  const answered = answeredAt != null;
  const comment = customerComment ?? undefined;
  if (kind === 'document') {
    const now = successorOf(documents, key);
    if (!now) return [];
    const again = reasons.filter(reason => reason !== missingOtherSide);
    const lacksOther = lacksOtherSide({ key, reasons }, documents);
    const isReplaced = now.id !== key;
    const other = otherSideOf(now, documents, openedAt);
    const itself = card({
      id: key,
      types: alternativesOf(now.type),
      side: now.side ?? undefined,
      given: answered || isReplaced ? now : undefined,
      replaces: now.id,
      why: { reasons: again, comment },
      answered: answered || isReplaced,
    });
    const side = otherSide(now.side);
    const beside = card({
      id: `${key}-${side}`,
      types: [now.type],
      side,
      given: other,
      why: { reasons: [missingOtherSide], comment: again.length > 0 ? undefined : comment },
      answered: answered || other !== undefined,
    });
    return [
      ...(again.length > 0 || !reasons.includes(missingOtherSide) ? [itself] : []),
      ...(lacksOther ? [beside] : []),
    ];
  }
  const type = documentTypeSchema.parse(key);
  const demand = level.documents.find(one => one.type === type);
  const given = inPlace(documents).filter(one => one.type === type);
  const why = { reasons, comment };
  const absent = absentSides(given, { type, sides: demand?.sides ?? [] });
  const isBegun = given.length > 0 && absent !== undefined;
  // A reviewer who asks for one type means that one; a level is content with any that serves.
  if (!hasTwoSides(type) || (given.length > 0 && !isBegun && !answered)) {
    const side = reasons.includes(missingOtherSide)
      ? 'back'
      : given.length > 0
        ? absent?.sides[0]
        : demand?.sides[0];
    const shown = answered ? given.at(-1) : undefined;
    return [
      card({
        id: key,
        types: [type],
        side,
        label: demand?.label,
        given: shown,
        replaces: undefined,
        why,
        answered,
      }),
    ];
  }
  return (['front', 'back'] as const).map(side => {
    const one = given.findLast(document => document.side == null || document.side === side);
    const id = `${key}-${side}`;
    return card({ id, types: [type], side, given: one, why, answered: answered || one !== undefined });
  });
}

/** What is asked for because the level misses it, or because it has expired. */
export function missingDocuments(
  customer: Customer,
  level: Level,
  item: Item,
  why: Why | undefined,
  answered: boolean,
): readonly AskedDocument[] {
  const { kind, key } = parseItem(item);
  if (kind === 'document') {
    const now = successorOf(customer.documents, key);
    if (!now) return [];
    const types = alternativesOf(now.type);
    const given = answered ? now : undefined;
    return [card({ id: key, types, side: now.side ?? undefined, given, replaces: now.id, why, answered })];
  }
  if (answered) return [];
  const type = documentTypeSchema.parse(key);
  const demand =
    level.documents.find(one => one.type === type) ?? level.documents.find(one => serves(type, one.type));
  return demand ? cardsOf(customer, demand).filter(one => !one.answered) : [];
}

/** What people may have right though a document says otherwise: names change and so do addresses. */
const shownByDocument: Readonly<Record<string, RegExp>> = {
  'dataMismatch.fullName': /name$/i,
  'dataMismatch.address': /^(address|registeredAddress)\./,
};

/** What may be sent where a field is asked for that may well be right: a document that shows it. */
export function offeredDocuments(
  { documents, rfi }: Customer,
  open: readonly RequestedThing[],
): readonly AskedDocument[] {
  const reasons = open.flatMap(({ item, reasons }) => {
    const { kind, key } = parseItem(item);
    return kind === 'field' ? reasons.filter(reason => shownByDocument[reason]?.test(key)) : [];
  });
  if (reasons.length === 0 || !rfi) return [];
  const given = currentDocuments(documents).findLast(
    one => one.type === 'other' && originOf(documents, one).uploadedAt >= rfi.openedAt,
  );
  const why = { reasons, comment: undefined };
  return [card({ id: 'shows', types: ['other'], required: false, given, why, answered: true })];
}
