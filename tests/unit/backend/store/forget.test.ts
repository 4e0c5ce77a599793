import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqlite, type Store } from '../../../../src/backend/store/index.ts';
import { temporaryDirectory } from '../../../support/directory.ts';

const needle = 'what-a-customer-said';

let path: string;
let store: Store;
beforeEach(async () => {
  path = join(temporaryDirectory('sealdesk-forget'), 'store.db');
  store = await openSqlite(path);
  await store.writer
    .insertInto('setting')
    .values({ key: 'said', value: needle.repeat(1000) })
    .execute();
  await store.writer.deleteFrom('setting').execute();
});
afterEach(() => store.close());

const isLeft = async (): Promise<boolean> => {
  const files = await Promise.all([path, `${path}-wal`].map(file => readFile(file)));
  return files.some(content => content.includes(needle));
};

test('[RET-3] a bulk load leaves no value beside its rows', async () => {
  const other = new Sqlite(path, { readonly: true });
  await store.bulk(async () => {
    const keys = Array.from({ length: 500 }, (_, place) => `${needle} ${place}`);
    for (const key of keys) await store.writer.insertInto('setting').values({ key, value: '' }).execute();
  });
  expect(other.prepare(`select "tbl" from sqlite_stat1 where "tbl" = 'setting'`).all()).toHaveLength(1);
  other.close();
  await store.writer.deleteFrom('setting').execute();
  await store.forget(true);
  expect(await isLeft()).toBe(false);
});

describe('[RET-3] what was deleted is cut from the log', () => {
  test('when the transaction ends that somebody is in', async () => {
    let end = (): void => undefined;
    const ended = new Promise<void>(resolve => (end = resolve));
    const writing = store.alone('busy', async db => {
      await db.insertInto('setting').values({ key: 'other', value: '' }).execute();
      await ended;
    });
    const forgotten = store.forget(true);
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(await isLeft()).toBe(true);
    end();
    await Promise.all([writing, forgotten]);
    expect(await isLeft()).toBe(false);
    expect(await store.reader.selectFrom('setting').select('key').execute()).toEqual([{ key: 'other' }]);
  });

  test('by a later housekeeping, where somebody reads just now, who is not disturbed', async () => {
    const other = new Sqlite(path, { readonly: true });
    const count = () => other.prepare('select count(*) as "count" from "setting"').get();
    other.exec('begin');
    expect(count()).toEqual({ count: 0 });
    await store.writer.insertInto('setting').values({ key: 'after', value: '' }).execute();
    await store.forget(true);
    expect(await isLeft()).toBe(true);
    expect(count()).toEqual({ count: 0 });
    other.exec('commit');
    other.close();
    // Nothing was purged since, as far as this round knows.
    await store.forget(false);
    expect(await isLeft()).toBe(false);
    expect(await store.reader.selectFrom('setting').select('key').execute()).toEqual([{ key: 'after' }]);
  });
});
