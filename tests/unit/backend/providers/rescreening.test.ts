import { describe, expect, test } from 'vitest';
import { matchedBy } from '../../../../src/backend/providers/rescreening/matched.ts';
import { riskBandOf, type Customer } from '../../../../src/shared/domain/index.ts';
import { customerWith } from '../../../support/customer.ts';

type Check = Customer['providers'][number];
const at = Date.parse('2026-11-21T12:00:00.000Z');
const hit = { id: 'h', listName: 'A', name: 'Jane Listed', score: 85, matched: ['name'] };
const known = { ...hit, id: 'k', name: 'Joan Listed' };

/** The screening's check after entries that changed match a case of which it said this before. */
function checkAfter(before: Omit<Check, 'name'>, more = 0) {
  const customer = customerWith({
    id: 'c',
    providers: [{ name: 'screening', ...before }],
    screening: { hits: [known] },
  });
  const record = { customer, guards: {}, touched: true };
  const risk = { score: 50, band: riskBandOf(50), factors: [] };
  const told = { hits: [hit, known], more, fresh: [hit] };
  const { customer: after, guards } = matchedBy(record, told, at, () => risk);
  expect(after.screening.hits).toEqual([hit, known]);
  expect(after.risk.score).toBe(50);
  expect(Object.keys(guards)).toEqual(['hit:h', 'screening']);
  const [check] = after.providers;
  return check;
}

const screenedAgain = (before: Omit<Check, 'name'>, more = 0) => {
  const check = checkAfter(before, more);
  return { state: check?.state, codes: check?.findings.map(({ code }) => code) };
};

const aside = (name: string) => ({
  code: 'screening.putAside',
  message: `The name is that of ${name} on a watchlist; with another date of birth or country the score is 60, which is no match.`,
});

describe('[PRV-30] a match with an entry that changed', () => {
  test('takes back nothing else that the screening said', () => {
    const findings = ['screening.longName', 'screening.notCompared'].map(code => ({ code, message: code }));
    const said = [...findings, aside('John Listed')];
    expect(screenedAgain({ state: 'rfi', findings: said })).toEqual({
      state: 'alert',
      codes: [
        'compliance.watchlistMatch',
        'screening.longName',
        'screening.notCompared',
        'screening.putAside',
      ],
    });
  });

  test('says once how many match and that there are more, and puts aside nobody who matches', () => {
    const match = { code: 'compliance.watchlistMatch', message: '2 possible matches.' };
    const many = { code: 'screening.manyMatches', message: 'At least 3 more.' };
    const codes = ['compliance.watchlistMatch', 'screening.manyMatches'];
    const state = 'alert';
    const asked = { state, findings: [match, many, aside('Jane Listed')] } as const;
    expect(screenedAgain({ ...asked, findings: [...asked.findings] }, 7)).toEqual({ state, codes });
    expect(screenedAgain({ ...asked, findings: [...asked.findings] })).toEqual({ state, codes });
    expect(screenedAgain({ state: 'clear', findings: [] }, 7)).toEqual({ state, codes });
  });

  test('makes no smaller number of those that are not listed, and takes back no remark for a hit that was there before', () => {
    const many = { code: 'screening.manyMatches', message: 'At least 5000 more possible matches.' };
    const check = checkAfter({ state: 'alert', findings: [many, aside('Joan Listed')] }, 1);
    expect(check?.findings.map(({ message }) => message)).toEqual([
      expect.stringContaining('2 possible matches'),
      expect.stringContaining('At least 5000 more'),
      aside('Joan Listed').message,
    ]);
    const more = checkAfter({ state: 'alert', findings: [many] }, 5001);
    expect(more?.findings[1]?.message).toContain('At least 5001 more');
  });

  test('leaves a screening that could not be made to be made', () => {
    const findings = [{ code: 'provider.unavailable', message: 'The check could not be made.' }];
    expect(screenedAgain({ state: 'error', findings })).toEqual({
      state: 'error',
      codes: ['provider.unavailable'],
    });
  });
});
