import type { Database, SqlRow } from '../ports.ts';
import { bytes, integer, maybeText, text } from './columns.ts';
import type { Counted, Tally } from './counters.ts';
import type { PreparedCase } from './prepare.ts';
import type { Summary } from './summary.ts';

const columns = `id, version, kind, name, name_key, level_id, level_version, status, risk_score, risk_band, country,
  submitted, due, updated, assignee, claimed_by, claimed_until, second_approval, missing, open`;

const insertSql = `INSERT INTO customer (${columns}) VALUES (${'?, '.repeat(19)}?)`;
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

/** Inserts or replaces one case in every table that knows of it. Inside the caller's transaction. */
export function putCustomer(database: Database, prepared: PreparedCase, tally: Tally): void {
  const { id, summary, body } = prepared;
  const { long, short } = prepared.text;
  const known = find(database, id);
  tally.count(summary, 1);
  if (known) {
    const row = integer(known, 'row');
    tally.count(counted(known), -1);
    database.prepare(updateSql).run(...values(summary), row);
    database.prepare('UPDATE customer_body SET packed = ? WHERE row = ?').run(body, row);
    database.prepare('UPDATE search_long SET text = ? WHERE rowid = ?').run(long, row);
    database.prepare('UPDATE search_short SET text = ? WHERE rowid = ?').run(short, row);
    return;
  }
  const row = database.prepare(insertSql).run(...values(summary)).lastId;
  database.prepare('INSERT INTO customer_body (row, packed) VALUES (?, ?)').run(row, body);
  database.prepare('INSERT INTO search_long (rowid, text) VALUES (?, ?)').run(row, long);
  database.prepare('INSERT INTO search_short (rowid, text) VALUES (?, ?)').run(row, short);
}

/** Removes a purged case; nothing happens when it is not here. */
export function removeCustomer(database: Database, id: string, tally: Tally): void {
  const known = find(database, id);
  if (!known) return;
  const row = integer(known, 'row');
  tally.count(counted(known), -1);
  database.prepare('DELETE FROM customer WHERE row = ?').run(row);
  database.prepare('DELETE FROM customer_body WHERE row = ?').run(row);
  database.prepare('DELETE FROM search_long WHERE rowid = ?').run(row);
  database.prepare('DELETE FROM search_short WHERE rowid = ?').run(row);
  database.prepare('DELETE FROM note WHERE customer_id = ?').run(id);
}

/** The packed body of a case. */
export function readBody(database: Database, id: string): Uint8Array | undefined {
  const found = database
    .prepare('SELECT packed FROM customer_body WHERE row = (SELECT row FROM customer WHERE id = ?)')
    .get(id);
  return found && bytes(found, 'packed');
}

/** Cases that came before their level did. */
export const unmeasuredCustomers = (database: Database, levelId: string): readonly string[] =>
  database
    .prepare('SELECT id FROM customer WHERE missing IS NULL AND level_id = ?')
    .all(levelId)
    .map(row => text(row, 'id'));
