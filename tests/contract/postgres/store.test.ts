import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openPostgres, StoreUnavailable, type News, type Store } from '../../../src/backend/store/index.ts';
import { openWriter, withoutLimit } from '../../../src/backend/store/postgres/connect.ts';
import { migrations } from '../../../src/backend/store/sqlite/migrations/index.ts';
import { eventually } from '../../support/eventually.ts';
import { administer, createDatabase, postgresUrl, vacuumsOf } from '../../support/postgres.ts';

let database: Awaited<ReturnType<typeof createDatabase>>;
let store: Store;
/** A second process, as far as the server can tell. */
let other: Store;
beforeAll(async () => {
  database = await createDatabase();
  [store, other] = await Promise.all([openPostgres(database.url), openPostgres(database.url)]);
});
afterAll(async () => {
  await Promise.all([store.close(), other.close()]);
  await database.drop();
});

async function emptyDatabase() {
  const made = await createDatabase(undefined, 'template0');
  onTestFinished(() => made.drop());
  return made;
}

const settings = () => store.reader.selectFrom('setting').selectAll().orderBy('key').execute();

describe('the schema', () => {
  test('[STO-2] of several processes that start at once on an empty database one makes the tables', async () => {
    const { url } = await emptyDatabase();
    const stores = await Promise.all(Array.from({ length: 4 }, () => openPostgres(url)));
    const applied = await sql<{ version: number }>`
      select "version" from "schemaVersion" order by 1`.execute(stores[0]?.reader ?? store.reader);
    expect(applied.rows).toEqual(migrations.map(({ version }) => ({ version })));
    await Promise.all(stores.map(one => one.close()));
  });

  test('[STO-2] a schema from the future is refused by name', async () => {
    const { url } = await emptyDatabase();
    const first = await openPostgres(url);
    await sql`insert into "schemaVersion" ("version") values (999)`.execute(first.writer);
    await first.close();
    await expect(openPostgres(url)).rejects.toThrow('schema 999');
  });

  test('[STO-2] a schema from the future is refused also where a newer version makes it at this moment', async () => {
    const { url } = await emptyDatabase();
    const newer = new pg.Client(url);
    await newer.connect();
    onTestFinished(() => newer.end());
    await newer.query(`begin; select pg_advisory_xact_lock(hashtextextended('sealdesk/migrations', 0))`);
    const opened = openPostgres(url).then(() => 'opened', String);
    await eventually(async () => {
      const { rows } = await newer.query<{ waiting: string }>(
        `select count(*) as "waiting" from pg_locks where locktype = 'advisory' and not granted
          and database = (select oid from pg_database where datname = current_database())`,
      );
      return rows[0]?.waiting === '1';
    });
    await newer.query(`create table "schemaVersion" ("version" bigint not null primary key);
      insert into "schemaVersion" values (999); commit`);
    expect(await opened).toContain('schema 999');
  });

  test('texts sort by their bytes, whatever the language of the server', async () => {
    const keys = ['Z', 'a', 'ä', 'B', 'é', 'z', '\u{1F600}', '\uFFFD'];
    await store.writer.transaction().execute(db =>
      store.insertRows(
        db,
        'setting',
        keys.map(key => ({ key, value: '' })),
      ),
    );
    const byBytes = keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect((await settings()).map(({ key }) => key)).toEqual(byBytes);
    await store.writer.deleteFrom('setting').execute();
  });
});

