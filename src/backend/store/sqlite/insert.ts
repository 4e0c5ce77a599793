import type { SqliteStatement } from 'kysely';
import type { InsertRows } from '../store.ts';

const quoted = (names: readonly string[]): string => names.map(name => `"${name}"`).join(', ');

function statementFor(table: string, columns: readonly string[], key: readonly string[] | undefined): string {
  const insert = `insert into "${table}" (${quoted(columns)}) values (${columns.map(() => '?').join(', ')})`;
  if (!key) return insert;
  const others = columns.filter(column => !key.includes(column));
  return `${insert} on conflict (${quoted(key)}) do update set ${others
    .map(column => `"${column}" = excluded."${column}"`)
    .join(', ')}`;
}

/** The transaction is the only one of the one connection. One statement, prepared once and run row by row: one with all rows in it would be built anew, value by value, each time. */
export const rowInserter =
  (prepare: (sql: string) => SqliteStatement): InsertRows =>
  async (_db, table, rows, key) => {
    const [first] = rows;
    if (!first) return;
    const columns = Object.keys(first);
    const statement = prepare(statementFor(table, columns, key));
    for (const row of rows) statement.run(columns.map(column => Reflect.get(row, column) as unknown));
  };
