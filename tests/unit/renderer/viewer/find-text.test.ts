import { describe, expect, it } from 'vitest';
import { findOnPage } from '../../../../src/renderer/src/viewer/find-text.ts';
import type { TextRun } from '../../../../src/renderer/src/viewer/open/index.ts';

const run = (text: string, change: Partial<TextRun> = {}): TextRun => ({
  text,
  x: 0.1,
  y: 0.2,
  width: 0.5,
  height: 0.02,
  direction: 'ltr',
  ends: true,
  ...change,
});

describe('searching the text of a page', () => {
  it('finds regardless of case and marks', () => {
    const runs = [run('Zoë Łukasz, São Paulo')];
    expect(findOnPage(1, runs, 'zoe')).toHaveLength(1);
    expect(findOnPage(1, runs, 'SAO PAULO')).toHaveLength(1);
    expect(findOnPage(1, runs, 'Berlin')).toEqual([]);
    expect(findOnPage(1, runs, '   ')).toEqual([]);
  });

  it('marks the part of the line where the text stands', () => {
    const [hit] = findOnPage(3, [run('0123456789')], '56');
    expect(hit?.page).toBe(3);
    const [x, , width] = hit?.regions[0] ?? [0, 0, 0, 0];
    expect(x).toBeCloseTo(0.35);
    expect(width).toBeCloseTo(0.1);
  });

  it('counts from the right where the script runs that way', () => {
    const [hit] = findOnPage(1, [run('محمد راشد', { direction: 'rtl' })], 'محمد');
    const [x, , width] = hit?.regions[0] ?? [0, 0, 0, 0];
    expect(x + width).toBeCloseTo(0.6);
  });

  it('finds a name that is broken over two lines, and marks both', () => {
    const runs = [run('Lindenallee 14,'), run('10437 Berlin', { y: 0.3 })];
    const [hit] = findOnPage(1, runs, '14, 10437');
    expect(hit?.regions).toHaveLength(2);
  });

  it('finds every place, also of CJK text without spaces', () => {
    expect(findOnPage(1, [run('田中太郎 田中'), run('山田中')], '田中')).toHaveLength(3);
  });
});
