import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decisionOf } from '../../../../src/backend/providers/checks/decide.ts';
import {
  riskBandOf,
  shippedLevels,
  verificationStatusSchema,
  type Customer,
} from '../../../../src/shared/domain/index.ts';

const [basic] = shippedLevels;
if (!basic) throw new Error('no level');

const now = '2026-11-21T12:00:00.000Z';
const later = '2026-11-21T12:30:00.000Z';
const given = Object.fromEntries(basic.fields.map(({ key }) => [key, { value: 'x', extracted: [] }]));
const standing = { decides: true, alarmed: false };

const clean: Customer = {
  id: 'c',
  kind: 'individual',
  levelId: basic.id,
  levelVersion: 1,
  name: 'Somebody',
  status: 'UNDER_REVIEW',
  reviewStatus: 'Pending',
  leadStatus: 'under_review',
  version: 3,
  fields: given,
  documents: [],
  providers: basic.checks.map(name => ({ name, state: 'clear', findings: [] })),
  screening: { hits: [] },
  risk: { score: 0, band: 'low', factors: [] },
  createdAt: now,
  updatedAt: now,
};

const decide = (over: Partial<Customer> = {}, level = basic, how = standing) =>
  decisionOf({ ...clean, ...over }, level, how, now);

describe('[PRV-2] what follows from checks', () => {
  test('of a clean case below the threshold is an approval', () => {
    expect(decide()).toEqual({ kind: 'approve' });
    expect(decide({ risk: { score: 19, band: 'low', factors: [] } })).toEqual({ kind: 'approve' });
  });

  test.each([
    ['a risk at the threshold', decide({ risk: { score: 20, band: 'low', factors: [] } }), 'risk'],
    [
      'a hit',
      decide({ screening: { hits: [{ id: 'h', listName: 'L', name: 'N', score: 80, matched: [] }] } }),
      'hits',
    ],
    ['a missing field', decide({ fields: { ...given, email: { value: null, extracted: [] } } }), 'missing'],
    ['a check that is not there', decide({ providers: clean.providers.slice(1) }), 'none:data'],
    ['four eyes', decide({}, { ...basic, fourEyes: true }), 'fourEyes'],
    [
      'a level without a threshold',
      decide({}, { ...basic, autoApproveBelow: null }),
      'levelLeavesItToPeople',
    ],
    ['somebody who looks after it', decide({ assignee: 'anna' }), 'assigned'],
    [
      'an open check',
      decide({ check: { id: 'k', by: 'anna', startedAt: now, expiresAt: later } }),
      'claimed',
    ],
    [
      'a second approval',
      decide({ awaitingSecondApproval: { commandId: 'k', by: 'anna' } }),
      'awaitingSecondApproval',
    ],
    ['an earlier alarm', decide({}, basic, { decides: true, alarmed: true }), 'alarmed'],
    ['a case left to people', decide({}, basic, { decides: false, alarmed: false }), 'leftToPeople'],
  ] as const)('%s leaves it to people', (_what, decision, why) => {
    expect(decision).toEqual({ kind: 'people', why: [why] });
  });

  test('a hit that was dismissed and a check whose lease ran out do not hold it up', () => {
    const hit = {
      id: 'h',
      listName: 'L',
      name: 'N',
      score: 80,
      matched: [],
      resolution: 'falsePositive' as const,
    };
    expect(decide({ screening: { hits: [hit] } })).toEqual({ kind: 'approve' });
    expect(decide({ check: { id: 'k', by: 'anna', startedAt: now, expiresAt: now } })).toEqual({
      kind: 'approve',
    });
  });

  test('is only asked for what a customer can give, with reasons that customers are told', () => {
    const findings = [
      { code: 'dataMismatch.fullName', item: 'field:lastName', message: '' },
      { code: 'dataMismatch.crossDocument', item: 'field:lastName', message: '' },
      { code: 'badDocument.expired', item: 'document:gone', message: '' },
      { code: 'data.implausible', item: 'field:email', message: '' },
      { code: 'badDocument.damaged', message: '' },
    ];
    const providers = [
      { name: 'data', state: 'rfi' as const, findings },
      { name: 'screening', state: 'clear' as const, findings: [] },
    ];
    expect(decide({ providers })).toEqual({
      kind: 'ask',
      items: [{ item: 'field:lastName', reasons: ['dataMismatch.fullName', 'dataMismatch.crossDocument'] }],
    });
    const nothing = [
      { name: 'data', state: 'rfi' as const, findings: findings.slice(3) },
      ...providers.slice(1),
    ];
    expect(decide({ providers: nothing })).toEqual({ kind: 'people', why: ['rfi:data'] });
  });

  test('is never an approval unless everything is clear, whatever else there is', () => {
    const state = fc.constantFrom(
      'pending' as const,
      'clear' as const,
      'rfi' as const,
      'alert' as const,
      'error' as const,
    );
    const some = fc.record({
      status: fc.constantFrom(...verificationStatusSchema.options),
      providers: fc.tuple(state, state).map(([data, screening]) => [
        { name: 'data', state: data, findings: [] },
        { name: 'screening', state: screening, findings: [] },
      ]),
      risk: fc.nat(100).map(score => ({ score, band: riskBandOf(score), factors: [] })),
    });
    const how = fc.record({ decides: fc.boolean(), alarmed: fc.boolean() });
    fc.assert(
      fc.property(some, how, fc.option(fc.nat(100)), (over, standingNow, below) => {
        const { kind } = decisionOf(
          { ...clean, ...over },
          { ...basic, autoApproveBelow: below },
          standingNow,
          now,
        );
        const states = over.providers.map(one => one.state);
        const fine =
          over.status === 'UNDER_REVIEW' &&
          states.every(one => one === 'clear') &&
          below !== null &&
          over.risk.score < below &&
          standingNow.decides &&
          !standingNow.alarmed;
        expect(kind === 'approve').toBe(fine);
        if (states.includes('pending')) expect(kind).toBe('wait');
      }),
    );
  });
});
