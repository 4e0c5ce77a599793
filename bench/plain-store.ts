import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';

/** A bare store with the durability of the backend's own, and nothing of ours around it. */
export interface PlainStore {
  /** Inserts texts in transactions of so many, each synced to disk; returns milliseconds. */
  insert(texts: readonly string[], together: number): Promise<number>;
  /** Reads the first so many in pages of 5,000, as the feed is read; returns milliseconds. */
  read(count: number): Promise<number>;
  close(): Promise<void>;
}

const page = 5_000;

/** A SQLite file with the page size of the backend's own. */
export function openPlainSqlite(): PlainStore {
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
    insert: async (texts, together) =>
      timed(() => {
        for (let first = 0; first < texts.length; first += together) {
          database.exec('begin immediate');
          for (const text of texts.slice(first, first + together)) insert.run(text);
          database.exec('commit');
        }
      }),
    read: async count =>
      timed(() => {
        for (let after = 0; after < count; after += page) select.all(after, Math.min(page, count - after));
      }),
    close: async () => {
      database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A table of the same server, over one connection; a transaction's rows come in one statement. */
export async function openPlainPostgres(url: string): Promise<PlainStore> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(
    'create table "plain" ("seq" bigint generated always as identity primary key, "json" text not null)',
  );
  const timed = async (work: () => Promise<void>): Promise<number> => {
    const begin = performance.now();
    await work();
    return performance.now() - begin;
  };
  return {
    insert: (texts, together) =>
      timed(async () => {
        for (let first = 0; first < texts.length; first += together) {
          const some = texts.slice(first, first + together);
          await client.query('insert into "plain" ("json") select unnest($1::text[])', [some]);
        }
      }),
    read: count =>
      timed(async () => {
        const select = 'select "seq", "json" from "plain" where "seq" > $1 order by "seq" limit $2';
        for (let after = 0; after < count; after += page)
          await client.query(select, [after, Math.min(page, count - after)]);
      }),
    close: async () => {
      await client.query('drop table "plain"');
      await client.end();
    },
  };
}
