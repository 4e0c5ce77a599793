import type { Region } from '../../../shared/domain/index.ts';
import type { Turn } from './image/raster.ts';
import type { PixelSize } from './image/pixels.ts';
import { skewedBack, type Point } from './image/skew.ts';

/** A line of text on a page as it is shown, however it lies there: the corners of its box, along the top and then the bottom. */
export type Place = readonly [topLeft: Point, topRight: Point, bottomLeft: Point, bottomRight: Point];

/** Where a point of a picture that was turned clockwise lies on the one that came. */
export function turnedBack([x, y]: Point, turn: Turn): Point {
  switch (turn) {
    case 0:
      return [x, y];
    case 1:
      return [y, 1 - x];
    case 2:
      return [1 - x, 1 - y];
    case 3:
      return [1 - y, x];
  }
}

/** How a page lies as it is shown: its text runs from left to right once it is made straight and then turned. */
export interface Lie {
  readonly size: PixelSize;
  /** Degrees by which its lines lean clockwise, quarter turns left aside. */
  readonly skew: number;
  readonly turn: Turn;
}

/** Where a point of a page whose text runs from left to right lies on the page as it is shown. */
export const asShown = (point: Point, { size, skew, turn }: Lie): Point =>
  skewedBack(turnedBack(point, turn), size, skew);

/** The corners of a box, brought to where they lie by `back`. */
export const placeOf = ([x, y, width, height]: Region, back: (point: Point) => Point): Place => [
  back([x, y]),
  back([x + width, y]),
  back([x, y + height]),
  back([x + width, y + height]),
];

const rounded = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 10_000) / 10_000;

/** The upright box around a place. */
export function boxAround(place: Place): Region {
  const [left, right] = [Math.min(...place.map(([x]) => x)), Math.max(...place.map(([x]) => x))];
  const [top, bottom] = [Math.min(...place.map(([, y]) => y)), Math.max(...place.map(([, y]) => y))];
  return [rounded(left), rounded(top), rounded(right - left), rounded(bottom - top)];
}

/** The part of a line from one share of its length to another. */
export function partOf([topLeft, topRight, bottomLeft, bottomRight]: Place, from: number, to: number): Place {
  const between = (one: Point, other: Point, share: number): Point => [
    one[0] + (other[0] - one[0]) * share,
    one[1] + (other[1] - one[1]) * share,
  ];
  return [
    between(topLeft, topRight, from),
    between(topLeft, topRight, to),
    between(bottomLeft, bottomRight, from),
    between(bottomLeft, bottomRight, to),
  ];
}

/** The box on the page as it is shown around one on the page whose text runs from left to right. */
export const regionAsShown = (region: Region, lie: Lie): Region =>
  boxAround(placeOf(region, point => asShown(point, lie)));
