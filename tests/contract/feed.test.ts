import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatCursor, parseCursor } from '../../src/backend/changes/cursor.ts';
import { startBackend, type TestBackend, type TestTenant } from '../support/backend.ts';
import { createCustomer, patchCustomer } from '../support/backend-customers.ts';
import { eventually } from '../support/eventually.ts';
import { parseFeed, WorkstationClient } from '../support/workstation-client.ts';

let server: TestBackend;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startBackend();
  tenant = server.tenant;
});
afterAll(() => server.close());

test('a first sync brings levels, users, policy and customers, each once, and says how much is to come', async () => {
  await createCustomer(server);
  const client = await server.signIn(tenant.analyst);
  const { changes, end } = await client.changes({ limit: 3 });
  expect(changes).toHaveLength(3);
  expect(end).toMatchObject({ hasMore: true, remaining: expect.any(Number) });
  const rest = await client.changes({ cursor: end.cursor, limit: 5000 });
  expect(rest.changes).toHaveLength(end.remaining ?? -1);
  expect(rest.end).toMatchObject({ hasMore: false, remaining: 0 });
  const all = [...changes, ...rest.changes];
  const entities = all.map(({ entity }) => String(entity));
  expect(new Set(entities)).toEqual(new Set(['level', 'user', 'policy', 'customer']));
  expect(new Set(all.map(({ entity, id }) => `${String(entity)}/${String(id)}`)).size).toBe(all.length);
  const seqs = all.map(({ seq }) => Number(seq));
  expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
});

test('[FED-1] an entity that changes between two pages moves behind: it comes again, and nothing is lost', async () => {
  const first = await createCustomer(server);
  const second = await createCustomer(server);
  const client = await server.signIn(tenant.analyst);
  const seen = new Map<string, number>();
  let cursor: string | undefined;
  let moved = false;
  for (;;) {
    const page = await client.changes(cursor === undefined ? { limit: 1 } : { limit: 1, cursor });
    for (const { id, version } of page.changes) seen.set(String(id), Number(version));
    cursor = page.end.cursor;
    if (!moved && seen.has(first.id)) {
      await patchCustomer(server, first, { fields: { phone: '+4930901899' } });
      moved = true;
    }
    if (!page.end.hasMore) break;
  }
  expect(seen.get(first.id)).toBe(first.version + 1);
  expect(seen.has(second.id)).toBe(true);
});

test('[FED-1] an entity that changes while a page is read is not in that page twice, but in the next', async () => {
  const crowded = await server.addTenant('Crowded');
  const client = await server.signIn(crowded.analyst);
  const { cursor } = await client.syncAll();
  const text = 'x'.repeat(20_000);
  const publish = (ids: readonly string[], version: number) =>
    server.backend.context.work(crowded.id, async step => {
      for (const id of ids) {
        const data = JSON.stringify({ id, customerId: 'c', text, mentions: [], by: 'u', at: '' });
        step.publish({ entity: 'note', id, op: 'upsert', version, data });
      }
    });
  // More than the backend reads at a time, and more bytes than lie between it and a reader that does not read.
  const ids = Array.from({ length: 1500 }, (_, place) => `note-${place}`);
  await publish(ids, 1);
  const answer = await client.request(`/v1/changes?limit=5000&cursor=${cursor}`);
  await publish(ids.slice(0, 3), 2);
  const { changes, end } = parseFeed(await answer.text());
  const seen = changes.map(({ id }) => String(id));
  expect(seen).toEqual(ids);
  expect(end).toMatchObject({ hasMore: true, remaining: 3 });
  const next = await client.changes({ cursor: end.cursor });
  expect(next.changes.map(({ id, version }) => [id, version])).toEqual(ids.slice(0, 3).map(id => [id, 2]));
});

test('[FED-2] a waiting reader is woken by a commit', async () => {
  const client = await server.signIn(tenant.analyst);
  const { cursor } = await client.syncAll();
  const begin = performance.now();
  const waiting = client.changes({ cursor, wait: 60 });
  await new Promise(resolve => setTimeout(resolve, 100));
  const made = await createCustomer(server);
  const { changes, end } = await waiting;
  expect(changes).toMatchObject([{ entity: 'customer', id: made.id }]);
  expect(end.cursor).not.toBe(cursor);
  // It did not wait for its time to be over, however busy this machine is.
  expect(performance.now() - begin).toBeLessThan(59_000);
});

