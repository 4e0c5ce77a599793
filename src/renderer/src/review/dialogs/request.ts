import {
  documentTypes,
  itemOf,
  suggestedRequest,
  type DocumentType,
  type Item,
  type RequestedItem,
} from '../../../../shared/domain/index.ts';
import type { CaseView } from '../../../../shared/ipc/index.ts';
import { itemLabel, itemName } from '../words.ts';

/** One line of the request while it is put together; it may not have a reason yet. */
export interface RequestLine {
  readonly item: Item;
  readonly label: string;
  readonly reasons: readonly string[];
  readonly comment: string;
  /** Whether the case lacked it when the line was made: then the line is answered once it has come. */
  readonly missing: boolean;
}

export type Asked = Pick<CaseView, 'customer' | 'items' | 'documents'>;

/** What an item would be asked with: its own reasons and comment if its verdict has some. */
export function lineFor(view: Asked, item: Item): RequestLine {
  const { verdict, missing } = view.items.find(other => other.item === item) ?? {};
  return {
    item,
    label: itemLabel(view, item),
    reasons: verdict?.reasons ?? [],
    comment: verdict?.customerComment ?? '',
    missing: missing ?? false,
  };
}

/** The request to begin with: what the verdicts on the screen suggest. */
export const firstRequest = (view: Asked): readonly RequestLine[] =>
  suggestedRequest(view.items).map(({ item }) => lineFor(view, item));

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

/** The request as the engine takes it. */
export const toRequest = (lines: readonly RequestLine[]): RequestedItem[] =>
  lines.map(({ item, reasons, comment }) => ({
    item,
    reasons: [...reasons],
    ...(comment.trim() !== '' && { customerComment: comment.trim() }),
  }));

/** How the list is announced: what is asked for may be there already, and wrong. */
export const neededWords = (count: number): string =>
  count === 1 ? 'We need one thing from you:' : `We need ${count} things from you:`;
