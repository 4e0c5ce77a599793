import type { Database } from '../ports.ts';
import { text } from './columns.ts';

export function useTags(database: Database, tags: readonly string[], at: string | undefined): void {
  if (tags.length === 0 || at === undefined) return;
  const use = database.prepare(
    `INSERT INTO tag (tag, last_used) VALUES (?, ?)
     ON CONFLICT DO UPDATE SET last_used = max(last_used, excluded.last_used)`,
  );
  for (const tag of tags) use.run(tag, at);
}

/** The latest used first. */
export const readTags = (database: Database, limit: number): readonly string[] =>
  database
    .prepare('SELECT tag FROM tag ORDER BY last_used DESC, tag LIMIT ?')
    .all(limit)
    .map(row => text(row, 'tag'));
