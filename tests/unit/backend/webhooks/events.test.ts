import { describe, expect, test } from 'vitest';
import { eventsOf } from '../../../../src/backend/webhooks/events.ts';
import type { Customer } from '../../../../src/shared/domain/index.ts';
import { customerWith } from '../../../support/customer.ts';

const at = '2026-03-01T09:00:00.000Z';
const review = (outcome: 'approve' | 'reject'): NonNullable<Customer['lastReview']> => ({
  outcome,
  verdicts: [{ item: 'field:firstName', verdict: 'rejected', reasons: ['dataMismatch.fullName'] }],
  reasons: ['identity.couldNotBeVerified', 'dataMismatch.fullName'],
  tags: ['tag'],
  by: 'anna',
  at,
});
const step = (before: Partial<Customer>, after: Partial<Customer>) => {
  const base = customerWith({ id: 'c', status: 'UNDER_REVIEW' });
  return eventsOf({ before: { ...base, ...before }, after: { ...base, ...after } });
};
const check = (
  name: string,
  state: Customer['providers'][number]['state'],
  codes: readonly string[] = [],
) => ({
  name,
  state,
  findings: codes.map(code => ({ code, message: '' })),
});
const hit = (id: string) => ({ id, listName: 'l', name: 'n', score: 0.9, matched: [] });

describe('[HOOK-1] a step of a customer', () => {
  test('that changes nothing of these says nothing', () => {
    expect(step({ version: 1 }, { version: 2, name: 'Other' })).toEqual([]);
    expect(eventsOf({ before: undefined, after: customerWith({ id: 'c' }) })).toEqual([]);
  });

  test('to a rejection names every reason once, of the case and of its items', () => {
    const reasons = ['identity.couldNotBeVerified', 'dataMismatch.fullName'];
    expect(
      step({}, { status: 'REJECTED', reviewStatus: 'Rejected', lastReview: review('reject') }),
    ).toMatchObject([
      { type: 'kyc.review_completed', data: { outcome: 'reject', reasons, tags: ['tag'], at } },
      { type: 'kyc.status_updated', data: { from: 'UNDER_REVIEW', to: 'REJECTED', reasons } },
    ]);
  });

  test('that rejects again in the same moment is a second review', () => {
    const lastReview = review('reject');
    const events = step({ lastReview }, { status: 'REJECTED', reviewStatus: 'Rejected', lastReview });
    expect(events.map(({ type }) => type)).toEqual(['kyc.review_completed', 'kyc.status_updated']);
  });

  test('back under review says what was found of it with that, and nothing that was known before', () => {
    const known = check('document', 'rfi', ['imageQuality.blurry']);
    const expired = check('document', 'pending', ['imageQuality.blurry', 'badDocument.expired']);
    const waiting = check('data', 'pending', ['provider.unavailable']);
    const remark = check('extraction', 'clear', ['dataMismatch.address']);
    expect(
      step({ status: 'ACTIVE', providers: [known] }, { providers: [expired, waiting, remark] }),
    ).toMatchObject([
      {
        type: 'kyc.status_updated',
        data: { from: 'ACTIVE', to: 'UNDER_REVIEW', reasons: ['badDocument.expired'] },
      },
    ]);
    const [given] = step({ status: 'ACTIVE', providers: [known] }, { providers: [known] });
    expect(given?.data).not.toHaveProperty('reasons');
  });

  test('by an appeal or an automatic approval ends no review', () => {
    const lastReview = review('reject');
    for (const [before, after] of [
      [{ status: 'REJECTED', lastReview }, { lastReview }],
      [{}, { status: 'ACTIVE' }],
    ] as const)
      expect(step(before, after).map(({ type }) => type)).toEqual(['kyc.status_updated']);
  });

  test('in which a provider turns to alert says each of its findings; one that stays so says nothing again', () => {
    const alarmed = {
      providers: [check('document', 'alert', ['fraud.documentForgery', 'fraud.documentForgery'])],
    };
    expect(step({ providers: [check('document', 'pending')] }, alarmed)).toMatchObject([
      { type: 'kyc.compliance_alert', data: { source: 'document', code: 'fraud.documentForgery' } },
    ]);
    expect(step(alarmed, alarmed)).toEqual([]);
    const bare = step({}, { providers: [check('outside', 'alert')] });
    expect(bare).toMatchObject([{ data: { source: 'outside', code: 'provider.alert' } }]);
  });

  test('with new hits says each with its score, and the provider that found them says nothing more', () => {
    const before = { providers: [check('screening', 'pending')], screening: { hits: [hit('a')] } };
    const after = {
      providers: [check('screening', 'alert', ['compliance.watchlistMatch'])],
      screening: { hits: [hit('a'), hit('b')] },
    };
    expect(step(before, after).map(({ data }) => data)).toMatchObject([
      { source: 'screening', code: 'compliance.watchlistMatch', score: 0.9 },
    ]);
  });

  test('with new hits says what else the screening found, and no remark of whom it put aside', () => {
    const hits = { screening: { hits: [hit('a')] } };
    const codes = ['compliance.watchlistMatch', 'screening.manyMatches', 'screening.putAside'];
    const told = step({}, { providers: [check('screening', 'alert', codes)], ...hits });
    expect(told.map(({ data }) => data)).toMatchObject([
      { source: 'screening', code: 'compliance.watchlistMatch', score: 0.9 },
      { source: 'screening', code: 'screening.manyMatches' },
    ]);
    expect(told).toHaveLength(2);
    expect(step({}, { providers: [check('screening', 'alert')], ...hits })).toHaveLength(1);
  });

  test('in which a hit says something else tells it again, though the check alarmed already; what people made of it is no news', () => {
    const providers = [check('screening', 'alert', ['compliance.watchlistMatch'])];
    const dismissed = { ...hit('a'), resolution: 'falsePositive' as const };
    const before = { providers, screening: { hits: [dismissed] } };
    const better = { ...hit('a'), score: 100, matched: ['name', 'dateOfBirth'] };
    expect(step(before, { providers, screening: { hits: [better] } })).toMatchObject([
      { data: { source: 'screening', code: 'compliance.watchlistMatch', score: 100 } },
    ]);
    for (const other of [{ matched: ['country'] }, { name: 'Another' }])
      expect(step(before, { providers, screening: { hits: [{ ...hit('a'), ...other }] } })).toHaveLength(1);
    expect(step(before, { providers, screening: { hits: [hit('a')] } })).toEqual([]);
  });

  test('in which a screening is made that could not be tells no hit again that is known, but what else it found', () => {
    const hits = { screening: { hits: [hit('a')] } };
    const before = { providers: [check('screening', 'error', ['provider.unavailable'])], ...hits };
    const made = (...codes: readonly string[]) =>
      step(before, { providers: [check('screening', 'alert', codes)], ...hits });
    expect(made('compliance.watchlistMatch')).toEqual([]);
    expect(made('compliance.watchlistMatch', 'screening.longName')).toMatchObject([
      { data: { source: 'screening', code: 'screening.longName' } },
    ]);
    // A screening of one's own may tell no hits.
    const bare = [check('screening', 'alert', ['compliance.watchlistMatch'])];
    expect(step({}, { providers: bare })).toMatchObject([{ data: { code: 'compliance.watchlistMatch' } }]);
  });
});
