import {
  currentDocuments,
  itemOf,
  reasonOf,
  type Customer,
  type Item,
  type Level,
} from '../../../shared/domain/index.ts';
import { isChecked, missingItems } from '../../customers/index.ts';

type RequestedItem = NonNullable<Customer['rfi']>['items'][number];

/** What follows from the checks of a case. */
export type Decision =
  /** A provider is still to answer. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'ask'; readonly items: readonly RequestedItem[] }
  | { readonly kind: 'approve' }
  /** A verified customer of whom something alarming was found. */
  | { readonly kind: 'review' }
  /** Why people decide: stable words for the audit. */
  | { readonly kind: 'people'; readonly why: readonly string[] };

/** Items that a customer can give again: what the case has, and documents by their type. */
function isAskable(customer: Customer, item: Item): boolean {
  const items = new Set<Item>([
    ...currentDocuments(customer.documents).map(({ id }) => itemOf('document', id)),
    ...(customer.beneficialOwners ?? []).map(({ id }) => itemOf('owner', id)),
  ]);
  return item.startsWith('documentType:') || item.startsWith('field:') || items.has(item);
}

/** What failed checks ask the customer for, each item once with all its reasons. */
function requested(customer: Customer): readonly RequestedItem[] {
  const reasons = new Map<Item, Set<string>>();
  for (const { state, findings } of customer.providers) {
    if (state !== 'rfi') continue;
    for (const { code, item } of findings) {
      if (item == null || reasonOf(code) === undefined || !isAskable(customer, item)) continue;
      reasons.set(item, (reasons.get(item) ?? new Set()).add(code));
    }
  }
  return [...reasons].map(([item, codes]) => ({ item, reasons: [...codes] }));
}

/** What is remembered of a case beside what is in it. */
export interface Standing {
  /** Whether a decision may follow without a person. */
  readonly decides: boolean;
  /** Whether a check has alarmed since the case was submitted or last verified. */
  readonly alarmed: boolean;
}

/** Whether somebody has the case in hand: it is not moved under their eyes. */
function holders({ check, awaitingSecondApproval }: Customer, now: string): readonly string[] {
  return [
    ...(check && check.expiresAt > now ? ['claimed'] : []),
    ...(awaitingSecondApproval ? ['awaitingSecondApproval'] : []),
  ];
}

/** What stands against an approval that no person makes. */
function objections(customer: Customer, level: Level, { alarmed }: Standing, now: string): readonly string[] {
  const { providers, screening, risk, rfi, lastReview, assignee } = customer;
  const below = level.autoApproveBelow;
  const askedByPeople = lastReview?.outcome === 'resubmission' && lastReview.at === rfi?.openedAt;
  return [
    ...providers.filter(({ state }) => state !== 'clear').map(({ name, state }) => `${state}:${name}`),
    ...level.checks.filter(name => !providers.some(check => check.name === name)).map(name => `none:${name}`),
    ...(screening.hits.some(({ resolution }) => resolution !== 'falsePositive') ? ['hits'] : []),
    ...(below == null ? ['levelLeavesItToPeople'] : risk.score >= below ? ['risk'] : []),
    ...(level.fourEyes ? ['fourEyes'] : []),
    ...(missingItems(customer, level, Date.parse(now)).some(({ isEarly }) => isEarly !== true)
      ? ['missing']
      : []),
    ...(alarmed ? ['alarmed'] : []),
    // What a person asked for or looks after, a person decides.
    ...(askedByPeople ? ['askedByPeople'] : []),
    ...(assignee == null ? [] : ['assigned']),
  ];
}

/**
 * What follows from what the providers found. A provider without an answer delays; it never approves. What failed is asked
 * for again; an alert, a risk at or above the level's threshold, and whatever the level leaves to people go to people.
 */
export function decisionOf(customer: Customer, level: Level, standing: Standing, now: string): Decision {
  if (!isChecked(customer)) return { kind: 'wait' };
  const alerts = customer.providers.filter(({ state }) => state === 'alert').map(({ name }) => name);
  if (customer.status === 'ACTIVE' && alerts.length > 0) return { kind: 'review' };
  if (customer.status !== 'UNDER_REVIEW') return { kind: 'people', why: ['decided'] };
  const held = holders(customer, now);
  if (held.length > 0) return { kind: 'people', why: held };
  if (!standing.decides) return { kind: 'people', why: ['leftToPeople'] };
  const items = requested(customer);
  if (items.length > 0) return { kind: 'ask', items };
  const why = objections(customer, level, standing, now);
  return why.length > 0 ? { kind: 'people', why } : { kind: 'approve' };
}
