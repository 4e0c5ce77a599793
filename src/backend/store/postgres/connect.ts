import {
  Kysely,
  PostgresDialect,
  sql,
  type PostgresPool,
  type PostgresPoolClient,
  type RawBuilder,
} from 'kysely';
import pg from 'pg';
import { assertStorable } from '../storable.ts';
import type { Queries } from '../store.ts';
import type { Tables } from '../tables/index.ts';
import { cleaned, unavailable } from './errors.ts';

/** Two pools of these and one connection that listens: five processes fit PostgreSQL's usual hundred connections. */
const mostConnections = 8;

/** Both for a server that does not answer and for a connection of the pool to become free. */
const connectTimeoutMs = 15_000;

/**
 * A process that stands still within a transaction (its machine is paused) must not hold its tenants up for long. One
 * that works thinks for moments between two statements, on a busy machine too.
 */
const idleTransactionMs = 30_000;

/** No statement has a connection for longer while it waits for somebody else's lock; a statement's own work is not limited. */
const lockWaitMs = 2000;

const exact = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error('a number from the store is not exact');
  return value;
};

/** Object ids of PostgreSQL's types (pg_type.dat). Numbers are numbers and truth is 0 or 1, as on SQLite. */
const parsers = new Map<number, (text: string) => unknown>([
  [16, text => (text === 't' ? 1 : 0)],
  [20, exact],
  [1700, Number],
]);

const readers: pg.CustomTypesConfig = {
  getTypeParser: ((id: number, format?: 'text' | 'binary') =>
    (format === 'binary' ? undefined : parsers.get(id)) ??
    pg.types.getTypeParser(id, format)) as typeof pg.types.getTypeParser,
};

/** What every connection of ours is made with. */
export const clientConfig = (url: string): pg.ClientConfig => ({
  connectionString: url,
  types: readers,
  keepAlive: true,
  fallback_application_name: 'sealdesk',
  connectionTimeoutMillis: connectTimeoutMs,
});

/** A connection whose errors carry nobody's data. */
function guarded(client: pg.PoolClient): PostgresPoolClient {
  const query = async (text: string, values: readonly unknown[] = []): Promise<unknown> => {
    assertStorable(values);
    try {
      return await client.query(text, [...values]);
    } catch (error) {
      throw cleaned(error);
    }
  };
  return {
    query: query as PostgresPoolClient['query'],
    release: destroy => client.release(destroy),
  };
}

function poolOf(config: pg.PoolConfig): PostgresPool {
  const pool = new pg.Pool({ ...config, max: mostConnections });
  const known = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  // Without a listener an idle or lent connection that is lost would end the process. Whoever uses it next is told.
  pool.on('error', () => undefined);
  pool.on('connect', client => client.on('error', () => undefined));
  return {
    options: {},
    connect: async () => {
      try {
        const client = await pool.connect();
        const mine = known.get(client) ?? guarded(client);
        known.set(client, mine);
        return mine;
      } catch (error) {
        throw unavailable(error);
      }
    },
    end: () => pool.end(),
  };
}

const kyselyOver = (config: pg.PoolConfig): Kysely<Tables> =>
  new Kysely<Tables>({ dialect: new PostgresDialect({ pool: poolOf(config) }) });

export const openWriter = (url: string): Kysely<Tables> =>
  kyselyOver({
    ...clientConfig(url),
    idle_in_transaction_session_timeout: idleTransactionMs,
    lock_timeout: lockWaitMs,
  });

/**
 * Runs a statement of upkeep on one connection, which waits for locks as long as it takes. When the signal aborts it is
 * cancelled; returns whether it came to its end.
 */
export const withoutLimit = (
  writer: Queries,
  statement: Pick<RawBuilder<unknown>, 'execute'>,
  signal?: AbortSignal,
): Promise<boolean> =>
  writer.connection().execute(async db => {
    const { rows } = await sql<{ pid: number }>`
      select pg_backend_pid() as "pid", set_config('lock_timeout', '0', false)`.execute(db);
    let cancelled: Promise<unknown> | undefined;
    const cancel = (): void => {
      // A server that is not there any more has cancelled it too.
      cancelled = sql`select pg_cancel_backend(${rows[0]?.pid}::int)`.execute(writer).catch(() => undefined);
    };
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      if (signal?.aborted) return false;
      await statement.execute(db);
      return true;
    } catch (error) {
      if (signal?.aborted) return false;
      throw error;
    } finally {
      signal?.removeEventListener('abort', cancel);
      // Where the statement has just ended it must meet none that comes after it on this connection.
      await cancelled;
      await sql`reset lock_timeout`.execute(db);
    }
  });

/** Its own pool: who holds a lock may read beside it, however many wait for that lock. */
export const openReader = (url: string): Kysely<Tables> =>
  kyselyOver({
    ...clientConfig(url),
    options: '-c default_transaction_read_only=on',
    lock_timeout: lockWaitMs,
  });
