/** A connected patch of ink: the smallest box around it, edges included, in pixels. */
export interface Mark {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** Pixels of ink. */
  readonly area: number;
  /** Names its pixels among `labels`. */
  readonly label: number;
}

export interface Marks {
  readonly marks: readonly Mark[];
  /** For each pixel the label of its mark; 0 is paper. */
  readonly labels: Int32Array;
}

function rootOf(parents: Int32Array, label: number): number {
  let root = label;
  while ((parents[root] ?? 0) !== root) root = parents[root] ?? 0;
  let at = label;
  while (at !== root) {
    const next = parents[at] ?? root;
    parents[at] = root;
    at = next;
  }
  return root;
}

/** Every patch of ink whose pixels touch, corners included. */
export function marksOf(ink: Uint8Array, width: number, height: number): Marks {
  const labels = new Int32Array(width * height);
  const parents = new Int32Array(Math.ceil((width * height) / 2) + 2);
  let count = 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      if (ink[at] !== 1) continue;
      let label = x > 0 ? (labels[at - 1] ?? 0) : 0;
      for (let from = Math.max(0, x - 1); y > 0 && from <= Math.min(width - 1, x + 1); from += 1) {
        const above = labels[at - width + from - x] ?? 0;
        if (above === 0) continue;
        if (label === 0) label = above;
        else {
          const [one, other] = [rootOf(parents, label), rootOf(parents, above)];
          if (one !== other) parents[Math.max(one, other)] = Math.min(one, other);
        }
      }
      if (label === 0) {
        count += 1;
        label = count;
        parents[label] = label;
      }
      labels[at] = label;
    }
  }
  return { marks: boxes(labels, parents, width, height), labels };
}

function boxes(labels: Int32Array, parents: Int32Array, width: number, height: number): readonly Mark[] {
  const found = new Map<number, { left: number; top: number; right: number; bottom: number; area: number }>();
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      const label = labels[at] ?? 0;
      if (label === 0) continue;
      const root = rootOf(parents, label);
      labels[at] = root;
      const box = found.get(root);
      if (!box) found.set(root, { left: x, top: y, right: x, bottom: y, area: 1 });
      else {
        if (x < box.left) box.left = x;
        if (x > box.right) box.right = x;
        box.bottom = y;
        box.area += 1;
      }
    }
  }
  return [...found].map(([label, box]) => ({ ...box, label }));
}
