import type { BodyOf } from '../journal/entries.ts';
import type { Database } from '../ports.ts';
import { integer, text } from './columns.ts';

export interface Viewed {
  readonly sha256: string;
  readonly pages: readonly number[];
  readonly seconds: number;
}

export function addViewed(database: Database, body: BodyOf<'viewed'>): void {
  database
    .prepare(
      `INSERT INTO viewed_page (customer_id, document_id, sha256, page, seconds) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET seconds = seconds + excluded.seconds`,
    )
    .run(body.customerId, body.documentId, body.sha256, body.page, body.seconds);
}

/** What was seen belongs to the check it was seen for; the next one starts unseen. */
export function clearViewed(database: Database, customerId: string): void {
  database.prepare('DELETE FROM viewed_page WHERE customer_id = ?').run(customerId);
}

/** By document. Of a document whose bytes changed under its id only the last bytes count. */
export function readViewed(database: Database, customerId: string): ReadonlyMap<string, Viewed> {
  const seen = new Map<string, { sha256: string; pages: number[]; seconds: number }>();
  const rows = database
    .prepare(
      `SELECT document_id, sha256, page, seconds FROM viewed_page WHERE customer_id = ?
       ORDER BY document_id, sha256, page`,
    )
    .all(customerId);
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
