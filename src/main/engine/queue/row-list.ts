import { integer, text } from '../cache/index.ts';
import type { Database, SqlValue } from '../ports.ts';

/** The rows that a query for `row` gives, in its order. One string of numbers crosses the driver ten times faster than as many row objects. */
export function rowsOf(database: Database, query: string, values: readonly SqlValue[]): Int32Array {
  const answer = database
    .prepare(`SELECT coalesce(group_concat(row), '') AS rows FROM (${query})`)
    .get(...values);
  const rows = answer ? text(answer, 'rows') : '';
  return rows === '' ? new Int32Array() : Int32Array.from(rows.split(','), Number);
}

/** The largest row there is; 0 without any. */
export function lastRow(database: Database): number {
  const last = database.prepare('SELECT coalesce(max(row), 0) AS row FROM customer').get();
  return last ? integer(last, 'row') : 0;
}

/** The rows whose place in the mask holds 1, in their order. */
export function filtered(rows: Int32Array, mask: Uint8Array): Int32Array {
  const left = new Int32Array(rows.length);
  let count = 0;
  // A loop over indexes: with a function for each row, or an iterator, this takes ten times as long.
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index] ?? 0;
    if (mask[row] === 1) left[count++] = row;
  }
  return left.slice(0, count);
}
