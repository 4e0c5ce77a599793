import { describe, expect, it } from 'vitest';
import { problemWords } from '../../../../src/renderer/src/ui/problems.ts';
import { ipcProblemKinds, problem } from '../../../../src/shared/ipc/index.ts';

describe('the sentences for problems', () => {
  it.each(ipcProblemKinds)('[WIN-1] say what happened and what to do for %s', kind => {
    const { title, text } = problemWords(problem(kind));
    expect(title.length).toBeGreaterThan(5);
    expect(title).not.toMatch(/[.!]$/);
    expect(text).toMatch(/[.]$/);
    expect(text.split(/\s+/).length).toBeGreaterThan(6);
    expect(`${title} ${text}`).not.toMatch(/undefined|NaN|null|_/);
  });

  it('have a title of their own each', () => {
    const titles = ipcProblemKinds.map(kind => problemWords(problem(kind)).title);
    expect(new Set(titles).size).toBe(titles.length);
  });

  it.each([
    'backend_unreachable',
    'backend_slow',
    'backend_failing',
    'signed_out',
    'disk_full',
    'engine_stopped',
  ] as const)('promise for %s that what was decided is safe', kind => {
    expect(problemWords(problem(kind)).text).toContain('Everything you have decided is safe');
  });

  it('promise nothing about decisions where the journal itself is in doubt', () => {
    for (const kind of ['journal_damaged', 'journal_behind', 'vault_damaged'] as const) {
      expect(problemWords(problem(kind)).text).not.toContain('is safe');
    }
  });

  it('name the one status that forbids a step', () => {
    const words = (detail: string): string => problemWords(problem('status_forbids', { detail })).text;
    expect(words('NEEDS_ADDITIONAL_INFORMATION')).toBe(
      'It waits for the customer: until they have answered it can only be rejected. Nothing was changed.',
    );
    expect(words('second_approval')).not.toMatch(/customer|rejected/);
    expect(words('ACTIVE')).not.toMatch(/waits/);
  });

  it('use the numbers that came with the problem', () => {
    expect(problemWords(problem('open_items', { items: ['field:a'] })).title).toBe('1 item is still open');
    expect(problemWords(problem('open_items', { items: ['field:a', 'field:b'] })).title).toBe(
      '2 items are still open',
    );
    expect(problemWords(problem('rate_limited', { waitMs: 30_000 })).text).toContain('in 30 seconds');
    expect(problemWords(problem('claimed_by_other', { holder: 'Anna Lindqvist' })).title).toBe(
      'Anna Lindqvist is checking this case',
    );
  });
});
