import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSeenMeter, type PageTime } from '../../../../src/renderer/src/viewer/seen.ts';
import { seenWords } from '../../../../src/renderer/src/viewer/seen-words.ts';

function meter() {
  const reports: PageTime[] = [];
  return { reports, ...createSeenMeter(time => reports.push(time)) };
}

describe('what was seen', () => {
  it('is a page that was on the screen for a second, and not one that was scrolled past', () => {
    const { reports, show, tick, stop } = meter();
    show('d1', [1], 0);
    show('d1', [2], 400);
    show('d1', [3], 800);
    tick(2_000);
    stop(2_000);
    expect(reports).toEqual([{ documentId: 'd1', page: 3, seconds: 1.2 }]);
  });

  it('adds up short looks', () => {
    const { reports, show, stop } = meter();
    for (let look = 0; look < 3; look += 1) {
      show('d1', [1], look * 1000);
      show('d1', [], look * 1000 + 400);
    }
    stop(10_000);
    expect(reports).toEqual([{ documentId: 'd1', page: 1, seconds: 1.2 }]);
  });

  it('is nothing while nothing is shown, as in a hidden window', () => {
    const { reports, show, tick, stop } = meter();
    show('d1', [], 0);
    tick(60_000);
    stop(60_000);
    expect(reports).toEqual([]);
  });

  it('never reports more time than has passed, and loses less than a second a page', () => {
    const event = fc.record({
      pages: fc.subarray([1, 2, 3]),
      document: fc.constantFrom('d1', 'd2'),
      after: fc.integer({ min: 0, max: 7_000 }),
      ticks: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), events => {
        const { reports, show, tick, stop } = meter();
        const true_ = new Map<string, number>();
        let now = 0;
        let shown: { document: string; pages: readonly number[] } = { document: 'd1', pages: [] };
        const pass = (ms: number) => {
          now += ms;
          for (const page of shown.pages) {
            const key = `${shown.document} ${page}`;
            true_.set(key, (true_.get(key) ?? 0) + ms);
          }
        };
        for (const { pages, document, after, ticks } of events) {
          show(document, pages, now);
          shown = { document, pages };
          pass(after);
          if (ticks) tick(now);
        }
        stop(now);
        for (const [key, ms] of true_) {
          const own = reports.filter(({ documentId, page }) => `${documentId} ${page}` === key);
          const seconds = own.reduce((sum, report) => sum + report.seconds, 0);
          // Each report is rounded to a tenth of a second.
          expect(seconds).toBeLessThanOrEqual(ms / 1000 + 0.051 * own.length);
          expect(seconds).toBeGreaterThan(ms / 1000 - 1 - 0.051 * own.length);
        }
      }),
    );
  });
});

describe('the words under a document', () => {
  it('name the pages that are still to be seen', () => {
    expect(seenWords(1, new Set())).toBe('Not seen yet');
    expect(seenWords(1, new Set([1]))).toBe('Seen');
    expect(seenWords(2, new Set([1]))).toBe('Page 2 not seen yet');
    expect(seenWords(12, new Set([1, 3]))).toBe('Pages 2, 4–12 not seen yet');
    expect(seenWords(3, new Set([1, 2, 3]))).toBe('All pages seen');
  });
});
