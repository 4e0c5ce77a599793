import { expect, test } from 'vitest';
import { withImported } from '../../../../src/backend/customers/index.ts';
import type { Customer } from '../../../../src/shared/domain/index.ts';
import { customerWith } from '../../../support/customer.ts';

const at = Date.parse('2026-11-21T12:00:00.000Z');
const rfi = { id: 'r', openedAt: '2026-11-20T12:00:00.000Z', items: [] };

/** What an import without values makes of a case. */
const imported = (
  traits: Partial<Pick<Customer, 'status' | 'rfi' | 'providers'>>,
  state: 'rfi' | 'alert',
) => {
  const customer = customerWith({ id: 'c', status: 'UNDER_REVIEW', ...traits });
  const { guards, customer: now } = withImported(
    { customer, guards: {}, touched: true },
    { source: 'sumsub', fields: {}, outcome: { state, findings: [] } },
    at,
  );
  return { status: now.status, rfi: now.rfi ?? null, facts: Object.keys(guards).toSorted() };
};

test('[PRV-5] an imported alert is another fact than a reviewer saw, and takes an open request back', () => {
  const asked = { status: 'NEEDS_ADDITIONAL_INFORMATION', rfi } as const;
  const known = (state: 'rfi' | 'alert') => ({ providers: [{ name: 'sumsub', state, findings: [] }] });
  const back = { status: 'UNDER_REVIEW', rfi: null };
  expect(imported({}, 'alert')).toEqual({ ...back, facts: ['screening'] });
  expect(imported({ ...asked, ...known('rfi') }, 'alert')).toEqual({
    ...back,
    facts: ['screening', 'status'],
  });
  expect(imported({ status: 'ACTIVE' }, 'alert')).toEqual({ ...back, facts: ['screening', 'status'] });
  // Who asks knew of it, and what is to be tried again is no alert.
  expect(imported({ ...asked, ...known('alert') }, 'alert')).toEqual({ ...asked, facts: [] });
  expect(imported(asked, 'rfi')).toEqual({ ...asked, facts: [] });
  expect(imported({ status: 'CREATED' }, 'alert')).toMatchObject({ status: 'CREATED' });
});
