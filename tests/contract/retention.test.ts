import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { nodeHash } from '../../src/backend/audit/index.ts';
import { findCustomer, insertCustomers } from '../../src/backend/customers/index.ts';
import { tidy } from '../../src/backend/housekeeping.ts';
import {
  defaultRetention,
  purgeRetained,
  retentionOf,
  setRetention,
  type OwnRetention,
} from '../../src/backend/retention/index.ts';
import type { Customer } from '../../src/shared/domain/index.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import {
  basicFields,
  createCustomer,
  moveTo,
  pngBytes,
  submitCustomer,
  uploadDocument,
  uploadForm,
} from '../support/backend-customers.ts';
import { makeLink } from '../support/backend-links.ts';
import { eventually } from '../support/eventually.ts';
import { onPostgres, vacuumsOf } from '../support/postgres.ts';
import { rejectFor } from '../support/reviewing.ts';
import { evidenceOf, type WorkstationClient } from '../support/workstation-client.ts';

const day = 24 * 3600 * 1000;

let server: TestBackend;
let analyst: WorkstationClient;
beforeAll(async () => {
  server = await startBackend();
  analyst = await server.signIn(server.tenant.analyst);
});
afterAll(() => server.close());

const sign = async (one: TestBackend = server) => one.signIn(one.tenant.analyst);

const statusOf = async (id: string) => (await server.integrator(`/v1/customers/${id}`)).status;

async function reject(customer: Customer, client = analyst): Promise<void> {
  const on = { customerId: customer.id, baseVersion: customer.version };
  const start = client.build({ type: 'review.start', payload: {}, ...on });
  const finish = client.build({
    type: 'review.finish',
    payload: { ...rejectFor('fraud.stolenIdentity'), note: 'CANARY-note of the decision' },
    evidence: evidenceOf(customer),
    dependsOn: start.id,
    ...on,
  });
  expect(await client.send([start, finish])).toMatchObject([{ result: 'applied' }, { result: 'applied' }]);
}

/** The Merkle tree hash of RFC 6962, 2.1, worked out from the stored leaves. */
function rootOf(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (leaves.length === 1 && only) return only;
  const split = 2 ** Math.floor(Math.log2(leaves.length - 1));
  return nodeHash(rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split)));
}

async function auditRoot(one: TestBackend, size: number): Promise<string> {
  const rows = await one.backend.context.store.reader
    .selectFrom('audit')
    .select('leafHash')
    .where('tenantId', '=', one.tenant.id)
    .where('index', '<', size)
    .orderBy('index')
    .execute();
  return rootOf(rows.map(({ leafHash }) => Buffer.from(leafHash, 'hex'))).toString('hex');
}

/** What metrics count stays: it holds no value but a country. */
const metrics = ['caseFact', 'finishedReview', 'hostedStep', 'rejectionReason', 'statusStep'];

/** Every table of the store, whoever made it, that has a row of a customer. */
async function tablesWith(customerId: string): Promise<readonly string[]> {
  const { reader } = server.backend.context.store;
  const tables = await reader.introspection.getTables();
  const found: string[] = [];
  for (const { name, columns } of tables) {
    if (!columns.some(column => column.name === 'customerId')) continue;
    const { rows } = await sql`select 1 from ${sql.table(name)} where "customerId" = ${customerId}`.execute(
      reader,
    );
    if (rows.length > 0) found.push(name);
  }
  return found.filter(name => !metrics.includes(name)).toSorted();
}

