import type { Database, SqlRow } from '../ports.ts';
import { integer, maybeText, text } from './columns.ts';
import type { BodyWriter } from './bodies.ts';
import type { Counted, Tally } from './counters.ts';
import type { PreparedCase } from './prepare.ts';
import type { Summary } from './summary.ts';

const columns = `id, version, kind, name, name_key, level_id, level_version, status, risk_score, risk_band, country,
  submitted, due, updated, assignee, claimed_by, claimed_until, second_approval, missing, open`;

const insertSql = `INSERT INTO customer (${columns}) VALUES (${'?, '.repeat(19)}?) ON CONFLICT (id) DO NOTHING`;
const updateSql = `UPDATE customer SET (${columns}) = (${'?, '.repeat(19)}?) WHERE row = ?`;

const values = (summary: Summary) =>
  [
    summary.id,
    summary.version,
    summary.kind,
    summary.name,
    summary.nameKey,
    summary.levelId,
    summary.levelVersion,
    summary.status,
    summary.riskScore,
    summary.riskBand,
    summary.country,
    summary.submitted,
    summary.due,
    summary.updated,
    summary.assignee,
    summary.claimedBy,
    summary.claimedUntil,
    summary.secondApproval,
    summary.missing,
    summary.open,
  ] as const;

const counted = (row: SqlRow): Counted => ({
  status: text(row, 'status'),
  levelId: text(row, 'level_id'),
  country: maybeText(row, 'country') ?? null,
});

const find = (database: Database, id: string): SqlRow | undefined =>
  database.prepare('SELECT row, status, level_id, country FROM customer WHERE id = ?').get(id);

/** Where the cases of one transaction are written; counters and blocks follow at its end. */
export interface Writing {
  readonly database: Database;
  readonly tally: Tally;
  readonly bodies: BodyWriter;
}

/** Inserts or replaces one case in every table that knows of it. Inside the caller's transaction. */
export function putCustomer({ database, tally, bodies }: Writing, prepared: PreparedCase): void {
  const { id, summary, line } = prepared;
  const { long, short } = prepared.text;
  tally.count(summary, 1);
  const inserted = database.prepare(insertSql).run(...values(summary));
  if (inserted.changes > 0) {
    const row = inserted.lastId;
    bodies.put(row, line);
    database.prepare('INSERT INTO search_long (rowid, text) VALUES (?, ?)').run(row, long);
    database.prepare('INSERT INTO search_short (rowid, text) VALUES (?, ?)').run(row, short);
    return;
  }
  const known = find(database, id);
  if (!known) throw new Error('the case that stood in the way is gone');
  const row = integer(known, 'row');
  tally.count(counted(known), -1);
  bodies.put(row, line);
  database.prepare(updateSql).run(...values(summary), row);
  database.prepare('UPDATE search_long SET text = ? WHERE rowid = ?').run(long, row);
  database.prepare('UPDATE search_short SET text = ? WHERE rowid = ?').run(short, row);
}

/** Removes a purged case; nothing happens when it is not here. */
export function removeCustomer({ database, tally, bodies }: Writing, id: string): void {
  const known = find(database, id);
  if (!known) return;
  const row = integer(known, 'row');
  tally.count(counted(known), -1);
  database.prepare('DELETE FROM customer WHERE row = ?').run(row);
  bodies.remove(row);
  database.prepare('DELETE FROM search_long WHERE rowid = ?').run(row);
  database.prepare('DELETE FROM search_short WHERE rowid = ?').run(row);
  database.prepare('DELETE FROM note WHERE customer_id = ?').run(id);
}

export function rowOf(database: Database, id: string): number | undefined {
  const found = database.prepare('SELECT row FROM customer WHERE id = ?').get(id);
  return found && integer(found, 'row');
}

/** Rows of cases that came before their level did. */
export const unmeasuredRows = (database: Database, levelId: string): readonly number[] =>
  database
    .prepare('SELECT row FROM customer WHERE missing IS NULL AND level_id = ?')
    .all(levelId)
    .map(row => integer(row, 'row'));
