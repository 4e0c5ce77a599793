import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { databases } from '../../../../src/main/engine/adapters/sqlite.ts';
import { StorageError, type Database } from '../../../../src/main/engine/ports.ts';
import { temporaryDirectory } from '../../../support/directory.ts';

const key = new Uint8Array(32).fill(7);

function open(path: string, durability: 'full' | 'normal' = 'full'): Database {
  const opened = databases.open(path, key, durability);
  if (!opened.ok) throw new Error(opened.problem.detail);
  return opened.value;
}

const pragma = (database: Database, name: string): unknown =>
  Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];

test('a precious database waits for the disk, keeps no temp file and overwrites what it deletes', () => {
  const database = open(join(temporaryDirectory(), 'a.db'), 'full');
  const names = ['journal_mode', 'synchronous', 'temp_store', 'secure_delete', 'cell_size_check'];
  const others = ['trusted_schema', 'foreign_keys', 'mmap_size'];
  expect(names.map(name => pragma(database, name))).toEqual(['wal', 2, 2, 1, 1]);
  expect(others.map(name => pragma(database, name))).toEqual([0, 1, 0]);
  database.close();
});

test('a disposable database does not wait for every commit', () => {
  const database = open(join(temporaryDirectory(), 'a.db'), 'normal');
  expect(pragma(database, 'synchronous')).toBe(1);
  database.close();
});

test('what is stored comes back, bytes included, and nothing of it is readable in the files', () => {
  const path = join(temporaryDirectory(), 'a.db');
  const database = open(path);
  database.exec('CREATE TABLE person (name TEXT, photo BLOB) STRICT');
  const photo = Uint8Array.from([0, 255, 1, 2]);
  database.prepare('INSERT INTO person VALUES (?, ?)').run('Sokolova-Canary', photo);
  expect(readFileSync(`${path}-wal`).includes('Sokolova')).toBe(false);
  database.close();
  expect(readFileSync(path).includes('Sokolova')).toBe(false);
  expect(readFileSync(path).includes('SQLite format')).toBe(false);
  const again = open(path);
  const row = again.prepare('SELECT name, photo FROM person').get();
  expect(row?.['name']).toBe('Sokolova-Canary');
  expect(new Uint8Array(row?.['photo'] as Uint8Array)).toEqual(photo);
  again.close();
});

test('a wrong key and a file of noise are unreadable, and neither file is touched', () => {
  const directory = temporaryDirectory();
  open(join(directory, 'a.db')).close();
  const path = join(directory, 'b.db');
  const made = open(path);
  made.exec('CREATE TABLE t (x)');
  made.close();
  const before = readFileSync(path);
  const wrong = databases.open(path, new Uint8Array(32).fill(8), 'full');
  expect(wrong).toMatchObject({ ok: false, problem: { kind: 'unreadable' } });
  expect(readFileSync(path).equals(before)).toBe(true);
  const noise = Buffer.alloc(8192, 0x5a);
  writeFileSync(join(directory, 'c.db'), noise);
  expect(databases.open(join(directory, 'c.db'), key, 'full')).toMatchObject({
    problem: { kind: 'unreadable' },
  });
  expect(readFileSync(join(directory, 'c.db')).equals(noise)).toBe(true);
});

test('a folder that is not there is missing, a folder in place of the file is denied', () => {
  const directory = temporaryDirectory();
  expect(databases.open(join(directory, 'no', 'a.db'), key, 'full')).toMatchObject({
    problem: { kind: 'missing' },
  });
  expect(databases.open(directory, key, 'full')).toMatchObject({ problem: { kind: 'denied' } });
});

test('a transaction that throws leaves nothing behind and passes the error on', () => {
  const database = open(join(temporaryDirectory(), 'a.db'));
  database.exec('CREATE TABLE t (x)');
  expect(() =>
    database.transaction(() => {
      database.prepare('INSERT INTO t VALUES (1)').run();
      throw new Error('stop');
    }),
  ).toThrow('stop');
  expect(database.prepare('SELECT count(*) AS n FROM t').get()).toEqual({ n: 0 });
  expect(() => database.transaction(() => database.transaction(() => 1))).toThrow('not nested');
  database.close();
});

test('a write while another connection holds the database is a busy storage error', () => {
  const path = join(temporaryDirectory(), 'a.db');
  const first = open(path);
  first.exec('CREATE TABLE t (x)');
  const second = open(path);
  second.exec('PRAGMA busy_timeout = 1');
  first.exec('BEGIN IMMEDIATE');
  const write = () => second.prepare('INSERT INTO t VALUES (1)').run();
  expect(write).toThrow(StorageError);
  expect(write).toThrow(expect.objectContaining({ fault: { kind: 'busy', detail: 'sqlite_busy' } }));
  first.exec('ROLLBACK');
  first.close();
  second.close();
});

test('a bad statement is a bug, not a storage error', () => {
  const database = open(join(temporaryDirectory(), 'a.db'));
  expect(() => database.prepare('SELECT x FROM nowhere')).not.toThrow(StorageError);
  expect(() => database.prepare('SELECT x FROM nowhere')).toThrow('no such table');
  database.close();
});

test('a walk over rows may be left early and the same statement walked again', () => {
  const database = open(join(temporaryDirectory(), 'a.db'));
  database.exec('CREATE TABLE t (x); INSERT INTO t VALUES (1), (2), (3)');
  const statement = database.prepare('SELECT x FROM t ORDER BY x');
  for (const row of statement.iterate()) {
    expect(row).toEqual({ x: 1 });
    break;
  }
  expect([...statement.iterate()]).toEqual([{ x: 1 }, { x: 2 }, { x: 3 }]);
  database.exec('DELETE FROM t');
  database.close();
});

test('a damaged page is found by the check and named as damage when it is read', () => {
  const path = join(temporaryDirectory(), 'a.db');
  const made = open(path);
  made.exec('CREATE TABLE t (x TEXT)');
  made.transaction(() => {
    for (let row = 0; row < 2_000; row += 1) made.prepare('INSERT INTO t VALUES (?)').run('x'.repeat(100));
  });
  expect(made.check('quick')).toEqual([]);
  made.close();
  const bytes = readFileSync(path);
  bytes.fill(0xff, 20 * 4096 + 100, 20 * 4096 + 200);
  writeFileSync(path, bytes);
  const damaged = open(path);
  expect(damaged.check('quick')).not.toEqual([]);
  expect(() => damaged.prepare('SELECT x FROM t').all()).toThrow(
    expect.objectContaining({ fault: expect.objectContaining({ kind: 'damaged' }) }),
  );
  damaged.close();
});

test('the schema version is kept in the file', () => {
  const path = join(temporaryDirectory(), 'a.db');
  const database = open(path);
  expect(database.schemaVersion).toBe(0);
  database.setSchemaVersion(3);
  database.checkpoint();
  database.close();
  const again = open(path);
  expect(again.schemaVersion).toBe(3);
  again.close();
});
