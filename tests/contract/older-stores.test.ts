import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { backFill } from '../../src/backend/back-fill.ts';
import { addApiKey, keysOfStore } from '../../src/backend/identity/index.ts';
import { printsOf } from '../../src/backend/providers/index.ts';
import { sharingOf } from '../../src/backend/risk/index.ts';
import { openStore, workOver, type Queries, type RunWork } from '../../src/backend/store/index.ts';
import { consistencyProofSchema, metricsSchema, scopes, type Metrics } from '../../src/shared/api/index.ts';
import { customerSchema, levelSchema, shippedLevels } from '../../src/shared/domain/index.ts';
import { z } from '../../src/shared/zod.ts';
import { consistencyHolds, openCheckpoint, treeHead } from '../support/audit-proofs.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { basicFields, createCustomer, pngBytes, uploadForm } from '../support/backend-customers.ts';
import { makeLink } from '../support/backend-links.ts';
import { countMetrics } from '../support/counted-metrics.ts';
import { layDown, olderSchemas, readOlderStore, type OlderStore } from '../support/older-store.ts';
import { nameOfKept, onPostgres, postgresUrl } from '../support/postgres.ts';
import type { WorkstationClient } from '../support/workstation-client.ts';

const day = 24 * 3600 * 1000;

/** Countries and reviewers of which there are as many stand in no order that is promised. */
const sorted = ({ geography, reviewers, ...rest }: Metrics) => ({
  ...rest,
  geography: geography.toSorted((a, b) => (a.country < b.country ? -1 : 1)),
  reviewers: reviewers.toSorted((a, b) => (a.userId < b.userId ? -1 : 1)),
});

const textOf = (row: Readonly<Record<string, unknown>>, column: string): string =>
  z.string().parse(row[column]);

const bytesOf = (hashes: readonly string[], encoding: 'hex' | 'base64'): readonly Buffer[] =>
  hashes.map(hash => Buffer.from(hash, encoding));

const urlOf = (directory: string): string =>
  onPostgres() ? postgresUrl(nameOfKept(directory)) : `sqlite:${join(directory, 'backend.db')}`;

const say = (): void => undefined;
const quiet = { debug: say, info: say, warn: say, error: say };

/** An older store in a folder of its own. */
async function laidDown(older: OlderStore) {
  const directory = mkdtempSync(join(tmpdir(), 'sealdesk-older-'));
  const drop = await layDown(directory, older);
  const remove = async (): Promise<void> => {
    await drop();
    rmSync(directory, { recursive: true, force: true });
  };
  return { directory, url: urlOf(directory), keys: join(directory, 'backend.db.keys'), remove };
}

/** A key of this version: those of before may do what there was to do then. */
const newKey = ({ backend: { context } }: TestBackend, { about }: OlderStore): Promise<string> =>
  context.work(about.tenantId, step => addApiKey(step, context, 'After the update', scopes));

/** What the store says of a period, and what counting one by one says of what was done. */
async function bothCounts(server: TestBackend, older: OlderStore, period: { from: number; to: number }) {
  const { about } = older;
  const apiKey = await newKey(server, older);
  const counts: [Metrics, Metrics][] = [];
  for (const kind of [undefined, 'individual', 'business'] as const) {
    const query = new URLSearchParams({
      from: new Date(period.from).toISOString(),
      to: new Date(period.to).toISOString(),
      groupBy: 'week',
      ...(kind ? { kind } : {}),
    });
    const answer = await server.integrator(`/v1/metrics?${query.toString()}`, {}, apiKey);
    const counted = countMetrics(about.happened, { ...period, bucket: 'week', ...(kind ? { kind } : {}) });
    counts.push([sorted(metricsSchema.parse(await answer.json())), sorted(counted)]);
  }
  return counts;
}

async function expectCounted(server: TestBackend, older: OlderStore): Promise<void> {
  const times = older.about.happened.flatMap(one => ('at' in one ? [one.at] : []));
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const third = Math.round((last - first) / 3);
  for (const period of [
    { from: first - 9 * day, to: last + day },
    { from: first + third, to: last - third },
    { from: last - third, to: last },
  ])
    for (const [told, counted] of await bothCounts(server, older, period)) expect(told).toEqual(counted);
}

