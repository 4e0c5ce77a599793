import {
  addsUp,
  currentDocuments,
  documentAlternatives,
  fieldDefinition,
  fieldDefinitions,
  itemOf,
  ownersItem,
  parseItem,
  peopleToIdentify,
  serves,
  type Customer,
  type Document,
  type DocumentSide,
  type DocumentType,
  type FieldType,
  type Item,
  type Level,
} from '../../shared/domain/index.ts';
import { missingItems, type MissingItem } from '../customers/index.ts';

/** Why a reviewer asks: codes of reasons, and a comment meant for the customer. */
export interface Why {
  readonly reasons: readonly string[];
  readonly comment: string | undefined;
}

export interface AskedField {
  readonly key: string;
  readonly type: FieldType;
  /** The level's own word for it, where it is not the usual one. */
  readonly label: string | undefined;
  readonly required: boolean;
  readonly why: Why | undefined;
  readonly answered: boolean;
}

export interface AskedDocument {
  /** Names its place on the page. */
  readonly id: string;
  /** Which types are accepted; more than one: the applicant says which. */
  readonly types: readonly DocumentType[];
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

export interface AskedOwners {
  readonly why: ReadonlyMap<string, Why>;
  readonly answered: boolean;
}

/** What a link asks for at this moment. */
export interface Asked {
  /** Everything for a first verification, or single things. */
  readonly kind: 'all' | 'some';
  readonly fields: readonly AskedField[];
  readonly owners: AskedOwners | undefined;
  readonly documents: readonly AskedDocument[];
}

const usualOrder = new Map(fieldDefinitions.map(({ kind, key }, place) => [`${kind}/${key}`, place]));

/** A photo ID is any of several; what else serves as well as another is called by one name here. */
const alternativesOf = (type: DocumentType): readonly DocumentType[] => {
  const group = documentAlternatives.find(one => one.includes(type) && one.includes('passport')) ?? [];
  return [type, ...group.filter(one => one !== type)];
};

/** Cards have a back; a passport has none. */
const twoSided: ReadonlySet<DocumentType> = new Set(['national_id', 'driving_licence', 'residence_permit']);

function fieldOf(customer: Customer, level: Level, key: string): Pick<AskedField, 'key' | 'type' | 'label'> {
  const definition = fieldDefinition(customer.kind, key);
  const named = level.fields.find(field => field.key === key)?.label;
  const label = named !== undefined && named !== definition?.label ? named : undefined;
  return { key, type: definition?.type ?? 'text', label };
}

const allFields = (customer: Customer, level: Level): readonly AskedField[] =>
  level.fields
    .toSorted(
      (a, b) =>
        (usualOrder.get(`${customer.kind}/${a.key}`) ?? 0) -
        (usualOrder.get(`${customer.kind}/${b.key}`) ?? 0),
    )
    .map(({ key, required }) => ({
      ...fieldOf(customer, level, key),
      required,
      why: undefined,
      answered: !required || Boolean(customer.fields[key]?.value),
    }));

/** One card for each document of the level and each of its sides; a photo card's back may be added. */
function allDocuments(customer: Customer, level: Level): readonly AskedDocument[] {
  const current = currentDocuments(customer.documents);
  return level.documents.flatMap(({ type, label, required, sides }) => {
    const types = alternativesOf(type);
    const people = type === 'director_id' ? peopleToIdentify(customer.beneficialOwners ?? []) : 1;
    const card = (side: DocumentSide | undefined, demanded: boolean, person = 0): AskedDocument => {
      const all = current.filter(
        one => serves(one.type, type) && (one.side == null || side === undefined || one.side === side),
      );
      const given = people === 1 ? all.at(-1) : all[person];
      const name = side === undefined ? type : `${type}-${side}`;
      return {
        id: person === 0 ? name : `${name}-${person + 1}`,
        person: people === 1 ? undefined : [person + 1, people],
        types,
        side,
        label,
        required: demanded,
        given,
        replaces: given?.id,
        why: undefined,
        answered: !demanded || given !== undefined,
      };
    };
    const cards = Array.from({ length: people }, (_, person) =>
      (sides.length > 0 ? sides : [undefined]).map(side => card(side, required, person)),
    ).flat();
    const front = cards.find(({ side }) => side === 'front')?.given;
    const hasBack = front?.side === 'front' && twoSided.has(front.type) && !sides.includes('back');
    return hasBack ? [...cards, { ...card('back', false), types: [front.type], label: undefined }] : cards;
  });
}

type Requested = NonNullable<Customer['rfi']>['items'][number];

/** The document that took the place of another one, or itself while nothing did. */
function successor(documents: readonly Document[], id: string): Document | undefined {
  const next = documents.find(one => one.replaces === id);
  return next ? successor(documents, next.id) : documents.find(one => one.id === id);
}

function askedDocument(
  customer: Customer,
  level: Level,
  { kind, key }: ReturnType<typeof parseItem>,
  rest: Pick<AskedDocument, 'why' | 'answered'>,
): AskedDocument | undefined {
  if (kind === 'document') {
    const now = successor(customer.documents, key);
    if (!now) return undefined;
    const shown = { side: now.side ?? undefined, label: undefined, given: rest.answered ? now : undefined };
    return {
      id: key,
      types: alternativesOf(now.type),
      person: undefined,
      required: true,
      replaces: now.id,
      ...shown,
      ...rest,
    };
  }
  const demand = level.documents.find(({ type }) => type === key);
  const type = demand?.type ?? (key as DocumentType);
  const given = currentDocuments(customer.documents).findLast(one => one.type === type);
  // A reviewer who asks for one type means that one; a level is content with any that serves.
  const types = rest.why ? [type] : alternativesOf(type);
  const missingSide = demand?.sides.find(
    side => !currentDocuments(customer.documents).some(one => serves(one.type, type) && one.side === side),
  );
  const shown = { side: missingSide, label: demand?.label, given: rest.answered ? given : undefined };
  return { id: key, types, person: undefined, required: true, replaces: undefined, ...shown, ...rest };
}

/** Why something is wanted that nobody asked for yet: it is wrong, not only absent. */
const whyMissing = (missing: MissingItem | undefined): Why | undefined =>
  missing?.reasons && { reasons: missing.reasons, comment: undefined };

/** Single items: those that a link names, or all that an open request names, or all that is missing. */
function someItems(customer: Customer, level: Level, named: readonly Item[] | null, at: number): Asked {
  const isOpen = customer.status === 'NEEDS_ADDITIONAL_INFORMATION';
  // A request that was just answered whole is still the one that a link was about.
  const requested = new Map((customer.rfi?.items ?? []).map((one): [Item, Requested] => [one.item, one]));
  const missing = new Map(missingItems(customer, level, at).map(one => [one.item, one]));
  const items = named ?? [...new Set([...(isOpen ? requested.keys() : []), ...missing.keys()])];
  const parts = items.map(item => {
    const request = requested.get(item);
    const why = request
      ? { reasons: request.reasons, comment: request.customerComment ?? undefined }
      : whyMissing(missing.get(item));
    const answered = request ? request.answeredAt != null : !missing.has(item);
    return { ...parseItem(item), item, why, answered };
  });
  const owners = parts.filter(({ kind, item }) => kind === 'owner' || item === ownersItem);
  // What is asked of all of them is said at each.
  const everyone = (customer.beneficialOwners ?? []).map(({ id }) => id);
  return {
    kind: 'some',
    fields: parts
      .filter(({ kind, item }) => kind === 'field' && item !== ownersItem)
      .map(({ key, why, answered }) => ({ ...fieldOf(customer, level, key), required: true, why, answered })),
    owners:
      owners.length === 0
        ? undefined
        : {
            why: new Map(
              owners.flatMap(({ item, key, why }) =>
                why ? (item === ownersItem ? everyone : [key]).map(id => [id, why] as const) : [],
              ),
            ),
            answered: owners.every(({ answered }) => answered),
          },
    documents: parts
      .filter(({ kind }) => kind === 'document' || kind === 'documentType')
      .flatMap(part => askedDocument(customer, level, part, part) ?? []),
  };
}

/** What a link asks of its customer now; `items` are those that the link names. */
export function askedOf(customer: Customer, level: Level, items: readonly Item[] | null, at: number): Asked {
  if (items !== null || customer.status !== 'CREATED') return someItems(customer, level, items, at);
  const owners = customer.beneficialOwners ?? [];
  return {
    kind: 'all',
    fields: allFields(customer, level),
    owners:
      customer.kind === 'business'
        ? { why: new Map(), answered: addsUp(owners.map(({ ownershipPercent }) => ownershipPercent)) }
        : undefined,
    documents: allDocuments(customer, level),
  };
}

export const itemOfField = (key: string): Item => itemOf('field', key);
