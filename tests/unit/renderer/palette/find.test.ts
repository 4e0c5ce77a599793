import { expect, it } from 'vitest';
import { actionIds } from '../../../../src/renderer/src/keys/actions.ts';
import { findActions } from '../../../../src/renderer/src/palette/find.ts';

it('finds an action by the beginnings of its words, in any order', () => {
  expect(findActions(actionIds, 'out go')).toContain('go.outbox');
  expect(findActions(actionIds, 'resub')).toEqual(['review.resubmission']);
  expect(findActions(actionIds, 'zzz')).toEqual([]);
});

it('puts what begins as typed first', () => {
  expect(findActions(actionIds, 'lock')[0]).toBe('lock');
  expect(findActions(actionIds, 'search')[0]).toBe('search.focus');
});

it('offers everything when nothing is typed', () => {
  expect(findActions(actionIds, ' ')).toEqual(actionIds);
});
