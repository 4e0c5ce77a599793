import { itemVerdictSchema, type ItemVerdict } from '../../../shared/domain/items.ts';
import type { Database } from '../ports.ts';
import { text } from './columns.ts';

const says = (verdict: ItemVerdict): boolean =>
  verdict.verdict !== 'unreviewed' ||
  verdict.reasons.length > 0 ||
  Boolean(verdict.customerComment) ||
  Boolean(verdict.note);

/** The last verdict of an item counts; one that says nothing leaves the draft. */
export function putDraft(database: Database, customerId: string, seq: number, verdict: ItemVerdict): void {
  if (!says(verdict)) {
    database.prepare('DELETE FROM draft WHERE customer_id = ? AND item = ?').run(customerId, verdict.item);
    return;
  }
  database
    .prepare('INSERT OR REPLACE INTO draft (customer_id, item, seq, verdict) VALUES (?, ?, ?, ?)')
    .run(customerId, verdict.item, seq, JSON.stringify(verdict));
}

export function clearDraft(database: Database, customerId: string): void {
  database.prepare('DELETE FROM draft WHERE customer_id = ?').run(customerId);
}

export const hasDraft = (database: Database, customerId: string): boolean =>
  database.prepare('SELECT 1 FROM draft WHERE customer_id = ? LIMIT 1').get(customerId) !== undefined;

/** In the order in which the verdicts were given. */
export const readDraft = (database: Database, customerId: string): readonly ItemVerdict[] =>
  database
    .prepare('SELECT verdict FROM draft WHERE customer_id = ? ORDER BY seq, item')
    .all(customerId)
    .map(row => itemVerdictSchema.parse(JSON.parse(text(row, 'verdict'))));