describe('[RET-1] a case', () => {
  test('is kept for the days of its status after its last change, and then is gone', async () => {
    expect(defaultRetention).toEqual({
      CREATED: 90,
      UNDER_REVIEW: null,
      NEEDS_ADDITIONAL_INFORMATION: 180,
      ACTIVE: null,
      REJECTED: 1826,
    });
    const created = await createCustomer(server);
    const submitted = await submitCustomer(server, (await createCustomer(server)).id);
    const rejected = await submitCustomer(server, (await createCustomer(server)).id);
    await reject(rejected);

    server.clock.advance(90 * day - 60_000);
    await tidy(server.backend.context);
    expect(await statusOf(created.id)).toBe(200);
    server.clock.advance(60_000);
    await tidy(server.backend.context);
    expect(await statusOf(created.id)).toBe(404);

    server.clock.advance(1735 * day);
    await tidy(server.backend.context);
    expect(await statusOf(rejected.id)).toBe(200);
    server.clock.advance(2 * day);
    await tidy(server.backend.context);
    expect(await statusOf(rejected.id)).toBe(404);
    expect(await statusOf(submitted.id)).toBe(200);
  });

  test('is kept as long as its tenant says, and by no other tenant', async () => {
    const { context } = server.backend;
    const other = await server.addTenant('Another tenant');
    const mine = await createCustomer(server);
    const answer = await server.integrator(
      '/v1/customers',
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ kind: 'individual', levelId: 'kyc-basic', fields: basicFields }),
      },
      other.apiKey,
    );
    const theirs = (await answer.json()) as Customer;
    await context.work(other.id, step => setRetention(step, { CREATED: 30 }, 'system'));
    server.clock.advance(31 * day);
    await tidy(context);
    expect(await statusOf(mine.id)).toBe(200);
    expect((await server.integrator(`/v1/customers/${theirs.id}`, {}, other.apiKey)).status).toBe(404);
    // Remembered answers are kept for 30 days and hold what was given: nothing goes before them.
    await expect(
      context.work(other.id, step => setRetention(step, { CREATED: 29 }, 'system')),
    ).rejects.toThrow();
  });
});

test('[RET-1] what a tenant says of one status leaves what it said of another', async () => {
  const { context } = server.backend;
  const { id } = await server.addTenant('Of two minds');
  const say = (retention: OwnRetention) => context.work(id, step => setRetention(step, retention, 'system'));
  await say({ REJECTED: null, CREATED: 40 });
  await say({ CREATED: 60 });
  expect(await retentionOf(context.store.reader, id)).toEqual({
    ...defaultRetention,
    REJECTED: null,
    CREATED: 60,
  });
});

