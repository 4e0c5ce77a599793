import type { Database } from '../ports.ts';
import { text } from './columns.ts';

/**
 * Single values of the cache. `feed` ones are forgotten when the feed starts afresh and `journal` ones when the
 * projection does; `kept` ones stay as long as the cache: what the lease goes by is not lifted by a fresh start.
 */
export const metaKeys = {
  cursor: 'feed',
  complete: 'feed',
  lastSyncedAt: 'feed',
  lastServerTime: 'feed',
  plan: 'feed',
  policy: 'kept',
  lastContact: 'kept',
  notedPolicy: 'journal',
  projectedSeq: 'journal',
} as const;
type Owner = (typeof metaKeys)[keyof typeof metaKeys];
export type MetaKey = keyof typeof metaKeys;

export function readMeta(database: Database, key: MetaKey): string | undefined {
  const row = database.prepare('SELECT value FROM meta WHERE key = ?').get(key);
  return row && text(row, 'value');
}

export function writeMeta(database: Database, key: MetaKey, value: string): void {
  database.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(key, value);
}

export function forgetMeta(database: Database, of: Exclude<Owner, 'kept'>): void {
  const forget = database.prepare('DELETE FROM meta WHERE key = ?');
  for (const [key, owner] of Object.entries(metaKeys)) if (owner === of) forget.run(key);
}
