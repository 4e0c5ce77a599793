import type { Customer } from '../../../shared/domain/customer.ts';
import type { BodyOf } from '../journal/entries.ts';
import type { Database } from '../ports.ts';
import { integer, text } from './columns.ts';

export interface Viewed {
  readonly sha256: string;
  readonly pages: readonly number[];
  readonly seconds: number;
}

/** Seconds of the same review add up; those of an earlier one are forgotten. */
export function addViewed(database: Database, body: BodyOf<'viewed'>): void {
  const { customerId, documentId, sha256, page, seconds, lastReview } = body;
  database
    .prepare(
      `INSERT INTO viewed_page (customer_id, document_id, sha256, page, seconds, last_review)
       VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET last_review = excluded.last_review,
         seconds = excluded.seconds + iif(last_review IS excluded.last_review, seconds, 0)`,
    )
    .run(customerId, documentId, sha256, page, seconds, lastReview ?? null);
}

/** What was seen belongs to the check it was seen for; the next one starts unseen. */
export function clearViewed(database: Database, customerId: string): void {
  database.prepare('DELETE FROM viewed_page WHERE customer_id = ?').run(customerId);
}

/** By document, since the last review. Of a document whose bytes changed under its id only the last bytes count. */
export function readViewed(
  database: Database,
  { id, lastReview }: Pick<Customer, 'id' | 'lastReview'>,
): ReadonlyMap<string, Viewed> {
  const seen = new Map<string, { sha256: string; pages: number[]; seconds: number }>();
  const rows = database
    .prepare(
      `SELECT document_id, sha256, page, seconds FROM viewed_page
       WHERE customer_id = ? AND last_review IS ? ORDER BY document_id, sha256, page`,
    )
    .all(id, lastReview?.at ?? null);
  for (const row of rows) {
    const documentId = text(row, 'document_id');
    const sha256 = text(row, 'sha256');
    const known = seen.get(documentId);
    const entry = known?.sha256 === sha256 ? known : { sha256, pages: [], seconds: 0 };
    entry.pages.push(integer(row, 'page'));
    entry.seconds += integer(row, 'seconds');
    seen.set(documentId, entry);
  }
  return seen;
}
