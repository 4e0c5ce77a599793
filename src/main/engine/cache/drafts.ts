import { itemContentSchema } from '../../../shared/domain/content.ts';
import { timestampSchema } from '../../../shared/domain/customer.ts';
import { itemVerdictSchema, type ItemVerdict } from '../../../shared/domain/items.ts';
import { z } from '../../../shared/zod.ts';
import type { Database } from '../ports.ts';
import { text } from './columns.ts';

/** A verdict with what it was given on, without which it counts for nothing, and the end of the review before it. */
const markSchema = itemVerdictSchema.extend({
  on: itemContentSchema.optional(),
  lastReview: timestampSchema.optional(),
});
export type Mark = z.infer<typeof markSchema>;

export const readMarks = (json: string): readonly Mark[] => z.array(markSchema).parse(JSON.parse(json));

const says = (verdict: ItemVerdict): boolean =>
  verdict.verdict !== 'unreviewed' ||
  verdict.reasons.length > 0 ||
  Boolean(verdict.customerComment) ||
  Boolean(verdict.note);

/** The last verdict of an item counts; one that says nothing leaves the draft. */
export function putDraft(database: Database, customerId: string, seq: number, mark: Mark): void {
  if (!says(mark)) {
    database.prepare('DELETE FROM draft WHERE customer_id = ? AND item = ?').run(customerId, mark.item);
    return;
  }
  database
    .prepare('INSERT OR REPLACE INTO draft (customer_id, item, seq, verdict) VALUES (?, ?, ?, ?)')
    .run(customerId, mark.item, seq, JSON.stringify(mark));
}

export function clearDraft(database: Database, customerId: string): void {
  database.prepare('DELETE FROM draft WHERE customer_id = ?').run(customerId);
}

/** Whether anything was said in the review after the one that ended at `lastReview`, RFC 3339. */
export const hasDraft = (database: Database, customerId: string, lastReview: string | undefined): boolean =>
  database
    .prepare(`SELECT 1 FROM draft WHERE customer_id = ? AND verdict ->> 'lastReview' IS ? LIMIT 1`)
    .get(customerId, lastReview ?? null) !== undefined;

/** In the order in which the verdicts were given. */
export const readDraft = (database: Database, customerId: string): readonly Mark[] =>
  database
    .prepare('SELECT verdict FROM draft WHERE customer_id = ? ORDER BY seq, item')
    .all(customerId)
    .map(row => markSchema.parse(JSON.parse(text(row, 'verdict'))));
