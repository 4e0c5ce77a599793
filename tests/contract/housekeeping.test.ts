import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { KyselyPlugin } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changesHandlers } from '../../src/backend/changes/index.ts';
import { stage } from '../../src/backend/documents/staging.ts';
import { tidy } from '../../src/backend/housekeeping.ts';
import type { Workstation } from '../../src/backend/identity/index.ts';
import { eventually } from '../support/eventually.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { createCustomer, pngBytes, uploadDocument } from '../support/backend-customers.ts';
import { temporaryDirectory } from '../support/directory.ts';
import { onPostgres } from '../support/postgres.ts';
import { newDeviceKey, requestSession } from '../support/workstation-client.ts';

const day = 24 * 3600 * 1000;

let server: TestBackend;
beforeAll(async () => void (server = await startBackend()));
afterAll(() => server.close());

const reader = () => server.backend.context.store.reader;
const rows = async (table: 'challenge' | 'signInFailure' | 'session' | 'refreshToken' | 'accessToken') =>
  (await reader().selectFrom(table).selectAll().execute()).length;

/** Deletes an entity as a purge of a customer does: its last change says so. */
const deleteNote = (id: string) =>
  server.backend.context.work(server.tenant.id, async step =>
    step.publish({ entity: 'note', id, op: 'delete', version: 2, data: null }),
  );

test('a session that ended is forgotten with its tokens, one that lives keeps all its rotated ones', async () => {
  const kept = await server.signIn(server.tenant.analyst);
  const ended = await server.signIn(server.tenant.analyst2);
  const rotate = { refreshToken: kept.session.refreshToken, rotationId: 'first' };
  expect((await kept.post('/v1/sessions/refresh', rotate)).status).toBe(200);
  await ended.request('/v1/sessions/current', { method: 'DELETE' });
  await requestSession(server.url, { ...server.tenant.auditor, password: 'wrong' }, newDeviceKey());
  await fetch(`${server.url}/v1/sessions/challenge`, { method: 'POST' });
  expect(await rows('challenge')).toBe(3);
  // The failed sign-in, one renewal, and that the failure was told, which is written after the answer.
  await eventually(async () => (await rows('signInFailure')) === 3);

  server.clock.advance(16 * 60_000);
  await tidy(server.backend.context);
  expect(await rows('challenge')).toBe(0);
  expect(await rows('signInFailure')).toBe(0);
  expect(await rows('accessToken')).toBe(0);
  expect(await rows('session')).toBe(1);
  expect(await rows('refreshToken')).toBe(2);
  // [API-5] after the tidying too: the reuse of a rotated token is seen, and ends its family.
  const again = { ...rotate, rotationId: 'another' };
  expect((await kept.post('/v1/sessions/refresh', again)).status).toBe(401);
  await tidy(server.backend.context);
  expect(await rows('session')).toBe(0);
  expect(await rows('refreshToken')).toBe(0);

  await server.signIn(server.tenant.analyst);
  server.clock.advance(90 * day);
  await tidy(server.backend.context);
  expect(await rows('session')).toBe(0);
});

test('[API-9] a key is kept for 30 days', async () => {
  const keys = async () => (await reader().selectFrom('idempotency').select('key').execute()).length;
  const headers = { 'content-type': 'application/json', 'idempotency-key': 'kept' };
  const body = JSON.stringify({ kind: 'individual', levelId: 'kyc-basic', fields: {} });
  await server.integrator('/v1/customers', { method: 'POST', headers, body });
  server.clock.advance(30 * day - 60_000);
  await tidy(server.backend.context);
  expect(await keys()).toBe(1);
  server.clock.advance(60_000);
  await tidy(server.backend.context);
  expect(await keys()).toBe(0);
});

test('[API-9] after 30 days a key takes another request, also before the old one was forgotten', async () => {
  const headers = { 'content-type': 'application/json', 'idempotency-key': 'taken-again' };
  const make = (fields: object) =>
    server.integrator('/v1/customers', {
      method: 'POST',
      headers,
      body: JSON.stringify({ kind: 'individual', levelId: 'kyc-basic', fields }),
    });
  const first = (await (await make({})).json()) as { id: string };
  server.clock.advance(30 * day - 60_000);
  const early = await make({ firstName: 'Zoë' });
  expect([early.status, await early.json()]).toMatchObject([422, { code: 'idempotency_mismatch' }]);
  expect(await (await make({})).json()).toEqual(first);
  server.clock.advance(60_000);
  const later = await make({ firstName: 'Zoë' });
  const made = (await later.json()) as { id: string };
  expect([later.status, made]).toMatchObject([201, { fields: { firstName: { value: 'Zoë' } } }]);
  expect(made.id).not.toBe(first.id);
});

