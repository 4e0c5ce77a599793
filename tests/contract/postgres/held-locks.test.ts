import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { problemSchema } from '../../../src/shared/api/index.ts';
import { startBackend, type TestBackend, type TestTenant } from '../../support/backend.ts';
import { basicFields } from '../../support/backend-customers.ts';
import { temporaryFolder } from '../../support/directory.ts';
import { eventually } from '../../support/eventually.ts';
import { databaseOf } from '../../support/postgres.ts';

/** One more than a process has connections that write. */
const held = 9;

let server: TestBackend;
let directory: ReturnType<typeof temporaryFolder>;
let tenants: readonly TestTenant[];
let free: TestTenant;
beforeAll(async () => {
  directory = temporaryFolder('sealdesk-held-locks');
  server = await startBackend({ directory: directory.path });
  free = server.tenant;
  tenants = await Promise.all(Array.from({ length: held }, (_, n) => server.addTenant(`Held ${n}`)));
});
afterAll(async () => {
  await server.close();
  directory.remove();
});

const create = ({ apiKey }: TestTenant, key = randomUUID()) =>
  server.integrator(
    '/v1/customers',
    {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify({ kind: 'individual', levelId: 'kyc-basic', fields: basicFields }),
    },
    apiKey,
  );

/** What another process does that stands still within a transaction of each tenant, as far as the server can tell. */
async function holdLocks(of: readonly TestTenant[]): Promise<() => Promise<void>> {
  const client = new pg.Client((await databaseOf(directory.path)).url);
  await client.connect();
  onTestFinished(() => client.end());
  await client.query('begin');
  for (const { id } of of)
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`sealdesk/tenant/${id}`]);
  return async () => void (await client.query('rollback'));
}

const customersOf = async ({ id }: TestTenant) =>
  (
    await server.backend.context.store.reader
      .selectFrom('customer')
      .select('id')
      .where('tenantId', '=', id)
      .execute()
  ).length;

/** Connections that wait for somebody's lock just now. */
async function waitingConnections(): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as "count" from pg_locks where "locktype" = 'advisory' and not "granted"
      and "database" = (select "oid" from pg_database where "datname" = current_database())`.execute(
    server.backend.context.store.reader,
  );
  return rows[0]?.count ?? 0;
}

test('[STO-8] nine tenants whose turn does not come hold up no tenth; they are told to come again, and go on when it comes', async () => {
  const release = await holdLocks(tenants);
  const key = randomUUID();
  // Three of each: those behind the first of a tenant don't wait for it and then as long again.
  const waiting = tenants.flatMap(tenant =>
    [key, randomUUID(), randomUUID()].map(one => create(tenant, one)),
  );
  await eventually(async () => (await waitingConnections()) > 0);
  for (let n = 0; n < 5; n += 1) {
    expect((await create(free)).status).toBe(201);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    expect(await waitingConnections()).toBeLessThanOrEqual(4);
  }
  for (const answer of await Promise.all(waiting)) {
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(problemSchema.parse(await answer.json()).code).toBe('not_ready');
  }
  expect(await Promise.all(tenants.map(customersOf))).toEqual(tenants.map(() => 0));

  const again = tenants.map(tenant => create(tenant, key));
  await eventually(async () => (await waitingConnections()) > 0);
  await release();
  // Those who wait are let in; who was told just before that comes again.
  for (const [place, answer] of (await Promise.all(again)).entries()) {
    const tenant = tenants[place] ?? free;
    if (answer.status === 503) await eventually(async () => (await create(tenant, key)).status === 201);
    else expect(answer.status).toBe(201);
  }
  expect(await Promise.all(tenants.map(customersOf))).toEqual(tenants.map(() => 1));
});

test('[OPS-1] the figures are there in time also when the store can not be counted, and all of them when it can again', async () => {
  const figures = async () => (await fetch(`${server.url}/metrics`)).text();
  const client = new pg.Client((await databaseOf(directory.path)).url);
  await client.connect();
  onTestFinished(() => client.end());
  server.clock.advance(10_000);
  await client.query('begin; lock table "customer" in access exclusive mode');
  const held = await figures();
  expect(held).toMatch(/^sealdesk_store_up 0$/m);
  expect(held).not.toMatch(/^sealdesk_store_things\b/m);
  await client.query('rollback');
  server.clock.advance(10_000);
  const free = await figures();
  expect(free).toMatch(/^sealdesk_store_up 1$/m);
  expect(free).toMatch(/^sealdesk_store_things\{thing="customers"\} \d/m);
});

test('[STO-8] who reads a table that somebody holds is told to come again, and leaves the connections to those who read others', async () => {
  const client = new pg.Client((await databaseOf(directory.path)).url);
  await client.connect();
  onTestFinished(() => client.end());
  await client.query('begin; lock table "webhook" in access exclusive mode');
  const ask = (path: string) => server.integrator(path, {}, free.apiKey);
  // More than there are connections that read, none of which is free before the lock unless it is given up.
  const held = Array.from({ length: 24 }, () => ask('/v1/webhooks'));
  expect((await ask('/v1/customers')).status).toBe(200);
  const answers = await Promise.all(held);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
  await client.query('rollback');
  expect((await ask('/v1/webhooks')).status).toBe(200);
});
