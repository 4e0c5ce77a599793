import { levelSchema, shippedLevels, type Level } from '../../../shared/domain/levels.ts';
import type { Database } from '../ports.ts';
import { text } from './columns.ts';

/** Levels by id and version, parsed once: every case of a page asks for one. */
export function createLevels(database: Database) {
  const known = new Map<string, Level | undefined>();

  function read(id: string, version: number | undefined): Level | undefined {
    const row =
      version === undefined
        ? database.prepare('SELECT json FROM level WHERE id = ? ORDER BY version DESC LIMIT 1').get(id)
        : database.prepare('SELECT json FROM level WHERE id = ? AND version = ?').get(id, version);
    if (row) return levelSchema.parse(JSON.parse(text(row, 'json')));
    // The shipped levels are the same everywhere until a tenant edits them, which makes a new version.
    return shippedLevels.find(
      level => level.id === id && (version === undefined || level.version === version),
    );
  }

  function forgetVersions(id: string): void {
    for (const key of known.keys()) if (key.startsWith(`${id} `)) known.delete(key);
  }

  /** Without a version: the newest. */
  function get(id: string, version?: number): Level | undefined {
    const key = `${id} ${version ?? ''}`;
    if (!known.has(key)) known.set(key, read(id, version));
    return known.get(key);
  }

  return {
    get,
    /** The newest version of every level that can be chosen. */
    newest(): readonly Level[] {
      const rows = database.prepare('SELECT DISTINCT id FROM level').all();
      const ids = new Set([...shippedLevels.map(({ id }) => id), ...rows.map(row => text(row, 'id'))]);
      return [...ids].flatMap(id => get(id) ?? []);
    },
    put(level: Level): void {
      forgetVersions(level.id);
      // The very object: cases that were measured against it are not measured again.
      known.set(`${level.id} ${level.version}`, level);
      database
        .prepare('INSERT OR REPLACE INTO level (id, version, json) VALUES (?, ?, ?)')
        .run(level.id, level.version, JSON.stringify(level));
    },
    remove(id: string): void {
      forgetVersions(id);
      database.prepare('DELETE FROM level WHERE id = ?').run(id);
    },
    /** After a rollback or a reset: what was parsed may not be there. */
    forget(): void {
      known.clear();
    },
  };
}
export type Levels = ReturnType<typeof createLevels>;
