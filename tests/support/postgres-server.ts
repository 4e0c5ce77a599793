import type { TestProject } from 'vitest/node';
import pg from 'pg';
import { openPostgres } from '../../src/backend/store/postgres/open.ts';
import { startPostgres } from '../../tools/index.mjs';
import { templateDatabase } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of a PostgreSQL of this run, without a database's name; undefined where tests use SQLite. */
    readonly postgres: { readonly before: string; readonly after: string } | undefined;
  }
}

/** Vitest calls it once before all tests of the project; what it returns, after them. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres();
  const [before = '', after = ''] = server.url('NAME').split('NAME');
  provide('postgres', { before, after });
  const admin = new pg.Client(server.url('postgres'));
  await admin.connect();
  await admin.query(`create database "${templateDatabase}"`);
  // A role without the password that the server asks it for.
  await admin.query(`create role guarded login password 'the right one'`);
  await admin.end();
  // Migrated once: each test's database is a copy.
  await (await openPostgres(server.url(templateDatabase))).close();
  return () => server.stop();
}
