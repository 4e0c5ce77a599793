import { itemOf, reviewItems, type Customer, type Item, type Level } from '../../../shared/domain/index.ts';
import { uuidAt } from '../ids.ts';
import type { Random } from '../random.ts';
import type { Symptom } from './providers.ts';
import { timestamp } from './timing.ts';

type Review = NonNullable<Customer['lastReview']>;
export type SampleReview = Omit<Review, 'by'>;

type Reviewed = Pick<Customer, 'kind' | 'fields' | 'beneficialOwners' | 'documents'>;

/** What was wrong with which item: the symptoms, or a bill that is too old where nothing else is. */
function complaints(customer: Reviewed, symptoms: readonly Symptom[]): readonly (readonly [Item, string])[] {
  const known = symptoms.flatMap(({ code, item }) =>
    item && !code.startsWith('document.') ? [[item, code] as const] : [],
  );
  if (known.length > 0) return known;
  const paper = customer.documents.findLast(({ type }) => type !== 'selfie');
  return paper
    ? [[itemOf('document', paper.id), 'proofOfAddress.tooOld']]
    : [[itemOf('field', 'lastName'), 'dataMismatch.fullName']];
}

/** The review that led to the status; undefined where there was none yet. Who did it is for the backend to say. */
export function reviewOf(
  status: Customer['status'],
  customer: Reviewed,
  level: Level,
  symptoms: readonly Symptom[],
  at: number,
): SampleReview | undefined {
  if (status === 'CREATED' || status === 'UNDER_REVIEW') return undefined;
  const wrong = new Map(status === 'ACTIVE' ? [] : complaints(customer, symptoms));
  const verdicts = reviewItems(customer, level)
    .filter(({ missing }) => !missing)
    .map(({ item }): Review['verdicts'][number] => {
      const reason = wrong.get(item);
      return reason === undefined
        ? { item, verdict: 'approved', reasons: [] }
        : { item, verdict: 'rejected', reasons: [reason] };
    });
  const outcome = (
    { ACTIVE: 'approve', REJECTED: 'reject', NEEDS_ADDITIONAL_INFORMATION: 'resubmission' } as const
  )[status];
  return { outcome, verdicts, tags: status === 'REJECTED' ? ['sample'] : [], at: timestamp(at) };
}

/** The open request of a case that waits for its customer. */
export function requestOf(
  status: Customer['status'],
  customer: Reviewed,
  symptoms: readonly Symptom[],
  random: Random,
  at: number,
): Customer['rfi'] {
  if (status !== 'NEEDS_ADDITIONAL_INFORMATION') return undefined;
  const items = complaints(customer, symptoms).map(([item, reason]) => ({ item, reasons: [reason] }));
  return { id: uuidAt(random, at), openedAt: timestamp(at), items };
}
