import { expect, test } from 'vitest';
import { checkNewsOf } from '../../../../src/renderer/src/review/check-news.ts';
import { tabsOf } from '../../../../src/renderer/src/review/tab-entries.ts';
import type { Customer } from '../../../../src/shared/domain/index.ts';
import { caseItem, caseView } from '../../../support/case-view.ts';
import { customerWith } from '../../../support/customer.ts';

type Check = Customer['providers'][number];

const under = (providers: readonly Check[], status: Customer['status'] = 'UNDER_REVIEW') => ({
  customer: customerWith({ id: 'c1', status, providers: [...providers] }),
  items: [caseItem('field:idNumber')],
});
const unavailable = {
  code: 'provider.unavailable',
  message: 'It is tried again at 2026-01-15T09:00:00.000Z.',
};
const blurred = { code: 'imageQuality.blurry', item: 'field:idNumber', message: 'Blurred.' };
const uncompared = { code: 'screening.notCompared', item: null, message: 'The name was not compared.' };
const hit = { code: 'compliance.watchlistMatch', item: null, message: 'Is listed.' };

test('[WIN-11] a check whose provider is down is told as one that waits, one that was given up as one that is missing', () => {
  const waits = checkNewsOf(under([{ name: 'screening', state: 'pending', findings: [unavailable] }]));
  expect(waits).toEqual({
    title: 'Not everything could be checked yet',
    lines: [{ check: 'Watchlist screening', words: 'could not be made yet. It is tried again by itself.' }],
  });
  const gone = { code: 'provider.unavailable', message: 'Not made in ten minutes.' };
  expect(
    checkNewsOf(
      under([
        { name: 'screening', state: 'rfi', findings: [uncompared] },
        { name: 'vendor', state: 'error', findings: [gone] },
      ]),
    ),
  ).toEqual({
    title: 'Not everything could be checked',
    lines: [
      { check: 'Watchlist screening', words: 'The name was not compared.' },
      { check: 'vendor', words: 'Not made in ten minutes.' },
    ],
  });
});

test('[WIN-11] what a line of the case or a hit says already is not said again, nor what is clear or being made', () => {
  expect(
    checkNewsOf(
      under([
        { name: 'document', state: 'rfi', findings: [blurred] },
        { name: 'screening', state: 'alert', findings: [hit] },
        { name: 'data', state: 'clear', findings: [uncompared] },
        { name: 'extraction', state: 'pending', findings: [] },
      ]),
    ),
  ).toBeUndefined();
  const elsewhere = { ...blurred, item: 'document:d9' };
  expect(checkNewsOf(under([{ name: 'document', state: 'rfi', findings: [elsewhere] }]))?.title).toBe(
    'What the checks say of the whole case',
  );
});

test('[WIN-11] nothing of it is said once a case is decided', () => {
  const checks: readonly Check[] = [{ name: 'screening', state: 'error', findings: [unavailable] }];
  expect(checkNewsOf(under(checks, 'NEEDS_ADDITIONAL_INFORMATION'))).toBeDefined();
  for (const status of ['ACTIVE', 'REJECTED'] as const)
    expect(checkNewsOf(under(checks, status))).toBeUndefined();
});

test('[WIN-11] the tab calls the screening clear only where it is', () => {
  const counts = (['clear', 'pending', 'rfi', 'alert', 'error'] as const).map(state => {
    const view = caseView(under([{ name: 'screening', state, findings: [] }]));
    return tabsOf(view).find(({ name }) => name === 'screening')?.count;
  });
  expect(counts).toEqual(['clear', 'not finished', 'open', 'open', 'open']);
});
