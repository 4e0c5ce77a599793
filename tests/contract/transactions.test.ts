import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { transactionSchema } from '../../src/shared/api/index.ts';
import type { VerificationStatus } from '../../src/shared/domain/index.ts';
import { z } from '../../src/shared/zod.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { createCustomer, moveTo } from '../support/backend-customers.ts';

let server: TestBackend;
beforeAll(async () => void (server = await startBackend()));
afterAll(() => server.close());

const money = { amount: '12.50', currency: 'EUR', direction: 'in', reference: 'first' };
const pay = (id: string, body: object = money, key?: string) =>
  server.integrator(`/v1/customers/${id}/transactions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key === undefined ? {} : { 'idempotency-key': key }) },
    body: JSON.stringify(body),
  });
const listSchema = z.object({ items: z.array(transactionSchema), nextCursor: z.string().nullish() });
const list = async (id: string, query = '') =>
  listSchema.parse(await (await server.integrator(`/v1/customers/${id}/transactions${query}`)).json());

const move = (id: string, status: VerificationStatus) => moveTo(server, id, status);

async function verified(): Promise<string> {
  const { id } = await createCustomer(server);
  await move(id, 'UNDER_REVIEW');
  await move(id, 'ACTIVE');
  return id;
}

test('[TXN-1] only a verified customer can transact', async () => {
  const { id } = await createCustomer(server);
  for (const status of ['CREATED', 'UNDER_REVIEW', 'NEEDS_ADDITIONAL_INFORMATION', 'REJECTED'] as const) {
    if (status !== 'CREATED') await move(id, status);
    const answer = await pay(id);
    expect([answer.status, await answer.json()]).toMatchObject([
      409,
      { code: 'not_verified', detail: `Only a verified customer can transact, not one that is ${status}.` },
    ]);
  }
  await move(id, 'ACTIVE');
  const answer = await pay(id);
  expect(answer.status).toBe(201);
  const made = transactionSchema.parse(await answer.json());
  expect(made).toMatchObject({ customerId: id, ...money });
  expect((await list(id)).items).toEqual([made]);
});

test('[TXN-1] of transactions beside a change of status, none is entered after it', async () => {
  const id = await verified();
  const answers = await Promise.all([
    ...Array.from({ length: 10 }, () => pay(id)),
    move(id, 'UNDER_REVIEW'),
    ...Array.from({ length: 10 }, () => pay(id)),
  ]);
  const statuses = answers.flatMap(answer => (answer ? [answer.status] : []));
  expect(statuses.every(status => status === 201 || status === 409)).toBe(true);
  const rows = await server.backend.context.store.reader
    .selectFrom('change')
    .select(['entity', 'seq'])
    .where('tenantId', '=', server.tenant.id)
    .where(row =>
      row.or([
        row('entityId', '=', id),
        row(
          'entityId',
          'in',
          row.selectFrom('transaction').select('transaction.id').where('transaction.customerId', '=', id),
        ),
      ]),
    )
    .orderBy('seq')
    .execute();
  expect(rows.filter(({ entity }) => entity === 'transaction')).toHaveLength(
    statuses.filter(status => status === 201).length,
  );
  // The customer's last change is that of its status: every transaction was entered before it.
  expect(rows.at(-1)?.entity).toBe('customer');
});

test.each([
  ['JPY', '100', 201],
  ['JPY', '100.00', 422],
  ['EUR', '12.5', 422],
  ['EUR', '12', 422],
  ['KWD', '1.234', 201],
  ['KWD', '1.23', 422],
  ['EUR', '-1.00', 422],
  ['EUR', '0.00', 422],
  ['EUR', '1e3', 422],
  ['EUR', '01.00', 422],
  ['EUR', '999999999999999999.99', 201],
  ['EUR', '1000000000000000000.00', 422],
  ['XXX', '1.00', 422],
  ['eur', '1.00', 422],
])('[TXN-2] an amount has the decimals of its currency: %s %s is %i', async (currency, amount, status) => {
  const id = await verified();
  const answer = await pay(id, { ...money, currency, amount });
  expect(answer.status).toBe(status);
  if (status === 201) expect((await list(id)).items).toMatchObject([{ currency, amount }]);
});

test('[TXN-3] a transaction is entered once under its key, listed by keyset, in the feed, and another tenant knows nothing of it', async () => {
  const id = await verified();
  const key = randomUUID();
  const [first, again] = [await pay(id, money, key), await pay(id, money, key)];
  expect(await again.json()).toEqual(await first.json());
  const reference = (n: number) => ({ ...money, reference: `no ${n}` });
  for (let n = 0; n < 4; n += 1) {
    server.clock.advance(10);
    await pay(id, reference(n));
  }
  const one = await list(id, '?limit=3');
  const two = await list(id, `?limit=3&cursor=${one.nextCursor ?? ''}`);
  expect([...one.items, ...two.items].map(item => item.reference)).toEqual([
    'no 3',
    'no 2',
    'no 1',
    'no 0',
    'first',
  ]);
  expect(two.nextCursor).toBeNull();
  const other = await server.addTenant('Another tenant');
  expect((await server.integrator(`/v1/customers/${id}/transactions`, {}, other.apiKey)).status).toBe(404);
  const analyst = await server.signIn(server.tenant.analyst);
  const feed = JSON.stringify(await analyst.changes());
  expect(feed).toContain('no 3');
  const reads = await server.addApiKey(server.tenant, ['transactions:read']);
  const path = `/v1/customers/${id}/transactions`;
  const body = JSON.stringify(money);
  const refused = await server.integrator(
    path,
    { method: 'POST', headers: { 'content-type': 'application/json' }, body },
    reads,
  );
  expect(refused.status).toBe(403);
});

test.each([
  ['reference', 'INV\u202E7'],
  ['counterparty', 'Acme\nCorp'],
  ['counterparty', 'a\0'],
])('signs that nobody sees, or that turn a text round, are refused in a %s', async (member, text) => {
  const answer = await pay(await verified(), { ...money, [member]: text });
  const { errors } = (await answer.json()) as { errors: unknown };
  const message = 'holds a control character';
  expect([answer.status, errors]).toMatchObject([422, [{ path: `body.${member}`, message }]]);
});

test('[TXN-3] transactions of one moment follow each other by id, page by page, with or without an index', async () => {
  const id = await verified();
  const goesOn = server.clock.standStill();
  const made: string[] = [];
  for (let n = 0; n < 9; n += 1) made.push(transactionSchema.parse(await (await pay(id)).json()).id);
  goesOn();
  const { writer } = server.backend.context.store;
  const pages = async (): Promise<readonly string[]> => {
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { items, nextCursor } = await list(id, `?limit=2${cursor}`);
      seen.push(...items.map(one => one.id));
      if (nextCursor == null) return seen;
      cursor = `&cursor=${nextCursor}`;
    }
  };
  expect(await pages()).toEqual(made.toSorted().toReversed());
  await sql`drop index "transactionCustomer"`.execute(writer);
  expect(await pages()).toEqual(made.toSorted().toReversed());
});
