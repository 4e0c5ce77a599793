import {
  contentOf,
  guardedChanges,
  sameContent,
  type GuardedFact,
  type ItemContent,
} from '../../../shared/domain/content.ts';
import { currentDocuments, type Customer, type Document } from '../../../shared/domain/customer.ts';
import { itemOf, type Item, type ItemVerdict } from '../../../shared/domain/items.ts';
import { isSameHit } from '../../../shared/domain/hits.ts';
import { reasonOf } from '../../../shared/domain/reasons.ts';
import { isOpenCase, type ReviewItem } from '../../../shared/domain/review.ts';
import type { CaseCheck } from '../../../shared/ipc/case.ts';
import { problem, type IpcProblem } from '../../../shared/ipc/problem.ts';
import { assertNever, fail, ok, type Result } from '../../../shared/result.ts';
import { mayReview, type Desk, type OpenCase } from './desk.ts';
import { asMarked } from './hits.ts';
import type { Standing } from './standing.ts';

/** Why a case can't be worked on just now. */
export function notOpen(check: Exclude<CaseCheck, { state: 'open' }>): IpcProblem {
  switch (check.state) {
    case 'none':
      return problem('check_not_open');
    case 'claimed':
      return problem('claimed_by_other', { holder: check.holder, detail: check.until });
    case 'decided':
      return problem('already_decided', { detail: check.commandState });
    default:
      return assertNever(check);
  }
}

/** The case that the window showed under this version; undefined when that is not known any more. */
const shownAt = (
  { shown }: Pick<Desk, 'shown'>,
  customer: Customer,
  version: number,
): Customer | undefined => (version === customer.version ? customer : shown.at(customer.id, version));

/** The review after which something happened, for the journal. */
export const sinceReview = (
  customer: Pick<Customer, 'lastReview'> | undefined,
): { readonly lastReview?: string } => (customer?.lastReview ? { lastReview: customer.lastReview.at } : {});

/** What a verdict is given on: the item as it is, when that is what the window showed, after the review that it showed. */
export function judgedContent(
  desk: Pick<Desk, 'documents' | 'shown'>,
  customer: Customer,
  items: readonly ReviewItem[],
  { version, verdict }: { readonly version: number; readonly verdict: ItemVerdict },
): Result<{ readonly on: ItemContent; readonly lastReview?: string }, IpcProblem> {
  const item = items.find(known => known.item === verdict.item);
  if (!item) return fail(problem('unknown_item', { items: [verdict.item] }));
  const on = contentOf(customer, verdict.item);
  const shown = shownAt(desk, customer, version);
  if (!shown || !sameContent(contentOf(shown, verdict.item), on))
    return fail(problem('item_changed', { items: [verdict.item] }));
  const approved = verdict.verdict === 'approved';
  if (approved && item.missing)
    return fail(problem('invalid_input', { path: 'verdict', detail: 'missing', items: [verdict.item] }));
  const document = documentOf(customer, item);
  if (approved && document && !desk.documents.verified(document))
    return fail(unverified(desk.documents, [document]));
  const unknown = verdict.reasons.findIndex(code => !reasonOf(code));
  if (unknown >= 0)
    return fail(problem('invalid_input', { path: `verdict.reasons.${unknown}`, detail: 'reason' }));
  return ok({ on, ...sinceReview(shown) });
}

const documentOf = (customer: Customer, { kind, key }: ReviewItem): Document | undefined =>
  kind === 'document' ? customer.documents.find(({ id }) => id === key) : undefined;

/**
 * The guarded facts that are other than the window showed; undefined when what it showed is not known any more. A hit
 * that was marked here is not among them: the window showed that at once.
 */
export function changedSinceShown(
  desk: Pick<Desk, 'shown' | 'cache'>,
  customer: Customer,
  version: number,
): readonly GuardedFact[] | undefined {
  const now = asMarked(desk.cache, customer);
  const shown = shownAt(desk, now, version);
  return shown && guardedChanges(shown, now);
}

/** Why hits of the case can't be marked by who is here, by the rules that the backend has for it too. */
export function resolveFault(
  desk: Pick<Desk, 'user'>,
  { customer, check }: Pick<OpenCase, 'customer' | 'check'>,
): IpcProblem | undefined {
  if (!mayReview(desk)) return problem('not_allowed', { detail: 'role_missing' });
  if (check.state === 'claimed' || check.state === 'decided') return notOpen(check);
  return isOpenCase(customer.status) ? undefined : problem('status_forbids', { detail: customer.status });
}

/** Whether a hit is there and is what the window showed: in what it says, and in what people made of it. */
export function isHitAsShown(
  desk: Pick<Desk, 'shown' | 'cache'>,
  customer: Customer,
  { version, hitId }: { readonly version: number; readonly hitId: string },
): boolean {
  const now = asMarked(desk.cache, customer);
  const [hit, shown] = [now, shownAt(desk, now, version)].map(one =>
    one?.screening.hits.find(({ id }) => id === hitId),
  );
  return (
    hit !== undefined &&
    shown !== undefined &&
    isSameHit(hit, shown) &&
    (hit.resolution ?? null) === (shown.resolution ?? null)
  );
}

/** Verdicts that no longer count stand in the way of an approval. */
export function lapsedFault(standing: ReadonlyMap<Item, Standing>): IpcProblem | undefined {
  const lapsed = [...standing].flatMap(([item, { changed }]) => (changed ? [item] : []));
  return lapsed.length > 0 ? problem('verdicts_lapsed', { items: lapsed }) : undefined;
}

/** So do documents whose bytes nobody here can have seen, whether anybody had to judge them or not. */
export function unseenFault(
  { documents }: Pick<Desk, 'documents'>,
  customer: Customer,
  standing: ReadonlyMap<Item, Standing>,
): IpcProblem | undefined {
  // An approved document was verified when it was approved, whatever has been thrown away since to make room.
  const unseen = currentDocuments(customer.documents).filter(
    document =>
      standing.get(itemOf('document', document.id))?.verdict.verdict !== 'approved' &&
      !documents.verified(document),
  );
  return unseen.length > 0 ? unverified(documents, unseen) : undefined;
}

/** Why these can't be approved: wrong bytes came for all of them, or the right ones were never here. */
function unverified(documents: Desk['documents'], unseen: readonly Document[]): IpcProblem {
  const damaged = unseen.every(document => documents.localState(document) === 'damaged');
  return problem(damaged ? 'document_damaged' : 'document_unverified', {
    items: unseen.map(({ id }) => itemOf('document', id)),
  });
}
