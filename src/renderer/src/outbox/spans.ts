import { outboxGroups, type OutboxGroup } from '../../../shared/ipc/index.ts';
import { rowsOf, type Loaded, type Totals } from './groups.ts';

/** Pixels; the style sheet's own figures. */
export const rowHeight = 54;
export const headHeight = 34;
/** Rows drawn beyond each edge: somebody who walks by keyboard meets drawn ones. */
const overscan = 20;

/** A group with where its rows begin in the scrolled element, and which of them to draw. */
export interface Span {
  readonly group: OutboxGroup;
  readonly top: number;
  readonly rows: number;
  readonly first: number;
  readonly end: number;
}

/** The groups that have something in them, for a scrolled element of this height. */
export function spansOf(
  totals: Totals,
  loaded: Loaded,
  scrollTop: number,
  viewportHeight: number,
): readonly Span[] {
  let top = 0;
  return outboxGroups.flatMap(group => {
    const rows = rowsOf(group, totals, loaded);
    if (rows === 0) return [];
    top += headHeight;
    const within = (row: number): number => Math.min(rows, Math.max(0, row));
    const first = within(Math.floor((scrollTop - top) / rowHeight) - overscan);
    const end = within(Math.ceil((scrollTop + viewportHeight - top) / rowHeight) + overscan);
    const span = { group, top, rows, first, end };
    top += rows * rowHeight;
    return [span];
  });
}

/** The scroll position that brings a row out from under its group's heading and above the lower edge. */
export function scrollToRow(
  { top }: Pick<Span, 'top'>,
  index: number,
  scrollTop: number,
  viewportHeight: number,
): number {
  const row = top + index * rowHeight;
  if (row < scrollTop + headHeight) return Math.max(0, row - headHeight);
  return Math.max(scrollTop, row + rowHeight - viewportHeight);
}
