import type { Region } from '../../../shared/domain/index.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Clockwise degrees that a person turned a document by. */
export type Rotation = 0 | 90 | 180 | 270;

export const turned = (rotation: Rotation): Rotation => ((rotation + 90) % 360) as Rotation;

/** Where one page lies on the desk, in CSS pixels from its top left. */
export interface PageBox extends Size, Point {
  readonly page: number;
}

export interface Desk extends Size {
  readonly boxes: readonly PageBox[];
}

export const scaleRange = { least: 0.08, most: 8 } as const;

const margin = 20;
const gap = 14;

export const clampScale = (scale: number): number =>
  Math.min(scaleRange.most, Math.max(scaleRange.least, scale));

/** The size of a page after it was turned. */
export const rotatedSize = (size: Size, rotation: Rotation): Size =>
  rotation % 180 === 0 ? size : { width: size.height, height: size.width };

/** A region of the upright page, as fractions, seen on the turned page. */
export function rotateRegion([x, y, width, height]: Region, rotation: Rotation): Region {
  switch (rotation) {
    case 0:
      return [x, y, width, height];
    case 90:
      return [1 - y - height, x, height, width];
    case 180:
      return [1 - x - width, 1 - y - height, width, height];
    case 270:
      return [y, 1 - x - width, height, width];
  }
}

export type FitMode = 'width' | 'page';

/** The scale at which the widest page fills the view's width, or every page fits it whole. */
export function fitScale(mode: FitMode, pages: readonly Size[], rotation: Rotation, view: Size): number {
  const sizes = pages.map(size => rotatedSize(size, rotation));
  const widest = Math.max(1, ...sizes.map(size => size.width));
  const tallest = Math.max(1, ...sizes.map(size => size.height));
  const byWidth = Math.max(1, view.width - 2 * margin) / widest;
  if (mode === 'width') return clampScale(byWidth);
  return clampScale(Math.min(byWidth, Math.max(1, view.height - 2 * margin) / tallest));
}

/** Lays pages out from top to bottom, centred; a desk is never smaller than its view. */
export function layPages(pages: readonly Size[], scale: number, rotation: Rotation, view: Size): Desk {
  const sizes = pages.map(size => rotatedSize(size, rotation));
  const widths = sizes.map(size => size.width * scale);
  const heights = sizes.map(size => size.height * scale);
  const inner = heights.reduce((sum, height) => sum + height, 0) + gap * Math.max(0, pages.length - 1);
  const width = Math.max(view.width, Math.max(0, ...widths) + 2 * margin);
  const height = Math.max(view.height, inner + 2 * margin);
  let y = (height - inner) / 2;
  const boxes = sizes.map((_, index) => {
    const box = {
      page: index + 1,
      x: (width - (widths[index] ?? 0)) / 2,
      y,
      width: widths[index] ?? 0,
      height: heights[index] ?? 0,
    };
    y += box.height + gap;
    return box;
  });
  return { width, height, boxes };
}

/** A point of the desk that stays the same whatever the scale: where in which page. */
export interface Anchor {
  readonly page: number;
  readonly fx: number;
  readonly fy: number;
}

/** The anchor under a point of the desk; the nearest page's when it lies between pages. */
export function anchorAt(desk: Desk, point: Point): Anchor {
  const box = desk.boxes.find(({ y, height }) => point.y < y + height + gap / 2) ?? desk.boxes.at(-1);
  if (!box) return { page: 1, fx: 0.5, fy: 0.5 };
  return {
    page: box.page,
    fx: (point.x - box.x) / Math.max(1, box.width),
    fy: (point.y - box.y) / Math.max(1, box.height),
  };
}

/** The scroll position that brings an anchor to a point of the view. */
export function scrollFor(desk: Desk, anchor: Anchor, at: Point): Point {
  const box = desk.boxes[anchor.page - 1];
  if (!box) return { x: 0, y: 0 };
  return {
    x: Math.max(0, box.x + anchor.fx * box.width - at.x),
    y: Math.max(0, box.y + anchor.fy * box.height - at.y),
  };
}

/** Which pages touch the view, widened by `around` views above and below. */
export function pagesIn(desk: Desk, scroll: Point, view: Size, around = 0): readonly number[] {
  const top = scroll.y - around * view.height;
  const bottom = scroll.y + view.height * (1 + around);
  return desk.boxes.filter(({ y, height }) => y < bottom && y + height > top).map(({ page }) => page);
}

/** The share of a page, or of the view when the page is larger, that can be seen: 0 … 1. */
export function shareSeen(box: PageBox, scroll: Point, view: Size): number {
  const wide = Math.min(box.x + box.width, scroll.x + view.width) - Math.max(box.x, scroll.x);
  const high = Math.min(box.y + box.height, scroll.y + view.height) - Math.max(box.y, scroll.y);
  if (wide <= 0 || high <= 0) return 0;
  const whole = Math.min(box.width, view.width) * Math.min(box.height, view.height);
  return whole === 0 ? 0 : (wide * high) / whole;
}

/** The page that a person is looking at: the one with the largest share in view, the earlier on a tie. */
export function currentPage(desk: Desk, scroll: Point, view: Size): number {
  let best = { page: 1, share: 0 };
  for (const box of desk.boxes) {
    const share = shareSeen(box, scroll, view);
    if (share > best.share + 0.001) best = { page: box.page, share };
  }
  return best.page;
}

/** Below this many device pixels of width, small print falls apart when it is drawn dot by dot. */
const finePixels = 1400;

/**
 * Device pixels per CSS pixel for drawing a page: finer than the screen (up to twice) where the page is small, so
 * that small print is smoothed, and coarser where the canvas would grow beyond `most` pixels.
 */
export function pixelRatio(size: Size, devicePixelRatio: number, most: number): number {
  const fine = Math.min(2, finePixels / Math.max(1, size.width));
  const ratio = Math.max(devicePixelRatio, fine);
  const pixels = size.width * size.height * ratio ** 2;
  return pixels <= most ? ratio : ratio * Math.sqrt(most / pixels);
}
