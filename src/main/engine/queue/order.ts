import type { QueueView } from '../../../shared/ipc/queue.ts';
import type { SqlRow } from '../ports.ts';

interface Key {
  readonly column: string;
  readonly descending: boolean;
}

const up = (column: string): Key => ({ column, descending: false });
const down = (column: string): Key => ({ column, descending: true });

/** Ascending; equal ones by what is more urgent, then by the row so that the order is total. */
const sorts = {
  sla: [up('due'), down('risk_score'), up('row')],
  risk: [up('risk_score'), down('due'), down('row')],
  waiting: [up('submitted'), up('row')],
  name: [up('name_key'), up('row')],
  updated: [up('updated'), up('row')],
} as const satisfies Record<QueueView['sort'], readonly Key[]>;

/** What a view sorts by, in order. */
export const keysOf = (view: Pick<QueueView, 'sort' | 'descending'>): readonly Key[] =>
  view.descending ? sorts[view.sort].map(key => ({ ...key, descending: !key.descending })) : sorts[view.sort];

export const orderBy = (keys: readonly Key[]): string =>
  keys.map(({ column, descending }) => `${column}${descending ? ' DESC' : ''}`).join(', ');

/** Compares two rows of the key columns as SQLite does: numbers by value, text by its UTF-8 bytes. */
export function compareRows(keys: readonly Key[], a: SqlRow, b: SqlRow): number {
  for (const { column, descending } of keys) {
    const difference = compareValues(a[column], b[column]);
    if (difference !== 0) return descending ? -difference : difference;
  }
  return 0;
}

function compareValues(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  throw new Error('a sort column holds numbers or text only');
}

/** Code point order, which is UTF-8 byte order; JavaScript's own `<` compares UTF-16 units and differs above U+FFFF. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  let index = 0;
  while (index < length && a.charCodeAt(index) === b.charCodeAt(index)) index += 1;
  // Step back onto a surrogate pair that differs only in its second half.
  const low = index > 0 && (a.charCodeAt(index) & 0xfc00) === 0xdc00 ? index - 1 : index;
  return (a.codePointAt(low) ?? -1) - (b.codePointAt(low) ?? -1);
}
