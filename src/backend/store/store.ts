import type { Insertable, Kysely, SelectQueryBuilder, Transaction } from 'kysely';
import type { Tables } from './tables/index.ts';

export type Db = Transaction<Tables>;

/** The store as a whole or within a transaction, to read from. */
export type Queries = Kysely<Tables>;

/**
 * Inserts rows of one table, all with the same columns, within a transaction. A row whose `key` is there already takes
 * that row's place; without a key that is an error.
 */
export type InsertRows = <T extends keyof Tables>(
  db: Db,
  table: T,
  rows: readonly Insertable<Tables[T]>[],
  key?: readonly (keyof Tables[T] & string)[],
) => Promise<void>;

/** What happened to a tenant that other processes want to know at once. */
export interface News {
  readonly tenantId: string;
  /** Its feed has moved. */
  readonly feed: boolean;
  /** There is something to do now. */
  readonly jobs: boolean;
}

/** What SQLite and PostgreSQL both give; everything else is written once, over this. */
export interface Store {
  readonly dialect: 'sqlite' | 'postgres';
  /** Single statements that change something. */
  readonly writer: Queries;
  /** Sees what is committed, never a transaction under way. */
  readonly reader: Queries;
  /**
   * A transaction in which nobody else runs under the same name: what it reads stays true until it commits. On SQLite
   * there is one writer anyway; on PostgreSQL an advisory lock is held until the end.
   */
  readonly alone: <T>(name: string, run: (db: Db) => Promise<T>) => Promise<T>;
  readonly insertRows: InsertRows;
  /** Of rows that several processes want, only those that no other is just taking (`for update skip locked`). */
  readonly skipLocked: <TB extends keyof Tables, O>(
    query: SelectQueryBuilder<Tables, TB, O>,
  ) => SelectQueryBuilder<Tables, TB, O>;
  /** Runs a bulk load: as fast as the store can, and afterwards the planner sees the tables. */
  readonly bulk: <T>(load: () => Promise<T>) => Promise<T>;
  /** Tells the other processes that serve this store, once the transaction commits. */
  readonly announce: (db: Db, news: News) => Promise<void>;
  /**
   * Says that this process serves the store from now on and wants to hear what others announce (undefined: some may have
   * been missed); returns what takes that back. Throws where only one may serve.
   */
  readonly serve: (heard: (news: News | undefined) => void) => () => void;
  /**
   * Makes the store let go of what it still holds of deleted rows beside its tables (logs, statistics). What can't be done
   * now, because somebody reads or the store is away, is done by a later call: housekeeping calls it each time, and says
   * whether anything was purged since. Ends early when the signal aborts: that is done by a later call then, be it of the
   * next process.
   */
  readonly forget: (hasPurged: boolean, signal?: AbortSignal) => Promise<void>;
  readonly close: () => Promise<void>;
}
