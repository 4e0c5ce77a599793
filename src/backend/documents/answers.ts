import {
  absentSides,
  hasTwoSides,
  missingOtherSide,
  otherSideOf,
  parseItem,
  successorOf,
  type Document,
  type RequestedThing,
} from '../../shared/domain/index.ts';

export interface Sent {
  /** What was sent, or what is there already of the same bytes. */
  readonly document: Document;
  /** Which document it was sent in place of. */
  readonly replaces: string | undefined;
  /** All documents of the customer, this one among them. */
  readonly documents: readonly Document[];
  /** When the request was made, RFC 3339. */
  readonly openedAt: string;
}

/**
 * Whether the other side of a document is asked for. What took its place makes that needless where it shows both sides,
 * or has only one.
 */
export function lacksOtherSide(
  { key, reasons }: { readonly key: string; readonly reasons: readonly string[] },
  documents: readonly Document[],
): boolean {
  const now = successorOf(documents, key);
  if (!now || !reasons.includes(missingOtherSide)) return false;
  return now.id === key || (now.side != null && hasTwoSides(now.type));
}

/**
 * Whether an upload answers what was asked for. A type: by one of that type, of a card when both sides are there. A
 * document: by what takes its place; where its other side is missing, by that or by one that shows both. The same file
 * again, sent in its own place, is an answer as the same value is.
 */
export function isAnsweredBy({ item, reasons }: RequestedThing, sent: Sent): boolean {
  const { kind, key } = parseItem(item);
  const { document, replaces, documents, openedAt } = sent;
  if (kind === 'documentType')
    return (
      key === document.type &&
      absentSides(
        documents.filter(({ type }) => type === document.type),
        { type: document.type, sides: [] },
      ) === undefined
    );
  if (kind !== 'document') return false;
  if (document.id === key) return replaces === key;
  const now = successorOf(documents, key);
  // Nothing can be sent in the place of what is not there any more: anything is an answer.
  if (!now) return true;
  const isWanted = reasons.length === 0 || reasons.some(reason => reason !== missingOtherSide);
  if (isWanted && now.id === key) return false;
  return !lacksOtherSide({ key, reasons }, documents) || otherSideOf(now, documents, openedAt) !== undefined;
}
