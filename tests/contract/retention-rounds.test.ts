import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findCustomer, insertCustomers } from '../../src/backend/customers/index.ts';
import { tidy } from '../../src/backend/housekeeping.ts';
import { purgeRetained } from '../../src/backend/retention/index.ts';
import { StoreUnavailable } from '../../src/backend/store/index.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { createCustomer } from '../support/backend-customers.ts';

const day = 24 * 3600 * 1000;

let server: TestBackend;
beforeAll(async () => void (server = await startBackend()));
afterAll(() => server.close());

/** A log that says nothing and remembers what failed, until it is asked. */
function listeningLog() {
  let heard: unknown[] = [];
  const say = (): void => undefined;
  const error = (what: unknown): void => void heard.push(what);
  const failures = () => {
    const all = heard;
    heard = [];
    return all;
  };
  return { silent: { debug: say, info: say, warn: say, error }, failures };
}

describe('[RET-5] a round of purging', () => {
  const { silent, failures } = listeningLog();

  /** Tenants of their own, each with so many cases that are to be purged. */
  async function tenantsWith(count: number, ...names: readonly string[]) {
    const { context } = server.backend;
    const { id: like } = await createCustomer(server);
    const found = await findCustomer(context.store.reader, server.tenant.id, like);
    if (!found) throw new Error('no such customer');
    const made = [];
    for (const name of names) {
      const { id: tenantId } = await server.addTenant(name);
      const ids = Array.from(
        { length: count },
        (_, place) => `${tenantId}-${String(place).padStart(3, '0')}`,
      );
      const records = ids.map(id => ({ ...found, customer: { ...found.customer, id } }));
      await context.work(tenantId, step => insertCustomers(step, records));
      made.push({ tenantId, ids });
    }
    server.clock.advance(90 * day);
    return made;
  }

  const left = async (tenantId: string) => {
    const { reader } = server.backend.context.store;
    const rows = await reader.selectFrom('customer').select('id').where('tenantId', '=', tenantId).execute();
    return rows.map(({ id }) => id);
  };

  test('goes on behind a case on which it fails, which the log names', async () => {
    const { context } = server.backend;
    const [{ tenantId, ids } = { tenantId: '', ids: [] }] = await tenantsWith(3, 'With a broken case');
    const [broken = ''] = ids;
    const nobody = {
      deviceId: 'd',
      userId: 'u',
      type: 'note.add',
      hash: '',
      outcome: 'applied',
      command: '{}',
    };
    await context.work(tenantId, step =>
      step.insertRows('command', [
        { tenantId, id: 'c', customerId: broken, deviceSeq: 1, receivedAt: 1, result: 'no JSON', ...nobody },
      ]),
    );
    await purgeRetained({ ...context, log: silent });
    expect(await left(tenantId)).toEqual([broken]);
    expect(failures()).toMatchObject([{ tenantId, customerId: broken }]);
    await context.store.writer.deleteFrom('command').where('id', '=', 'c').execute();
  });

  test('goes on with other tenants where somebody stands still in one, and does not wait for that one case by case', async () => {
    const { context } = server.backend;
    const [held, free] = await tenantsWith(2, 'Held', 'Free');
    if (!held || !free) throw new Error('a tenant is missing');
    let tries = 0;
    const work: typeof context.work = async (tenantId, run) => {
      if (tenantId !== held.tenantId) return context.work(tenantId, run);
      tries += 1;
      throw new StoreUnavailable('held');
    };
    await purgeRetained({ ...context, work, log: silent });
    expect([await left(held.tenantId), await left(free.tenantId)]).toEqual([held.ids, []]);
    expect(tries).toBe(1);
    expect(failures()).toMatchObject([{ tenantId: held.tenantId }]);
    await purgeRetained(context);
    expect(await left(held.tenantId)).toEqual([]);
  });

  test('[RET-3] that ends in the middle of a tenant, because the store goes away, has purged what it has: the store is told so', async () => {
    const { context } = server.backend;
    const [{ tenantId, ids } = { tenantId: '', ids: [] }] = await tenantsWith(3, 'Lost on the way');
    let tries = 0;
    const work: typeof context.work = async (of, run) => {
      if (of === tenantId && (tries += 1) > 1) throw new StoreUnavailable('gone');
      return context.work(of, run);
    };
    const told: boolean[] = [];
    const forget = async (hasPurged: boolean): Promise<void> => void told.push(hasPurged);
    await purgeRetained({ ...context, work, store: { ...context.store, forget }, log: silent });
    expect(failures()).toMatchObject([{ tenantId }]);
    expect(await left(tenantId)).toEqual(ids.slice(1));
    expect(told).toEqual([true]);
    await purgeRetained({ ...context, work: context.work, store: { ...context.store, forget } });
    await purgeRetained({ ...context, store: { ...context.store, forget } });
    expect(told).toEqual([true, true, false]);
  });

  test('[RET-3] ends where the store can not forget for long, and the next one asks it again', async () => {
    const { context } = server.backend;
    const [{ tenantId } = { tenantId: '' }] = await tenantsWith(1, 'Held at the end');
    const told: boolean[] = [];
    const forget: typeof context.store.forget = async (hasPurged, signal) => {
      told.push(hasPurged);
      if (!signal) throw new Error('nothing would end it');
      await new Promise(resolve => signal.addEventListener('abort', resolve));
    };
    const warnings: unknown[] = [];
    const log = { ...silent, warn: (what: unknown) => void warnings.push(what) };
    const parts = { ...context, store: { ...context.store, forget }, log, forgetMs: 20 };
    expect(await purgeRetained(parts)).toBeGreaterThan(0);
    expect(await left(tenantId)).toEqual([]);
    await purgeRetained({ ...parts, signal: new AbortController().signal });
    expect(told).toEqual([true, false]);
    expect(warnings).toEqual([{ mostMs: 20 }, { mostMs: 20 }]);
  });

  test('comes after what else is tidied, also where that fails', async () => {
    const { context } = server.backend;
    const [{ tenantId } = { tenantId: '' }] = await tenantsWith(1, 'After a failure');
    let asked = 0;
    const alone: typeof context.store.alone = async (name, run) => {
      if (name === 'housekeeping') asked += 1;
      if (asked === 1) throw new Error('on purpose');
      return context.store.alone(name, run);
    };
    await tidy({ ...context, store: { ...context.store, alone }, log: silent });
    expect(asked).toBeGreaterThan(1);
    expect(failures()).toMatchObject([{ purge: expect.stringMatching(/^purge/) }]);
    expect(await left(tenantId)).toEqual([]);
  });

  test('hears others between two cases, and ends after the one in hand when the backend does', async () => {
    const { context } = server.backend;
    const count = 20;
    const [{ tenantId } = { tenantId: '' }] = await tenantsWith(count, 'With many old cases');
    const ending = new AbortController();
    let turns = 0;
    let purged = 0;
    const next = (): void => {
      turns += 1;
      if (purged < count / 2) setImmediate(next);
      else ending.abort();
    };
    setImmediate(next);
    const work: typeof context.work = async (of, run) => {
      const value = await context.work(of, run);
      if (of === tenantId) purged += 1;
      return value;
    };
    await purgeRetained({ ...context, work, signal: ending.signal });
    expect(turns).toBeGreaterThanOrEqual(count / 2);
    expect(ending.signal.aborted).toBe(true);
    const rest = await left(tenantId);
    expect(rest.length).toBeGreaterThan(0);
    expect(rest.length).toBeLessThanOrEqual(count / 2);
    await tidy(context);
    expect(await left(tenantId)).toEqual([]);
  });
});