test('a wait that nothing ends gives the same cursor back after its time', async () => {
  const client = await server.signIn(tenant.analyst);
  const { cursor } = await client.syncAll();
  const begin = performance.now();
  const { changes, end } = await client.changes({ cursor, wait: 1 });
  expect(performance.now() - begin).toBeGreaterThan(900);
  expect(changes).toEqual([]);
  expect(end).toMatchObject({ cursor, hasMore: false });
});

test('[FED-5] of many requests of one device that wait, the newest four do; the others are answered', async () => {
  const [client, other] = [await server.signIn(tenant.analyst), await server.signIn(tenant.supervisor)];
  const { cursor } = await client.syncAll();
  const { waiters } = server.backend.context;
  const elsewhere = other.changes({ cursor: (await other.syncAll()).cursor, wait: 60 });
  await eventually(() => waiters.count() === 1);
  let answered = 0;
  const ask = async (): Promise<number> => {
    const { changes } = await client.changes({ cursor, wait: 60 });
    answered += 1;
    return changes.length;
  };
  const waiting: Promise<number>[] = [];
  // One after another: which of them is newer is what this is about.
  for (let n = 1; n <= 7; n += 1) {
    waiting.push(ask());
    if (n <= 4) await eventually(() => waiters.count() === 1 + n);
    else await eventually(() => answered === n - 4 && waiters.count() === 5);
  }
  await createCustomer(server);
  expect(await Promise.all(waiting)).toEqual([0, 0, 0, 1, 1, 1, 1]);
  expect((await elsewhere).changes).toHaveLength(1);
});

test('[FED-2] another tenant’s commit does not wake a reader, and never shows', async () => {
  const client = await server.signIn(tenant.analyst);
  const { cursor } = await client.syncAll();
  const waiting = client.changes({ cursor, wait: 1 });
  await server.addTenant('Somebody else');
  expect((await waiting).changes).toEqual([]);
});

test('[FED-3] a cursor of another view or another feed is reset, a malformed one is refused', async () => {
  const analyst = await server.signIn(tenant.analyst);
  const supervisor = await server.signIn(tenant.supervisor);
  const stranger = await server.signIn((await server.addTenant('Strangers')).analyst);
  const { cursor } = await analyst.syncAll();
  for (const client of [supervisor, stranger]) {
    const answer = await client.request(`/v1/changes?cursor=${cursor}`);
    expect(answer.status).toBe(410);
    expect(await answer.json()).toMatchObject({ code: 'cursor_reset' });
  }
  expect((await analyst.request('/v1/changes?cursor=garbage')).status).toBe(422);
});

test('[FED-3] a cursor that is ahead of the feed, as after a backup was put back, is reset: its reader does not wait for ever', async () => {
  const client = await server.signIn(tenant.analyst);
  const cursor = parseCursor((await client.syncAll()).cursor);
  if (!cursor) throw new Error('no cursor');
  const { feedSeq } = await server.backend.context.store.reader
    .selectFrom('tenant')
    .select('feedSeq')
    .where('id', '=', tenant.id)
    .executeTakeFirstOrThrow();
  const askAt = (seq: number) => client.request(`/v1/changes?cursor=${formatCursor({ ...cursor, seq })}`);
  expect((await askAt(feedSeq)).status).toBe(200);
  const answer = await askAt(feedSeq + 1);
  expect([answer.status, await answer.json()]).toMatchObject([410, { code: 'cursor_reset' }]);
});

test('an auditor sees no customer', async () => {
  await createCustomer(server);
  const auditor = await server.signIn(tenant.auditor);
  const { entities } = await auditor.syncAll();
  expect([...entities.values()].filter(({ entity }) => entity === 'customer')).toEqual([]);
  expect(entities.size).toBeGreaterThan(0);
});

test('a cursor and a session survive a restart', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'sealdesk-restart-'));
  try {
    const before = await startBackend({ directory });
    const client = await before.signIn(before.tenant.analyst);
    const { cursor } = await client.syncAll();
    const made = await createCustomer(before);
    await before.close();
    const after = await startBackend({ directory });
    const again = new WorkstationClient(after.url, client.device, client.session);
    expect((await again.changes({ cursor })).changes).toMatchObject([{ entity: 'customer', id: made.id }]);
    await after.close();
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
