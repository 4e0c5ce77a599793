import { outboxGroups, type OutboxGroup, type OutboxItem } from '../../../shared/ipc/index.ts';

export const groupTitles = {
  needsYou: 'Needs you',
  undoable: 'Can still be undone',
  waiting: 'Waiting for the network',
  done: 'Done',
} as const satisfies Record<OutboxGroup, string>;

export type Totals = Readonly<Record<OutboxGroup, number>>;
/** Of each group the rows from its beginning that are at hand. */
export type Loaded = Readonly<Record<OutboxGroup, readonly OutboxItem[]>>;

/** A row of the whole list, one group after the other. */
export interface Place {
  readonly group: OutboxGroup;
  readonly index: number;
}

/** How many rows a group has on the screen. What is done has no end that anybody waits for: it grows when asked. */
export const rowsOf = (group: OutboxGroup, totals: Totals, loaded: Loaded): number =>
  group === 'done' ? loaded.done.length : totals[group];

/** The row so many further in the order shown; the first where nothing is selected, the last where the list ends. */
export function placeFrom(
  selectedId: string | undefined,
  by: number,
  totals: Totals,
  loaded: Loaded,
): Place | undefined {
  let before = 0;
  let selected: number | undefined;
  for (const group of outboxGroups) {
    const index = loaded[group].findIndex(({ commandId }) => commandId === selectedId);
    if (index >= 0 && selected === undefined) selected = before + index;
    before += rowsOf(group, totals, loaded);
  }
  const wanted = selected === undefined ? 0 : selected + by;
  let left = Math.min(before - 1, Math.max(0, wanted));
  for (const group of outboxGroups) {
    const rows = rowsOf(group, totals, loaded);
    if (left < rows) return { group, index: left };
    left -= rows;
  }
  return undefined;
}