test('[FED-4] a delete is told for 90 days; then who may have missed it syncs afresh, and who began later does not', async () => {
  // Cases of the tests before have served their time: no purge of theirs comes in between.
  server.clock.advance(91 * day);
  await tidy(server.backend.context);
  const note = randomUUID();
  const first = await server.signIn(server.tenant.analyst);
  const { cursor: before } = await first.syncAll();
  await deleteNote(note);
  const { changes, end } = await first.changes({ cursor: before });
  expect(changes).toEqual([expect.objectContaining({ entity: 'note', id: note, op: 'delete', version: 2 })]);
  expect(changes[0]).not.toHaveProperty('data');

  server.clock.advance(90 * day - 60_000);
  await tidy(server.backend.context);
  const late = await server.signIn(server.tenant.analyst);
  expect((await late.changes({ cursor: before })).changes).toHaveLength(1);

  server.clock.advance(60_000);
  await tidy(server.backend.context);
  const later = await server.signIn(server.tenant.analyst);
  const answer = await later.request(`/v1/changes?cursor=${before}`);
  expect([answer.status, await answer.json()]).toEqual([
    410,
    expect.objectContaining({ code: 'cursor_reset' }),
  ]);
  expect((await later.changes({ cursor: end.cursor })).changes).toEqual([]);
  // A first sync passes by the place of the purged row in its middle: it never held what was deleted.
  const { entities } = await later.syncAll(1);
  expect(entities.size).toBeGreaterThan(10);
  expect(entities.has(`note/${note}`)).toBe(false);
});

test('[FED-4] a page that is read while old deletes are forgotten has no end, and the next one is told', async () => {
  server.clock.advance(91 * day);
  await tidy(server.backend.context);
  const first = await server.signIn(server.tenant.analyst);
  const { cursor } = await first.syncAll();
  await deleteNote(randomUUID());
  server.clock.advance(90 * day);
  const late = await server.signIn(server.tenant.analyst);
  const { context } = server.backend;
  let results = 0;
  // Tidying comes when the cursor was looked at, and before anything is read.
  const between: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      results += 1;
      if (results === 1) await tidy(context);
      return result;
    },
  };
  const store = { ...context.store, reader: context.store.reader.withPlugin(between) };
  const silent = { ...context.log, error: () => undefined };
  const caller: Workstation = {
    kind: 'workstation',
    tenantId: server.tenant.id,
    userId: server.tenant.analyst.id,
    roles: ['analyst'],
    deviceId: late.device.id,
    deviceKey: generateKeyPairSync('ed25519').publicKey,
    sessionId: 'a-session',
    wiping: false,
  };
  const answer = await changesHandlers({ ...context, store, log: silent })['changes.list']({
    caller,
    still: async () => caller,
    query: { cursor },
    signal: new AbortController().signal,
  });
  const page = answer.ok ? answer.value.stream : undefined;
  await expect(page?.toArray()).rejects.toThrow('deletes were forgotten');
  expect((await late.request(`/v1/changes?cursor=${cursor}`)).status).toBe(410);
});

test('what a crash left of an upload goes an hour later; what is coming in and what was taken stays', async () => {
  const { id } = await createCustomer(server);
  const document = await uploadDocument(server, id, { type: 'selfie', bytes: pngBytes('kept') });
  const { context } = server.backend;
  const cutOff = stage(context, server.tenant.id, 'cut-off');
  await cutOff.write(Buffer.alloc(3 << 20));
  const chunks = async (key: string) =>
    (await reader().selectFrom('blobChunk').select('n').where('chunkKey', '=', key).execute()).length;
  await tidy(context);
  expect(await chunks('cut-off')).toBe(3);
  server.clock.advance(3600_000);
  const comingIn = stage(context, server.tenant.id, 'coming-in');
  await comingIn.write(Buffer.alloc(1 << 20));
  await tidy(context);
  expect([await chunks('cut-off'), await chunks('coming-in')]).toEqual([0, 1]);
  expect((await server.integrator(`/v1/documents/${document.id}/content`)).status).toBe(200);
  await comingIn.discard();
  expect(await reader().selectFrom('staging').selectAll().execute()).toEqual([]);
});

test('a backend tidies by itself when it starts', async () => {
  const directory = temporaryDirectory('sealdesk-housekeeping');
  const before = await startBackend({ directory });
  const client = await before.signIn(before.tenant.supervisor);
  await client.request('/v1/sessions/current', { method: 'DELETE' });
  await before.close();

  const next = await startBackend({ directory });
  const { reader: store } = next.backend.context.store;
  const sessions = () => store.selectFrom('session').select('id').execute();
  await expect.poll(sessions).toEqual([]);
  await next.close();
});

test.skipIf(onPostgres())(
  '[RET-3] what a purge left in the log of SQLite, because somebody read just then, goes with the next tidying',
  async () => {
    const directory = temporaryDirectory('sealdesk-housekeeping');
    const kept = await startBackend({ directory });
    const needle = 'NEEDLE-of-a-purged-customer';
    await createCustomer(kept, { externalId: needle });
    const isLeft = async () => {
      const files = await readdir(directory);
      const contents = await Promise.all(files.map(file => readFile(join(directory, file))));
      return contents.some(content => content.includes(needle));
    };
    const other = new Sqlite(join(directory, 'backend.db'), { readonly: true });
    try {
      kept.clock.advance(91 * day);
      other.exec('begin');
      expect(other.prepare('select count(*) as "count" from "customer"').get()).toEqual({ count: 1 });
      await tidy(kept.backend.context);
      expect(await kept.backend.context.store.reader.selectFrom('customer').select('id').execute()).toEqual(
        [],
      );
      expect(await isLeft()).toBe(true);
      other.exec('commit');
      await tidy(kept.backend.context);
      expect(await isLeft()).toBe(false);
    } finally {
      other.close();
      await kept.close();
    }
  },
);
