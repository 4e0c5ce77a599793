import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import pg from 'pg';
import { openPostgres } from '../../../src/backend/store/index.ts';
import { spawnBackend } from '../../support/backend.ts';
import { temporaryDirectory } from '../../support/directory.ts';
import { eventually } from '../../support/eventually.ts';
import { layDown, readOlderStore } from '../../support/older-store.ts';
import { nameOfKept, postgresUrl } from '../../support/postgres.ts';

const cli = join(import.meta.dirname, '../../../src/backend/cli.ts');

/** So many of each case of the store: what is worked out of them takes several transactions. */
const copies = 80;

test('[STO-10] of processes that start at once on an older database any may be killed: another goes on, and serves what they worked out', async () => {
  const folder = temporaryDirectory('sealdesk-older-starts');
  const older = readOlderStore(2);
  onTestFinished(await layDown(folder, older));
  const db = postgresUrl(nameOfKept(folder));
  const client = new pg.Client(db);
  await client.connect();
  onTestFinished(() => client.end());
  const columns = Object.keys(older.rows.find(([name]) => name === 'customer')?.[1] ?? {});
  const quoted = columns.map(name => `"${name}"`).join(', ');
  const copied = columns.map(name => {
    if (name === 'id') return `"id" || '-' || "n"`;
    if (name === 'externalId') return 'null';
    return name === 'data' ? `replace("data", "id", "id" || '-' || "n")` : `"${name}"`;
  });
  await client.query(`insert into "customer" (${quoted})
    select ${copied.join(', ')} from "customer", generate_series(1, ${copies}) "n"`);
  // Whoever serves purges what is old by now; of those too it is worked out before, and stays.
  const { rows: customers } = await client.query<{ id: string }>('select "id" from "customer" order by "id"');

  const args = ['--db', db, '--keys', join(folder, 'backend.db.keys'), '--port', '0'];
  const killed = [0, 1].map(() => spawn(process.execPath, [cli, ...args], { stdio: 'ignore' }));
  const survivor = spawnBackend(args);
  // Within the migrations and what is worked out after them, as the machine has it.
  const begun = `select 1 from information_schema.tables where table_name = 'backFill'`;
  await eventually(async () => (await client.query(begun)).rows.length > 0);
  const [one, other] = killed;
  one?.kill('SIGKILL');
  await eventually(async () => {
    const { rows } = await client.query<{ lastId: string }>('select "lastId" from "backFill"');
    return rows.every(({ lastId }) => lastId !== '');
  });
  other?.kill('SIGKILL');

  const { end } = await survivor;
  const store = await openPostgres(db);
  onTestFinished(() => store.close());
  const { reader } = store;
  const facts = await reader.selectFrom('caseFact').select('customerId').orderBy('customerId').execute();
  const unfinished = await reader.selectFrom('backFill').selectAll().execute();
  const answers = await reader.selectFrom('idempotency').select('body').execute();
  expect(await end()).toEqual({ code: 0, signal: null });
  expect(customers.length).toBeGreaterThan(5 * copies);
  expect(facts.map(({ customerId }) => customerId)).toEqual(customers.map(({ id }) => id));
  expect(unfinished).toEqual([]);
  expect(answers.filter(({ body }) => body?.startsWith('{'))).toEqual([]);
});
