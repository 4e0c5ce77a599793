import { z } from '../zod.ts';
import {
  beneficialOwnerSchema,
  currentDocuments,
  idSchema,
  sha256Schema,
  type Customer,
  type ScreeningHit,
} from './customer.ts';
import { documentSideSchema, documentTypeSchema } from './documents.ts';
import { itemOf, parseItem, type Item } from './items.ts';
import { saidBesideHits } from './screening.ts';

/**
 * What a verdict is about: of a field what was given and what was read for it, of an owner the record, of a document
 * its bytes and what they are taken for. Whole instead of a digest, so that the earlier value can be shown beside the
 * new one.
 */
export const itemContentSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('field'),
    value: z.string().nullable(),
    extracted: z.array(z.object({ value: z.string(), source: z.string(), documentId: idSchema.nullable() })),
  }),
  z.object({ kind: z.literal('owner'), owner: beneficialOwnerSchema }),
  z.object({
    kind: z.literal('document'),
    sha256: sha256Schema,
    type: documentTypeSchema,
    side: documentSideSchema.nullable(),
    page: z.int().nullable(),
  }),
  /** Nothing there: a document not yet given, or an item that is gone. */
  z.object({ kind: z.literal('nothing') }),
]);
export type ItemContent = z.infer<typeof itemContentSchema>;

export type Judged = Pick<Customer, 'fields' | 'beneficialOwners' | 'documents'>;

/** The content of one item in a case as it is. */
export function contentOf(customer: Judged, item: Item): ItemContent {
  const { kind, key } = parseItem(item);
  switch (kind) {
    case 'field': {
      const field = customer.fields[key];
      if (!field) return { kind: 'nothing' };
      const extracted = field.extracted.map(({ value, source, documentId }) => ({
        value,
        source,
        documentId: documentId ?? null,
      }));
      return { kind, value: field.value, extracted };
    }
    case 'owner': {
      const owner = customer.beneficialOwners?.find(({ id }) => id === key);
      return owner ? { kind, owner } : { kind: 'nothing' };
    }
    case 'document': {
      const document = currentDocuments(customer.documents).find(({ id }) => id === key);
      if (!document) return { kind: 'nothing' };
      const { sha256, type, side, page } = document;
      return { kind, sha256, type, side: side ?? null, page: page ?? null };
    }
    case 'documentType':
      return { kind: 'nothing' };
  }
}

/** Whether two contents are the same; the order in which values were read makes no difference. */
export const sameContent = (a: ItemContent, b: ItemContent): boolean => contentKey(a) === contentKey(b);

function contentKey(content: ItemContent): string {
  switch (content.kind) {
    case 'field': {
      const read = content.extracted.map(one => JSON.stringify([one.source, one.documentId, one.value]));
      return JSON.stringify(['field', content.value, read.toSorted()]);
    }
    case 'owner': {
      const { id, name, dateOfBirth, nationality, ownershipPercent, isDirector } = content.owner;
      const rest = [dateOfBirth ?? null, nationality ?? null, ownershipPercent, isDirector];
      return JSON.stringify(['owner', id, name, ...rest]);
    }
    case 'document':
      return JSON.stringify(['document', content.sha256, content.type, content.side, content.page]);
    case 'nothing':
      return 'nothing';
  }
}

/** A fact that a finished check is guarded by: an item, or `status`, `screening` or `checks` for the case as a whole. */
export type GuardedFact = string;

type Checked = Pick<Customer, 'providers'>;

/** The checks that alarm and did not before. */
export function newAlarms(before: Checked | undefined, after: Checked): Customer['providers'] {
  const known = before?.providers.filter(({ state }) => state === 'alert').map(({ name }) => name);
  return after.providers.filter(({ name, state }) => state === 'alert' && !known?.includes(name));
}

/** The same of all checks but the screening, which is compared by what it says. */
export const newAlarmsBesideScreening = (before: Checked, after: Checked): Customer['providers'] =>
  newAlarms(before, after).filter(({ name }) => name !== 'screening');

/**
 * The facts guarded by a finish (status, fields, owners, documents, screening) in which two states of a case differ, and
 * `checks` where another check alarms anew: nobody decides on what they saw without it.
 */
export function guardedChanges(
  before: Judged & Pick<Customer, 'status' | 'screening' | 'providers'>,
  after: Judged & Pick<Customer, 'status' | 'screening' | 'providers'>,
): readonly GuardedFact[] {
  const items = new Set([...guardedItems(before), ...guardedItems(after)]);
  return [
    ...(before.status === after.status ? [] : ['status']),
    ...[...items].filter(item => !sameContent(contentOf(before, item), contentOf(after, item))),
    ...(screeningKey(before) === screeningKey(after) ? [] : ['screening']),
    ...(newAlarmsBesideScreening(before, after).length > 0 ? ['checks'] : []),
  ];
}

const guardedItems = (customer: Judged): readonly Item[] => [
  ...Object.keys(customer.fields).map(key => itemOf('field', key)),
  ...(customer.beneficialOwners ?? []).map(({ id }) => itemOf('owner', id)),
  ...currentDocuments(customer.documents).map(({ id }) => itemOf('document', id)),
];

const screeningKey = (customer: Pick<Customer, 'screening' | 'providers'>): string =>
  JSON.stringify([customer.screening.hits.map(hitKey).toSorted(), saidBesideHits(customer)]);

const hitKey = ({ id, listName, name, score, matched, resolution }: ScreeningHit): string =>
  JSON.stringify([id, listName, name, score, matched, resolution ?? null]);
