import { describe, expect, it } from 'vitest';
import { openWords, slaWords, waitingWords } from '../../../../src/renderer/src/queue/row-words.ts';
import {
  chosenWords,
  filterOptions,
  isFiltered,
  shippedViews,
  sortedBy,
  toggleSort,
  withFilter,
} from '../../../../src/renderer/src/queue/view-words.ts';
import { queueViewSchema } from '../../../../src/shared/ipc/index.ts';
import { queueRow } from '../../../support/window-bridge.ts';

const now = Date.UTC(2026, 10, 21, 12);
const at = (minutes: number): string => new Date(now + minutes * 60_000).toISOString();

describe('a row of the queue', () => {
  it.each([
    [{ dueAt: at(134) }, '2 h 14 m', 'none'],
    [{ dueAt: at(38) }, '38 m', 'soon'],
    [{ dueAt: at(-12) }, 'overdue 12 m', 'late'],
    [{ dueAt: at(38), status: 'NEEDS_ADDITIONAL_INFORMATION' as const }, 'paused', 'none'],
    [{ dueAt: at(-12), status: 'ACTIVE' as const }, '—', 'none'],
    [{}, '—', 'none'],
  ])('says when %o is due: %s', (change, text, urgency) => {
    expect(slaWords(queueRow(change), now)).toEqual({ text, urgency });
  });

  it('says how long it waits for a person, while it does', () => {
    expect(waitingWords(queueRow({ submittedAt: at(-200) }), now)).toBe('3 h');
    expect(waitingWords(queueRow({ submittedAt: at(-200), status: 'REJECTED' }), now)).toBe('—');
    expect(waitingWords(queueRow(), now)).toBe('—');
  });

  it('tells of its own decision before anything else', () => {
    const row = queueRow({ decision: { state: 'parked', outcome: 'reject' } });
    expect(openWords(row)).toBe('Rejected · not applied, needs you');
    expect(openWords(queueRow())).toBe('2 of 16 open');
  });
});

describe('a view of the queue', () => {
  it('sorts risk from the highest and the rest from the lowest at the first click, then turns round', () => {
    const bySla = { filter: {}, sort: 'sla' } as const;
    const byRisk = toggleSort(bySla, 'risk');
    expect(byRisk).toEqual({ filter: {}, sort: 'risk', descending: true });
    expect(toggleSort(byRisk, 'risk')).toEqual({ filter: {}, sort: 'risk' });
    expect(toggleSort(byRisk, 'name')).toEqual({ filter: {}, sort: 'name' });
    expect(sortedBy(byRisk)).toBe('Sorted by risk, highest first');
  });

  it('that shows the same is the same, whatever was set and cleared before', () => {
    const view = { filter: {}, sort: 'sla' } as const;
    const there = withFilter(view, { statuses: ['ACTIVE'], missing: true });
    expect(isFiltered(there)).toBe(true);
    const back = withFilter(there, { statuses: [], missing: undefined });
    expect(back).toEqual(view);
    expect(isFiltered(back)).toBe(false);
  });

  it('names what is chosen, and counts beyond three', () => {
    expect(chosenWords('countries', ['DEU', 'FIN'], [])).toBe('Germany, Finland');
    expect(chosenWords('countries', ['DEU', 'FIN', 'ESP', 'JPN'], [])).toBe('Germany and 3 more');
    expect(chosenWords('risks', ['high'], filterOptions('risks', undefined))).toBe('High risk');
  });

  it('that is shipped fits the contract', () => {
    for (const { view } of shippedViews) expect(queueViewSchema.safeParse(view).success).toBe(true);
  });
});
