import type { Compared, ComparisonRow } from '../../../shared/ipc/index.ts';
import { valueText } from '../ui/index.ts';

/** So many rows are shown of a comparison in which nothing differs. */
const fewRows = 6;

/** What differs; where nothing does, the beginning. The rest is `hidden` until it is asked for. */
export function foremost(rows: readonly ComparisonRow[]): {
  readonly shown: readonly ComparisonRow[];
  readonly hidden: readonly ComparisonRow[];
} {
  const changed = rows.filter(row => row.changed);
  const unchanged = rows.filter(row => !row.changed);
  return changed.length > 0
    ? { shown: changed, hidden: unchanged }
    : { shown: unchanged.slice(0, fewRows), hidden: unchanged.slice(fewRows) };
}

/** One side of a comparison in the person's own words, in the same as the review room. */
export const comparedWords = (parts: readonly Compared[]): string =>
  parts.map(({ value, type }) => valueText(type, value)).join(' · ');

export const unchangedWords = (count: number): string => `${count} unchanged item${count === 1 ? '' : 's'}`;
