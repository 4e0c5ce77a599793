import type { WebhookMessage } from '../../shared/api/index.ts';
import {
  isSameHit,
  putAside,
  reasonOf,
  watchlistMatch,
  type Customer,
  type ScreeningHit,
} from '../../shared/domain/index.ts';
import { endsReview } from '../customers/index.ts';
import type { CustomerStep } from '../store/index.ts';

type Review = NonNullable<Customer['lastReview']>;

const unique = (reasons: readonly string[]): string[] => [...new Set(reasons)];

const requested = ({ rfi }: Customer): readonly string[] =>
  (rfi?.items ?? []).flatMap(({ reasons }) => reasons);

const given = ({ reasons, verdicts }: Review): readonly string[] => [
  ...(reasons ?? []),
  ...verdicts.flatMap(verdict => verdict.reasons),
];

/** What checks have against a case, in the words of the shared table of reasons. */
const against = ({ providers }: Customer): readonly string[] =>
  providers
    .filter(({ state }) => state !== 'clear')
    .flatMap(({ findings }) => findings.map(({ code }) => code))
    .filter(code => reasonOf(code) !== undefined);

/** Why a case came to its status; back under review: what was found of it with that. */
function reasonsOf(before: Customer, after: Customer): readonly string[] {
  switch (after.status) {
    case 'NEEDS_ADDITIONAL_INFORMATION':
      return unique(requested(after));
    case 'REJECTED':
      return after.lastReview ? unique(given(after.lastReview)) : [];
    case 'UNDER_REVIEW': {
      const known = new Set(against(before));
      return unique(against(after)).filter(code => !known.has(code));
    }
    case 'CREATED':
    case 'ACTIVE':
      return [];
  }
}

const ofCustomer = ({ id: customerId, version }: Customer) => ({ customerId, version });

function statusUpdated({ before, after }: CustomerStep): readonly WebhookMessage[] {
  if (!before || before.status === after.status) return [];
  const { externalId, status: to, reviewStatus } = after;
  const reasons = reasonsOf(before, after);
  const data = {
    ...ofCustomer(after),
    ...(externalId == null ? {} : { externalId }),
    from: before.status,
    to,
    reviewStatus,
    ...(reasons.length === 0 ? {} : { reasons: [...reasons] }),
  };
  return [{ type: 'kyc.status_updated', data }];
}

function documentsReceived({ before, after }: CustomerStep): readonly WebhookMessage[] {
  const known = new Set((before?.documents ?? []).map(({ id }) => id));
  return after.documents
    .filter(({ id }) => !known.has(id))
    .map(({ id: documentId, type, sha256 }) => ({
      type: 'kyc.document_received',
      data: { ...ofCustomer(after), documentId, type, sha256 },
    }));
}

function reviewCompleted(step: CustomerStep): readonly WebhookMessage[] {
  const { after } = step;
  const review = after.lastReview;
  if (!review || !endsReview(step)) return [];
  const { outcome, tags, at } = review;
  const asked = outcome === 'resubmission' ? requested(after) : [];
  const reasons = unique([...given(review), ...asked]);
  return [
    { type: 'kyc.review_completed', data: { ...ofCustomer(after), outcome, reasons, tags: [...tags], at } },
  ];
}

/** The hits that are new or say something else; what people made of them is no news. */
function newHits(before: Customer | undefined, after: Customer): readonly ScreeningHit[] {
  const known = new Map((before?.screening.hits ?? []).map(hit => [hit.id, hit]));
  return after.screening.hits.filter(hit => !isSameHit(known.get(hit.id), hit));
}

function complianceAlerts({ before, after }: CustomerStep): readonly WebhookMessage[] {
  const hits = newHits(before, after);
  const alarmed = after.providers.filter(
    ({ name, state }) =>
      state === 'alert' && before?.providers.find(check => check.name === name)?.state !== 'alert',
  );
  const alert = (source: string, code: string, score?: number): WebhookMessage => ({
    type: 'kyc.compliance_alert',
    data: { ...ofCustomer(after), source, code, ...(score === undefined ? {} : { score }) },
  });
  return [
    ...hits.map(({ score }) => alert('screening', watchlistMatch, score)),
    ...alarmed.flatMap(({ name, findings }) => {
      const codes = unique(findings.map(({ code }) => code)).filter(code => code !== putAside);
      // Its hits say it already, each with its score.
      const isSaid = name === 'screening' && after.screening.hits.length > 0;
      return (codes.length === 0 ? [isSaid ? watchlistMatch : 'provider.alert'] : codes)
        .filter(code => !(isSaid && code === watchlistMatch))
        .map(code => alert(name, code));
    }),
  ];
}

/** What a step of a customer is told as. */
export const eventsOf = (step: CustomerStep): readonly WebhookMessage[] => [
  ...documentsReceived(step),
  ...complianceAlerts(step),
  ...reviewCompleted(step),
  ...statusUpdated(step),
];
