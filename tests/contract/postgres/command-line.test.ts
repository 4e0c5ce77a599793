import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { spawnBackend } from '../../support/backend.ts';
import { temporaryDirectory } from '../../support/directory.ts';
import { administer, createDatabase, postgresUrl } from '../../support/postgres.ts';

const cli = join(import.meta.dirname, '../../../src/backend/cli.ts');
const password = 'the right one';

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
