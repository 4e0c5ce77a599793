import { contentOf, sameContent } from '../../../shared/domain/content.ts';
import type { Customer } from '../../../shared/domain/customer.ts';
import { itemOf, type Item, type ItemVerdict } from '../../../shared/domain/items.ts';
import type { ReviewItem } from '../../../shared/domain/review.ts';
import type { CaseItem } from '../../../shared/ipc/case.ts';
import type { Mark } from '../cache/index.ts';

/** Where an item stands: the verdict that counts, and the one that no longer does. */
export type Standing = Pick<CaseItem, 'verdict' | 'changed'>;

/**
 * The verdicts of a draft held against the case as it is: one that was given on something else does not count, nor does
 * one on a document for the document that took its place, nor one from before another review of the case had ended. Its
 * texts stay: they are the person's own words.
 */
export function standings(
  customer: Customer,
  items: readonly Pick<ReviewItem, 'item' | 'kind' | 'key'>[],
  marks: readonly Mark[],
): ReadonlyMap<Item, Standing> {
  const byItem = new Map(marks.map(mark => [mark.item, mark]));
  return new Map(
    items.map(({ item, kind, key }) => {
      const own = byItem.get(item);
      const mark = own ?? (kind === 'document' ? markOfReplaced(customer, byItem, key) : undefined);
      return [item, mark ? standing(customer, item, mark) : { verdict: untouched(item) }];
    }),
  );
}

function standing(customer: Customer, item: Item, mark: Mark): Standing {
  const { on, lastReview, ...verdict } = mark;
  const ofThisReview = lastReview === customer.lastReview?.at;
  const counts = mark.item === item && on !== undefined && sameContent(on, contentOf(customer, item));
  if (counts && ofThisReview) return { verdict };
  const texts = { customerComment: verdict.customerComment, note: verdict.note };
  if (verdict.verdict === 'unreviewed' || !ofThisReview) return { verdict: { ...untouched(item), ...texts } };
  return {
    verdict: { ...untouched(item), ...texts },
    changed: { verdict: verdict.verdict, ...(on ? { before: on } : {}) },
  };
}

/** The verdict of an item that nobody has judged. */
export const untouched = (item: Item): ItemVerdict => ({ item, verdict: 'unreviewed', reasons: [] });

/** The verdict on the nearest document that this one stands for. */
function markOfReplaced(
  { documents }: Customer,
  marks: ReadonlyMap<Item, Mark>,
  documentId: string,
): Mark | undefined {
  const seen = new Set<string>();
  let id: string | null | undefined = documentId;
  while (id != null && !seen.has(id)) {
    seen.add(id);
    const mark = marks.get(itemOf('document', id));
    if (mark) return mark;
    const current: string = id;
    id = documents.find(document => document.id === current)?.replaces;
  }
  return undefined;
}
