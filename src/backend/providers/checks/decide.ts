import {
  askedBy,
  currentDocuments,
  documentTypeSchema,
  fieldDefinition,
  ownersItem,
  parseItem,
  reasonOf,
  type Customer,
  type Item,
  type Level,
  type RequestedThing,
} from '../../../shared/domain/index.ts';
import { isChecked, missingItems } from '../../customers/index.ts';
import { isPoliticallyExposed, listsNaming } from '../../risk/index.ts';
import { isMinorSomewhere } from '../data/index.ts';
import { unconfirmed } from './proof.ts';

/** What follows from the checks of a case. */
export type Decision =
  /** A provider is still to answer. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'ask'; readonly items: readonly RequestedThing[] }
  | { readonly kind: 'approve' }
  /** Something alarming was found of a verified customer, or of one who is waited for: the open request is taken back. */
  | { readonly kind: 'review' }
  /** Why people decide: stable words for the audit. */
  | { readonly kind: 'people'; readonly why: readonly string[] };

/** Items that a customer can give again: fields and documents that there are to give, and what the case has. */
function isAskable({ kind: customerKind, documents, beneficialOwners }: Customer, item: Item): boolean {
  const { kind, key } = parseItem(item);
  switch (kind) {
    case 'field':
      return item === ownersItem
        ? customerKind === 'business'
        : fieldDefinition(customerKind, key) !== undefined;
    case 'documentType':
      return documentTypeSchema.safeParse(key).success;
    case 'document':
      return currentDocuments(documents).some(({ id }) => id === key);
    case 'owner':
      return (beneficialOwners ?? []).some(({ id }) => id === key);
  }
}

/** Whether the newest request, whoever made it, asked for the same for all of these reasons. */
function wasAsked({ rfi }: Customer, { item, reasons }: RequestedThing): boolean {
  const before = new Set(rfi?.items.find(one => one.item === item)?.reasons);
  return reasons.every(reason => before.has(reason));
}

/** What failed checks would ask the customer for, each item once with all its reasons. */
function failed(customer: Customer): readonly RequestedThing[] {
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
  /** Whether one has just now. */
  readonly alarms: boolean;
  /** How often checks have asked by themselves since then. */
  readonly rounds: number;
}

/** Whoever could not mend it twice needs a person. */
const mostRounds = 2;

/** Whether somebody has the case in hand: it is not moved under their eyes. */
function holders({ check, awaitingSecondApproval }: Customer, now: string): readonly string[] {
  return [
    ...(check && check.expiresAt > now ? ['claimed'] : []),
    ...(awaitingSecondApproval ? ['awaitingSecondApproval'] : []),
  ];
}

/** Whether it is for a person to say what comes next, whose case it is, who asked last or who rejected it before an appeal. */
const keepers = (customer: Customer): readonly string[] => [
  ...(customer.lastReview?.outcome === 'reject' ? ['rejectedByPeople'] : []),
  ...(askedBy(customer) === undefined ? [] : ['askedByPeople']),
  ...(customer.assignee == null ? [] : ['assigned']),
];

const mayBeMinor = ({ fields }: Customer, now: string): boolean => {
  const born = fields['dateOfBirth']?.value;
  return born != null && isMinorSomewhere(born, now.slice(0, 10));
};

/** What stands against an approval that no person makes. */
function objections(customer: Customer, level: Level, { alarmed }: Standing, now: string): readonly string[] {
  const { providers, screening, risk } = customer;
  const below = level.autoApproveBelow;
  return [
    ...providers.filter(({ state }) => state !== 'clear').map(({ name, state }) => `${state}:${name}`),
    ...level.checks.filter(name => !providers.some(check => check.name === name)).map(name => `none:${name}`),
    ...(screening.hits.some(({ resolution }) => resolution !== 'falsePositive') ? ['hits'] : []),
    ...(below == null ? ['levelLeavesItToPeople'] : risk.score >= below ? ['risk'] : []),
    ...(mayBeMinor(customer, now) ? ['mayBeMinor'] : []),
    // Neither reaches a usual threshold by itself, and either asks for a closer look by law.
    ...(isPoliticallyExposed(customer) ? ['politicallyExposed'] : []),
    ...listsNaming(customer).map(({ code }) => `listedCountry:${code}`),
    ...(level.fourEyes ? ['fourEyes'] : []),
    ...(missingItems(customer, level, Date.parse(now)).some(({ isEarly }) => isEarly !== true)
      ? ['missing']
      : []),
    // Where people decide anyway, what no check can compare is theirs to look at.
    ...(below == null ? [] : unconfirmed(customer, level)),
    ...(alarmed ? ['alarmed'] : []),
    ...keepers(customer),
  ];
}

/**
 * What follows from what the providers found. An alert is in front of people at once, whatever else failed. A provider
 * without an answer delays; it never approves. What failed is asked for, but nothing twice on end for the same reason and
 * not more than twice in all; what is left of it, a risk at or above the level's threshold, a public office, a country on a
 * list, and whatever the level leaves to people go to people.
 */
export function decisionOf(customer: Customer, level: Level, standing: Standing, now: string): Decision {
  const isAway = customer.status === 'ACTIVE' || customer.status === 'NEEDS_ADDITIONAL_INFORMATION';
  if (isAway && standing.alarms) return { kind: 'review' };
  if (!isChecked(customer)) return { kind: 'wait' };
  if (customer.status !== 'UNDER_REVIEW') return { kind: 'people', why: ['decided'] };
  const held = holders(customer, now);
  if (held.length > 0) return { kind: 'people', why: held };
  if (!standing.decides) return { kind: 'people', why: ['leftToPeople'] };
  const isAlarming = standing.alarmed || customer.providers.some(({ state }) => state === 'alert');
  // What a person asked for, rejected or looks after is theirs: nobody's case goes to the customer over their head.
  const items = isAlarming || keepers(customer).length > 0 ? [] : failed(customer);
  const fresh = standing.rounds < mostRounds ? items.filter(one => !wasAsked(customer, one)) : [];
  if (fresh.length > 0) return { kind: 'ask', items: fresh };
  const why = [...objections(customer, level, standing, now), ...(items.length > 0 ? ['askedBefore'] : [])];
  return why.length > 0 ? { kind: 'people', why } : { kind: 'approve' };
}
