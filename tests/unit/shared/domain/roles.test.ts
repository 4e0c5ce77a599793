import { expect, test } from 'vitest';
import { visibleEntities } from '../../../../src/backend/changes/page.ts';
import { roleSchema, worksOnCases, type Role } from '../../../../src/shared/domain/index.ts';

test('who is an auditor and nothing else sees no cases; with any other role beside it they do, in the feed as in the window', () => {
  const sees = (...roles: readonly Role[]) => [worksOnCases(roles), visibleEntities(roles).includes('link')];
  expect([sees(), sees('auditor')]).toEqual([
    [false, false],
    [false, false],
  ]);
  for (const role of roleSchema.options.filter(one => one !== 'auditor')) {
    expect(sees(role)).toEqual([true, true]);
    expect(sees('auditor', role)).toEqual([true, true]);
  }
});
