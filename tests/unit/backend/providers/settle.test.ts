import { expect, test } from 'vitest';
import { settle } from '../../../../src/backend/providers/checks/settle.ts';
import type { Finding, ProviderOutcome } from '../../../../src/backend/providers/index.ts';
import { riskBandOf, shippedLevels, type Customer } from '../../../../src/shared/domain/index.ts';
import { customerWith } from '../../../support/customer.ts';

const [basic] = shippedLevels;
if (!basic) throw new Error('no level');
const at = Date.parse('2026-11-21T12:00:00.000Z');

/** The record of a case after its checks ended so. */
const settled = (customer: Customer, outcomes: Readonly<Record<string, ProviderOutcome>>) =>
  settle(
    { customer, guards: {}, touched: true },
    {
      level: basic,
      standing: { decides: true, alarmed: false, rounds: 0 },
      attempts: new Map(
        Object.entries(outcomes).map(([name, outcome]) => [name, { kind: 'ended', outcome } as const]),
      ),
      retryAt: undefined,
      riskOf: () => ({ score: 0, band: riskBandOf(0), factors: [] }),
      at,
      newId: () => 'r',
    },
  ).record;

test('[PRV-14] what was imported while the checks ran is not overwritten by what they found without it', () => {
  const imported = { name: 'sumsub', state: 'alert' as const, findings: [] };
  const customer = customerWith({
    id: 'c',
    providers: [imported, { name: 'screening', state: 'pending', findings: [] }],
  });
  const nothing = { code: 'sumsub.notImported', message: 'No applicant was imported from Sumsub.' };
  const record = settled(customer, {
    sumsub: { state: 'rfi', findings: [nothing] },
    screening: { state: 'clear', findings: [] },
  });
  expect(record.customer.providers).toMatchObject([imported, { name: 'screening', state: 'clear' }]);
});

test('[PRV-8] each hit that a screening adds, changes or takes away is a fact of its own: a mark that was made on what it said before is a conflict', () => {
  const hit = (id: string, score = 75) => ({
    id,
    listName: 'A',
    name: 'Jane Listed',
    score,
    matched: ['name'],
  });
  const customer = customerWith({
    id: 'c',
    providers: [{ name: 'screening', state: 'pending', findings: [] }],
    screening: {
      hits: [hit('same'), hit('gone'), hit('changed'), { ...hit('marked'), resolution: 'match' }],
    },
  });
  const now = [hit('same'), hit('changed', 95), hit('marked'), hit('new')];
  const { guards } = settled(customer, { screening: { state: 'alert', findings: [], hits: now } });
  const facts = ['hit:changed', 'hit:gone', 'hit:marked', 'hit:new', 'screening'];
  expect(Object.keys(guards).toSorted()).toEqual(facts);
});

test('[PRV-8] what a screening has against a case beside its hits changes the guarded screening; that it was made, or whom it put aside, does not', () => {
  const uncompared = { code: 'screening.notCompared', message: 'A person has to compare.' };
  const aside = { code: 'screening.putAside', message: 'The name is that of somebody.', hitId: 'h' };
  const down = { code: 'provider.unavailable', message: 'It could not be made yet.' };
  const hits = [{ id: 'h', listName: 'A', name: 'Jane Listed', score: 75, matched: ['name'] }];
  const match = { code: 'compliance.watchlistMatch', message: '1 possible match.' };
  const guarded = (findings: readonly Finding[], outcome: ProviderOutcome): readonly string[] => {
    const customer = customerWith({
      id: 'c',
      providers: [{ name: 'screening', state: 'pending', findings: findings.map(one => ({ ...one })) }],
      screening: { hits: [...(outcome.hits ?? [])] },
    });
    return Object.keys(settled(customer, { screening: outcome }).guards);
  };
  expect(guarded([], { state: 'rfi', findings: [uncompared] })).toEqual(['screening']);
  expect(guarded([], { state: 'alert', findings: [match, uncompared], hits })).toEqual(['screening']);
  expect(guarded([], { state: 'clear', findings: [] })).toEqual([]);
  expect(guarded([down], { state: 'clear', findings: [aside] })).toEqual([]);
  expect(guarded([], { state: 'alert', findings: [match], hits })).toEqual([]);
});

test('[PRV-5] what a check alarms about is another fact than a reviewer saw; what fails, or is alarmed about already, is none', () => {
  const guarded = (
    state: 'rfi' | 'alert',
    items: readonly (string | null)[],
    before: 'pending' | 'alert',
  ) => {
    const findings = items.map(item => ({ code: 'badDocument.digitallyEdited', item, message: 'Edited.' }));
    const customer = customerWith({ id: 'c', providers: [{ name: 'data', state: before, findings: [] }] });
    return Object.keys(settled(customer, { data: { state, findings } }).guards).toSorted();
  };
  expect(guarded('alert', ['field:email'], 'pending')).toEqual(['fields']);
  expect(guarded('alert', ['document:d'], 'pending')).toEqual(['documents']);
  expect(guarded('alert', ['documentType:selfie'], 'pending')).toEqual(['documents']);
  expect(guarded('alert', ['owner:o', 'field:beneficialOwners'], 'pending')).toEqual(['owners']);
  for (const whole of [[null], []]) expect(guarded('alert', whole, 'pending')).toEqual(['screening']);
  expect(guarded('rfi', ['field:email'], 'pending').filter(fact => fact !== 'status')).toEqual([]);
  expect(guarded('alert', ['field:email'], 'alert')).toEqual([]);
});
