import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** A bare SQLite file with the durability and page size of the backend's own, and nothing of ours around it. */
export interface PlainStore {
  /** Inserts texts in transactions of so many, each synced to disk; returns milliseconds. */
  insert(texts: readonly string[], together: number): number;
  /** Reads the first so many in pages of 5,000, as the feed is read; returns milliseconds. */
  read(count: number): number;
  close(): void;
}

const page = 5_000;

export function openPlainStore(): PlainStore {
  const folder = mkdtempSync(join(tmpdir(), 'sealdesk-bench-'));
  const database = new DatabaseSync(join(folder, 'plain.db'));
  database.exec('pragma page_size = 8192; pragma journal_mode = wal; pragma synchronous = full');
  database.exec('create table row (seq integer primary key, json text not null) strict');
  const insert = database.prepare('insert into row (json) values (?)');
  const select = database.prepare('select seq, json from row where seq > ? order by seq limit ?');
  const timed = (work: () => void): number => {
    const begin = performance.now();
    work();
    return performance.now() - begin;
  };
  return {
    insert: (texts, together) =>
      timed(() => {
        for (let first = 0; first < texts.length; first += together) {
          database.exec('begin immediate');
          for (const text of texts.slice(first, first + together)) insert.run(text);
          database.exec('commit');
        }
      }),
    read: count =>
      timed(() => {
        for (let after = 0; after < count; after += page) select.all(after, Math.min(page, count - after));
      }),
    close: () => {
      database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
