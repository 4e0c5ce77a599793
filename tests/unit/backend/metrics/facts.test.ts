import { describe, expect, test } from 'vitest';
import { factsOf, firstFact } from '../../../../src/backend/metrics/facts.ts';
import type { Customer } from '../../../../src/shared/domain/index.ts';
import { customerWith, type CustomerTraits } from '../../../support/customer.ts';

const begin = Date.parse('2026-01-15T08:00:00.000Z');
const timeOf = (at: number): string => new Date(at).toISOString();
const customer = (traits: Omit<CustomerTraits, 'id'> = {}): Customer => customerWith({ id: 'c', ...traits });
const review = (
  at: number,
  over: Partial<NonNullable<Customer['lastReview']>> = {},
): Customer['lastReview'] => ({
  outcome: 'reject',
  by: 'ann',
  at: timeOf(at),
  verdicts: [],
  tags: [],
  ...over,
});
const check = (by: string, at: number): Customer['check'] => ({
  id: 'check',
  by,
  startedAt: timeOf(at),
  expiresAt: timeOf(at + 3600_000),
});

describe('[MET-1] what is kept of a change', () => {
  test('the reasons of a rejection are those of the case and of what was rejected of it, each once', () => {
    const verdicts = [
      {
        item: 'field:lastName',
        verdict: 'rejected' as const,
        reasons: ['dataMismatch.name', 'fraud.stolenIdentity'],
      },
      { item: 'field:email', verdict: 'pending' as const, reasons: ['badDocument.expired'] },
      { item: 'field:phone', verdict: 'approved' as const, reasons: ['badDocument.blurred'] },
    ];
    const before = customer();
    const lastReview = review(begin, { verdicts, reasons: ['fraud.stolenIdentity'] });
    const after = customer({ status: 'REJECTED', lastReview });
    const { reasons } = factsOf(firstFact(before), { before, after }, begin);
    expect(reasons.map(({ reason }) => reason)).toEqual(['fraud.stolenIdentity', 'dataMismatch.name']);
  });

  test('the country is the newest that was given: one that is taken away leaves it as it was', () => {
    const before = customer({ fields: { countryOfResidence: 'NOR', nationality: 'NOR' } });
    const known = firstFact(before);
    expect(known.country).toBe('NOR');
    const none = {
      countryOfResidence: { value: null, extracted: [] },
      nationality: { value: null, extracted: [] },
    };
    const after = customer({ fields: none });
    expect(factsOf(known, { before, after }, begin).fact.country).toBe('NOR');
    const moved = customer({ fields: { ...none, countryOfResidence: 'FIN' } });
    expect(factsOf(known, { before: after, after: moved }, begin).fact.country).toBe('FIN');
  });

  test('a clock that was set back makes no time less than none', () => {
    const before = customer({ check: check('ann', begin) });
    const after = customer({ status: 'REJECTED', lastReview: review(begin - 5000) });
    const facts = factsOf({ ...firstFact(before), roundAt: begin }, { before, after }, begin - 5000);
    expect([facts.step?.roundMs, facts.review?.reviewMs]).toEqual([0, 0]);
  });
});

test("[MET-2] a review's time counts from its decider's own check, and is none where somebody else was checking", () => {
  const timeWith = (by: string): number | undefined => {
    const before = customer({ check: check(by, begin - 60_000) });
    const after = customer({ status: 'REJECTED', lastReview: review(begin) });
    return factsOf(firstFact(before), { before, after }, begin).review?.reviewMs;
  };
  expect([timeWith('ann'), timeWith('bob')]).toEqual([60_000, 0]);
});

test('[MET-1] [MET-2] of reviews that end within one millisecond each is counted, with its reasons', () => {
  const reject = review(begin, { reasons: ['fraud.stolenIdentity'] });
  const rejected = customer({ status: 'REJECTED', lastReview: reject });
  const appealed = customer({ status: 'UNDER_REVIEW', lastReview: reject });
  const ends = (after: Customer) => {
    const { reasons, review: ended } = factsOf(firstFact(appealed), { before: appealed, after }, begin);
    return [ended?.userId, reasons.length];
  };
  expect(ends(structuredClone(rejected))).toEqual(['ann', 1]);
  expect(ends(customer({ status: 'ACTIVE', lastReview: review(begin, { outcome: 'approve' }) }))).toEqual([
    'ann',
    0,
  ]);
  expect(ends(structuredClone(appealed))).toEqual([undefined, 0]);
});
