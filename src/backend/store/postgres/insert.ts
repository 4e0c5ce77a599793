import { CompiledQuery } from 'kysely';
import type { InsertRows } from '../store.ts';

/** The protocol counts the parameters of a statement in 16 bits. */
const mostParameters = 65_535;

/** More in one statement gain nothing, and each number of rows is a text of its own to be parsed. */
const mostRows = 1000;

const quoted = (names: readonly string[]): string => names.map(name => `"${name}"`).join(', ');

function statementFor(
  table: string,
  columns: readonly string[],
  rows: number,
  key: readonly string[] | undefined,
): string {
  const tuple = (row: number): string =>
    `(${columns.map((_, place) => `$${row * columns.length + place + 1}`).join(', ')})`;
  const values = Array.from({ length: rows }, (_, row) => tuple(row)).join(', ');
  const insert = `insert into "${table}" (${quoted(columns)}) values ${values}`;
  if (!key) return insert;
  const others = columns.filter(column => !key.includes(column));
  return `${insert} on conflict (${quoted(key)}) do update set ${others
    .map(column => `"${column}" = excluded."${column}"`)
    .join(', ')}`;
}

/** Many rows in one statement: each statement is a way to the server and back. */
export const insertRows: InsertRows = async (db, table, rows, key) => {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first);
  const together = Math.min(mostRows, Math.floor(mostParameters / columns.length));
  for (let from = 0; from < rows.length; from += together) {
    const some = rows.slice(from, from + together);
    const values = some.flatMap(row => columns.map(column => Reflect.get(row, column) as unknown));
    await db.executeQuery(CompiledQuery.raw(statementFor(table, columns, some.length, key), values));
  }
};
