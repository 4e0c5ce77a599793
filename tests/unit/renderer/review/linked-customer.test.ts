import { expect, test } from 'vitest';
import { canLink } from '../../../../src/renderer/src/review/can-start.ts';
import { linkedCustomerOf } from '../../../../src/renderer/src/review/linked-customer.ts';
import type { VerificationStatus } from '../../../../src/shared/domain/index.ts';
import { caseItem, caseView } from '../../../support/case-view.ts';
import { customerWith } from '../../../support/customer.ts';

const inStatus = (status: VerificationStatus, missing = false) =>
  caseView({
    customer: customerWith({ id: 'c1', status }),
    items: [
      caseItem('field:email', { missing }),
      caseItem('field:region', { missing: true, required: false }),
    ],
  });

test('a link is offered where it would ask for something, and never for a rejected case', () => {
  expect(canLink(inStatus('CREATED'))).toBe(true);
  expect(canLink(inStatus('NEEDS_ADDITIONAL_INFORMATION'))).toBe(true);
  expect([canLink(inStatus('UNDER_REVIEW')), canLink(inStatus('UNDER_REVIEW', true))]).toEqual([false, true]);
  expect([canLink(inStatus('ACTIVE')), canLink(inStatus('ACTIVE', true))]).toEqual([false, true]);
  expect(canLink(inStatus('REJECTED', true))).toBe(false);
});

test('[WIN-8] who had a link before is counted already', () => {
  const customer = customerWith({ id: 'c1' });
  const link = {
    id: 'l-1',
    kind: customer.kind,
    levelId: customer.levelId,
    levelName: 'KYC Basic',
    customerHere: true,
    asksForMore: true,
    state: 'revoked',
    createdAt: '2026-01-15T09:00:00.000Z',
    expiresAt: '2026-01-16T09:00:00.000Z',
  } as const;
  expect(linkedCustomerOf(caseView({ customer, links: [link] })).counted).toBe(true);
});

test('a link about a request asks for what of it is open, in the words of the items', () => {
  const asked = (item: string, answeredAt?: string) => ({
    item,
    reasons: ['imageQuality.blurry'],
    ...(answeredAt ? { answeredAt } : {}),
  });
  const items = [
    caseItem('field:email', { label: 'E-mail', missing: true }),
    caseItem('document:d1', { label: 'Passport' }),
    caseItem('field:phone', { label: 'Phone' }),
  ];
  const rfi = {
    id: 'r1',
    openedAt: '2026-01-15T09:00:00.000Z',
    items: [
      asked('document:d1'),
      asked('field:phone', '2026-01-15T10:00:00.000Z'),
      asked('documentType:selfie'),
    ],
  };
  const customer = customerWith({ id: 'c1', name: '', status: 'NEEDS_ADDITIONAL_INFORMATION', rfi });
  expect(linkedCustomerOf(caseView({ customer, items }))).toMatchObject({
    customerId: 'c1',
    name: undefined,
    asksFor: ['Passport', 'Selfie'],
  });
  const reviewed = customerWith({ id: 'c1', status: 'UNDER_REVIEW' });
  expect(linkedCustomerOf(caseView({ customer: reviewed, items }))).toMatchObject({
    asksFor: ['E-mail'],
    counted: false,
  });
});

test('a link for who has not handed anything in names no single things: its page goes through the whole level', () => {
  const customer = customerWith({ id: 'c1', status: 'CREATED' });
  const items = [caseItem('field:email', { label: 'E-mail', missing: true })];
  expect(linkedCustomerOf(caseView({ customer, items })).asksFor).toBeUndefined();
});
