import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import pg from 'pg';
import { inject } from 'vitest';
import type { Store } from '../../src/backend/store/index.ts';

/** Migrated and empty; the databases of tests are copies of it. */
export const templateDatabase = 'sealdesk_template';

/** Whether the tests of this project use PostgreSQL. */
export const onPostgres = (): boolean => inject('postgres') !== undefined;

export function postgresUrl(database: string, user?: string): string {
  const url = inject('postgres');
  if (!url) throw new Error('this project has no PostgreSQL');
  const whole = `${url.before}${database}${url.after}`;
  return user === undefined ? whole : whole.replace('user=sealdesk', `user=${user}`);
}

/** Statements of the server's administrator, outside of any transaction. */
export async function administer(...statements: readonly string[]): Promise<void> {
  const client = new pg.Client(postgresUrl('postgres'));
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A new database, migrated and empty unless told otherwise. */
export async function createDatabase(name = `test_${randomUUID()}`, template = templateDatabase) {
  await administer(`create database "${name}" template "${template}"`);
  return {
    name,
    url: postgresUrl(name),
    drop: () => administer(`drop database if exists "${name}" with (force)`),
  };
}

/** What the database is called that stands for a directory in which a test keeps its store. */
export const nameOfKept = (directory: string): string =>
  `kept_${createHash('sha256').update(directory).digest('hex').slice(0, 16)}`;

/** The database that stands for a directory in which a test keeps its store over restarts: made when first asked for. */
export async function databaseOf(directory: string) {
  const name = nameOfKept(directory);
  return createDatabase(name).catch((error: unknown) => {
    const exists = error instanceof pg.DatabaseError && error.code === '42P04';
    if (!exists) throw error;
    return { name, url: postgresUrl(name), drop: () => Promise.resolve() };
  });
}

/** How often all dead rows were removed of a store on PostgreSQL; counted there a moment later. */
export async function vacuumsOf({ reader }: Pick<Store, 'reader'>): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select "vacuum_count" as "count" from pg_stat_user_tables where "relname" = 'customer'`.execute(reader);
  return rows[0]?.count ?? 0;
}
