import type { HostedStep } from '../../shared/api/index.ts';
import type { Customer } from '../../shared/domain/index.ts';
import type { React, Work } from '../store/index.ts';
import { factsOf, firstFact, type CaseFact, type Facts } from './facts.ts';
import { historyOf, type PastEntry } from './history-of.ts';

export type Writing = Pick<Work, 'db' | 'tenantId' | 'insertRows'>;

/** Parameters of one statement are few on SQLite; a work rarely changes more customers. */
const together = 500;

export async function knownFacts(
  { db, tenantId }: Writing,
  ids: readonly string[],
): Promise<Map<string, CaseFact>> {
  const known = new Map<string, CaseFact>();
  for (let from = 0; from < ids.length; from += together) {
    const rows = await db
      .selectFrom('caseFact')
      .select(['customerId', 'kind', 'country', 'createdAt', 'submittedAt', 'approvedAt', 'roundAt'])
      .where('tenantId', '=', tenantId)
      .where('customerId', 'in', ids.slice(from, from + together))
      .execute();
    for (const row of rows) known.set(row.customerId, row);
  }
  return known;
}

async function write(
  { insertRows, tenantId }: Writing,
  facts: Iterable<CaseFact>,
  found: readonly Facts[],
): Promise<void> {
  const of = ({ fact }: Facts) => ({ tenantId, customerId: fact.customerId, kind: fact.kind });
  await insertRows(
    'caseFact',
    [...facts].map(fact => ({ tenantId, ...fact })),
    ['tenantId', 'customerId'],
  );
  await insertRows(
    'statusStep',
    found.flatMap(one => (one.step ? [{ ...of(one), ...one.step }] : [])),
  );
  await insertRows(
    'rejectionReason',
    found.flatMap(one => one.reasons.map(reason => ({ ...of(one), ...reason }))),
  );
  await insertRows(
    'finishedReview',
    found.flatMap(one => (one.review ? [{ ...of(one), ...one.review }] : [])),
  );
}

const same = (one: CaseFact | undefined, other: CaseFact): boolean =>
  one !== undefined && JSON.stringify(one) === JSON.stringify(other);

/** Keeps what metrics count, when it happens and in its transaction: nothing is worked out from cases that may be gone. */
export const reactWithMetrics: React = async (work, steps) => {
  const ids = steps.filter(({ before }) => before !== undefined).map(({ after }) => after.id);
  const stored = await knownFacts(work, [...new Set(ids)]);
  const facts = new Map<string, CaseFact>();
  const found: Facts[] = [];
  for (const step of steps) {
    const { id } = step.after;
    const known = facts.get(id) ?? stored.get(id) ?? firstFact(step.before ?? step.after);
    const one = factsOf(known, step, work.at);
    found.push(one);
    facts.set(id, one.fact);
  }
  const changed = [...facts.values()].filter(fact => !same(stored.get(fact.customerId), fact));
  await write(work, changed, found);
};

/**
 * What metrics count of cases that are there without it, as if each had come to be there step by step: those that are put
 * into the store whole, and those of an earlier version, with what the audit log has of each.
 */
export async function recordHistories(
  work: Writing,
  customers: readonly Customer[],
  logs: ReadonlyMap<string, readonly PastEntry[]> = new Map(),
): Promise<void> {
  const facts: CaseFact[] = [];
  const found: Facts[] = [];
  for (const customer of customers) {
    let fact: CaseFact = { ...firstFact(customer), submittedAt: null, roundAt: null };
    for (const { at, ...step } of historyOf(customer, logs.get(customer.id))) {
      const one = factsOf(fact, step, at);
      found.push(one);
      fact = one.fact;
    }
    facts.push(fact);
  }
  await write(work, facts, found);
}

/**
 * Keeps that an applicant reached a step of the hosted page; only the first time counts. To be called by the hosted page
 * in the transaction that leads there.
 */
export async function recordStep(
  { db, tenantId, at }: Pick<Work, 'db' | 'tenantId' | 'at'>,
  { id: customerId, kind }: Pick<Customer, 'id' | 'kind'>,
  step: HostedStep,
): Promise<void> {
  await db
    .insertInto('hostedStep')
    .values({ tenantId, customerId, step, kind, at })
    .onConflict(conflict => conflict.columns(['tenantId', 'customerId', 'step']).doNothing())
    .execute();
}
