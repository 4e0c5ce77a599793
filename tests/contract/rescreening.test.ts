import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { changed, findCustomer, insertCustomers, updateCustomer } from '../../src/backend/customers/index.ts';
import { takeInWatchlist } from '../../src/backend/providers/index.ts';
import { loadWatchlist } from '../../src/backend/providers/screening/index.ts';
import type { Customer } from '../../src/shared/domain/index.ts';
import { startBackend, type StartOptions, type TestBackend } from '../support/backend.ts';
import { basicFields, createCustomer, submitCustomer } from '../support/backend-customers.ts';
import { subscribe } from '../support/backend-webhooks.ts';
import { checkNamed, customerOf, untilChecked, untilCustomer } from '../support/checking.ts';
import { temporaryFolder } from '../support/directory.ts';
import { eventually } from '../support/eventually.ts';
import { onPostgres } from '../support/postgres.ts';
import { approveAll, claimedBy } from '../support/reviewing.ts';
import { evidenceOf, type WorkstationClient } from '../support/workstation-client.ts';

const header = 'id,list,type,name,aliases,dateOfBirth,countries';
const unrelated = '1,Test list,person,Aloysius Quibbleworth,,1931-01-01,NZL';
const listed = '2,Test list,person,Marguerite Vandenbrouck,,1971-03-04,BEL';

let folder: ReturnType<typeof temporaryFolder>;
let running: TestBackend[] = [];
/** The tenant of the first start: others are made by later ones, and play no part. */
let first: TestBackend | undefined;
beforeEach(() => void (folder = temporaryFolder('sealdesk-rescreening')));
afterEach(async () => {
  await Promise.all(running.splice(0).map(one => one.close()));
  running = [];
  first = undefined;
  folder.remove();
});

function watchlist(...rows: readonly string[]): string {
  const path = join(folder.path, 'watchlist.csv');
  writeFileSync(path, [header, ...rows].join('\n'));
  return path;
}

async function start(list: string, options: StartOptions = {}): Promise<TestBackend> {
  const made = await startBackend({
    directory: folder.path,
    watchlist: list,
    runsJobs: true,
    ...options,
  });
  const { tenant } = (first ??= made);
  const server: TestBackend = {
    ...made,
    tenant,
    integrator: (path, init, key = tenant.apiKey) => made.integrator(path, init, key),
  };
  running.push(server);
  return server;
}

async function stop(server: TestBackend): Promise<void> {
  running = running.filter(one => one !== server);
  await server.close();
}

/** As something else than a command might, which says that no fact changed. */
const changeCase = (
  { backend, tenant }: TestBackend,
  id: string,
  setOf: (customer: Customer) => Partial<Customer>,
): Promise<void> =>
  backend.context.work(tenant.id, async step => {
    const found = await findCustomer(step.db, step.tenantId, id);
    if (!found) throw new Error('no such customer');
    const set = setOf(found.customer);
    await updateCustomer(step, changed(found, { set, facts: [], device: null, at: step.at }), found);
  });

const claimed = async (server: TestBackend, analyst: WorkstationClient, id: string): Promise<Customer> =>
  claimedBy(analyst, await customerOf(server, id), () => customerOf(server, id));

/** Approves a case as it was seen. */
const approve = (analyst: WorkstationClient, seen: Customer) =>
  analyst.command({
    type: 'review.finish',
    customerId: seen.id,
    baseVersion: seen.version,
    payload: approveAll(seen),
    evidence: evidenceOf(seen),
  });

let people = 0;
const person = (firstName: string, lastName: string, over: object = {}) => {
  people += 1;
  return {
    ...basicFields,
    firstName,
    lastName,
    email: `person-${people}@rescreening.example`,
    phone: `+4930${String(2_000_000 + people)}`,
    ...over,
  };
};

const marguerite = () =>
  person('Marguerite', 'Vandenbrouck', { dateOfBirth: '1971-03-04', nationality: 'BEL' });

async function verified(server: TestBackend, fields: object): Promise<Customer> {
  const { id } = await createCustomer(server, { fields });
  await submitCustomer(server, id);
  const customer = await untilChecked(server, id);
  expect(customer.status).toBe('ACTIVE');
  return customer;
}

const entries = async (server: TestBackend, action: string) =>
  (
    await server.backend.context.store.reader
      .selectFrom('audit')
      .select(['customerId', 'data', 'actor'])
      .where('tenantId', '=', server.tenant.id)
      .where('action', '=', action)
      .orderBy('index')
      .execute()
  ).map(({ customerId, data, actor }) => ({
    customerId,
    actor,
    data: JSON.parse(data ?? '{}') as Record<string, unknown>,
  }));

