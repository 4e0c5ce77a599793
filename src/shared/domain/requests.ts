import { currentDocuments, type Customer, type Document } from './customer.ts';
import { parseItem } from './items.ts';
import { missingOtherSide } from './sides.ts';

export type Request = NonNullable<Customer['rfi']>;
/** One thing that a customer was asked for. */
export type RequestedThing = Request['items'][number];

/** The person whose check ended in the newest request; undefined where the checks asked by themselves. */
export const askedBy = ({ rfi, lastReview }: Pick<Customer, 'rfi' | 'lastReview'>): string | undefined =>
  lastReview?.outcome === 'resubmission' && lastReview.at === rfi?.openedAt ? lastReview.by : undefined;

/** The document that took the place of another one, or itself while nothing did. */
export function successorOf(documents: readonly Document[], id: string): Document | undefined {
  const next = documents.find(one => one.replaces === id);
  return next ? successorOf(documents, next.id) : documents.find(one => one.id === id);
}

/** The first of those that took each other's place. */
export function originOf(documents: readonly Document[], document: Document): Document {
  const before = documents.find(({ id }) => id === document.replaces);
  return before ? originOf(documents, before) : document;
}

/** The other side of a document, sent beside it since it was asked for. */
export const otherSideOf = (
  { id, type, side }: Document,
  documents: readonly Document[],
  openedAt: string,
): Document | undefined =>
  currentDocuments(documents).findLast(
    one =>
      one.id !== id &&
      one.type === type &&
      (one.side == null || one.side !== side) &&
      originOf(documents, one).uploadedAt >= openedAt,
  );

/**
 * The documents that stand for what was asked for once it is answered. A document: what took its place, or its other side
 * where that was asked for; the same file again is itself. A type: what has come of it since. None for anything else.
 */
export function answersOf(
  { item, reasons, answeredAt }: RequestedThing,
  { openedAt }: Request,
  documents: readonly Document[],
): readonly Document[] {
  if (answeredAt == null) return [];
  const { kind, key } = parseItem(item);
  if (kind === 'documentType') {
    const ofType = currentDocuments(documents).filter(({ type }) => type === key);
    const since = ofType.filter(({ uploadedAt }) => uploadedAt >= openedAt);
    return since.length > 0 ? since : ofType;
  }
  const now = kind === 'document' ? successorOf(documents, key) : undefined;
  if (!now) return [];
  const beside = reasons.includes(missingOtherSide) ? otherSideOf(now, documents, openedAt) : undefined;
  return [now, beside]
    .filter(one => one !== undefined)
    .filter(one => one !== now || now.id !== key || !beside);
}
