import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stage } from '../../src/backend/documents/staging.ts';
import { tidy } from '../../src/backend/housekeeping.ts';
import type { Store } from '../../src/backend/store/index.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';

const day = 24 * 3600 * 1000;

let server: TestBackend;
beforeAll(async () => void (server = await startBackend()));
afterAll(() => server.close());

/** What may go in one transaction, of each table that tidying removes rows of. */
const most = {
  challenge: 200,
  signInFailure: 200,
  accessToken: 400,
  refreshToken: 1000,
  session: 200,
  idempotency: 200,
  change: 200,
  delivery: 200,
  staging: 1,
} as const;
type Table = keyof typeof most;
const tables = Object.keys(most) as Table[];

const many = 450;
const some = <T>(count: number, row: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => row(n));

/** Leaves more of everything than goes at once, all of it as old as it has to be. */
async function leave(): Promise<void> {
  const { id: tenantId, analyst } = server.tenant;
  const { context } = server.backend;
  const client = await server.signIn(analyst);
  const session = await context.store.reader.selectFrom('session').select('id').executeTakeFirstOrThrow();
  await context.work(tenantId, async step => {
    const { at, insertRows } = step;
    await insertRows(
      'challenge',
      some(many, n => ({ challenge: `challenge-${n}`, expiresAt: at })),
    );
    await insertRows(
      'signInFailure',
      some(many, n => ({ accountHash: `account-${n}`, address: '*', at })),
    );
    const token = { tenantId, sessionId: session.id, rotationId: null, successorHash: null };
    await insertRows(
      'refreshToken',
      some(2500, n => ({ ...token, tokenHash: `refresh-${n}`, createdAt: at })),
    );
    await insertRows(
      'accessToken',
      some(many, n => ({ tenantId, sessionId: 'none', tokenHash: `access-${n}`, expiresAt: at })),
    );
    const request = { tenantId, caller: 'key:k', requestHash: '', run: '', status: 201, leasedUntil: at };
    await insertRows(
      'idempotency',
      some(many, n => ({ ...request, key: `key-${n}`, createdAt: at, headers: '{}', body: '' })),
    );
    const delivery = { tenantId, webhookId: 'w', eventType: 'e', customerId: null, body: '', attempts: 1 };
    const ended = {
      state: 'failed',
      tries: 1,
      nextAttemptAt: null,
      responseStatus: null,
      failure: null,
    } as const;
    await insertRows(
      'delivery',
      some(many, n => ({ ...delivery, ...ended, id: `delivery-${n}`, createdAt: at })),
    );
    for (let n = 0; n < many; n += 1)
      step.publish({ entity: 'note', id: `note-${n}`, op: 'delete', version: 2, data: null });
  });
  for (let n = 0; n < 3; n += 1) {
    const upload = stage(context, tenantId, `cut-off-${n}`);
    await upload.write(Buffer.alloc(1 << 20));
  }
  await client.request('/v1/sessions/current', { method: 'DELETE' });
  server.clock.advance(91 * day);
}

async function counts(): Promise<Readonly<Record<Table, number>>> {
  const { reader } = server.backend.context.store;
  const count = async (table: Table): Promise<number> => {
    const all = reader.selectFrom(table).select(row => row.fn.countAll<number>().as('count'));
    const rows = table === 'change' ? all.where('op' as never, '=', 'delete' as never) : all;
    return (await rows.executeTakeFirstOrThrow()).count;
  };
  const found = await Promise.all(tables.map(async table => [table, await count(table)] as const));
  return Object.fromEntries(found) as Record<Table, number>;
}

/** The store, and what is told after each transaction of tidying. */
function watched(told: () => Promise<void>): Store {
  const { store } = server.backend.context;
  return {
    ...store,
    alone: async (name, run) => {
      const value = await store.alone(name, run);
      if (name === 'housekeeping') await told();
      return value;
    },
  };
}

describe('[RET-5] a round of tidying', () => {
  test('removes what has served its time a portion at a time, ends after the one in hand when the backend does, and hears others in between', async () => {
    await leave();
    const { context } = server.backend;
    const all = await counts();
    for (const table of tables) expect([table, all[table]]).not.toEqual([table, 0]);

    const ending = new AbortController();
    const first = watched(async () => ending.abort());
    await tidy({ ...context, store: first }, ending.signal);
    expect(await counts()).not.toEqual(all);

    let before = await counts();
    let heard = false;
    const deaf: number[] = [];
    let portions = 0;
    const store = watched(async () => {
      portions += 1;
      if (!heard) deaf.push(portions);
      const after = await counts();
      for (const table of tables) {
        const removed = before[table] - after[table];
        expect([table, removed, removed <= most[table]]).toEqual([table, removed, true]);
      }
      before = after;
      heard = false;
      setImmediate(() => (heard = true));
    });
    setImmediate(() => (heard = true));
    await tidy({ ...context, store });
    expect(portions).toBeGreaterThan(10);
    expect(deaf).toEqual([]);
    expect(await counts()).toEqual(Object.fromEntries(tables.map(table => [table, 0])));
  });
});
