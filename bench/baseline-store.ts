import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databases } from '../src/main/engine/adapters/sqlite.ts';
import type { Database } from '../src/main/engine/ports.ts';

/** A bare encrypted database with the engine's own parameters: what the same rows cost without everything around them. */
export interface BaselineStore {
  readonly database: Database;
  /** Inserts rows in transactions of 5,000, as a page of the feed comes; returns milliseconds. */
  insert(rows: readonly (readonly [id: string, json: string])[]): number;
  close(): void;
}

export function openBaselineStore(durability: 'full' | 'normal'): BaselineStore {
  const folder = mkdtempSync(join(tmpdir(), 'sealdesk-bench-'));
  const opened = databases.open(join(folder, 'baseline.db'), new Uint8Array(32).fill(7), durability);
  if (!opened.ok) throw new Error(opened.problem.detail);
  const database = opened.value;
  database.exec('create table row (id text primary key, json text not null) strict');
  return {
    database,
    insert: rows => {
      const begin = performance.now();
      const statement = database.prepare('insert into row values (?, ?)');
      for (let first = 0; first < rows.length; first += 5_000) {
        database.transaction(() => {
          for (const [id, json] of rows.slice(first, first + 5_000)) statement.run(id, json);
        });
      }
      return performance.now() - begin;
    },
    close: () => {
      database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
