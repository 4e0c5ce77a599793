import type { Database } from '../ports.ts';

/** One for every order of the queue, each ending in the row so that the order is total; one for all that filters ask. */
const indexes = {
  customer_by_sla: 'due, risk_score DESC, row',
  customer_by_risk: 'risk_score, due, row',
  customer_by_waiting: 'submitted, row',
  customer_by_name: 'name_key, row',
  customer_by_updated: 'updated, row',
  customer_by_cell: 'status, kind, level_id, risk_band, country, assignee, claimed_by, missing, row',
} as const;

const searches = ['search_long', 'search_short'] as const;

/**
 * How many segments of one level are merged as the cache is written; none while loading. `crisismerge` stays far away:
 * it would merge all of them at once, in whatever small write comes next.
 */
function mergeSearch(database: Database, segments: number): void {
  for (const table of searches) {
    // As literals: the driver binds every number as a real, which FTS5 does not take for an option.
    database.exec(`INSERT INTO ${table} (${table}, rank) VALUES ('automerge', ${segments})`);
  }
}

/**
 * While the first full copy is being made: a journal that can be rolled back instead of a log. New pages, which is all
 * of them then, go to their place at once, where with a log each is encrypted, read back and encrypted again; a crash
 * leaves the last commit all the same. Not inside a transaction.
 */
export function loadDirectly(database: Database): void {
  database.exec('PRAGMA journal_mode = DELETE');
  database.exec('PRAGMA synchronous = FULL');
}

/** As every other day: a log, so that a small change costs little. */
export function writeAhead(database: Database): void {
  database.exec('PRAGMA journal_mode = WAL');
  database.exec('PRAGMA synchronous = NORMAL');
  // The log is opened by the first read; a checkpoint before that would find the database locked.
  database.exec('SELECT 1 FROM meta');
}

/**
 * The first full copy is complete: makes the indexes that would have been rewritten with every page of it. Measured at
 * 100,000 cases: 28 s with everything kept from the start, less than half of that so.
 */
export function endBulkLoad(database: Database): void {
  for (const [name, columns] of Object.entries(indexes)) {
    database.exec(`CREATE INDEX IF NOT EXISTS ${name} ON customer (${columns})`);
  }
  mergeSearch(database, 8);
}

/** A full copy begins anew. */
export function beginBulkLoad(database: Database): void {
  for (const name of Object.keys(indexes)) database.exec(`DROP INDEX IF EXISTS ${name}`);
  mergeSearch(database, 0);
}