/** Waits until every customer of the tenant was looked up on the newest list. */
const untilRescreened = (server: TestBackend) =>
  eventually(async () => {
    const { reader } = server.backend.context.store;
    const row = await reader
      .selectFrom('rescreening')
      .selectAll()
      .where('tenantId', '=', server.tenant.id)
      .executeTakeFirst();
    return row !== undefined && row.doneSeq === row.seq && row;
  });

describe('[PRV-30] a watchlist that changed', () => {
  test('puts a verified customer whom it now names under review, with hit, alarm, risk, entry and event; nobody else moves', async () => {
    const before = await start(watchlist(unrelated));
    const url = 'https://receiver.example/';
    await subscribe(before, url);
    const named = await verified(before, marguerite());
    const other = await verified(before, person('Zoë', 'Łukasz'));
    const draft = await createCustomer(before, { fields: marguerite() });
    await stop(before);

    const server = await start(watchlist(unrelated, listed));
    const found = await untilCustomer(server, named.id, ({ status }) => status === 'UNDER_REVIEW');
    await untilRescreened(server);
    expect(found).toMatchObject({ reviewStatus: 'Pending', leadStatus: 'under_review' });
    expect(found.screening.hits).toMatchObject([
      { listName: 'Test list', name: 'Marguerite Vandenbrouck', matched: ['name', 'dateOfBirth', 'country'] },
    ]);
    expect(checkNamed(found, 'screening')).toMatchObject({
      state: 'alert',
      findings: [{ code: 'compliance.watchlistMatch' }],
    });
    expect(found.risk.score).toBeGreaterThan(named.risk.score);
    expect(Date.parse(found.dueAt ?? '')).toBeGreaterThan(server.clock.now());
    expect((await customerOf(server, other.id)).version).toBe(other.version);
    expect((await customerOf(server, draft.id)).version).toBe(draft.version);
    expect(await entries(server, 'customer.watchlist_matched')).toMatchObject([
      { customerId: named.id, actor: 'system', data: { from: 'ACTIVE', hits: [{ score: 100 }] } },
    ]);
    expect(await entries(server, 'watchlist.rescreened')).toMatchObject([{ data: { matched: 1 } }]);
    const told = await server.backend.context.store.reader
      .selectFrom('delivery')
      .select(['eventType', 'body'])
      .where('customerId', '=', named.id)
      .where('eventType', 'in', ['kyc.compliance_alert', 'kyc.status_updated'])
      .orderBy('createdAt')
      .orderBy('id')
      .execute();
    const events = told.map(({ body }) => JSON.parse(body) as { type: string; data: object });
    expect(events.filter(({ type }) => type === 'kyc.compliance_alert')).toMatchObject([
      { data: { customerId: named.id, source: 'screening', score: 100 } },
    ]);
    const moves = events.filter(({ type }) => type === 'kyc.status_updated').map(({ data }) => data);
    expect(moves).toContainEqual(expect.objectContaining({ from: 'ACTIVE', to: 'UNDER_REVIEW' }));
  });

  test('asks once for an entry: what people made of it stands until the entry says something else', async () => {
    const before = await start(watchlist(unrelated));
    const { id, risk } = await verified(before, marguerite());
    await stop(before);

    const server = await start(watchlist(unrelated, listed));
    const matched = await untilCustomer(server, id, ({ status }) => status === 'UNDER_REVIEW');
    const analyst = await server.signIn(server.tenant.analyst);
    const hitId = matched.screening.hits[0]?.id ?? '';
    const resolved = await analyst.command({
      type: 'screening.resolve',
      customerId: id,
      baseVersion: matched.version,
      payload: { hitId, resolution: 'falsePositive', note: 'Another person.' },
    });
    expect(resolved).toMatchObject({ result: 'applied' });
    // A mark counts in the risk at once.
    expect(matched.risk.score).toBeGreaterThan(risk.score);
    expect((await customerOf(server, id)).risk).toEqual(risk);
    expect(await approve(analyst, await claimed(server, analyst, id))).toMatchObject({ result: 'applied' });
    expect((await customerOf(server, id)).status).toBe('ACTIVE');
    await untilRescreened(server);
    // As if the entry had not been like this name: a look among all entries would find it now.
    await changeCase(server, id, () => ({ screening: { hits: [] } }));
    const approved = await customerOf(server, id);
    await stop(server);

    // The same file, in another order and with one entry more: only that one is looked up.
    const third = '3,Test list,person,Somebody Completelydifferent,,1900,';
    const reordered = await start(watchlist(third, listed, unrelated));
    const row = await eventually(async () => {
      const done = await untilRescreened(reordered);
      return done.seq === 3 && done;
    });
    expect(row.matched).toBe(0);
    expect((await customerOf(reordered, id)).version).toBe(approved.version);
    await stop(reordered);

    const again = await start(watchlist(third, listed.replace('1971-03-04', '1971'), unrelated));
    const back = await untilCustomer(again, id, ({ status }) => status === 'UNDER_REVIEW');
    expect(back.screening.hits).toHaveLength(1);
    expect(back.screening.hits[0]).not.toHaveProperty('resolution');
  });

  test('alarms in a case that is not decided, which no answer approves then', async () => {
    const before = await start(watchlist(unrelated), {
      providers: [
        {
          name: 'data',
          run: async ({ customer }) =>
            customer.fields['firstName']?.value === 'Marguerite'
              ? {
                  state: 'rfi',
                  findings: [{ code: 'dataMismatch.fullName', item: 'field:firstName', message: 'Asked.' }],
                }
              : { state: 'clear', findings: [] },
        },
      ],
    });
    const { id } = await createCustomer(before, { fields: marguerite() });
    await submitCustomer(before, id);
    await untilCustomer(before, id, ({ status }) => status === 'NEEDS_ADDITIONAL_INFORMATION');
    await stop(before);

    const server = await start(watchlist(unrelated, listed));
    await untilCustomer(server, id, customer => customer.screening.hits.length === 1);
    const asked = await customerOf(server, id);
    // Who waits for an answer does not wait any longer: people look at it.
    expect(asked).toMatchObject({ status: 'UNDER_REVIEW', rfi: null });
    expect(checkNamed(asked, 'screening')?.state).toBe('alert');
    const answer = await server.integrator(`/v1/customers/${id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', 'if-match': `"${asked.version}"` },
      body: JSON.stringify({ fields: { firstName: 'Nobodyspecial', lastName: 'Atall' } }),
    });
    expect(answer.status).toBe(200);
    const checked = await untilChecked(server, id);
    expect(checked.providers.map(({ state }) => state)).not.toContain('alert');
    expect(checked.status).toBe('UNDER_REVIEW');
  });

  test('is named in the audit log once: another entry that matches later names itself alone', async () => {
    const before = await start(watchlist(unrelated));
    const { id } = await verified(before, marguerite());
    await stop(before);
    const one = await start(watchlist(unrelated, listed));
    await untilCustomer(one, id, ({ screening }) => screening.hits.length === 1);
    await stop(one);

    const another = '3,Other list,person,Marguerite Vandenbrouck,,1971-03-04,BEL';
    const two = await start(watchlist(unrelated, listed, another));
    const { screening } = await untilCustomer(two, id, found => found.screening.hits.length === 2);
    const [, later] = await entries(two, 'customer.watchlist_matched');
    const known = screening.hits.find(({ listName }) => listName === 'Other list');
    expect(later?.data).toMatchObject({ hits: [{ id: known?.id }] });
  });

  test('refuses a mark that was made on what a hit said before: it is another one, also with the same score', async () => {
    const before = await start(watchlist(listed.replace('BEL', 'NLD')));
    const { id } = await createCustomer(before, { fields: marguerite() });
    await submitCustomer(before, id);
    const seen = await untilChecked(before, id);
    expect(seen.screening.hits).toMatchObject([{ score: 90, matched: ['name', 'dateOfBirth'] }]);
    const hitId = seen.screening.hits[0]?.id ?? '';
    await stop(before);

    const server = await start(watchlist(listed.replace('1971-03-04', '')));
    const isOther = ({ matched }: { readonly matched: readonly string[] }) => matched.includes('country');
    const changed = await untilCustomer(server, id, ({ screening }) => screening.hits.some(isOther));
    expect(changed.screening.hits).toMatchObject([{ id: hitId, score: 90, matched: ['name', 'country'] }]);
    const [entry] = await entries(server, 'customer.watchlist_matched');
    expect(entry?.data).toMatchObject({ hits: [{ id: hitId, score: 90 }] });

    const analyst = await server.signIn(server.tenant.analyst);
    const dismiss = (baseVersion: number) =>
      analyst.command({
        type: 'screening.resolve',
        customerId: id,
        baseVersion,
        payload: { hitId, resolution: 'falsePositive', note: 'Another person.' },
      });
    expect(await dismiss(seen.version)).toMatchObject({
      result: 'conflict',
      code: 'version_conflict',
      differs: [`hit:${hitId}`],
    });
    expect((await customerOf(server, id)).screening.hits[0]).not.toHaveProperty('resolution');
    expect(await dismiss(changed.version)).toMatchObject({ result: 'applied' });
  });

  test('refuses a finish that was made before there were more than are told, and none where that was told already', async () => {
    const rows = Array.from({ length: 100 }, (_, n) => `${n},Test list,person,Marguerite Vandenbrouck,,,`);
    const before = await start(watchlist(...rows));
    const { id } = await createCustomer(before, { fields: marguerite() });
    await submitCustomer(before, id);
    await untilChecked(before, id);
    const seen = await claimed(before, await before.signIn(before.tenant.analyst), id);
    expect(seen.screening.hits).toHaveLength(100);
    await stop(before);

    const less = (n: number) => `less-${n},Test list,person,Margarite Vandenbruck,,,`;
    const server = await start(watchlist(...rows, less(1)));
    await untilRescreened(server);
    const analyst = await server.signIn(server.tenant.analyst);
    const conflict = { result: 'conflict', code: 'version_conflict', differs: ['screening'] };
    expect(await approve(analyst, seen)).toMatchObject(conflict);
    const told = await customerOf(server, id);
    expect(told.screening).toEqual(seen.screening);
    const many = { code: 'screening.manyMatches', count: 1 };
    expect(checkNamed(told, 'screening')?.findings).toContainEqual(expect.objectContaining(many));
    await stop(server);

    const again = await start(watchlist(...rows, less(1), less(2)));
    await eventually(async () => (await untilRescreened(again)).seq === 3);
    expect((await customerOf(again, id)).version).toBe(told.version);
    const result = await approve(await again.signIn(again.tenant.analyst), told);
    expect(result).toMatchObject({ result: 'applied' });
  });

  test('is told of who was rejected too, and takes nothing back: an appeal finds the hit there', async () => {
    const before = await start(watchlist(unrelated));
    const { id } = await verified(before, marguerite());
    await changeCase(before, id, () => ({ status: 'REJECTED' }));
    await stop(before);

    const server = await start(watchlist(unrelated, listed));
    const found = await untilCustomer(server, id, ({ screening }) => screening.hits.length === 1);
    expect(found.status).toBe('REJECTED');
    expect(checkNamed(found, 'screening')?.state).toBe('alert');
  });

  /** As another process does that starts with a newer file. */
  const takenInElsewhere = async ({ backend }: TestBackend): Promise<void> =>
    takeInWatchlist(backend.context, await loadWatchlist(watchlist(unrelated, listed)));

  test('leaves nobody to a process that still has the older one: those cases wait for it', async () => {
    const before = await start(watchlist(unrelated));
    await takenInElsewhere(before);
    const { id } = await createCustomer(before, { fields: marguerite() });
    await submitCustomer(before, id);
    const waiting = await untilCustomer(
      before,
      id,
      one => checkNamed(one, 'screening')?.findings[0]?.code === 'provider.unavailable',
    );
    expect([waiting.status, checkNamed(waiting, 'screening')?.state]).toEqual(['UNDER_REVIEW', 'pending']);
    await stop(before);

    const server = await start(watchlist(unrelated, listed));
    server.clock.advance(60_000);
    const found = await untilChecked(server, id);
    expect(found).toMatchObject({ status: 'UNDER_REVIEW', screening: { hits: [{ score: 100 }] } });
  });

  test('alarms where the screening was given up, and leaves it to be made: the rest of the list is still to be searched', async () => {
    const before = await start(watchlist(unrelated));
    await takenInElsewhere(before);
    const { id } = await createCustomer(before, { fields: marguerite() });
    await submitCustomer(before, id);
    await untilCustomer(before, id, one => checkNamed(one, 'screening')?.findings.length === 1);
    before.clock.advance(10 * 60_000);
    await untilCustomer(before, id, one => checkNamed(one, 'screening')?.state === 'error');
    const startsAt = before.clock.now();
    await stop(before);

    const server = await start(watchlist(unrelated, listed), { startsAt });
    server.clock.advance(60_000);
    const found = await untilCustomer(server, id, ({ screening }) => screening.hits.length === 1);
    expect(found.status).toBe('UNDER_REVIEW');
    expect(found.risk.score).toBeGreaterThan(0);
    expect(checkNamed(found, 'screening')).toMatchObject({
      state: 'error',
      findings: [{ code: 'provider.unavailable' }],
    });
    server.clock.advance(2 * 3600_000);
    const made = await untilCustomer(server, id, one => checkNamed(one, 'screening')?.state !== 'error');
    expect(checkNamed(made, 'screening')).toMatchObject({
      state: 'alert',
      findings: [{ code: 'compliance.watchlistMatch' }],
    });
    expect(made).toMatchObject({ status: 'UNDER_REVIEW', screening: { hits: [{ score: 100 }] } });
  });

  test('has a screening that was given up made once the case is under review again', async () => {
    const before = await start(watchlist(unrelated));
    const { id } = await verified(before, marguerite());
    // As a person may verify somebody whose screening could not be made.
    const findings = [{ code: 'provider.unavailable', message: 'It could not be made.' }];
    await changeCase(before, id, ({ providers }) => ({
      providers: providers.map(check =>
        check.name === 'screening' ? { ...check, state: 'error', findings } : check,
      ),
    }));
    const startsAt = before.clock.now() + 3600_000;
    await stop(before);

    const server = await start(watchlist(unrelated, listed), { startsAt });
    const made = await untilCustomer(server, id, one => checkNamed(one, 'screening')?.state === 'alert');
    expect(made).toMatchObject({ status: 'UNDER_REVIEW', screening: { hits: [{ score: 100 }] } });
    expect(await entries(server, 'customer.watchlist_matched')).toHaveLength(1);
  });

  test('leaves out nobody who was just being checked on the older one', async () => {
    let runs = 0;
    const before = await start(watchlist(unrelated), {
      providers: [
        {
          name: 'data',
          // It ends after the screening has.
          needs: ['screening'],
          run: async () => {
            runs += 1;
            await takenInElsewhere(before);
            return { state: 'clear', findings: [] };
          },
        },
      ],
    });
    const { id } = await createCustomer(before, { fields: marguerite() });
    await submitCustomer(before, id);
    const waiting = await untilCustomer(before, id, ({ version }) => version > 2);
    expect([waiting.status, checkNamed(waiting, 'screening')?.state]).toEqual(['UNDER_REVIEW', 'pending']);
    expect(runs).toBe(1);
  });

  test('is worked off in portions by several processes, each customer once, and not again at the next start', async () => {
    const before = await start(watchlist(unrelated));
    const { id } = await verified(before, marguerite());
    const { work, store } = before.backend.context;
    const tenantId = before.tenant.id;
    const record = await findCustomer(store.reader, tenantId, id);
    if (!record) throw new Error('no record');
    const copies = Array.from(
      { length: 450 },
      (_, n) => `${id.slice(0, -4)}${(0x1000 + n).toString(16)}`,
    ).filter(copy => copy !== id);
    for (let from = 0; from < copies.length; from += 50) {
      await work(tenantId, async step => {
        for (const copy of copies.slice(from, from + 50)) {
          const name = Number(`0x${copy.slice(-4)}`) % 9 === 0 ? 'Marguerite' : 'Aurelia';
          const fields = { ...record.customer.fields, firstName: { value: name, extracted: [] } };
          await insertCustomers(step, [{ ...record, customer: { ...record.customer, id: copy, fields } }]);
        }
      });
    }
    const expected = [id, ...copies.filter(copy => Number(`0x${copy.slice(-4)}`) % 9 === 0)].toSorted();
    await stop(before);

    const list = watchlist(unrelated, listed);
    const size = onPostgres() ? 3 : 1;
    const servers = await Promise.all(Array.from({ length: size }, () => start(list)));
    const [server] = servers;
    if (!server) throw new Error('nothing runs');
    expect((await untilRescreened(server)).matched).toBe(expected.length);
    const matched = await entries(server, 'customer.watchlist_matched');
    expect(matched.map(({ customerId }) => customerId ?? '').toSorted()).toEqual(expected);
    for (const one of expected) {
      const { status, version } = await customerOf(server, one);
      expect([status, version]).toEqual(['UNDER_REVIEW', record.customer.version + 1]);
    }
    expect(await entries(server, 'watchlist.changed')).toHaveLength(1);
    await Promise.all(servers.map(stop));

    const again = await start(list);
    const { reader } = again.backend.context.store;
    expect(await reader.selectFrom('job').select('key').where('kind', '=', 'rescreening').execute()).toEqual(
      [],
    );
    expect(await reader.selectFrom('watchlistVersion').select('seq').execute()).toHaveLength(2);
  });
});
