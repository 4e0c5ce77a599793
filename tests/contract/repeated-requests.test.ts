import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { idempotency, requestHash } from '../../src/backend/http/idempotency.ts';
import { endpoints, type Endpoint } from '../../src/shared/api/index.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { eventually } from '../support/eventually.ts';
import type { Operation } from '../support/hostile/api-document.ts';
import { everyEndpoint, isRefusal, type EveryEndpoint } from '../support/hostile/every-endpoint.ts';
import type { WireRequest } from '../support/hostile/pooled-client.ts';

let server: TestBackend;
let every: EveryEndpoint;
beforeAll(async () => {
  server = await startBackend();
  every = await everyEndpoint(server, 17);
});
afterAll(async () => {
  every.close();
  await server.close();
});

const table: Readonly<Record<string, Endpoint>> = endpoints;

/** Uploads and files of leads have tests of their own, commands their ids, one-time codes their time; who has no tenant has no keys. */
const takesKey = ({ id, method, body }: Operation): boolean =>
  method === 'POST' &&
  table[id]?.caller !== 'anyone' &&
  (body === undefined || body.type === 'application/json') &&
  !['commands.send', 'totp.confirm', 'totp.remove'].includes(id);

/** How much was done: every change is an entry of the audit log. */
const entries = async (): Promise<number> => {
  const rows = await server.backend.context.store.reader.selectFrom('audit').select('index').execute();
  return rows.length;
};

/** A link for a customer that is there does less than one for a new one: what is compared has the same members. */
const membersOf = ({ body }: WireRequest): string =>
  body === undefined ? '' : Object.keys(JSON.parse(String(body)) as object).join();

const keyed = (wire: WireRequest, key: string): WireRequest => ({
  ...wire,
  headers: { ...wire.headers, 'idempotency-key': key },
});

test('[API-9] any POST that is sent five times at once under one key is done once, answered alike, and its key takes nothing else', async () => {
  const known = every.api.operations.filter(takesKey);
  expect(known.length).toBeGreaterThan(8);
  for (const operation of known) {
    const { wire, settle } = every.valid(operation);
    const before = await entries();
    const request = keyed(wire, `five-of-${operation.id}`);
    const answers = await Promise.all(Array.from({ length: 5 }, () => every.send(request)));
    const done = answers.filter(({ status }) => status < 300);
    const others = answers.filter(({ status }) => status >= 300);
    const [first] = done;
    const stray = others.filter(other => !isRefusal(other, 409, 'in_flight')).map(other => other.text);
    expect([operation.id, first === undefined, stray]).toEqual([operation.id, false, []]);
    if (!first) continue;
    settle(first);
    expect(new Set(done.map(({ text }) => text)).size).toBe(1);
    const added = (await entries()) - before;

    expect(await every.send(request)).toMatchObject({ status: first.status, text: first.text });
    const headers = { ...request.headers, 'content-type': 'application/json' };
    const otherBody = await every.send({ ...request, headers, body: '{"another":1}' });
    expect([operation.id, isRefusal(otherBody, 422, 'idempotency_mismatch')]).toEqual([operation.id, true]);
    const otherAddress = await every.send({ ...request, path: `${request.path}?another=1` });
    expect([operation.id, isRefusal(otherAddress, 422, 'idempotency_mismatch')]).toEqual([operation.id, true]);
    expect([operation.id, (await entries()) - before]).toEqual([operation.id, added]);

    // As much as one of its kind does.
    let single = every.valid(operation);
    while (membersOf(single.wire) !== membersOf(wire)) single = every.valid(operation);
    const start = await entries();
    const alone = await every.send(keyed(single.wire, `one-of-${operation.id}`));
    expect([operation.id, alone.status]).toEqual([operation.id, first.status]);
    single.settle(alone);
    expect([operation.id, added]).toEqual([operation.id, (await entries()) - start]);
  }
}); // prettier-ignore