describe('transactions', () => {
  test('readers see what is committed, never a transaction under way, and change nothing', async () => {
    const value = { key: 'a', value: '' };
    await store.writer.transaction().execute(async db => {
      await db.insertInto('setting').values(value).execute();
      expect(await settings()).toEqual([]);
    });
    expect(await settings()).toEqual([value]);
    const written = store.reader.insertInto('setting').values({ key: 'b', value: '' }).execute();
    await expect(written).rejects.toThrow('read-only');
    await store.writer.deleteFrom('setting').execute();
  });

  test('[STO-1] what runs alone under a name waits for others of that name, in other processes too, and for nobody else', async () => {
    const log: string[] = [];
    let release = (): void => undefined;
    const holding = store.alone('a', async () => {
      log.push('first began');
      await new Promise<void>(resolve => (release = resolve));
      log.push('first ended');
    });
    await eventually(() => log.length === 1);
    const same = other.alone('a', async () => void log.push('second'));
    await other.alone('b', async () => void log.push('another name'));
    expect(log).toEqual(['first began', 'another name']);
    release();
    await Promise.all([holding, same]);
    expect(log).toEqual(['first began', 'another name', 'first ended', 'second']);
  });

  test('[STO-1] counting up by reading and writing loses nothing between two processes', async () => {
    await store.writer.insertInto('setting').values({ key: 'count', value: '0' }).execute();
    const countUp = (by: Store) =>
      by.alone('count', async db => {
        const { value } = await db
          .selectFrom('setting')
          .select('value')
          .where('key', '=', 'count')
          .executeTakeFirstOrThrow();
        await db
          .updateTable('setting')
          .set({ value: String(Number(value) + 1) })
          .where('key', '=', 'count')
          .execute();
      });
    await Promise.all(Array.from({ length: 60 }, (_, n) => countUp(n % 2 === 0 ? store : other)));
    expect(await settings()).toEqual([{ key: 'count', value: '60' }]);
    await store.writer.deleteFrom('setting').execute();
  });

  test('more rows than a statement has room for are inserted together, and a known key takes its place', async () => {
    const rows = (count: number, value: string) =>
      Array.from({ length: count }, (_, n) => ({ key: String(n).padStart(6, '0'), value }));
    const insert = (values: ReturnType<typeof rows>, key?: readonly ['key']) =>
      store.writer.transaction().execute(db => store.insertRows(db, 'setting', values, key));
    await insert(rows(40_000, 'a'));
    await insert(rows(10, 'b'), ['key']);
    expect((await settings()).slice(9, 11).map(({ value }) => value)).toEqual(['b', 'a']);
    await expect(insert(rows(2, 'c'))).rejects.toThrow(/23505.*unique/);
    expect((await settings()).length).toBe(40_000);
    await store.writer.deleteFrom('setting').execute();
  });

  test('numbers come back as numbers, truth as 0 or 1, bytes as bytes', async () => {
    const { rows } = await sql`
      select 9007199254740991::int8 as "big", sum(n) as "sum", exists(select 1) as "yes", false as "no",
        0.25::float8 as "real", '\\x00ff'::bytea as "bytes" from (values (1::int8), (2::int8)) as v(n)`.execute(
      store.reader,
    );
    const bytes = Buffer.from([0, 255]);
    expect(rows).toEqual([{ big: Number.MAX_SAFE_INTEGER, sum: 3, yes: 1, no: 0, real: 0.25, bytes }]);
  });
});

