import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openSqlite, workOver, type Db } from '../../../../src/backend/store/index.ts';
import { temporaryDirectory } from '../../../support/directory.ts';

const path = () => join(temporaryDirectory('sealdesk-store'), 'store.db');

test('a store opens again with what was in it, and a damaged schema version from the future is refused by name', async () => {
  const file = path();
  const first = await openSqlite(file);
  await first.writer.insertInto('setting').values({ key: 'a', value: 'b' }).execute();
  await first.close();
  const second = await openSqlite(file);
  expect(await second.reader.selectFrom('setting').selectAll().execute()).toEqual([{ key: 'a', value: 'b' }]);
  await sql.raw('pragma user_version = 999').execute(second.writer);
  await second.close();
  await expect(openSqlite(file)).rejects.toThrow('schema 999');
});

test('[STO-10] a start that is cut off within the migrations leaves none of them: no other process meets the half', async () => {
  const file = path();
  const raw = new Sqlite(file);
  // In the way of a later one.
  raw.exec('create table "backFill" ("in the way" text)');
  await expect(openSqlite(file)).rejects.toThrow('already exists');
  const state = [
    raw.pragma('user_version', { simple: true }),
    raw.prepare('select "name" from sqlite_master').all([]),
  ];
  expect(state).toEqual([0, [{ name: 'backFill' }]]);
  raw.exec('drop table "backFill"');
  raw.close();
  await (await openSqlite(file)).close();
});

test('readers see what is committed, never a transaction under way', async () => {
  const store = await openSqlite(path());
  const read = () => store.reader.selectFrom('setting').select('key').execute();
  await store.writer.transaction().execute(async trx => {
    await trx.insertInto('setting').values({ key: 'a', value: '' }).execute();
    expect(await read()).toEqual([]);
  });
  expect(await read()).toEqual([{ key: 'a' }]);
  await expect(store.reader.insertInto('setting').values({ key: 'b', value: '' }).execute()).rejects.toThrow(
    'readonly',
  );
  await store.close();
});

test('work that throws leaves nothing, wakes nobody and takes no number of feed or log', async () => {
  const store = await openSqlite(path());
  const woken: string[] = [];
  const random = { bytes: (count: number) => Buffer.alloc(count, 7) };
  const work = workOver({
    store,
    clock: { now: () => 1 },
    random,
    reactions: [],
    published: id => void woken.push(id),
    enqueued: () => void woken.push('jobs'),
  });
  const tenant = {
    id: 't', name: '', createdAt: 1, policy: '{}', signingPublicKey: '', signingKeySealed: Buffer.alloc(1),
    feedEpoch: 'e', feedSeq: 0, feedHorizon: 0, auditSize: 0,
  }; // prettier-ignore
  await store.writer.insertInto('tenant').values(tenant).execute();
  const publish = (id: string) => ({ entity: 'note', id, op: 'upsert', version: 1, data: '{}' }) as const;
  const failing = work('t', async step => {
    step.publish(publish('lost'));
    step.audit({ actor: 'system', action: 'lost', data: null });
    step.enqueue({ kind: 'k', key: 'lost', dueAt: 1 });
    throw new Error('on purpose');
  });
  await expect(failing).rejects.toThrow('on purpose');
  expect(woken).toEqual([]);
  await work('t', async step => {
    step.publish(publish('a'));
    step.publish(publish('b'));
    step.publish(publish('a'));
    step.audit({ actor: 'system', action: 'kept', data: null });
  });
  expect(woken).toEqual(['t']);
  const changes = await store.reader
    .selectFrom('change')
    .select(['entityId', 'seq'])
    .orderBy('seq')
    .execute();
  expect(changes).toEqual([
    { entityId: 'b', seq: 1 },
    { entityId: 'a', seq: 2 },
  ]);
  expect(await store.reader.selectFrom('audit').select(['index', 'action']).execute()).toEqual([
    { index: 0, action: 'kept' },
  ]);
  await store.close();
});

test('rows that are inserted together belong to the transaction; one with a known key takes its place, or is refused', async () => {
  const store = await openSqlite(path());
  const rows = (...values: readonly string[]) => values.map((value, n) => ({ key: `k${n}`, value }));
  const values = async () =>
    (await store.reader.selectFrom('setting').select('value').orderBy('key').execute()).map(
      ({ value }) => value,
    );
  const insert = (run: (db: Db) => Promise<void>) => store.writer.transaction().execute(run);

  await insert(db => store.insertRows(db, 'setting', rows('a', 'b')));
  await insert(db => store.insertRows(db, 'setting', rows('x', 'y', 'z'), ['key']));
  expect(await values()).toEqual(['x', 'y', 'z']);

  const twice = insert(db => store.insertRows(db, 'setting', [{ key: 'new', value: 'n' }, ...rows('again')]));
  await expect(twice).rejects.toThrow('UNIQUE');
  expect(await values()).toEqual(['x', 'y', 'z']);
  await store.close();
});
