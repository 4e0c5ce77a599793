import type { Bytes } from '../../../shared/bytes.ts';
import type { Database, SqlRow } from '../ports.ts';

/** Where a sealed copy lies and what opens it. */
export interface SealedRow {
  readonly sha256: string;
  readonly file: string;
  readonly key: Bytes;
  readonly size: number;
}

export function findSealed(database: Database, sha256: string): SealedRow | undefined {
  const row = database
    .prepare('SELECT sha256, file, key, size FROM sealed_document WHERE sha256 = ?')
    .get(sha256);
  return row && toRow(row);
}

export const isSealed = (database: Database, sha256: string): boolean =>
  database.prepare('SELECT 1 FROM sealed_document WHERE sha256 = ?').get(sha256) !== undefined;

/** `used` in milliseconds since 1970, for the order of eviction. */
export function insertSealed(database: Database, row: SealedRow, used: number): void {
  database
    .prepare('INSERT OR REPLACE INTO sealed_document (sha256, file, key, size, used) VALUES (?, ?, ?, ?, ?)')
    .run(row.sha256, row.file, row.key, row.size, used);
}

export function markUsed(database: Database, sha256: string, used: number): void {
  database.prepare('UPDATE sealed_document SET used = ? WHERE sha256 = ?').run(used, sha256);
}

/** With its row the key is gone, and with the key what lies in the file. */
export function deleteSealed(database: Database, sha256: string): void {
  database.prepare('DELETE FROM sealed_document WHERE sha256 = ?').run(sha256);
}

export const sealedBytes = (database: Database): number =>
  Number(database.prepare('SELECT coalesce(sum(size), 0) AS total FROM sealed_document').get()?.['total']);

/** Least recently used first. */
export const leastRecentlyUsed = (database: Database): IterableIterator<SqlRow> =>
  database.prepare('SELECT sha256, file, size FROM sealed_document ORDER BY used, sha256').iterate();

export const sealedFiles = (database: Database): ReadonlySet<string> =>
  new Set(
    database
      .prepare('SELECT file FROM sealed_document')
      .all()
      .map(row => String(row['file'])),
  );

function toRow(row: SqlRow): SealedRow {
  const key = row['key'];
  if (!(key instanceof Uint8Array)) throw new Error('a key is bytes');
  return {
    sha256: String(row['sha256']),
    file: String(row['file']),
    key: new Uint8Array(key),
    size: Number(row['size']),
  };
}
