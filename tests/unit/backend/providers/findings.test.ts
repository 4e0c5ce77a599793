import { expect, test } from 'vitest';
import { withFindings } from '../../../../src/backend/providers/checks/findings.ts';
import type { ProviderOutcome } from '../../../../src/backend/providers/index.ts';
import { customerWith, documentWith } from '../../../support/customer.ts';

test('[PRV-29] a last day that is found on a document no more is taken back; one that another check finds stands', () => {
  const document = documentWith({ id: 'd', customerId: 'c', expiresOn: '2025-01-01' });
  const customer = customerWith({ id: 'c', documents: [document] });
  const says = (expiresOn: string | null): ProviderOutcome => ({
    state: 'clear',
    findings: [],
    documents: { d: { expiresOn } },
  });
  const nothing: ProviderOutcome = { state: 'clear', findings: [], documents: {} };
  const dayAfter = (...outcomes: readonly ProviderOutcome[]) =>
    withFindings(customer, outcomes).documents[0]?.expiresOn;
  expect(dayAfter(nothing)).toBe('2025-01-01');
  expect(dayAfter(says(null), nothing)).toBeNull();
  expect(dayAfter(says('2031-01-01'), says(null))).toBe('2031-01-01');
  expect(dayAfter(says(null), says('2031-01-01'))).toBe('2031-01-01');
});
