/** Chromium ends an element at 33.5 million px; beyond this height the scroll bar stands for more than it measures. */
export const maxScrollHeight = 30_000_000;

export interface RowLayoutInput {
  readonly total: number;
  readonly rowHeight: number;
  readonly viewportHeight: number;
  readonly scrollTop: number;
  /** Rows drawn beyond each edge. */
  readonly overscan: number;
}

export interface RowLayout {
  /** Height of the scrolled element in px. */
  readonly height: number;
  /** First and past-the-last row to draw. */
  readonly first: number;
  readonly end: number;
  /** Where the first drawn row stands in the scrolled element, px. */
  readonly top: number;
}

/** The position in a list of true height, from a scroll position in one that may be squeezed. */
function truePosition({
  total,
  rowHeight,
  viewportHeight,
  scrollTop,
}: Omit<RowLayoutInput, 'overscan'>): number {
  const height = total * rowHeight;
  if (height <= maxScrollHeight) return scrollTop;
  const span = maxScrollHeight - viewportHeight;
  return span <= 0 ? 0 : (scrollTop / span) * (height - viewportHeight);
}

/** Which rows to draw and where, for any number of rows of one height. */
export function rowLayout(input: RowLayoutInput): RowLayout {
  const { total, rowHeight, viewportHeight, scrollTop, overscan } = input;
  const position = Math.max(0, truePosition(input));
  const firstVisible = Math.min(Math.floor(position / rowHeight), Math.max(0, total - 1));
  const first = Math.max(0, firstVisible - overscan);
  const end = Math.min(total, Math.ceil((position + viewportHeight) / rowHeight) + overscan);
  return {
    height: Math.min(total * rowHeight, maxScrollHeight),
    first,
    end,
    top: scrollTop + (first * rowHeight - position),
  };
}

/** The scroll position that brings a row wholly into sight, moving as little as possible. */
export function scrollToRow(row: number, input: Omit<RowLayoutInput, 'overscan'>): number {
  const { total, rowHeight, viewportHeight, scrollTop } = input;
  const position = truePosition(input);
  const top = row * rowHeight;
  const wanted =
    top < position
      ? top
      : top + rowHeight > position + viewportHeight
        ? top + rowHeight - viewportHeight
        : position;
  if (wanted === position) return scrollTop;
  const height = total * rowHeight;
  if (height <= maxScrollHeight) return wanted;
  return (wanted / (height - viewportHeight)) * (maxScrollHeight - viewportHeight);
}
