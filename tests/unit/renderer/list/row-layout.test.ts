import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxScrollHeight, rowLayout, scrollToRow } from '../../../../src/renderer/src/list/row-layout.ts';

const rowHeight = 36;
const overscan = 6;
const geometry = fc
  .record({
    total: fc.integer({ min: 1, max: 20_000_000 }),
    viewportHeight: fc.integer({ min: 40, max: 4000 }),
  })
  .chain(({ total, viewportHeight }) => {
    const most = Math.max(0, Math.min(total * rowHeight, maxScrollHeight) - viewportHeight);
    return fc.record({
      total: fc.constant(total),
      viewportHeight: fc.constant(viewportHeight),
      rowHeight: fc.constant(rowHeight),
      scrollTop: fc.integer({ min: 0, max: most }),
    });
  });

describe('the rows to draw', () => {
  it('cover the viewport at every scroll position of every length, within what Chromium can draw', () => {
    fc.assert(
      fc.property(geometry, input => {
        const layout = rowLayout({ ...input, overscan });
        const bottom = layout.top + (layout.end - layout.first) * rowHeight;
        expect(layout.height).toBeLessThanOrEqual(33_500_000);
        expect(layout.end - layout.first).toBeLessThanOrEqual(
          input.viewportHeight / rowHeight + 2 * overscan + 2,
        );
        expect(layout.top).toBeLessThanOrEqual(input.scrollTop + 0.5);
        const reaches = Math.min(input.scrollTop + input.viewportHeight, layout.height);
        expect(bottom).toBeGreaterThanOrEqual(reaches - 0.5);
      }),
    );
  });

  it('begin with the first row at the top and end with the last at the bottom', () => {
    fc.assert(
      fc.property(geometry, ({ total, viewportHeight }) => {
        const input = { total, viewportHeight, rowHeight, overscan };
        expect(rowLayout({ ...input, scrollTop: 0 }).first).toBe(0);
        const height = Math.min(total * rowHeight, maxScrollHeight);
        const bottom = Math.max(0, height - viewportHeight);
        expect(rowLayout({ ...input, scrollTop: bottom }).end).toBe(total);
      }),
    );
  });

  it('are none of an empty list', () => {
    const layout = rowLayout({ total: 0, rowHeight, viewportHeight: 600, scrollTop: 0, overscan });
    expect([layout.first, layout.end, layout.height]).toEqual([0, 0, 0]);
  });
});

describe('scrolling to a row', () => {
  it('brings any row of any list wholly into sight', () => {
    fc.assert(
      fc.property(geometry, fc.double({ min: 0, max: 1, noNaN: true }), (input, share) => {
        const row = Math.min(input.total - 1, Math.floor(share * input.total));
        const scrollTop = scrollToRow(row, input);
        const layout = rowLayout({ ...input, scrollTop, overscan: 0 });
        expect(row).toBeGreaterThanOrEqual(layout.first);
        expect(row).toBeLessThan(layout.end);
      }),
    );
  });

  it('does not move for a row in sight', () => {
    const input = { total: 100_000, rowHeight, viewportHeight: 720, scrollTop: 3600 };
    expect(scrollToRow(105, input)).toBe(3600);
    expect(scrollToRow(99, input)).toBe(99 * rowHeight);
    expect(scrollToRow(120, input)).toBe(121 * rowHeight - 720);
  });
});
