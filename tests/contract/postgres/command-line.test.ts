import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { expect, test } from 'vitest';
import { spawnBackend } from '../../support/backend.ts';
import { temporaryDirectory } from '../../support/directory.ts';
import { administer, createDatabase, postgresUrl } from '../../support/postgres.ts';

const cli = join(import.meta.dirname, '../../../src/backend/cli.ts');
const password = 'the right one';

test('[IDN-3] a command to a database that holds no store is refused, and makes nothing', async () => {
  const { name, url, drop } = await createDatabase(undefined, 'template0');
  const directory = temporaryDirectory('sealdesk-nowhere');
  const run = promisify(execFile);
  const refused = await run(process.execPath, [cli, 'user', 'list', '--db', url], { cwd: directory }).catch(
    (error: unknown) => error,
  );
  expect(refused).toMatchObject({
    code: 1,
    stderr: `There is no store in the database "${name}"; name it with --db, or begin one: tenant add NAME.\n`,
  });
  expect(await readdir(directory)).toEqual([]);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(`select 1 from pg_tables where schemaname = 'public'`);
  await client.end();
  expect(rows).toEqual([]);
  await drop();
});

test('[STO-5] a backend on PostgreSQL serves, adds tenants beside that and ends in order; nothing it says holds the password', async () => {
  const { name, drop } = await createDatabase(undefined, 'template0');
  await administer(`alter database "${name}" owner to guarded`);
  const db = `${postgresUrl(name, 'guarded')}&password=${encodeURIComponent(password)}`;
  const store = ['--db', db, '--keys', join(temporaryDirectory('sealdesk-keys'), 'keys')];

  const backend = await spawnBackend([...store, '--port', '0', '--sample', '2']);
  expect((await fetch(`${backend.ready.url}/readyz`)).status).toBe(200);
  const run = promisify(execFile);
  const added = await run(process.execPath, [cli, 'tenant', 'add', 'Nordbank', ...store]);
  expect(JSON.parse(added.stdout)).toMatchObject({ name: 'Nordbank' });
  // The operator ends all connections: that is logged, and goes by.
  await administer(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
  await expect.poll(async () => (await fetch(`${backend.ready.url}/readyz`)).status).toBe(200);
  expect(await backend.end()).toEqual({ code: 0, signal: null });

  const refused = await spawnBackend(['--db', db.replace('right', 'wrong'), '--port', '0']).then(
    () => 'not refused',
    (error: unknown) => String(error),
  );
  expect(refused).toContain('does not let the user "guarded" in');
  for (const said of [backend.log(), added.stdout, added.stderr, refused])
    for (const secret of [password, encodeURIComponent(password), 'wrong one'])
      expect(said).not.toContain(secret);
  await drop();
});
