import type { Mark, Marks } from '../image/marks.ts';
import type { Turn } from '../image/raster.ts';

/** Share of a mark's ink that must lie on the two strokes of a chevron. */
const onStrokes = 0.9;
/** How far from a stroke's middle ink may lie, as a share of the box. */
const strokeWidth = 0.36;
/** Slices across the chevron of which each must be inked on both strokes. */
const slices = 5;

/**
 * How much ink of a mark lies where a filler (`<`) has its strokes, seen along one axis, and whether both strokes are
 * there. `along` runs from the point to the open end, `across` over the width.
 */
function fits(points: Float32Array): boolean {
  let on = 0;
  const seen = new Uint8Array(slices * 2);
  for (let at = 0; at < points.length; at += 2) {
    const along = points[at] ?? 0;
    const across = (points[at + 1] ?? 0) * 2 - 1;
    if (Math.abs(Math.abs(across) - along) > strokeWidth) continue;
    on += 1;
    const slice = Math.min(slices - 1, Math.floor(along * slices));
    seen[slice * 2 + (across < 0 ? 0 : 1)] = 1;
  }
  // At the point the strokes meet: the first slice counts with either.
  return on >= (points.length / 2) * onStrokes && seen.subarray(2).every(value => value === 1);
}

/**
 * The turn that a picture needs for this mark to be the filler `<` of a machine-readable zone; undefined for any other
 * mark. Fillers are the most frequent characters of a zone and the only ones that tell its direction without reading.
 */
export function chevronTurn({ labels }: Marks, mark: Mark, width: number): Turn | undefined {
  const wide = mark.right - mark.left;
  const tall = mark.bottom - mark.top;
  if (wide < 4 || tall < 4 || wide > tall * 2.2 || tall > wide * 2.2) return undefined;
  if (mark.area > (wide + 1) * (tall + 1) * 0.62) return undefined;
  const count = mark.area * 2;
  const [left, right, up, down] = [0, 1, 2, 3].map(() => new Float32Array(count));
  if (!left || !right || !up || !down) return undefined;
  let at = 0;
  for (let y = mark.top; y <= mark.bottom; y += 1) {
    for (let x = mark.left; x <= mark.right; x += 1) {
      if (labels[y * width + x] !== mark.label) continue;
      const [across, along] = [(x - mark.left) / wide, (y - mark.top) / tall];
      left[at] = right[at] = across;
      left[at + 1] = right[at + 1] = along;
      right[at] = 1 - across;
      up[at] = along;
      up[at + 1] = across;
      down[at] = 1 - along;
      down[at + 1] = across;
      at += 2;
    }
  }
  if (fits(left)) return 0;
  // A picture turned clockwise by a quarter has its fillers pointing up, and needs three more quarters.
  if (fits(up)) return 3;
  if (fits(right)) return 2;
  if (fits(down)) return 1;
  return undefined;
}
