import Driver from 'better-sqlite3';
import { fail, ok } from '../../../shared/result.ts';
import { StorageError } from '../ports.ts';
import type { Database, Databases, SqlRow, SqlValue, Statement } from '../ports.ts';
import { fileFault } from './file-fault.ts';
import { makeForOwner } from './owner-only.ts';
import { intactPages } from './sqlcipher-pages.ts';
import { sqliteFault } from './sqlite-fault.ts';

type Connection = InstanceType<typeof Driver>;
type Prepared = ReturnType<typeof prepareRows>;

/** How long a statement waits for another connection's lock; the profile is ours alone, so this is only for a scanner. */
const busyTimeoutMs = 2_000;
/** Texts are few and fixed; the bound keeps a view with many shapes of filter from growing without end. */
const maxPrepared = 500;

/** Opens encrypted databases with the parameters of the safety page. */
export const databases: Databases = {
  intactPages,
  open(path, key, durability) {
    let connection: Connection | undefined;
    try {
      // The driver's own files are open to all; its log takes the mode of its database.
      makeForOwner(path);
      connection = new Driver(path, { timeout: busyTimeoutMs });
      configure(connection, key, durability);
      return ok(wrap(connection));
    } catch (error) {
      closeQuietly(connection);
      const fault = sqliteFault(error) ?? fileFault(error);
      if (!fault) throw error;
      if (fault.kind === 'damaged') return fail({ kind: 'unreadable', detail: fault.detail });
      return fail(fault);
    }
  },
};

/** The order matters: the cipher is chosen before the key, the key is set before anything reads a page. */
function configure(connection: Connection, key: Uint8Array, durability: 'full' | 'normal'): void {
  if (key.length !== 32) throw new Error('a database key has 32 bytes');
  const precious = durability === 'full';
  connection.pragma(`cipher='sqlcipher'`);
  connection.pragma('legacy=4');
  connection.pragma(`key="x'${Buffer.from(key).toString('hex')}'"`);
  connection.pragma('journal_mode=WAL');
  connection.pragma(`synchronous=${precious ? 'FULL' : 'NORMAL'}`);
  if (precious && process.platform === 'darwin') {
    // fsync on macOS stops at the drive's cache; F_FULLFSYNC does not.
    connection.pragma('fullfsync=ON');
    connection.pragma('checkpoint_fullfsync=ON');
  }
  connection.pragma('temp_store=MEMORY');
  if (precious) connection.pragma('secure_delete=ON');
  connection.pragma('cell_size_check=ON');
  connection.pragma('trusted_schema=OFF');
  connection.pragma('foreign_keys=ON');
  connection.pragma('mmap_size=0');
  // The first read of a page: a wrong key shows here, not in the first query of somebody else.
  connection.pragma('user_version');
}

function closeQuietly(connection: Connection | undefined): void {
  try {
    connection?.close();
  } catch (error) {
    // The fault that made us close is the one to report; a second fault of the same file adds nothing.
    if (!sqliteFault(error)) throw error;
  }
}

function guarded<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    const fault = sqliteFault(error);
    throw fault ? new StorageError(fault) : error;
  }
}

function prepareRows(connection: Connection, sql: string) {
  return connection.prepare<SqlValue[], SqlRow>(sql);
}

function wrap(connection: Connection): Database {
  const cache = new Map<string, Statement>();
  const prepare = (sql: string): Statement => {
    const known = cache.get(sql);
    if (known) return known;
    const statement = wrapStatement(connection, sql);
    const oldest = cache.size >= maxPrepared ? cache.keys().next().value : undefined;
    if (oldest !== undefined) cache.delete(oldest);
    cache.set(sql, statement);
    return statement;
  };
  const numberOf = (pragma: string): number => {
    const value = guarded(() => connection.pragma(pragma, { simple: true }));
    if (typeof value !== 'number') throw new Error(`${pragma} is not a number`);
    return value;
  };
  return {
    prepare,
    exec: sql => {
      guarded(() => connection.exec(sql));
    },
    transaction: work => {
      if (connection.inTransaction) throw new Error('transactions are not nested');
      return guarded(() => connection.transaction(work).immediate());
    },
    get schemaVersion() {
      return numberOf('user_version');
    },
    setSchemaVersion: version => {
      if (!Number.isSafeInteger(version)) throw new Error('a schema version is an integer');
      guarded(() => connection.pragma(`user_version=${version}`));
    },
    check: depth => check(connection, depth),
    checkpoint: () => {
      guarded(() => connection.pragma('wal_checkpoint(TRUNCATE)'));
    },
    close: () => {
      cache.clear();
      guarded(() => connection.close());
    },
  };
}

function wrapStatement(connection: Connection, sql: string): Statement {
  const prepared: Prepared = guarded(() => prepareRows(connection, sql));
  return {
    run: (...values) => {
      const { changes, lastInsertRowid } = guarded(() => prepared.run(...values));
      return { changes, lastId: Number(lastInsertRowid) };
    },
    get: (...values) => guarded(() => prepared.get(...values)),
    all: (...values) => guarded(() => prepared.all(...values)),
    // An own statement for each walk: a prepared one is busy until its iteration ends.
    iterate: (...values) => walk(guarded(() => prepareRows(connection, sql).iterate(...values))),
  };
}

function* walk(rows: IterableIterator<SqlRow>): IterableIterator<SqlRow> {
  try {
    for (;;) {
      const next = guarded(() => rows.next());
      if (next.done) return;
      yield next.value;
    }
  } finally {
    rows.return?.();
  }
}

function check(connection: Connection, depth: 'quick' | 'full'): readonly string[] {
  try {
    const rows = connection.prepare<[], string>(
      depth === 'quick' ? 'PRAGMA quick_check' : 'PRAGMA integrity_check',
    );
    const found = rows.pluck().all();
    return found.length === 1 && found[0] === 'ok' ? [] : found;
  } catch (error) {
    const fault = sqliteFault(error);
    if (fault?.kind !== 'damaged') throw fault ? new StorageError(fault) : error;
    return [fault.detail];
  }
}
