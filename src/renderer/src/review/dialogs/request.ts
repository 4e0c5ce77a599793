import {
  documentTypes,
  itemOf,
  parseItem,
  reasonOf,
  type DocumentType,
  type Item,
  type RequestedItem,
} from '../../../../shared/domain/index.ts';
import type { CaseItem, CaseView } from '../../../../shared/ipc/index.ts';
import { itemName } from '../words.ts';

/** One line of the request while it is put together; it may not have a reason yet. */
export interface RequestLine {
  readonly item: Item;
  readonly label: string;
  readonly reasons: readonly string[];
  readonly comment: string;
}

type Asked = Pick<CaseView, 'items' | 'documents'>;

const typeOf = (key: string): DocumentType | undefined =>
  key in documentTypes ? (key as DocumentType) : undefined;

/** The name of anything that can be asked for, also of a type of document that the level does not name. */
export function itemLabel(view: Asked, item: Item): string {
  const known = view.items.find(other => other.item === item);
  if (known) return itemName(view, known);
  const { key } = parseItem(item);
  const type = typeOf(key);
  return type ? documentTypes[type] : key;
}

/** What an item would be asked with: its own reasons and comment if its verdict has some. */
export function lineFor(view: Asked, item: Item): RequestLine {
  const verdict = view.items.find(other => other.item === item)?.verdict;
  return {
    item,
    label: itemLabel(view, item),
    reasons: verdict?.reasons ?? [],
    comment: verdict?.customerComment ?? '',
  };
}

/**
 * The request to begin with: everything rejected or pending, and what is required and not there at all. Taken from
 * the verdicts as they are on the screen; the engine's own suggestion may be a moment older.
 */
export function firstRequest(view: Asked & Pick<CaseView, 'suggestedRequest'>): readonly RequestLine[] {
  const judged = view.items.filter(
    ({ verdict }) => verdict.verdict === 'rejected' || verdict.verdict === 'pending',
  );
  const absent = view.items.filter(item => item.missing && item.required && !judged.includes(item));
  const own = [...judged, ...absent].map(({ item }) => lineFor(view, item));
  const known = new Set(own.map(({ item }) => item));
  const suggested = view.suggestedRequest
    .filter(({ item }) => !known.has(item) && stillOpen(view.items, item))
    .map(({ item, reasons, customerComment }) => ({
      ...lineFor(view, item),
      reasons,
      comment: customerComment ?? '',
    }));
  return [...own, ...suggested];
}

/** An item approved after the suggestion was made is not asked for. */
const stillOpen = (items: readonly CaseItem[], item: Item): boolean =>
  items.find(other => other.item === item)?.verdict.verdict !== 'approved';

/** What else can be asked for: every item and every type of document that is not in the request. */
export function addable(view: Asked, lines: readonly RequestLine[]) {
  const taken = new Set(lines.map(({ item }) => item));
  const items = view.items
    .filter(({ item }) => !taken.has(item))
    .map(item => ({ item: item.item, label: itemName(view, item) }));
  const listed = new Set(view.items.map(({ item }) => item));
  const types = (Object.entries(documentTypes) as readonly (readonly [DocumentType, string])[])
    .map(([type, label]) => ({ item: itemOf('documentType', type), label }))
    .filter(({ item }) => !taken.has(item) && !listed.has(item));
  return { items, types };
}

/** What the customer reads about one line: the analyst's own words if there are any, else the reasons' sentences. */
export const lineSentence = ({ comment, reasons }: RequestLine): string =>
  comment.trim() || reasons.map(code => reasonOf(code)?.sentence ?? '').join(' ');

/** The request as the engine takes it. */
export const toRequest = (lines: readonly RequestLine[]): RequestedItem[] =>
  lines.map(({ item, reasons, comment }) => ({
    item,
    reasons: [...reasons],
    ...(comment.trim() !== '' && { customerComment: comment.trim() }),
  }));
