import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { customerSchema } from '../../../src/shared/domain/index.ts';
import { sessionSchema } from '../../../src/shared/api/index.ts';
import { startBackend, type TestBackend } from '../../support/backend.ts';
import { basicFields, createCustomer } from '../../support/backend-customers.ts';
import { temporaryFolder } from '../../support/directory.ts';
import { eventually } from '../../support/eventually.ts';
import { administer, databaseOf } from '../../support/postgres.ts';
import { newDeviceKey, requestSession } from '../../support/workstation-client.ts';

/** Two backends on one database, each with connections of its own. */
let one: TestBackend;
let two: TestBackend;
let directory: ReturnType<typeof temporaryFolder>;
beforeAll(async () => {
  directory = temporaryFolder('sealdesk-processes');
  one = await startBackend({ directory: directory.path });
  two = await startBackend({ directory: directory.path });
});
afterAll(async () => {
  await Promise.all([one.close(), two.close()]);
  directory.remove();
});

const draft = JSON.stringify({ kind: 'individual', levelId: 'kyc-basic', fields: basicFields });
const create = (at: TestBackend, key: string) =>
  at.integrator(
    '/v1/customers',
    {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: draft,
    },
    one.tenant.apiKey,
  );
const idOf = async (answer: Response) => customerSchema.parse(await answer.json()).id;
const customersOf = async (tenantId: string) =>
  (
    await one.backend.context.store.reader
      .selectFrom('customer')
      .select('id')
      .where('tenantId', '=', tenantId)
      .execute()
  ).length;

/** Holds the first tenant's transactions back while something is tried. */
async function whileNothingIsWritten<T>(attempt: () => Promise<T>): Promise<T> {
  return one.backend.context.store.alone(`tenant/${one.tenant.id}`, attempt);
}
const claims = (key: string) =>
  one.backend.context.store.reader
    .selectFrom('idempotency')
    .select(['run', 'status'])
    .where('key', '=', key)
    .execute();

test('[API-9] of the same request at both processes at once one is run, and all are told of that one', async () => {
  const before = await customersOf(one.tenant.id);
  const key = randomUUID();
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) => create(n % 2 === 0 ? one : two, key)),
  );
  const made = answers.filter(({ status }) => status === 201);
  expect(answers.filter(({ status }) => status !== 201 && status !== 409)).toEqual([]);
  expect(new Set(await Promise.all(made.map(idOf))).size).toBe(1);
  expect(await customersOf(one.tenant.id)).toBe(before + 1);
});

test('[API-9] while a request runs at one process, it is in flight at the other', async () => {
  const key = randomUUID();
  const { first } = await whileNothingIsWritten(async () => {
    const running = create(one, key);
    await eventually(async () => (await claims(key)).length === 1);
    const second = await create(two, key);
    expect([second.status, await second.json()]).toEqual([
      409,
      expect.objectContaining({ code: 'in_flight' }),
    ]);
    return { first: running };
  });
  const made = await idOf(await first);
  expect(await idOf(await create(two, key))).toBe(made);
});

test('[API-9] a request that runs keeps its key, however long that takes', async () => {
  const key = randomUUID();
  const leasedUntil = async () =>
    (
      await one.backend.context.store.reader
        .selectFrom('idempotency')
        .select('leasedUntil')
        .where('key', '=', key)
        .executeTakeFirst()
    )?.leasedUntil;
  const { running } = await whileNothingIsWritten(async () => {
    const long = create(one, key);
    const begun = await eventually(leasedUntil);
    one.clock.advance(9000);
    two.clock.advance(9000);
    // By real time, not by the clock that was moved: it shows that it lives.
    await eventually(async () => ((await leasedUntil()) ?? 0) > begun + 8000);
    // Past the first lease, and seconds before the end of the one that it was renewed to.
    two.clock.advance(3000);
    expect((await create(two, key)).status).toBe(409);
    return { running: long };
  });
  expect((await running).status).toBe(201);
});

test('[API-9] a request that stood still longer than its lease writes nothing once another process has taken it over', async () => {
  const before = await customersOf(one.tenant.id);
  const key = randomUUID();
  const { stood, taken } = await whileNothingIsWritten(async () => {
    const standing = create(one, key);
    await eventually(async () => (await claims(key)).length === 1);
    const [held] = await claims(key);
    two.clock.advance(60_000);
    const taking = create(two, key);
    await eventually(async () => (await claims(key))[0]?.run !== held?.run);
    return { stood: standing, taken: taking };
  });
  expect((await stood).status).toBe(409);
  expect((await taken).status).toBe(201);
  expect(await customersOf(one.tenant.id)).toBe(before + 1);
});

test('[STO-4] a reader that waits at one process is woken by what the other commits', async () => {
  const client = await two.signIn(one.tenant.analyst);
  const { cursor } = await client.syncAll();
  const begin = performance.now();
  const waiting = client.changes({ cursor, wait: 60 });
  await new Promise(resolve => setTimeout(resolve, 100));
  const made = await idOf(await create(one, randomUUID()));
  const { changes } = await waiting;
  expect(changes).toEqual([expect.objectContaining({ entity: 'customer', id: made })]);
  // It did not wait for its time to be over, however busy this machine is.
  expect(performance.now() - begin).toBeLessThan(59_000);
});

test('[API-3] wrong passwords are counted over all processes', async () => {
  const wrong = { ...one.tenant.auditor, password: 'wrong' };
  const answers = await Promise.all(
    Array.from({ length: 16 }, (_, n) =>
      requestSession((n % 2 === 0 ? one : two).url, wrong, newDeviceKey()),
    ),
  );
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter(status => status === 401)).toHaveLength(10);
  expect(statuses.filter(status => status === 429)).toHaveLength(6);
});

test('[API-4] a refresh that is asked for at both processes at once gives one successor', async () => {
  const { session } = await one.signIn(one.tenant.supervisor);
  const body = JSON.stringify({ refreshToken: session.refreshToken, rotationId: 'same' });
  const refresh = async (at: TestBackend) =>
    sessionSchema.parse(
      await (
        await fetch(`${at.url}/v1/sessions/refresh`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
        })
      ).json(),
    ).refreshToken;
  const successors = await Promise.all([one, two, one, two].map(refresh));
  expect(new Set(successors).size).toBe(1);
});

test('[STO-3] when the server ends all connections, a request is told to come again, and those after it work', async () => {
  const { name } = await databaseOf(directory.path);
  const customer = await createCustomer(one);
  const answer = one.backend.context.store.alone('held', async () => {
    await administer(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
    return one.integrator(`/v1/customers/${customer.id}`);
  });
  await expect(answer).rejects.toThrow('PostgreSQL is not there');
  await eventually(async () => (await one.integrator(`/v1/customers/${customer.id}`)).status === 200);
  expect((await create(two, randomUUID())).status).toBe(201);
});

test('[STO-3] a server that takes no connection makes requests wait for it in vain, says so in the contract’s form, and is found again', async () => {
  const { name } = await databaseOf(directory.path);
  const store = two.backend.context.store;
  await sql`select 1`.execute(store.reader);
  await administer(
    `alter database "${name}" with allow_connections false`,
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
  );
  try {
    await eventually(async () => (await fetch(`${two.url}/readyz`)).status === 503);
    const refused = await create(two, randomUUID());
    expect([refused.status, await refused.json()]).toEqual([
      503,
      expect.objectContaining({ code: 'not_ready' }),
    ]);
  } finally {
    await administer(`alter database "${name}" with allow_connections true`);
  }
  await eventually(async () => (await create(two, randomUUID())).status === 201);
});
