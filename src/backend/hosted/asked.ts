import {
  addsUp,
  fieldDefinition,
  fieldDefinitions,
  itemOf,
  ownersItem,
  parseItem,
  type Customer,
  type FieldType,
  type Item,
  type Level,
  type RequestedThing,
} from '../../shared/domain/index.ts';
import type { LinkRecord } from '../links/index.ts';
import { missingItems, type MissingItem } from '../customers/index.ts';
import {
  allDocuments,
  missingDocuments,
  offeredDocuments,
  requestedDocuments,
  type AskedDocument,
  type Why,
} from './asked-documents.ts';

export type { AskedDocument, Why } from './asked-documents.ts';

export interface AskedField {
  readonly key: string;
  readonly type: FieldType;
  /** The level's own word for it, where it is not the usual one. */
  readonly label: string | undefined;
  readonly required: boolean;
  readonly why: Why | undefined;
  readonly answered: boolean;
}

export interface AskedOwners {
  /** Why all of them are asked for, whoever they are. */
  readonly all: Why | undefined;
  /** Why one of them is, by id. */
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

/** A field as a level asks for it. */
export function fieldOf(
  customer: Customer,
  level: Level,
  key: string,
): Pick<AskedField, 'key' | 'type' | 'label'> {
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

/** Why something is wanted that nobody asked for yet: it is wrong, not only absent. */
const whyMissing = (missing: MissingItem | undefined): Why | undefined =>
  missing?.reasons && { reasons: missing.reasons, comment: undefined };

type AboutLink = Pick<LinkRecord, 'items' | 'createdAt'>;

/** Whether a link that names nothing is about a request: one that is open, or was answered since the link was made. */
const isAboutRequest = ({ status, rfi }: Customer, { createdAt }: AboutLink): boolean =>
  status === 'NEEDS_ADDITIONAL_INFORMATION' ||
  (rfi?.items ?? []).some(({ answeredAt }) => answeredAt != null && Date.parse(answeredAt) >= createdAt);

/** Whether a link collects whatever is missing: an answer may lead to more of it. */
export const collectsMissing = (customer: Customer, link: AboutLink): boolean =>
  link.items === null && customer.status !== 'CREATED' && !isAboutRequest(customer, link);

/** Single items: those that a link names, or else all of the request that it is about, or else all that is missing by now. */
function someItems(customer: Customer, level: Level, link: AboutLink, at: number): Asked {
  const requested = new Map(
    (customer.rfi?.items ?? []).map((one): [Item, RequestedThing] => [one.item, one]),
  );
  const missing = new Map(missingItems(customer, level, at).map(one => [one.item, one]));
  const isAbout = isAboutRequest(customer, link);
  const wanted = isAbout
    ? [...requested.keys()]
    : [...missing.values()].flatMap(({ item, isEarly }) => (isEarly === true ? [] : [item]));
  /** A request that was answered long ago does not stand in the way of what is missing again. */
  const requestOf = (item: Item): RequestedThing | undefined =>
    isAbout || !missing.has(item) ? requested.get(item) : undefined;
  const parts = (link.items ?? wanted).map(item => {
    const request = requestOf(item);
    const why = request
      ? { reasons: request.reasons, comment: request.customerComment ?? undefined }
      : whyMissing(missing.get(item));
    const answered = request ? request.answeredAt != null : !missing.has(item);
    return { ...parseItem(item), item, why, answered };
  });
  const owners = parts.filter(({ kind, item }) => kind === 'owner' || item === ownersItem);
  return {
    kind: 'some',
    fields: parts
      .filter(({ kind, item }) => kind === 'field' && item !== ownersItem)
      .map(({ key, why, answered }) => ({ ...fieldOf(customer, level, key), required: true, why, answered })),
    owners:
      owners.length === 0
        ? undefined
        : {
            all: owners.find(({ item }) => item === ownersItem)?.why,
            why: new Map(
              owners.flatMap(({ kind, key, why }) => (why && kind === 'owner' ? [[key, why] as const] : [])),
            ),
            answered: owners.every(({ answered }) => answered),
          },
    documents: [
      ...parts
        .filter(({ kind }) => kind === 'document' || kind === 'documentType')
        .flatMap(({ item, why, answered }) => {
          const request = requestOf(item);
          return request
            ? requestedDocuments(customer, level, request, customer.rfi?.openedAt ?? '')
            : missingDocuments(customer, level, item, why, answered);
        }),
      ...offeredDocuments(
        customer,
        parts.flatMap(({ item, answered }) => (answered ? [] : (requestOf(item) ?? []))),
      ),
    ],
  };
}

/** What a link asks of its customer now. */
export function askedOf(customer: Customer, level: Level, link: AboutLink, at: number): Asked {
  if (link.items !== null || customer.status !== 'CREATED') return someItems(customer, level, link, at);
  const owners = customer.beneficialOwners ?? [];
  return {
    kind: 'all',
    fields: allFields(customer, level),
    owners:
      customer.kind === 'business'
        ? {
            all: undefined,
            why: new Map(),
            answered: addsUp(owners.map(({ ownershipPercent }) => ownershipPercent)),
          }
        : undefined,
    documents: allDocuments(customer, level),
  };
}

export const itemOfField = (key: string): Item => itemOf('field', key);
