import type { QueueView } from '../../../shared/ipc/queue.ts';
import { integer, text, type Cache } from '../cache/index.ts';
import type { Database, SqlRow } from '../ports.ts';
import { compareRows, keysOf, orderBy } from './order.ts';
import { whereOf, type Where } from './where.ts';

/** Views whose order is kept: the one on screen, the one before it, a few saved ones. */
const keptViews = 8;

interface List {
  readonly revision: number;
  readonly rows: Int32Array;
}

/**
 * The rows of a view in order, by position. A list is read once and then patched with the cases that changed, so that
 * a window anywhere in it costs the same at any size and depth.
 */
export function createViewLists(options: { readonly cache: Cache; readonly userId: string }) {
  const { cache, userId } = options;
  const lists = new Map<string, List>();

  function list(view: QueueView): Int32Array {
    const key = JSON.stringify([view.filter, view.sort, view.descending]);
    const revision = cache.revision();
    const known = lists.get(key);
    const fresh = known?.revision === revision ? known : { revision, rows: bring(view, known) };
    lists.delete(key);
    lists.set(key, fresh);
    const oldest = lists.size > keptViews ? lists.keys().next().value : undefined;
    if (oldest !== undefined) lists.delete(oldest);
    return fresh.rows;
  }

  function bring(view: QueueView, known: List | undefined): Int32Array {
    const changed = known && cache.changedSince(known.revision);
    const where = whereOf(view.filter, userId);
    if (!known || !changed) return readList(cache.database, view, where);
    if (changed.size === 0) return known.rows;
    return patchList(cache.database, view, where, known.rows, changed);
  }

  return {
    list,
    /** Where a case stands in the view, or would stand if the filter let it in. Undefined for a case that is not here. */
    position(
      view: QueueView,
      customerId: string,
    ): { readonly index: number; readonly here: boolean } | undefined {
      const rows = list(view);
      const found = cache.database.prepare('SELECT row FROM customer WHERE id = ?').get(customerId);
      if (!found) return undefined;
      const row = integer(found, 'row');
      const index = insertionPoint(rows, rowReader(cache.database, view), row);
      return { index, here: rows[index] === row };
    },
  };
}
export type ViewLists = ReturnType<typeof createViewLists>;

function readList(database: Database, view: QueueView, where: Where): Int32Array {
  // One string of numbers crosses the driver ten times faster than as many row objects.
  const answer = database
    .prepare(
      `SELECT coalesce(group_concat(row), '') AS rows FROM
         (SELECT row FROM customer WHERE ${where.text} ORDER BY ${orderBy(keysOf(view))})`,
    )
    .get(...where.values);
  const rows = answer ? text(answer, 'rows') : '';
  return rows === '' ? new Int32Array() : Int32Array.from(rows.split(','), Number);
}

interface RowReader {
  read(row: number): SqlRow | undefined;
  compare(a: SqlRow, b: SqlRow): number;
}

function rowReader(database: Database, view: QueueView): RowReader {
  const keys = keysOf(view);
  const statement = database.prepare(
    `SELECT ${keys.map(key => key.column).join(', ')} FROM customer WHERE row = ?`,
  );
  return { read: row => statement.get(row), compare: (a, b) => compareRows(keys, a, b) };
}

/** The first index whose row does not sort before `row`. Every row of the list must still be in the table. */
function insertionPoint(rows: Int32Array, reader: RowReader, row: number): number {
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

/** Takes the changed rows out and puts those that still match back where they belong now. */
function patchList(
  database: Database,
  view: QueueView,
  where: Where,
  before: Int32Array,
  changed: ReadonlySet<string>,
): Int32Array {
  const ids = [...changed];
  const marks = ids.map(() => '?').join(', ');
  const matching = database
    .prepare(`SELECT row FROM customer WHERE id IN (${marks}) AND (${where.text})`)
    .all(...ids, ...where.values)
    .map(row => integer(row, 'row'));
  const present = new Set(
    database
      .prepare(`SELECT row FROM customer WHERE id IN (${marks})`)
      .all(...ids)
      .map(row => integer(row, 'row')),
  );
  const reader = rowReader(database, view);
  const kept = before.filter(row => !present.has(row));
  const placed = matching
    .map(row => ({ row, index: insertionPoint(kept, reader, row), keys: reader.read(row) ?? {} }))
    .toSorted((a, b) => a.index - b.index || reader.compare(a.keys, b.keys));
  const rows = new Int32Array(kept.length + placed.length);
  let from = 0;
  placed.forEach(({ row, index }, already) => {
    rows.set(kept.subarray(from, index), from + already);
    rows[index + already] = row;
    from = index;
  });
  rows.set(kept.subarray(from), from + placed.length);
  return rows;
}
