import type { Insertable, SqliteStatement } from 'kysely';
import type { Tables } from '../tables.ts';

/**
 * Inserts rows of one table, all with the same columns. A row whose `key` is there already takes that row's place; without
 * a key that is an error.
 */
export type InsertRows = <T extends keyof Tables>(
  table: T,
  rows: readonly Insertable<Tables[T]>[],
  key?: readonly (keyof Tables[T] & string)[],
) => void;

const quoted = (names: readonly string[]): string => names.map(name => `"${name}"`).join(', ');

function statementFor(table: string, columns: readonly string[], key: readonly string[] | undefined): string {
  const insert = `insert into "${table}" (${quoted(columns)}) values (${columns.map(() => '?').join(', ')})`;
  if (!key) return insert;
  const others = columns.filter(column => !key.includes(column));
  return `${insert} on conflict (${quoted(key)}) do update set ${others
    .map(column => `"${column}" = excluded."${column}"`)
    .join(', ')}`;
}

/** One statement, prepared once and run row by row: one with all rows in it would be built anew, value by value, each time. */
export const rowInserter =
  (prepare: (sql: string) => SqliteStatement): InsertRows =>
  (table, rows, key) => {
    const [first] = rows;
    if (!first) return;
    const columns = Object.keys(first);
    const statement = prepare(statementFor(table, columns, key));
    for (const row of rows) statement.run(columns.map(column => Reflect.get(row, column) as unknown));
  };
