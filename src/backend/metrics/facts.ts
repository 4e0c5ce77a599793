import type { Customer, CustomerKind } from '../../shared/domain/index.ts';
import { endsReview } from '../customers/index.ts';
import type {
  CaseFactTable,
  CustomerStep,
  FinishedReviewTable,
  RejectionReasonTable,
  StatusStepTable,
} from '../store/index.ts';

/** What is kept of a case to be counted. Times are epoch milliseconds. */
export type CaseFact = Omit<CaseFactTable, 'tenantId'>;

type Of<T> = Omit<T, 'tenantId' | 'customerId' | 'kind'>;

/** What one change of a customer adds to what is counted. */
export interface Facts {
  readonly fact: CaseFact;
  readonly step: Of<StatusStepTable> | undefined;
  readonly reasons: readonly Of<RejectionReasonTable>[];
  readonly review: Of<FinishedReviewTable> | undefined;
}

const countryFields: Readonly<Record<CustomerKind, readonly string[]>> = {
  individual: ['countryOfResidence', 'address.country', 'nationality'],
  business: ['incorporationCountry', 'registeredAddress.country'],
};

/** Where a customer is from, as far as it was told. */
const countryOf = ({ kind, fields }: Pick<Customer, 'kind' | 'fields'>): string | null =>
  countryFields[kind].map(key => fields[key]?.value ?? null).find(value => value !== null) ?? null;

/** The fact of a case as it stands, where none was kept: it is new, or came without its history. */
export function firstFact(customer: Customer): CaseFact {
  const submittedAt = customer.submittedAt == null ? null : Date.parse(customer.submittedAt);
  return {
    customerId: customer.id,
    kind: customer.kind,
    country: countryOf(customer),
    createdAt: Date.parse(customer.createdAt),
    submittedAt,
    approvedAt: null,
    roundAt: submittedAt,
  };
}

/** Milliseconds between; a clock that was set back meanwhile says nothing of how many. */
const passed = (from: number, to: number): number => Math.max(0, to - from);

/** Every different reason of a rejection: of the whole case and of its rejected items. */
function rejectionReasons(before: Customer, after: Customer): readonly string[] {
  const { lastReview } = after;
  if (lastReview?.outcome !== 'reject' || !endsReview({ before, after })) return [];
  const rejected = lastReview.verdicts.filter(({ verdict }) => verdict === 'rejected');
  return [...new Set([...(lastReview.reasons ?? []), ...rejected.flatMap(({ reasons }) => reasons)])];
}

/** The review that a change finished: its decider and beginning. A second approval finishes no review of its own. */
function finishedReview(before: Customer, after: Customer, at: number): Facts['review'] {
  const { awaitingSecondApproval: awaited, lastReview } = after;
  const waits = awaited && awaited.commandId !== before.awaitingSecondApproval?.commandId ? awaited.by : null;
  const decider = endsReview({ before, after }) && !before.awaitingSecondApproval ? lastReview?.by : null;
  const by = waits ?? decider ?? null;
  if (by === null) return undefined;
  const began = before.check?.by === by ? Date.parse(before.check.startedAt) : at;
  return { version: after.version, userId: by, at, reviewMs: passed(began, at) };
}

function statusStep({ roundAt }: CaseFact, before: Customer, after: Customer, at: number): Facts['step'] {
  if (before.status === after.status) return undefined;
  const isFinal = after.status === 'ACTIVE' || after.status === 'REJECTED';
  return {
    version: after.version,
    before: before.status,
    after: after.status,
    at,
    roundMs: isFinal && roundAt !== null ? passed(roundAt, at) : null,
  };
}

/** What is counted of one change, given what was kept of the case so far. */
export function factsOf(known: CaseFact, { before, after }: CustomerStep, at: number): Facts {
  const fact = { ...known, country: countryOf(after) ?? known.country };
  if (!before) return { fact, step: undefined, reasons: [], review: undefined };
  const step = statusStep(known, before, after, at);
  const review = finishedReview(before, after, at);
  if (!step) return { fact, step, reasons: [], review };
  const isSubmission = step.before === 'CREATED';
  // An answered request goes on with the round that it interrupted.
  const isNewRound = step.after === 'UNDER_REVIEW' && step.before !== 'NEEDS_ADDITIONAL_INFORMATION';
  return {
    fact: {
      ...fact,
      submittedAt: known.submittedAt ?? (isSubmission ? at : null),
      approvedAt: known.approvedAt ?? (step.after === 'ACTIVE' ? at : null),
      roundAt: isNewRound ? at : known.roundAt,
    },
    step,
    reasons:
      step.after === 'REJECTED'
        ? rejectionReasons(before, after).map(reason => ({ version: after.version, reason, at }))
        : [],
    review,
  };
}
