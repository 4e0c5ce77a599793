import { existsSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { Kysely, sql, SqliteDialect, type SqliteStatement } from 'kysely';
import { assertFits, newest, noStore, type StoreUse } from '../schema.ts';
import { assertStorable } from '../storable.ts';
import type { Store } from '../store.ts';
import type { Tables } from '../tables/index.ts';
import { cleaned } from './errors.ts';
import { holdServing, ownFile } from './file.ts';
import { rowInserter } from './insert.ts';
import { migrations } from './migrations/index.ts';

/** Writers of other processes (the admin's command line) hold the lock for moments only. */
const busyTimeoutMs = 5000;

const cacheKiB = 64 * 1024;
const bulkCacheKiB = 256 * 1024;

/** SQLite's most. Measured with the feed of 100,000 cases: read in place, a sync costs a sixth less processor time. */
const readerMapBytes = 2 ** 31 - 65_536;

function connect(path: string, readonly: boolean) {
  const database = new Sqlite(path, { readonly, timeout: busyTimeoutMs });
  if (!readonly) {
    // A customer's JSON has 7 KB on average: fewer overflow pages to follow than at SQLite's 4 KB.
    database.pragma('page_size = 8192');
    database.pragma('journal_mode = WAL');
    // A bulk load grows the log to its own size; it is cut back at the next checkpoint.
    database.pragma('journal_size_limit = 67108864');
    // An answered command must survive a power cut: the workstation forgets it once it was answered.
    database.pragma('synchronous = FULL');
    // What is deleted is overwritten: a purge must leave nothing in free pages. Measured with rows of 7 KB: no difference.
    database.pragma('secure_delete = ON');
  }
  if (readonly) database.pragma(`mmap_size = ${readerMapBytes}`);
  database.pragma('foreign_keys = ON');
  database.pragma('trusted_schema = OFF');
  database.pragma('temp_store = MEMORY');
  database.pragma(`cache_size = -${cacheKiB}`);
  return database;
}

function guarded(statement: ReturnType<ReturnType<typeof connect>['prepare']>): SqliteStatement {
  const checked = <T>(run: (parameters: readonly unknown[]) => T) => {
    return (parameters: readonly unknown[]): T => {
      assertStorable(parameters);
      try {
        return run(parameters);
      } catch (error) {
        throw cleaned(error);
      }
    };
  };
  return {
    reader: statement.reader,
    all: checked(parameters => statement.all(parameters)),
    run: checked(parameters => statement.run(parameters)),
    iterate: checked(parameters => statement.iterate(parameters)),
  };
}

/** SQLite has undone a transaction itself where it ran out of room: to do it again would be an error in place of that one. */
const onlyWithin = (database: ReturnType<typeof connect>, rollback: SqliteStatement): SqliteStatement => ({
  ...rollback,
  run: parameters => (database.inTransaction ? rollback.run(parameters) : { changes: 0, lastInsertRowid: 0 }),
});

/** Kysely prepares each query anew; keeping the statements saves two thirds of a small query's time. */
function statementsOf(database: ReturnType<typeof connect>): (sql: string) => SqliteStatement {
  const statements = new Map<string, SqliteStatement>();
  return sql => {
    const known = statements.get(sql);
    if (known) return known;
    // A deferred transaction that reads before it writes fails at once when another process wrote in between.
    const prepared = guarded(database.prepare(sql === 'begin' ? 'begin immediate' : sql));
    const statement = sql === 'rollback' ? onlyWithin(database, prepared) : prepared;
    if (statements.size >= 500) statements.clear();
    statements.set(sql, statement);
    return statement;
  };
}

function kyselyOver(
  database: ReturnType<typeof connect>,
  prepare: (sql: string) => SqliteStatement,
): Kysely<Tables> {
  const close = (): void => {
    database.close();
  };
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: { prepare, close } }) });
}

/** Brings the schema up to this version, whole or not at all: nobody meets the half of it. Throws with a sentence for the operator when it does not fit. */
async function migrate(
  database: ReturnType<typeof connect>,
  writer: Kysely<Tables>,
  use: StoreUse,
  path: string,
): Promise<void> {
  const present = (): number => {
    const version = Number(database.pragma('user_version', { simple: true }));
    assertFits(version, use, `at ${path}`);
    return version;
  };
  if (present() === newest) return;
  await writer.transaction().execute(async trx => {
    // Another process may have come first.
    const version = present();
    for (const { statements } of migrations.filter(candidate => candidate.version > version))
      for (const statement of statements) await sql.raw(statement).execute(trx);
    database.pragma(`user_version = ${newest}`);
  });
}

/** Opens (and where needed makes or migrates) a database file; `reader` sees what is committed, never a transaction under way. */
export async function openSqlite(path: string, use: StoreUse = {}): Promise<Store> {
  // Making the file is what opening it begins with.
  if (use.mayBegin === false && !existsSync(path)) throw new Error(noStore(`at ${path}`));
  ownFile(path);
  if (use.toServe !== true) return openOwned(path, use);
  const release = holdServing(path);
  try {
    return await openOwned(path, use, release);
  } catch (error) {
    release();
    throw error;
  }
}

/** Opens a file that is there; `release` gives it free for other serving processes, where this one holds it already. */
async function openOwned(path: string, use: StoreUse, release?: () => void): Promise<Store> {
  const database = connect(path, false);
  const prepare = statementsOf(database);
  const writer = kyselyOver(database, prepare);
  try {
    await migrate(database, writer, use, path);
  } catch (error) {
    database.close();
    throw error;
  }
  const readOnly = connect(path, true);
  const reader = kyselyOver(readOnly, statementsOf(readOnly));
  return {
    dialect: 'sqlite',
    writer,
    reader,
    alone: (_name, run) => writer.transaction().execute(run),
    skipLocked: query => query,
    // One process serves a file: there is nobody to tell.
    announce: async () => undefined,
    serve: () => release ?? holdServing(path),
    insertRows: rowInserter(prepare),
    bulk: async load => {
      // Rows of a load come in no order of any index: with the usual cache, index pages go out and in again and again.
      database.pragma(`cache_size = -${bulkCacheKiB}`);
      try {
        const value = await load();
        database.pragma('optimize = 0x10002');
        // Beside counts that leaves samples of what stands in the indexes: names that no purge would come by.
        database.exec('delete from sqlite_stat4');
        database.pragma('wal_checkpoint(TRUNCATE)');
        return value;
      } finally {
        database.pragma(`cache_size = -${cacheKiB}`);
      }
    },
    // Every time, as a log that was cut costs nothing. Between transactions: within one it would fail.
    forget: () =>
      writer.connection().execute(async () => {
        // Not waited for: with somebody reading just now the log is cut at the next time.
        database.pragma('busy_timeout = 0');
        try {
          database.pragma('wal_checkpoint(TRUNCATE)');
        } finally {
          database.pragma(`busy_timeout = ${busyTimeoutMs}`);
        }
      }),
    close: async () => {
      await reader.destroy();
      database.pragma('optimize');
      await writer.destroy();
      if (database.open) database.close();
      release?.();
    },
  };
}
