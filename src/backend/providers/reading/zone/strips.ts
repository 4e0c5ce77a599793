import type { Gray } from '../image/raster.ts';
import { placeKinds, type PlaceKind } from './formats.ts';
import type { GridLine, Located } from './locate.ts';

/** One character's place in a zone. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Characters of one kind in one line, to be read by OCR that knows the kind: cell `n` of the picture is `places[n]`. */
export interface Strip {
  readonly kind: PlaceKind;
  readonly picture: Gray;
  /** Undefined where two words are kept apart. */
  readonly places: readonly (Place | undefined)[];
  /** Pixels from one cell to the next; the first begins at `margin`. */
  readonly pitch: number;
  readonly margin: number;
}

/** Height of a capital letter in pixels for which the OCR reads best, by trying 24 to 48 on drawn zones. */
const capital = 34;
const margin = 24;

function sample({ data, width, height }: Gray, x: number, y: number): number {
  const column = Math.min(width - 2, Math.max(0, Math.floor(x)));
  const row = Math.min(height - 2, Math.max(0, Math.floor(y)));
  const [right, down] = [Math.min(1, Math.max(0, x - column)), Math.min(1, Math.max(0, y - row))];
  const at = row * width + column;
  const above = (data[at] ?? 0) * (1 - right) + (data[at + 1] ?? 0) * right;
  const below = (data[at + width] ?? 0) * (1 - right) + (data[at + width + 1] ?? 0) * right;
  return above * (1 - down) + below * down;
}

/** Grey levels of ink and paper within a line, by which its contrast is stretched. */
function levelsOf(picture: Gray, line: GridLine, columns: number): readonly [ink: number, paper: number] {
  const values: number[] = [];
  for (let step = 0; step < columns * 12; step += 1) {
    const x = line.x + (step / 12 - 0.5) * line.pitch;
    const y = line.y + line.slope * x;
    for (let up = -5; up <= 5; up += 1) values.push(sample(picture, x, y + (up / 10) * line.height));
  }
  values.sort((a, b) => a - b);
  return [values[Math.floor(values.length * 0.04)] ?? 0, values[Math.floor(values.length * 0.7)] ?? 255];
}

function paint(
  out: Gray,
  cell: number,
  located: Located,
  place: Place,
  look: {
    readonly pitch: number;
    readonly scale: number;
    readonly levels: readonly [number, number];
  },
): void {
  const line = located.lines[place.line];
  if (!line) return;
  const [ink, paper] = look.levels;
  const middle = line.x + place.column * line.pitch;
  const reach = Math.ceil(line.height * look.scale * 0.68);
  const from = Math.round(margin + cell * look.pitch);
  const to = Math.round(margin + (cell + 1) * look.pitch);
  for (let row = -reach; row <= reach; row += 1) {
    for (let column = from; column < to; column += 1) {
      const x = middle + (column - margin - (cell + 0.5) * look.pitch) / look.scale;
      const y = line.y + line.slope * x + row / look.scale;
      const shade = ((sample(located.picture, x, y) - ink) / Math.max(1, paper - ink)) * 255;
      const value = Math.max(0, Math.min(255, shade));
      out.data[(row + Math.floor(out.height / 2)) * out.width + column] = Math.round(value);
    }
  }
}

/** The strips of a zone: fillers are left out; between letters a gap of a cell stands where some were. */
export function stripsOf(located: Located): readonly Strip[] {
  const kinds = placeKinds(located.format);
  return (['letter', 'digit', 'any'] as const).flatMap(kind => {
    const places: (Place | undefined)[] = [];
    located.lines.forEach((line, row) => {
      for (let column = 0; column < located.format.width; column += 1) {
        if (kinds[row]?.[column] !== kind || line.fillers[column]) continue;
        const before = places.at(-1);
        const isNext = before?.line === row && before.column === column - 1;
        // Digits alone are read best without a gap, of which the OCR makes words and loses those of one digit.
        if (before && !isNext && kind !== 'digit') places.push(undefined);
        places.push({ line: row, column });
      }
    });
    if (places.length === 0) return [];
    const first = located.lines[0];
    if (!first) return [];
    const scale = capital / first.height;
    const pitch = first.pitch * scale;
    const width = Math.ceil(places.length * pitch + 2 * margin);
    const height = Math.ceil(capital * 1.4) + 2 * margin;
    const picture: Gray = { width, height, data: new Uint8Array(width * height).fill(255) };
    const levels = located.lines.map(line => levelsOf(located.picture, line, located.format.width));
    places.forEach((place, cell) => {
      if (!place) return;
      const own = located.lines[place.line];
      const looks = {
        pitch,
        scale: own ? pitch / own.pitch : scale,
        levels: levels[place.line] ?? [0, 255],
      };
      paint(picture, cell, located, place, looks);
    });
    return [{ kind, picture, places, pitch, margin }];
  });
}
