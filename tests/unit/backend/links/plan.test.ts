import { expect, test } from 'vitest';
import { periodOf, planLimitsOf } from '../../../../src/backend/links/plan.ts';

test('a period is the calendar month, UTC', () => {
  const day = (text: string): number => Date.parse(text);
  for (const [at, from, to] of [
    ['2026-11-01T00:00:00.000Z', '2026-11-01', '2026-12-01'],
    ['2026-12-31T23:59:59.999Z', '2026-12-01', '2027-01-01'],
    ['2028-02-29T12:00:00.000Z', '2028-02-01', '2028-03-01'],
  ] as const)
    expect(periodOf(day(at))).toEqual({ from: day(from), to: day(to) });
});

test.each([
  ['kyc=100,kyb=20', { kyc: 100, kyb: 20 }],
  ['kyb=0', { kyb: 0 }],
  ['kyc=1,kyc=2', undefined],
  ['kyc', undefined],
  ['kyc=-1', undefined],
  ['kyc=1,', undefined],
  ['', undefined],
])('the plan %j is %j', (text, limits) => {
  expect(planLimitsOf(text)).toEqual(limits);
});
