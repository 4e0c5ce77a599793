import { integer, maybeInteger, maybeText, text } from '../cache/index.ts';
import type { Database, SqlRow } from '../ports.ts';
import { lastRow } from './row-list.ts';

/** Everything that a filter can ask of a case. Cases that agree in all of it are one cell: a few thousand at any size. */
export interface Cell {
  readonly status: string;
  readonly kind: string;
  readonly level: string;
  readonly risk: string;
  readonly country: string | undefined;
  readonly assignee: string | undefined;
  readonly claimedBy: string | undefined;
  readonly missing: boolean;
}

/** Which cell each row is in; a filter is asked once a cell and then looked up row by row. */
export interface Cells {
  /** Those of the rows whose cell passes, in their order. */
  filter(rows: Int32Array, test: (cell: Cell) => boolean): Int32Array;
  /** Reads these cases again. */
  patch(customerIds: ReadonlySet<string>): void;
}

/** In the order of the index that covers them (bulk-load.ts). */
const columns = 'status, kind, level_id, risk_band, country, assignee, claimed_by, missing';

const cellOf = (row: SqlRow): Cell => ({
  status: text(row, 'status'),
  kind: text(row, 'kind'),
  level: text(row, 'level_id'),
  risk: text(row, 'risk_band'),
  country: maybeText(row, 'country'),
  assignee: maybeText(row, 'assignee'),
  claimedBy: maybeText(row, 'claimed_by'),
  missing: (maybeInteger(row, 'missing') ?? 0) > 0,
});

const noCell = 0;
const noRow = 0;

export function readCells(database: Database): Cells {
  const cells: (Cell | undefined)[] = [undefined];
  const numbers = new Map<string, number>();
  let cellOfRow = new Uint32Array(lastRow(database) + 1);

  const numberOf = (cell: Cell): number => {
    const key = JSON.stringify(Object.values(cell).map(value => value ?? null));
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, cells.length);
    return cells.push(cell) - 1;
  };

  const grouped = database.prepare(
    `SELECT ${columns}, group_concat(row) AS rows FROM customer GROUP BY ${columns}`,
  );
  for (const group of grouped.all()) {
    const number = numberOf(cellOf(group));
    for (const row of text(group, 'rows').split(',')) cellOfRow[Number(row)] = number;
  }

  return {
    filter(rows, test) {
      const passes = Uint8Array.from(cells, cell => (cell && test(cell) ? 1 : 0));
      const left = new Int32Array(rows.length);
      let count = 0;
      for (let index = 0; index < rows.length; index += 1) {
        const row = rows[index] ?? noRow;
        if (passes[cellOfRow[row] ?? noCell] === 1) left[count++] = row;
      }
      return left.slice(0, count);
    },
    patch(customerIds) {
      const ids = [...customerIds];
      const found = database
        .prepare(`SELECT row, ${columns} FROM customer WHERE id IN (${ids.map(() => '?').join(', ')})`)
        .all(...ids);
      for (const one of found) {
        const row = integer(one, 'row');
        if (row >= cellOfRow.length) {
          const longer = new Uint32Array(row * 2);
          longer.set(cellOfRow);
          cellOfRow = longer;
        }
        cellOfRow[row] = numberOf(cellOf(one));
      }
    },
  };
}