describe.each(olderSchemas)('a store of schema %i', schema => {
  const older = readOlderStore(schema);
  const { about, rows } = older;
  const rowsOf = (table: string) => rows.filter(([name]) => name === table).map(([, row]) => row);
  const customers = rowsOf('customer').map(row => customerSchema.parse(JSON.parse(textOf(row, 'data'))));

  let store: Awaited<ReturnType<typeof laidDown>>;
  let server: TestBackend;
  let analyst: WorkstationClient;
  beforeAll(async () => {
    store = await laidDown(older);
    server = await startBackend({ directory: store.directory, startsAt: about.at });
    analyst = await server.signIn(about.users.analyst, older.device);
  });
  afterAll(async () => {
    await server.close();
    await store.remove();
  });

  const ask = (path: string, init?: RequestInit) => server.integrator(path, init, about.apiKey);
  /** For builders that do what an integrator does. */
  const withKey = (apiKey: string): TestBackend => ({
    ...server,
    integrator: (path, init) => server.integrator(path, init, apiKey),
  });
  const read = async <T>(path: string, shape: z.ZodType<T>): Promise<T> => {
    const answer = await ask(path);
    expect([path, answer.status]).toEqual([path, 200]);
    return shape.parse(await answer.json());
  };

  test('[STO-9] has its customers, documents and levels as they were left', async () => {
    expect(customers.length).toBeGreaterThan(5);
    for (const customer of customers) {
      expect(await read(`/v1/customers/${customer.id}`, customerSchema)).toEqual(customer);
      for (const { id, size } of customer.documents) {
        const content = await analyst.request(`/v1/documents/${id}/content`);
        expect([content.status, (await content.arrayBuffer()).byteLength]).toEqual([200, size]);
      }
    }
    const page = await read(
      '/v1/customers?limit=100',
      z.object({ items: z.array(z.object({ id: z.string() })) }),
    );
    expect(page.items.map(({ id }) => id).toSorted()).toEqual(customers.map(({ id }) => id).toSorted());
    const { items } = await read('/v1/levels', z.object({ items: z.array(levelSchema) }));
    expect(items.map(({ id }) => id).toSorted()).toEqual(shippedLevels.map(({ id }) => id).toSorted());
  });

  test('[STO-9] has a feed with everything in it', async () => {
    const { entities } = await analyst.syncAll();
    for (const { id, version } of customers)
      expect(entities.get(`customer/${id}`)).toMatchObject({ version });
    for (const row of rowsOf('note')) expect(entities.has(`note/${textOf(row, 'id')}`)).toBe(true);
  });

  test('[STO-9] gives answers that were lost on their way again, does nothing twice, and keeps none in plain', async () => {
    const entries = async () => {
      const all = await server.backend.context.store.reader
        .selectFrom('audit')
        .select('index')
        .where('tenantId', '=', about.tenantId)
        .execute();
      return all.length;
    };
    const before = await entries();
    for (const { key, path, body, document, status, answer } of about.repeats) {
      const part = document && { type: document.type, bytes: pngBytes(document.label) };
      const headers = { 'idempotency-key': key, ...(body ? { 'content-type': 'application/json' } : {}) };
      const again = await ask(path, {
        method: 'POST',
        headers,
        body: part ? uploadForm(part) : (body ?? ''),
      });
      expect([key, again.status, await again.json()]).toEqual([key, status, JSON.parse(answer)]);
      const other = await ask(path, {
        method: 'POST',
        headers,
        body: part ? uploadForm({ ...part, filename: 'x', type: 'selfie' }) : '{}',
      });
      expect([key, other.status]).toEqual([key, 422]);
    }
    expect(about.repeats.length).toBeGreaterThan(1);
    expect(await entries()).toBe(before);
    const kept = await server.backend.context.store.reader.selectFrom('idempotency').select('body').execute();
    expect(kept.length).toBeGreaterThan(1);
    for (const { body } of kept) expect(body).toMatch(/^[A-Za-z0-9+/]+=*$/);
  });

  test('[MET-6] counts everything that happened before, exactly', async () => {
    await expectCounted(server, older);
    const period = { from: about.at - 60 * day, to: about.at };
    const [[whole] = []] = await bothCounts(server, older, period);
    if (!whole) throw new Error('no figures');
    const { decisions, reviewers, processing } = whole;
    // The histories are worth counting.
    for (const figure of [decisions.approved, decisions.rejected, decisions.resubmission, reviewers.length])
      expect(figure).toBeGreaterThan(0);
    expect(processing.p95Seconds).toBeGreaterThan(processing.p50Seconds);
  });

  test('[STO-9] knows whom it knew by their contacts and the bytes of their documents', async () => {
    const { context } = server.backend;
    const { email, phone } = basicFields;
    const sharing = customers.filter(
      one => one.fields['email']?.value === email || one.fields['phone']?.value === phone,
    );
    expect(sharing.length).toBeGreaterThan(0);
    const newcomer = await createCustomer(withKey(about.apiKey));
    const found = await sharingOf(context.store.reader, about.tenantId, context.keys, newcomer);
    expect(found.sharing).toBeGreaterThanOrEqual(sharing.length);
    const known = customers.flatMap(({ documents }) => documents)[0];
    if (!known) throw new Error('a store without documents');
    const print = {
      document: { id: 'new', sha256: known.sha256, type: 'passport' as const },
      hashes: { phash: 'f0f0f0f0f0f0f0f0', dhash: '0f0f0f0f0f0f0f0f' },
    };
    expect(await printsOf(context).met(about.tenantId, newcomer.id, [print])).toEqual(
      new Map([['new', 'bytes']]),
    );
  });

  test('[STO-9] has an audit log that still begins with what was in it', async () => {
    const leaves = bytesOf(
      rowsOf('audit')
        .toSorted((a, b) => Number(a['index']) - Number(b['index']))
        .map(row => textOf(row, 'leafHash')),
      'hex',
    );
    const auditor = await server.signIn(about.users.auditor);
    const note = await (await auditor.request('/v1/audit/checkpoint')).text();
    const head = openCheckpoint(note, auditor.session.device.certificate.issuer);
    if (!head) throw new Error('a head that is not signed');
    const { size, root } = head;
    const answer = await auditor.request(`/v1/audit/consistency?first=${leaves.length}&second=${size}`);
    const { hashes } = consistencyProofSchema.parse(await answer.json());
    expect(size).toBeGreaterThan(leaves.length);
    expect(consistencyHolds(leaves.length, size, bytesOf(hashes, 'base64'), treeHead(leaves), root)).toBe(
      true,
    );
  });

  test("[STO-9] goes on: its devices' chains, its cases, its links", async () => {
    const waiting = customers.find(({ status }) => status === 'UNDER_REVIEW');
    const begun = customers.find(({ status, kind }) => status === 'CREATED' && kind === 'individual');
    if (!waiting || !begun) throw new Error('a store without open cases');
    const text = 'Seen after the update.';
    const noted = await analyst.command({
      type: 'note.add',
      customerId: waiting.id,
      baseVersion: null,
      payload: { text, mentions: [] },
    });
    expect(noted).toMatchObject({ result: 'applied' });
    // Whoever had the case when the backend ended has it no longer.
    server.clock.advance(31 * 60_000);
    const supervisor = await server.signIn(about.users.supervisor);
    const now = await supervisor.customer(waiting.id);
    const started = await supervisor.command({
      type: 'review.start',
      customerId: now.id,
      baseVersion: now.version,
      payload: {},
    });
    expect(started).toMatchObject({ result: 'applied' });

    const current = await read(`/v1/customers/${begun.id}`, customerSchema);
    const changed = await ask(`/v1/customers/${begun.id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', 'if-match': `"${current.version}"` },
      body: JSON.stringify({ fields: { phone: '+4930901833' } }),
    });
    expect(changed.status).toBe(200);
    const { url } = await makeLink(withKey(await newKey(server, older)), { customerId: begun.id });
    expect((await fetch(url)).status).toBe(200);
    if (about.link) expect((await fetch(`${server.url}${about.link.path}`)).status).toBe(200);
  });
});

test.each(olderSchemas)(
  '[STO-10] a command refuses a store of schema %i and leaves it as it is; a backend that is started brings it up to date, also when a start was cut off',
  async schema => {
    const older = readOlderStore(schema);
    const { directory, url, keys, remove } = await laidDown(older);
    onTestFinished(remove);
    const cli = join(import.meta.dirname, '../../src/backend/cli.ts');
    const command = promisify(execFile)(process.execPath, [cli, 'user', 'list', '--db', url, '--keys', keys]);
    await expect(command).rejects.toThrow(
      `The database has schema ${schema}, of an earlier version of Sealdesk.`,
    );
    await expect(openStore(url, { toServe: false })).rejects.toThrow('start one of this version');

    // The first start ends after its second portion.
    const store = await openStore(url, { toServe: true });
    const random = { bytes: (count: number) => Buffer.alloc(count, 7) };
    const parts = { store, clock: { now: () => older.about.at }, random, reactions: [] };
    const work = workOver({ ...parts, published: () => undefined, enqueued: () => undefined });
    let left = 2;
    const cutOff: RunWork = (tenantId, run) => {
      left -= 1;
      if (left < 0) throw new Error('cut off');
      return work(tenantId, run);
    };
    const context = { store, work: cutOff, keys: await keysOfStore(store, keys, random), log: quiet };
    await expect(backFill(context, 3)).rejects.toThrow('cut off');
    const [row] = await store.reader.selectFrom('backFill').selectAll().execute();
    expect(row?.lastId).not.toBe('');
    await store.close();

    const server = await startBackend({ directory, startsAt: older.about.at });
    try {
      await expectCounted(server, older);
      expect(await server.backend.context.store.reader.selectFrom('backFill').selectAll().execute()).toEqual(
        [],
      );
    } finally {
      await server.close();
    }
  },
);

test('[STO-10] a start that fails lets go of the store, and the next one goes on with it', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'sealdesk-broken-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const first = await startBackend({ directory });
  const { id } = await createCustomer(first);
  const customer = (data: string) => async (db: Queries) =>
    void (await db.updateTable('customer').set({ data }).where('id', '=', id).execute());
  const { writer, reader } = first.backend.context.store;
  const { data } = await reader.selectFrom('customer').select('data').executeTakeFirstOrThrow();
  await customer('{')(writer);
  await writer.insertInto('backFill').values({ tenantId: first.tenant.id, lastId: '' }).execute();
  await first.close();
  await expect(startBackend({ directory })).rejects.toThrow('JSON');
  // It is free for whoever serves it next, in this process too.
  const store = await openStore(urlOf(directory), { toServe: true });
  await customer(data)(store.writer);
  await store.close();
  const second = await startBackend({ directory });
  expect(await second.backend.context.store.reader.selectFrom('backFill').selectAll().execute()).toEqual([]);
  await second.close();
});

test('[STO-10] a start does not wait for long until the store has forgotten what was there in plain', async () => {
  const server = await startBackend();
  onTestFinished(() => server.close());
  const { context } = server.backend;
  await context.store.writer
    .insertInto('backFill')
    .values({ tenantId: server.tenant.id, lastId: '' })
    .execute();
  const told: boolean[] = [];
  const forget: typeof context.store.forget = async (hasPurged, signal) => {
    told.push(hasPurged);
    if (!signal) throw new Error('nothing would end it');
    await new Promise(resolve => signal.addEventListener('abort', resolve));
  };
  await backFill({ ...context, store: { ...context.store, forget }, log: quiet }, undefined, 20);
  expect(told).toEqual([true]);
  expect(await context.store.reader.selectFrom('backFill').selectAll().execute()).toEqual([]);
});