describe('what goes wrong', () => {
  test('[STO-3] a connection that is lost is an error of who used it, and the next one works', async () => {
    const backends = (
      await sql<{ pid: number }>`
      select pid from pg_stat_activity where datname = ${database.name}`.execute(store.reader)
    ).rows;
    const running = store.writer.transaction().execute(async db => {
      await administer(...backends.map(({ pid }) => `select pg_terminate_backend(${pid})`));
      return db.selectFrom('setting').selectAll().execute();
    });
    await expect(running).rejects.toThrow(StoreUnavailable);
    // Others of the pool may still find out that they are lost, each once.
    const works = async (use: () => Promise<unknown>): Promise<boolean> => {
      try {
        await use();
        return true;
      } catch (error) {
        expect(error).toBeInstanceOf(StoreUnavailable);
        return false;
      }
    };
    await eventually(() => works(settings));
    await eventually(() =>
      works(() => store.alone('a', async db => db.selectFrom('setting').selectAll().execute())),
    );
  });

  test('[RET-3] each process removes dead rows once at its start, for what the one before it may have left, and then where something was purged', async () => {
    const { url, drop } = await createDatabase();
    for (let before = 0; before < 4; before += 2) {
      const made = await openPostgres(url);
      await made.forget(false);
      await expect.poll(() => vacuumsOf(made)).toBe(before + 1);
      await made.forget(false);
      await made.forget(true);
      await expect.poll(() => vacuumsOf(made)).toBe(before + 2);
      await made.close();
    }
    await drop();
  });

  test('[RET-3] a process that ends meanwhile does not wait until all dead rows are removed; it stays to be done', async () => {
    const { url, drop } = await createDatabase();
    const made = await openPostgres(url);
    const ending = new AbortController();
    let release = (): void => undefined;
    const held = made.writer.transaction().execute(async db => {
      await sql`lock table "customer" in share mode`.execute(db);
      await new Promise<void>(resolve => (release = resolve));
    });
    const forgotten = made.forget(false, ending.signal);
    await eventually(async () => {
      const { rows } = await sql`
        select 1 from pg_stat_activity where "query" like 'vacuum%' and "wait_event_type" = 'Lock'`.execute(
        made.reader,
      );
      return rows.length > 0;
    });
    ending.abort();
    await forgotten;
    expect(await vacuumsOf(made)).toBe(0);
    release();
    await held;
    await made.forget(false, ending.signal);
    expect(await vacuumsOf(made)).toBe(0);
    await made.forget(false);
    await expect.poll(() => vacuumsOf(made)).toBe(1);
    await made.close();
    await drop();
  });

  test('[RET-3] upkeep that is given up when it has just ended is done, and what its connection does next is not cancelled', async () => {
    const { url, drop } = await createDatabase();
    const writer = openWriter(url);
    const giveUp = new AbortController();
    const statement: Parameters<typeof withoutLimit>[1] = {
      execute: async db => {
        const said = await sql`select 1`.execute(db);
        giveUp.abort();
        return said;
      },
    };
    expect(await withoutLimit(writer, statement, giveUp.signal)).toBe(true);
    const { rows } = await sql`
      select current_setting('lock_timeout') as "limit" from pg_sleep(0.5)`.execute(writer);
    expect(rows).toEqual([{ limit: '2s' }]);
    await writer.destroy();
    await drop();
  });

  test('[RET-3] dead rows that could not be removed, because the server was away, are removed the next time', async () => {
    const { name, url } = await createDatabase();
    const made = await openPostgres(url);
    const vacuums = () => vacuumsOf(made);
    await administer(
      `alter database "${name}" with allow_connections false`,
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
    );
    // The first finds out that its connection is lost, the second finds no other.
    for (let n = 0; n < 2; n += 1) await expect(made.forget(true)).rejects.toThrow();
    await administer(`alter database "${name}" with allow_connections true`);
    expect(await vacuums()).toBe(0);
    await made.forget(false);
    await eventually(async () => (await vacuums()) === 1);
    await made.forget(false);
    await new Promise(resolve => setTimeout(resolve, 200));
    expect(await vacuums()).toBe(1);
    await made.close();
    await administer(`drop database "${name}" with (force)`);
  });

  test('[STO-4] what one process announces is heard by the others when it is committed, and after a lost connection it is said that some may be missed', async () => {
    const heard: (News | undefined)[] = [];
    const mine: (News | undefined)[] = [];
    const ends = [other.serve(news => void heard.push(news)), store.serve(news => void mine.push(news))];
    const news = { tenantId: 'tenant-1', feed: true, jobs: false };
    await eventually(() => heard.length === 1 && mine.length === 1);
    await store.writer.transaction().execute(async db => {
      await store.announce(db, news);
      await new Promise(resolve => setTimeout(resolve, 50));
      expect(heard).toEqual([undefined]);
    });
    await eventually(() => heard.length === 2);
    expect([heard, mine]).toEqual([[undefined, news], [undefined]]);

    await administer(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${database.name}' and query like 'listen %'`,
    );
    await eventually(() => heard.length === 3);
    expect(heard[2]).toBeUndefined();
    for (const end of ends) end();
  });

  test('[STO-5] errors name no value of a row', async () => {
    const secret = 'Katharina Geheim';
    const twice = () =>
      store.writer.transaction().execute(async db => {
        for (const value of ['a', 'b'])
          await db.insertInto('setting').values({ key: secret, value }).execute();
      });
    const wrongType = () => sql`select ${secret}::int8`.execute(store.reader);
    for (const fail of [twice, wrongType]) {
      const error: unknown = await fail().then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (!(error instanceof Error)) throw new Error('it did not fail');
      const told = JSON.stringify([error.message, error.stack, { ...error }, String(error.cause)]);
      expect(told).not.toContain('Geheim');
    }
  });
});

describe('[STO-5] refusals say what to do, and never the password', () => {
  const secret = 'xyzzy-secret';
  const refused = async (url: string): Promise<string> => {
    try {
      await (await openPostgres(url)).close();
      return 'not refused';
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      expect(JSON.stringify([error.message, error.stack, { ...error }])).not.toContain(secret);
      return error.message;
    }
  };

  test('a server that does not answer', async () => {
    const url = `postgres://anna:${secret}@127.0.0.1:9/cases`;
    expect(await refused(url)).toBe(
      'PostgreSQL does not answer at 127.0.0.1:9; start it, or name another with --db.',
    );
  });

  test('a socket that is not there', async () => {
    expect(await refused(`postgres:///cases?host=/nowhere&user=anna&password=${secret}`)).toContain(
      'does not answer at the socket in /nowhere',
    );
  });

  test('a wrong password, and none', async () => {
    const url = postgresUrl(database.name, 'guarded');
    expect(await refused(`${url}&password=${secret}`)).toMatch(/does not let the user "guarded" in/);
    expect(await refused(url)).toMatch(/asks for the password of the user "guarded"/);
  });

  test('a database that is not there, one of others, and one that does not hold UTF-8', async () => {
    expect(await refused(postgresUrl('nothing'))).toMatch(/has no database "nothing"; make it \(createdb\)/);
    const { name } = await emptyDatabase();
    const url = `${postgresUrl(name, 'guarded')}&password=${encodeURIComponent('the right one')}`;
    expect(await refused(url)).toMatch(/"guarded" may not make tables/);
    await administer(`create database "ascii" encoding 'SQL_ASCII' template template0`);
    expect(await refused(postgresUrl('ascii'))).toMatch(/"ascii" does not hold UTF-8/);
  });
});
