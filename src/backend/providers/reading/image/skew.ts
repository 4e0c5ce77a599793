import type { PixelSize } from './pixels.ts';
import type { Gray } from './raster.ts';

/** A point as fractions of a picture: from its left, from its top. */
export type Point = readonly [x: number, y: number];

/** How far a page may lie askew beside its quarter turns, in degrees. */
const mostDegrees = 20;
const [coarse, fine] = [0.5, 0.1];
/** Fewer marks than this are no text to go by. */
const fewestMarks = 30;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** How well points fall into lines across a direction: the sum of squares of how many share one of the narrow strips. */
function gathered(points: readonly Point[], degrees: number, strip: number): number {
  const [sin, cos] = [Math.sin(radians(degrees)), Math.cos(radians(degrees))];
  const [rows, columns] = [new Map<number, number>(), new Map<number, number>()];
  for (const [x, y] of points) {
    const row = Math.round((y * cos - x * sin) / strip);
    const column = Math.round((x * cos + y * sin) / strip);
    rows.set(row, (rows.get(row) ?? 0) + 1);
    columns.set(column, (columns.get(column) ?? 0) + 1);
  }
  const score = (counts: ReadonlyMap<number, number>): number =>
    [...counts.values()].reduce((sum, count) => sum + count * count, 0);
  // A page that lies on its side has its lines upright.
  return Math.max(score(rows), score(columns));
}

/**
 * By how many degrees clockwise the lines of a page lean, quarter turns left aside, from the middles of its marks in pixels;
 * 0 where too few tell. `height` is that of a usual mark.
 */
export function skewOf(points: readonly Point[], height: number): number {
  if (points.length < fewestMarks) return 0;
  const strip = Math.max(2, height / 3);
  const best = (from: number, to: number, step: number): number => {
    let [angle, most] = [0, -1];
    for (let degrees = from; degrees <= to + step / 2; degrees += step) {
      const score = gathered(points, degrees, strip);
      if (score > most) [angle, most] = [degrees, score];
    }
    return angle;
  };
  const rough = best(-mostDegrees, mostDegrees, coarse);
  return Math.round(best(rough - coarse, rough + coarse, fine) * 10) / 10;
}

/** Size of a picture that was turned back by its skew: as much larger as its corners need. */
function straightSize({ width, height }: PixelSize, degrees: number): PixelSize {
  const [sin, cos] = [Math.abs(Math.sin(radians(degrees))), Math.cos(radians(degrees))];
  return { width: Math.ceil(width * cos + height * sin), height: Math.ceil(width * sin + height * cos) };
}

/** Where a point of a picture that was turned back by its skew lies on the one that came, in pixels. */
function askew(x: number, y: number, came: PixelSize, straight: PixelSize, degrees: number): Point {
  const [sin, cos] = [Math.sin(radians(degrees)), Math.cos(radians(degrees))];
  const [dx, dy] = [x - straight.width / 2, y - straight.height / 2];
  return [came.width / 2 + dx * cos - dy * sin, came.height / 2 + dx * sin + dy * cos];
}

/** The same as fractions of both. */
export function skewedBack([x, y]: Point, came: PixelSize, degrees: number): Point {
  if (degrees === 0) return [x, y];
  const straight = straightSize(came, degrees);
  const [atX, atY] = askew(x * straight.width, y * straight.height, came, straight, degrees);
  return [atX / came.width, atY / came.height];
}

/** Turns a picture counterclockwise by so many degrees; what was not on it is white. */
export function straightened(gray: Gray, degrees: number): Gray {
  if (degrees === 0) return gray;
  const { width, height, data } = gray;
  const straight = straightSize(gray, degrees);
  const out = new Uint8Array(straight.width * straight.height).fill(255);
  for (let y = 0; y < straight.height; y += 1) {
    for (let x = 0; x < straight.width; x += 1) {
      const [atX, atY] = askew(x, y, gray, straight, degrees);
      const [column, row] = [Math.floor(atX), Math.floor(atY)];
      if (column < 0 || row < 0 || column >= width - 1 || row >= height - 1) continue;
      const [right, down] = [atX - column, atY - row];
      const at = row * width + column;
      const above = (data[at] ?? 0) * (1 - right) + (data[at + 1] ?? 0) * right;
      const below = (data[at + width] ?? 0) * (1 - right) + (data[at + width + 1] ?? 0) * right;
      out[y * straight.width + x] = Math.round(above * (1 - down) + below * down);
    }
  }
  return { ...straight, data: out };
}
