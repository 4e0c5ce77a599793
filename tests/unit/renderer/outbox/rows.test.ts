import { describe, expect, it } from 'vitest';
import { comparedWords, foremost, unchangedWords } from '../../../../src/renderer/src/outbox/rows.ts';
import type { ComparisonRow } from '../../../../src/shared/ipc/index.ts';

const row = (label: string, changed: boolean): ComparisonRow => ({ label, mine: [], current: [], changed });
const labels = (rows: readonly ComparisonRow[]) => rows.map(({ label }) => label);

describe('a comparison', () => {
  it('shows what changed and keeps the rest behind its number, however little that is', () => {
    const { shown, hidden } = foremost([row('same', false), row('other', true), row('as before', false)]);
    expect(labels(shown)).toEqual(['other']);
    expect(labels(hidden)).toEqual(['same', 'as before']);
    expect([unchangedWords(1), unchangedWords(19)]).toEqual(['1 unchanged item', '19 unchanged items']);
  });

  it('shows its beginning where nothing changed', () => {
    const rows = Array.from({ length: 9 }, (_, index) => row(`${index}`, false));
    const { shown, hidden } = foremost(rows);
    expect([shown.length, hidden.length]).toEqual([6, 3]);
  });

  it('says values in words and leaves words alone', () => {
    expect(comparedWords([{ value: 'GRC', type: 'country' }])).toBe('Greece');
    expect(comparedWords([{ value: 'female', type: 'gender' }])).toBe('Female');
    expect(comparedWords([{ value: '25 %' }, { value: 'ITA', type: 'country' }])).toBe('25 % · Italy');
    expect(comparedWords([{ value: '2025-01-25', type: 'date' }])).not.toContain('2025-01-25');
  });
});
