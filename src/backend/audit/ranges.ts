/** The leaves from `start` up to, not including, `end`. */
export interface LeafRange {
  readonly start: number;
  readonly end: number;
}

/** The largest power of two smaller than `count` (RFC 9162, 2.1.1); `count` is at least 2. */
export function splitOf(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}

/** The subtrees whose hashes prove that leaf `index` is in a tree of `size` leaves, lowest first (RFC 9162, 2.1.3.1). */
export function inclusionRanges(index: number, size: number): readonly LeafRange[] {
  const path: LeafRange[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + splitOf(end - start);
    if (index < middle) {
      path.push({ start: middle, end });
      end = middle;
    } else {
      path.push({ start, end: middle });
      start = middle;
    }
  }
  return path.toReversed();
}

/** The subtrees whose hashes prove that the tree of `first` leaves begins the one of `second` (RFC 9162, 2.1.4.1). */
export function consistencyRanges(first: number, second: number): readonly LeafRange[] {
  const path: LeafRange[] = [];
  let [start, end] = [0, second];
  // While only left turns were taken, the subtree in hand is the first tree itself, whose hash is known.
  let isWholeFirst = true;
  while (end !== first) {
    const middle = start + splitOf(end - start);
    if (first <= middle) {
      path.push({ start: middle, end });
      end = middle;
    } else {
      path.push({ start, end: middle });
      start = middle;
      isWholeFirst = false;
    }
  }
  if (!isWholeFirst) path.push({ start, end });
  return path.toReversed();
}
