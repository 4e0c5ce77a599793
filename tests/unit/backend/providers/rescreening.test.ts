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

/** A remark on somebody who would be this hit; none of its words says so. */
const aside = (hitId?: string) => ({
  code: 'screening.putAside',
  message: 'The name is that of Jane Listed.',
  ...(hitId === undefined ? {} : { hitId }),
});

describe('[PRV-30] a match with an entry that changed', () => {
  test('takes back nothing else that the screening said', () => {
    const findings = ['screening.longName', 'screening.notCompared'].map(code => ({ code, message: code }));
    const said = [...findings, aside('somebody else of that name')];
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
    const many = { code: 'screening.manyMatches', message: 'More.', count: 3 };
    const codes = ['compliance.watchlistMatch', 'screening.manyMatches'];
    const state = 'alert';
    const asked = { state, findings: [match, many, aside('h')] } as const;
    expect(screenedAgain({ ...asked, findings: [...asked.findings] }, 7)).toEqual({ state, codes });
    expect(screenedAgain({ ...asked, findings: [...asked.findings] })).toEqual({ state, codes });
    expect(screenedAgain({ state: 'clear', findings: [] }, 7)).toEqual({ state, codes });
  });

  test('makes no smaller number of those that are not listed, whatever the words were', () => {
    const many = { code: 'screening.manyMatches', message: 'Mehr als 7.', count: 5000 };
    const check = checkAfter({ state: 'alert', findings: [many] }, 1);
    expect(check?.findings).toMatchObject([
      { message: expect.stringContaining('2 possible matches') },
      { message: expect.stringContaining('At least 5000 more'), count: 5000 },
    ]);
    const more = checkAfter({ state: 'alert', findings: [many] }, 5001);
    expect(more?.findings[1]).toMatchObject({ message: expect.stringContaining('5001 more'), count: 5001 });
  });

  test('leaves findings that were stored without number and hit as they are, until there is a number', () => {
    const many = { code: 'screening.manyMatches', message: 'At least 5000 more possible matches.' };
    const stored = { state: 'alert' as const, findings: [many, aside()] };
    expect(checkAfter({ ...stored })?.findings.slice(1)).toEqual([many, aside()]);
    expect(checkAfter({ ...stored }, 7)?.findings.slice(1)).toMatchObject([{ count: 7 }, aside()]);
  });

  test('that only adds that there are more is a change of the screening, though no hit differs', () => {
    const match = { code: 'compliance.watchlistMatch', message: '1 possible match.' };
    const customer = customerWith({
      id: 'c',
      providers: [{ name: 'screening', state: 'alert', findings: [match] }],
      screening: { hits: [known] },
    });
    const risk = { score: 50, band: riskBandOf(50), factors: [] };
    const record = { customer, guards: {}, touched: true };
    const told = { hits: [known], more: 1, fresh: [] };
    const after = matchedBy(record, told, at, () => risk);
    expect(after.guards).toEqual({ screening: [after.customer.version, null, 0] });
    // Told once more, it says nothing that was not said.
    expect(matchedBy({ ...after, guards: {} }, told, at, () => risk).guards).toEqual({});
  });

  test('leaves a screening that could not be made to be made', () => {
    const findings = [{ code: 'provider.unavailable', message: 'The check could not be made.' }];
    expect(screenedAgain({ state: 'error', findings })).toEqual({
      state: 'error',
      codes: ['provider.unavailable'],
    });
  });
});
