import { expect, it } from 'vitest';
import { mayEnd } from '../../../../src/renderer/src/review/can-start.ts';

it('offers no end of a check that the case’s status forbids', () => {
  const outcomes = ['approve', 'resubmission', 'reject'] as const;
  const offered = (status: Parameters<typeof mayEnd>[0]) =>
    outcomes.filter(outcome => mayEnd(status, outcome));
  expect(offered('UNDER_REVIEW')).toEqual(outcomes);
  expect(offered('NEEDS_ADDITIONAL_INFORMATION')).toEqual(['reject']);
  expect(offered('ACTIVE')).toEqual([]);
});