/** What happens about a case and is no change of it. */
const happenings: readonly (readonly [what: string, run: (id: string) => Promise<unknown>])[] = [
  [
    'a transaction',
    async id => {
      const answer = await server.integrator(`/v1/customers/${id}/transactions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ amount: '12.50', currency: 'EUR', direction: 'in' }),
      });
      expect(answer.status).toBe(201);
    },
  ],
  [
    'a note',
    async id => {
      const client = await sign();
      const note = { text: 'still a customer', mentions: [] };
      const on = { customerId: id, baseVersion: null };
      expect(await client.command({ type: 'note.add', payload: note, ...on })).toMatchObject({
        result: 'applied',
      });
    },
  ],
  ['a link', id => makeLink(server, { customerId: id, items: ['field:phone'] })],
  [
    'a document',
    id => uploadDocument(server, id, { type: 'passport', bytes: pngBytes(`${id} at ${server.clock.now()}`) }),
  ],
];

describe('[RET-1] what happens about a case', () => {
  afterEach(() =>
    server.backend.context.work(server.tenant.id, step => setRetention(step, defaultRetention, 'system')),
  );

  test.each(happenings)('keeps it like a change: %s', async (what, run) => {
    const { context } = server.backend;
    const { phone: _phone, ...fields } = basicFields;
    const status = what === 'a transaction' ? 'ACTIVE' : 'CREATED';
    const faithful = await createCustomer(server, { fields });
    const silent = await createCustomer(server, { fields });
    for (const { id } of [faithful, silent]) if (status === 'ACTIVE') await moveTo(server, id, status);
    await context.work(server.tenant.id, step => setRetention(step, { [status]: 30 }, 'system'));
    for (const _ of [1, 2, 3]) {
      server.clock.advance(20 * day);
      await run(faithful.id);
      await tidy(context);
    }
    expect([await statusOf(faithful.id), await statusOf(silent.id)]).toEqual([200, 404]);
    server.clock.advance(30 * day - 60_000);
    await tidy(context);
    expect(await statusOf(faithful.id)).toBe(200);
    server.clock.advance(60_000);
    await tidy(context);
    expect(await statusOf(faithful.id)).toBe(404);
  });

  test('keeps it as long as a link of it may be used, however long that is, and no longer', async () => {
    const { context } = server.backend;
    const { phone: _phone, ...fields } = basicFields;
    const asked = { kind: 'individual', levelId: 'long-links', items: ['field:phone'] };
    const level = { id: 'long-links', kind: 'individual', name: 'Long links', linkTtlHours: 45 * 24 };
    const made = await server.integrator('/v1/levels', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...level, fields: [{ key: 'phone', required: true }] }),
    });
    expect(made.status).toBe(201);
    const [used, revoked] = [
      await createCustomer(server, { levelId: level.id, fields }),
      await createCustomer(server, { levelId: level.id, fields }),
    ];
    await makeLink(server, { ...asked, customerId: used.id });
    const link = await makeLink(server, { ...asked, customerId: revoked.id });
    expect((await server.integrator(`/v1/links/${link.id}`, { method: 'DELETE' })).status).toBe(204);
    await context.work(server.tenant.id, step => setRetention(step, { CREATED: 30 }, 'system'));
    server.clock.advance(45 * day - 60_000);
    await tidy(context);
    expect([await statusOf(used.id), await statusOf(revoked.id)]).toEqual([200, 404]);
    server.clock.advance(60_000);
    await tidy(context);
    expect(await statusOf(used.id)).toBe(404);
  });

  test('[RET-3] [API-9] is no upload of what is there already: its key gives the same again, and no value of the case outlives it in that answer', async () => {
    const { context } = server.backend;
    const { id } = await createCustomer(server);
    const part = { type: 'selfie', bytes: pngBytes(`sent again to ${id}`) } as const;
    const first = await uploadDocument(server, id, part);
    await context.work(server.tenant.id, step => setRetention(step, { CREATED: 30 }, 'system'));
    server.clock.advance(29 * day);
    const sendAgain = () =>
      server.integrator(`/v1/customers/${id}/documents`, {
        method: 'POST',
        headers: { 'idempotency-key': 'sent-again' },
        body: uploadForm(part),
      });
    for (const _ of [1, 2]) {
      const again = await sendAgain();
      expect([again.status, await again.json()]).toEqual([200, first]);
    }
    server.clock.advance(day);
    await tidy(context);
    expect(await statusOf(id)).toBe(404);
    const answers = context.store.reader.selectFrom('idempotency').selectAll();
    const kept = await answers.where('key', '=', 'sent-again').executeTakeFirstOrThrow();
    const purpose = `answer/${kept.tenantId}/${kept.caller}/${kept.key}`;
    const said = context.keys.open(purpose, Buffer.from(kept.body ?? '', 'base64')).toString();
    expect([kept.status, JSON.parse(said)]).toEqual([200, { id: first.id }]);
    expect((await sendAgain()).status).toBe(404);
  });

  test('counts also when it comes between the look for old cases and their purge', async () => {
    const { context } = server.backend;
    const { id } = await createCustomer(server);
    await context.work(server.tenant.id, step => setRetention(step, { CREATED: 30 }, 'system'));
    server.clock.advance(30 * day);
    const came = { tenantId: server.tenant.id, id: 'came-between', customerId: id, data: '{}' };
    const work: typeof context.work = async (tenantId, run) => {
      if (tenantId === server.tenant.id)
        await context.work(tenantId, step =>
          step.insertRows('transaction', [{ ...came, at: step.at }], ['tenantId', 'id']),
        );
      return context.work(tenantId, run);
    };
    await purgeRetained({ ...context, work });
    expect(await statusOf(id)).toBe(200);
  });

  test('leaves no other behind it, however many are kept', async () => {
    const { context } = server.backend;
    const other = await server.addTenant('A tenant of faithful customers');
    await context.work(other.id, step => setRetention(step, { CREATED: 30 }, 'system'));
    const { id: like } = await createCustomer(server);
    const found = await findCustomer(context.store.reader, server.tenant.id, like);
    if (!found) throw new Error('no such customer');
    // All at one moment, as an import makes them, and more than are looked up at a time.
    const made = Array.from({ length: 450 }, (_, place) => `many-${String(place).padStart(4, '0')}`);
    await context.work(other.id, step =>
      insertCustomers(
        step,
        made.map(id => ({ ...found, customer: { ...found.customer, id } })),
      ),
    );
    server.clock.advance(30 * day);
    const kept = made.filter((_, place) => place % 50 !== 49);
    await context.work(other.id, step =>
      step.insertRows(
        'transaction',
        kept.map(customerId => ({
          tenantId: other.id,
          id: `of-${customerId}`,
          customerId,
          at: step.at,
          data: '{}',
        })),
      ),
    );
    await tidy(context);
    const rows = await context.store.reader
      .selectFrom('customer')
      .select('id')
      .where('tenantId', '=', other.id)
      .orderBy('id')
      .execute();
    expect(rows.map(({ id }) => id)).toEqual(kept);
  });
});

test('[RET-2] workstations are told by a delete, notes and links go too, and bytes stay that another customer has sent', async () => {
  const client = await sign();
  const gone = await createCustomer(server);
  const kept = await createCustomer(server);
  const shared = await uploadDocument(server, gone.id, { type: 'passport', bytes: pngBytes('shared bytes') });
  const own = await uploadDocument(server, gone.id, { type: 'selfie', bytes: pngBytes('own bytes') });
  const theirs = await uploadDocument(server, kept.id, { type: 'passport', bytes: pngBytes('shared bytes') });
  await client.command({
    type: 'note.add',
    customerId: gone.id,
    baseVersion: null,
    payload: { text: 'a note', mentions: [] },
  });
  const link = await server.integrator('/v1/links', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'individual', levelId: 'kyc-basic', customerId: gone.id }),
  });
  expect(link.status).toBe(201);
  const { tenant, backend } = server;
  await backend.context.work(tenant.id, step =>
    step.insertRows('transaction', [
      { tenantId: tenant.id, id: 'a-transaction', customerId: gone.id, at: step.at, data: '{}' },
    ]),
  );
  const before = (await client.changes()).end.cursor;
  server.clock.advance(60 * day);
  await submitCustomer(server, kept.id);
  server.clock.advance(31 * day);
  await tidy(server.backend.context);

  const again = await sign();
  const { changes } = await again.changes({ cursor: before });
  expect(changes).toContainEqual(expect.objectContaining({ entity: 'customer', id: gone.id, op: 'delete' }));
  expect(changes).toContainEqual(expect.objectContaining({ entity: 'note', op: 'delete' }));
  expect(changes).toContainEqual(expect.objectContaining({ entity: 'link', op: 'delete' }));
  expect(changes).toContainEqual(expect.objectContaining({ entity: 'transaction', op: 'delete' }));
  expect(await tablesWith(gone.id)).toEqual(['audit', 'command']);
  const bytes = (id: string) => server.integrator(`/v1/documents/${id}/content`).then(({ status }) => status);
  expect(await bytes(shared.id)).toBe(404);
  expect(await bytes(own.id)).toBe(404);
  expect(await bytes(theirs.id)).toBe(200);
  const blobs = await server.backend.context.store.reader.selectFrom('blob').select('sha256').execute();
  expect(blobs.map(({ sha256 }) => sha256)).not.toContain(own.sha256);
});

describe('[RET-3] after a purge', () => {
  let one: TestBackend;
  let purged: string;
  let root: string;
  let size: number;
  const canaries = {
    externalId: 'CANARY-external',
    name: 'Canarina',
    mail: 'canary@mail.example',
    phone: '+4930777888999',
    number: 'CANARYNUMBER',
    text: 'CANARY-note',
    file: 'canary-file-name',
    bytes: 'CANARY-bytes-of-a-picture',
    correction: 'CANARY-corrected',
  };
  /** What was in the files before: that something is absent says nothing where it never was there. */
  let before: readonly string[] = [];

  /** The canaries in the files of the store, of which only SQLite's lie where a test can read them. */
  async function canariesLeft(): Promise<readonly string[]> {
    const found: string[] = [];
    for (const file of await readdir(one.directory)) {
      const content = await readFile(join(one.directory, file));
      for (const canary of Object.values(canaries)) {
        const needles = [canary, canary.toLowerCase(), Buffer.from(canary).toString('base64').slice(0, -3)];
        if (needles.some(needle => content.includes(needle))) found.push(`${file}: ${canary}`);
      }
    }
    return found;
  }

  beforeAll(async () => {
    one = await startBackend();
    const { store } = one.backend.context;
    // What a start does by itself is not what is looked for.
    if (onPostgres()) await eventually(async () => (await vacuumsOf(store)) === 1);
    const client = await sign(one);
    const kept = await createCustomer(one);
    const made = await createCustomer(one, {
      externalId: canaries.externalId,
      fields: {
        ...basicFields,
        firstName: canaries.name,
        email: canaries.mail,
        phone: canaries.phone,
        idNumber: canaries.number,
      },
    });
    purged = made.id;
    // Larger than a page, so that it lies in pages of its own.
    const bytes = pngBytes(`${canaries.bytes} `.repeat(2000));
    await uploadDocument(one, made.id, { type: 'passport', bytes, filename: `${canaries.file}.png` });
    const submitted = await submitCustomer(one, made.id);
    await client.command({
      type: 'field.correct',
      customerId: made.id,
      baseVersion: submitted.version,
      payload: { field: 'lastName', value: canaries.correction, reason: canaries.text },
    });
    await client.command({
      type: 'note.add',
      customerId: made.id,
      baseVersion: null,
      payload: { text: canaries.text, mentions: [] },
    });
    await reject(await client.customer(made.id), client);
    const row = await store.reader
      .selectFrom('tenant')
      .select('auditSize')
      .where('id', '=', one.tenant.id)
      .executeTakeFirstOrThrow();
    size = row.auditSize;
    root = await auditRoot(one, size);
    before = await canariesLeft();
    one.clock.advance(1827 * day);
    await one.backend.context.work(one.tenant.id, async step => {
      await step.db.updateTable('customer').set({ updatedAt: step.at }).where('id', '=', kept.id).execute();
    });
    await tidy(one.backend.context);
  });
  afterAll(() => one.close());

  test('the audit log has the same root, and of what was said hashes alone', async () => {
    expect(await auditRoot(one, size)).toBe(root);
    const entries = await one.backend.context.store.reader
      .selectFrom('audit')
      .select(['action', 'nonce', 'data', 'dataHash'])
      .where('customerId', '=', purged)
      .orderBy('index')
      .execute();
    expect(entries.length).toBeGreaterThan(5);
    expect(
      entries.filter(({ nonce, data }) => nonce !== null || data !== null).map(({ action }) => action),
    ).toEqual(['customer.purged']);
    expect(entries.every(({ dataHash }) => /^[0-9a-f]{64}$/.test(dataHash))).toBe(true);
  });

  test.skipIf(onPostgres())('no value that was given or said is left in the files of SQLite', async () => {
    for (const canary of Object.values(canaries)) expect(before.join()).toContain(canary);
    expect(await canariesLeft()).toEqual([]);
  });

  test.runIf(onPostgres())('PostgreSQL has removed the dead rows, within the same round', async () => {
    await expect.poll(() => vacuumsOf(one.backend.context.store)).toBe(2);
  });
});