test('[API-9] an answer that can not be opened any more is unknown and said so in the log; its key takes the request as a new one', async () => {
  const { context } = server.backend;
  const lines: string[] = [];
  const write = (...parts: readonly unknown[]): void => void lines.push(JSON.stringify(parts));
  const keys = idempotency({ ...context, log: { debug: write, info: write, warn: write, error: write } });
  const caller = { kind: 'integrator' as const, tenantId: server.tenant.id, keyId: 'k', scopes: [] };
  const claim = async () => {
    const claimed = await keys.claim(caller, 'damaged', 'hash of the request');
    if (!claimed.ok) throw new Error(claimed.problem.code);
    return claimed.value;
  };
  const first = await claim();
  if (first.kind !== 'run') throw new Error('known already');
  const { writer } = context.store;
  await first.remember(writer, { status: 201, headers: {}, body: 'the answer' });
  await first.release();
  expect(await claim()).toMatchObject({ kind: 'answered', answer: { body: 'the answer' } });
  expect(lines).toEqual([]);

  await writer.updateTable('idempotency').set({ body: 'AAAA' }).where('key', '=', 'damaged').execute();
  const again = await claim();
  if (again.kind !== 'run') throw new Error('answered with what can not be opened');
  await again.remember(writer, { status: 201, headers: {}, body: 'another' });
  await again.release();
  expect(lines).toEqual([expect.stringContaining('a remembered answer can not be opened')]);
  expect(await claim()).toMatchObject({ kind: 'answered', answer: { body: 'another' } });
});

test('[API-9] while the first request under a key runs, which holds it for ten seconds at a time, the others under it are told so at once; another caller’s key is another', async () => {
  const asked: (() => void)[] = [];
  const addresses = [{ address: '93.184.215.14', family: 4 }] as const;
  // The name of the receiver is looked up before anything is done: so long the first request runs.
  const slowly = await startBackend({
    webhooks: { resolve: () => new Promise(answer => asked.push(() => answer([...addresses]))) },
  });
  try {
    slowly.clock.standStill();
    const another = await slowly.addApiKey(slowly.tenant, ['webhooks:write']);
    const subscribe = (apiKey?: string) =>
      slowly.integrator(
        '/v1/webhooks',
        {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'idempotency-key': 'one-at-a-time' },
          body: JSON.stringify({ url: 'https://receiver.example/', events: ['kyc.status_updated'] }),
        },
        apiKey,
      );
    const first = subscribe();
    await eventually(() => asked.length === 1);
    const { reader } = slowly.backend.context.store;
    const left = await reader.selectFrom('idempotency').select('leasedUntil').executeTakeFirstOrThrow();
    expect(left.leasedUntil - slowly.clock.now()).toBe(10_000);
    const second = await subscribe();
    expect([second.status, second.headers.get('retry-after'), await second.json()]).toEqual([
      409,
      '1',
      expect.objectContaining({ code: 'in_flight' }),
    ]);
    const others = subscribe(another);
    await eventually(() => asked.length === 2);
    for (const go of asked) go();
    const made = [await (await first).json(), await (await others).json()];
    expect([(await first).status, (await others).status]).toEqual([201, 201]);
    expect(Reflect.get(Object(made[0]), 'id')).not.toBe(Reflect.get(Object(made[1]), 'id'));
    expect(await (await subscribe()).json()).toEqual(made[0]);
    expect(await (await subscribe(another)).json()).toEqual(made[1]);
  } finally {
    for (const go of asked) go();
    await slowly.close();
  }
});

describe('[API-9] of a request under a key', () => {
  const path = '/v1/me/totp';
  const bareHash = () =>
    requestHash('POST', path, JSON.stringify({ password: server.tenant.analyst2.password }));
  const enrol = async (key: string, given = server.tenant.analyst2.password) => {
    const client = await server.signIn(server.tenant.analyst2);
    const headers = { 'content-type': 'application/json', 'idempotency-key': key };
    return client.request(path, { method: 'POST', headers, body: JSON.stringify({ password: given }) });
  };
  const keptUnder = (key: string) =>
    server.backend.context.store.reader
      .selectFrom('idempotency')
      .selectAll()
      .where('key', '=', key)
      .executeTakeFirstOrThrow();

  test('[IDN-8] nothing is kept from which who has no key file could guess a password that it held', async () => {
    for (const key of ['enrol-1', 'enrol-2']) expect((await enrol(key)).status).toBe(201);
    const [one, other] = [await keptUnder('enrol-1'), await keptUnder('enrol-2')];
    expect(Object.values(one)).not.toContain(bareHash());
    // Nor can two be told to hold the same.
    expect(one.requestHash).not.toBe(other.requestHash);
  });

  test('what an earlier version kept counts: its answer is given again, and its key takes nothing else', async () => {
    const first = await enrol('enrol-before');
    await server.backend.context.store.writer
      .updateTable('idempotency')
      .set({ requestHash: bareHash() })
      .where('key', '=', 'enrol-before')
      .execute();
    const again = await enrol('enrol-before');
    expect([again.status, await again.json()]).toEqual([201, await first.json()]);
    const another = await enrol('enrol-before', 'another password');
    expect([another.status, await another.json()]).toMatchObject([422, { code: 'idempotency_mismatch' }]);
  });
});
