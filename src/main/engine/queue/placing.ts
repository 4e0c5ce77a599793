import type { QueueView } from '../../../shared/ipc/queue.ts';
import type { Database, SqlRow } from '../ports.ts';
import { compareRows, keysOf } from './order.ts';

export interface RowReader {
  read(row: number): SqlRow | undefined;
  compare(a: SqlRow, b: SqlRow): number;
}

/** Reads and compares what a view sorts by. */
export function rowReader(database: Database, view: Pick<QueueView, 'sort' | 'descending'>): RowReader {
  const keys = keysOf(view);
  const statement = database.prepare(
    `SELECT ${keys.map(key => key.column).join(', ')} FROM customer WHERE row = ?`,
  );
  return { read: row => statement.get(row), compare: (a, b) => compareRows(keys, a, b) };
}

/** The first index whose row does not sort before `row`. Every row of the list must still be in the table. */
export function insertionPoint(rows: Int32Array, reader: RowReader, row: number): number {
  const wanted = reader.read(row);
  if (!wanted) throw new Error('the row to place is gone');
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const there = reader.read(rows[middle] ?? -1);
    if (!there) throw new Error('a listed row is gone');
    if (reader.compare(there, wanted) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
