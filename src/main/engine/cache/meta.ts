import type { Database } from '../ports.ts';
import { text } from './columns.ts';

/** Single values of the cache. `feed` ones are forgotten when the feed starts afresh. */
export const metaKeys = {
  cursor: 'feed',
  complete: 'feed',
  lastSyncedAt: 'feed',
  lastServerTime: 'feed',
  policy: 'feed',
  projectedSeq: 'journal',
} as const;
export type MetaKey = keyof typeof metaKeys;

export function readMeta(database: Database, key: MetaKey): string | undefined {
  const row = database.prepare('SELECT value FROM meta WHERE key = ?').get(key);
  return row && text(row, 'value');
}

export function writeMeta(database: Database, key: MetaKey, value: string): void {
  database.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(key, value);
}

export function forgetFeedMeta(database: Database): void {
  const forget = database.prepare('DELETE FROM meta WHERE key = ?');
  for (const [key, owner] of Object.entries(metaKeys)) if (owner === 'feed') forget.run(key);
}
