import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createCache, openCache, type Cache } from '../../../../src/main/engine/cache/index.ts';
import { text } from '../../../../src/main/engine/cache/columns.ts';
import { cacheKey, testCache } from '../../../support/cache.ts';
import { customerWith, upsertOf } from '../../../support/customer.ts';
import { temporaryDirectory } from '../../../support/directory.ts';
import { testPorts } from '../../../support/ports.ts';
import { seededRandom } from '../../../support/random.ts';

const at = '2026-01-15T09:00:00.000Z';
const pages = 40;
const casesEach = 50;

const sorted = [
  'customer_by_cell',
  'customer_by_name',
  'customer_by_risk',
  'customer_by_sla',
  'customer_by_updated',
  'customer_by_waiting',
];
const indexes = (cache: Cache): readonly string[] =>
  cache.database
    .prepare(
      `SELECT name FROM sqlite_master WHERE type = 'index' AND name LIKE 'customer_by_%' ORDER BY name`,
    )
    .all()
    .map(row => text(row, 'name'));
const journalMode = (cache: Cache): unknown =>
  cache.database.prepare('PRAGMA journal_mode').get()?.['journal_mode'];
const found = (cache: Cache, table: string, term: string): number =>
  cache.database.prepare(`SELECT rowid FROM ${table} WHERE ${table} MATCH ?`).all(term).length;

function loader(directory: string) {
  const file = join(import.meta.dirname, 'load-cache.ts');
  const child = spawn(process.execPath, [file, directory, String(pages), String(casesEach)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', data => (output += String(data)));
  child.stderr.on('data', data => (errors += String(data)));
  onTestFinished(() => void child.kill('SIGKILL'));
  // Listened for from the beginning: it may be done before anybody thinks of killing it.
  return { child, closed: once(child, 'close'), output: () => output, errors: () => errors };
}

/** Opens the cache that a loader left; it must not have been taken for damaged. */
function reopen(directory: string): Cache {
  const ports = testPorts({ directory });
  const opened = openCache({ databases: ports.databases, files: ports.files, key: cacheKey });
  if (!opened.ok) throw new Error(opened.problem.kind);
  expect(opened.value.rebuilt).toBeUndefined();
  return createCache({ database: opened.value.database, clock: ports.clock, compression: ports.compression });
}

/** Exactly the pages up to the cursor are there, whole, in every table. */
function expectWhole(cache: Cache, context: string): number {
  const done = Number(cache.cursor() ?? 0);
  expect(cache.database.check('full'), context).toEqual([]);
  expect(cache.caseCount(), context).toBe(done * casesEach);
  for (let page = 1; page <= pages; page += 1) {
    const last = cache.customer(`c-${page}-${casesEach - 1}`);
    expect(last?.name, context).toBe(page <= done ? `Case ${page} ${casesEach - 1}` : undefined);
  }
  expect(found(cache, 'search_long', '"case"'), context).toBe(done * casesEach);
  expect(found(cache, 'search_short', '"ca"'), context).toBe(done * casesEach);
  return done;
}

test('[CCH-3] a first copy that is killed anywhere holds the pages committed so far, goes on from there and is finished', async () => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
  const random = seededRandom(seed);
  const directory = temporaryDirectory();
  let acknowledged = 0;
  for (let round = 0; round < 12; round += 1) {
    const context = `seed ${seed}, round ${round}`;
    const { child, closed, output, errors } = loader(directory);
    await Promise.race([once(child.stdout, 'data'), closed]);
    await new Promise(resolve => setTimeout(resolve, random.integer(80)));
    child.kill('SIGKILL');
    await closed;
    expect(errors(), context).toBe('');
    const complete = output().includes('complete');
    acknowledged = Math.max(acknowledged, ...output().split('\n').map(Number).filter(Number.isFinite));
    const cache = reopen(directory);
    const done = expectWhole(cache, context);
    expect(done, context).toBeGreaterThanOrEqual(acknowledged);
    if (cache.syncMark().complete) expect(indexes(cache), context).toEqual(sorted);
    else expect([indexes(cache), journalMode(cache), complete], context).toEqual([[], 'delete', false]);
    cache.close();
    if (complete) break;
  }
  const { closed, errors } = loader(directory);
  await closed;
  expect(errors(), `seed ${seed}`).toBe('');
  const cache = reopen(directory);
  expect(expectWhole(cache, `seed ${seed}`)).toBe(pages);
  expect([indexes(cache), journalMode(cache), cache.syncMark().complete]).toEqual([sorted, 'wal', true]);
  cache.close();
});

describe('the way of writing', () => {
  test('is direct until the first copy is complete, and again after a reset', () => {
    const cache = testCache(testPorts({ directory: temporaryDirectory() }));
    cache.applyPage([upsertOf(customerWith({ id: 'c-1' }))], 'a', at);
    expect([journalMode(cache), indexes(cache)]).toEqual(['delete', []]);
    cache.markSynced(at, at);
    expect([journalMode(cache), indexes(cache)]).toEqual(['wal', sorted]);
    cache.markSynced(at, at);
    cache.reset();
    expect([journalMode(cache), indexes(cache)]).toEqual(['delete', []]);
    cache.applyPage([upsertOf(customerWith({ id: 'c-2' }))], 'b', at);
    cache.markSynced(at, at);
    expect([journalMode(cache), indexes(cache), cache.caseCount()]).toEqual(['wal', sorted, 1]);
  });

  test('leaves no journal of a cache that was thrown away to the next one', () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, 'cache.db'), 'garbage '.repeat(1000));
    writeFileSync(join(directory, 'cache.db-journal'), 'garbage '.repeat(1000));
    const ports = testPorts({ directory });
    const opened = openCache({ databases: ports.databases, files: ports.files, key: cacheKey });
    if (!opened.ok) throw new Error(opened.problem.kind);
    expect([opened.value.rebuilt, ports.files.exists('cache.db-journal')]).toEqual(['damaged', false]);
    opened.value.database.close();
  });
});
