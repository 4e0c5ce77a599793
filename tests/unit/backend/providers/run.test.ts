import { expect, test } from 'vitest';
import { runBegun } from '../../../../src/backend/providers/checks/run.ts';
import { customerWith } from '../../../support/customer.ts';

const check = (name: string, state: 'pending' | 'alert') => ({ name, state, findings: [] });
const before = customerWith({
  id: 'c',
  status: 'UNDER_REVIEW',
  providers: [check('screening', 'pending'), check('data', 'pending')],
});

test('[PRV-6] hits that one check found begin the waiting for another one no second time; what was given anew does', () => {
  const hit = { id: 'h', listName: 'A', name: 'Jane Listed', score: 85, matched: ['name'] };
  const found = {
    ...before,
    providers: [check('screening', 'alert'), check('data', 'pending')],
    screening: { hits: [hit] },
  };
  expect(runBegun(before, found, 5)).toBeUndefined();
  const given = { ...found, fields: { email: { value: 'other@example.com', extracted: [] } } };
  expect(runBegun(found, given, 5)).toEqual({ startedAt: 5, attempts: 0 });
});

test('[PRV-13] an import that alarms while a customer is waited for has alarmed, whatever another one says before the checks begin', () => {
  const asked = { ...before, status: 'NEEDS_ADDITIONAL_INFORMATION' as const };
  const begun = { startedAt: 5, attempts: 0, decides: 1 };
  expect(runBegun(asked, before, 5)).toEqual(begun);
  const imported = { ...before, providers: [...before.providers, check('sumsub', 'alert')] };
  expect(runBegun(asked, imported, 5)).toEqual({ ...begun, alarmed: 1 });
  expect(runBegun({ ...asked, status: 'ACTIVE' }, before, 5)).toEqual({ ...begun, alarmed: 0, rounds: 0 });
  // Also where checks are under way already, and where one alarmed before.
  const told = { ...imported, fields: { email: { value: 'other@example.com', extracted: [] } } };
  expect(runBegun(before, told, 5)).toEqual({ startedAt: 5, attempts: 0, alarmed: 1 });
  expect(runBegun(imported, told, 5)).toEqual({ startedAt: 5, attempts: 0 });
});
