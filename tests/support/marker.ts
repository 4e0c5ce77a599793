import { sql } from 'kysely';
import type { TestBackend } from './backend.ts';

/** Whether a value holds what was planted, in any case or as base64. */
export function isMarkedWith(marker: string): (value: unknown) => boolean {
  const base64 = Buffer.from(marker).toString('base64').slice(0, -4);
  return value => {
    const text =
      value instanceof Uint8Array
        ? Buffer.from(value).toString('latin1')
        : typeof value === 'string'
          ? value
          : '';
    return text.toLowerCase().includes(marker.toLowerCase()) || text.includes(base64);
  };
}

interface Table {
  readonly name: string;
  readonly columns: readonly string[];
}

/** Every table that the store has, whoever made it. */
export async function tablesOf({ backend }: TestBackend): Promise<readonly Table[]> {
  const found = await backend.context.store.reader.introspection.getTables();
  return found.map(({ name, columns }) => ({ name, columns: columns.map(column => column.name) }));
}

/** Every row of a table. */
export const rowsOf = async (
  { backend }: TestBackend,
  name: string,
): Promise<readonly Readonly<Record<string, unknown>>[]> =>
  (
    await sql<Readonly<Record<string, unknown>>>`select * from ${sql.table(name)}`.execute(
      backend.context.store.reader,
    )
  ).rows;

/** `table.column` of every value in the store that is marked. */
export async function markedIn(
  server: TestBackend,
  isMarked: (value: unknown) => boolean,
): Promise<readonly string[]> {
  const places = new Set<string>();
  for (const { name } of await tablesOf(server))
    for (const row of await rowsOf(server, name))
      for (const [column, value] of Object.entries(row)) if (isMarked(value)) places.add(`${name}.${column}`);
  return [...places].toSorted();
}
