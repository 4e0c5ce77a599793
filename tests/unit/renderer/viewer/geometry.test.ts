import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  anchorAt,
  currentPage,
  fitScale,
  layPages,
  pagesIn,
  pixelRatio,
  rotateRegion,
  scrollFor,
  shareSeen,
  turned,
  type Rotation,
} from '../../../../src/renderer/src/viewer/geometry.ts';

const size = fc.record({
  width: fc.integer({ min: 20, max: 5000 }),
  height: fc.integer({ min: 20, max: 5000 }),
});
const view = fc.record({
  width: fc.integer({ min: 200, max: 3000 }),
  height: fc.integer({ min: 200, max: 2000 }),
});
const rotation = fc.constantFrom<Rotation>(0, 90, 180, 270);
const pages = fc.array(size, { minLength: 1, maxLength: 20 });
const scale = fc.double({ min: 0.1, max: 8, noNaN: true });

describe('pages on the desk', () => {
  it('never overlap, stay inside the desk, and the desk fills its view', () => {
    fc.assert(
      fc.property(pages, scale, rotation, view, (sizes, factor, turn, window) => {
        const desk = layPages(sizes, factor, turn, window);
        expect(desk.width).toBeGreaterThanOrEqual(window.width);
        expect(desk.height).toBeGreaterThanOrEqual(window.height);
        desk.boxes.forEach((box, index) => {
          const next = desk.boxes[index + 1];
          expect(box.x).toBeGreaterThanOrEqual(0);
          expect(box.x + box.width).toBeLessThanOrEqual(desk.width + 0.001);
          expect(next?.y ?? desk.height + 1).toBeGreaterThan(box.y + box.height);
        });
      }),
    );
  });

  it('fit whole: no page is wider or higher than the view at the scale that says so', () => {
    fc.assert(
      fc.property(pages, rotation, view, (sizes, turn, window) => {
        const factor = fitScale('page', sizes, turn, window);
        fc.pre(factor > 0.08);
        for (const box of layPages(sizes, factor, turn, window).boxes) {
          expect(box.width).toBeLessThanOrEqual(window.width);
          expect(box.height).toBeLessThanOrEqual(window.height);
        }
      }),
    );
  });
});

describe('zooming to the pointer', () => {
  it('keeps what is under the pointer in its place, wherever the desk reaches far enough', () => {
    fc.assert(
      fc.property(
        pages,
        scale,
        scale,
        view,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (sizes, before, after, window, fx, fy) => {
          const [old, next] = [layPages(sizes, before, 0, window), layPages(sizes, after, 0, window)];
          const at = { x: fx * window.width, y: fy * window.height };
          const scroll = { x: 0.5 * (old.width - window.width), y: 0.5 * (old.height - window.height) };
          const anchor = anchorAt(old, { x: scroll.x + at.x, y: scroll.y + at.y });
          const target = scrollFor(next, anchor, at);
          const reachable =
            target.x > 0 &&
            target.y > 0 &&
            target.x < next.width - window.width &&
            target.y < next.height - window.height;
          fc.pre(reachable);
          const again = anchorAt(next, { x: target.x + at.x, y: target.y + at.y });
          // Between two pages the nearest one is the anchor, and at another scale it may be the other.
          fc.pre(again.page === anchor.page);
          expect(again.fx).toBeCloseTo(anchor.fx, 4);
          expect(again.fy).toBeCloseTo(anchor.fy, 4);
        },
      ),
    );
  });
});

describe('a region on a turned page', () => {
  it('comes back after four quarter turns and stays on the page', () => {
    const fraction = fc.double({ min: 0, max: 0.5, noNaN: true });
    fc.assert(
      fc.property(fraction, fraction, fraction, fraction, (x, y, w, h) => {
        for (const turn of [0, 90, 180, 270] as const) {
          const [left, top, width, height] = rotateRegion([x, y, w, h], turn);
          expect(left).toBeGreaterThanOrEqual(-1e-9);
          expect(top).toBeGreaterThanOrEqual(-1e-9);
          expect(left + width).toBeLessThanOrEqual(1 + 1e-9);
          expect(top + height).toBeLessThanOrEqual(1 + 1e-9);
        }
        let region = rotateRegion([x, y, w, h], 90);
        for (let round = 0; round < 3; round += 1) region = rotateRegion(region, 90);
        region.forEach((value, index) => expect(value).toBeCloseTo([x, y, w, h][index] ?? -1, 9));
      }),
    );
  });

  it('a mark at the top left of an upright page is at the top right after one turn clockwise', () => {
    const [left, top] = rotateRegion([0, 0, 0.2, 0.1], 90);
    expect([left, top]).toEqual([0.9, 0]);
    expect(turned(270)).toBe(0);
  });
});

describe('what is in view', () => {
  const window = { width: 800, height: 600 };
  const desk = layPages(
    Array.from({ length: 10 }, () => ({ width: 700, height: 1000 })),
    1,
    0,
    window,
  );

  it('names the page with the largest share as the current one', () => {
    expect(currentPage(desk, { x: 0, y: 0 }, window)).toBe(1);
    const third = desk.boxes[2]?.y ?? 0;
    expect(currentPage(desk, { x: 0, y: third - 100 }, window)).toBe(3);
  });

  it('mounts only the pages around the view, however long the document is', () => {
    const y = desk.boxes[5]?.y ?? 0;
    expect(pagesIn(desk, { x: 0, y }, window)).toEqual([6]);
    expect(pagesIn(desk, { x: 0, y }, window, 1)).toEqual([5, 6, 7]);
  });

  it('counts a page larger than the view as fully seen when it fills it', () => {
    const box = { page: 1, x: 0, y: 0, width: 5000, height: 5000 };
    expect(shareSeen(box, { x: 1000, y: 1000 }, window)).toBe(1);
    expect(shareSeen(box, { x: 6000, y: 0 }, window)).toBe(0);
  });
});

describe('how fine a page is drawn', () => {
  it('never beyond the largest canvas, never coarser than the screen below that', () => {
    fc.assert(
      fc.property(size, fc.double({ min: 1, max: 3, noNaN: true }), (page, device) => {
        const ratio = pixelRatio(page, device, 1_000_000);
        const pixels = page.width * page.height * ratio ** 2;
        expect(pixels).toBeLessThanOrEqual(1_000_000 * 1.001);
        if (page.width * page.height * device ** 2 <= 1_000_000 && page.width > 1400) {
          expect(ratio).toBeGreaterThanOrEqual(device);
        }
      }),
    );
  });
});
