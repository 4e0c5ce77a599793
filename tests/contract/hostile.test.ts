import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endpoints, problemSchema, type Endpoint } from '../../src/shared/api/index.ts';
import { z } from '../../src/shared/zod.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { basicFields, caseUnderReview } from '../support/backend-customers.ts';
import { seal, type CommandDraft, type WorkstationClient } from '../support/workstation-client.ts';

let server: TestBackend;
let analyst: WorkstationClient;
let ids: readonly string[];
beforeAll(async () => {
  server = await startBackend();
  analyst = await server.signIn(server.tenant.analyst);
  const customer = await caseUnderReview(server, 'hostile');
  ids = [customer.id, customer.documents[0]?.id ?? '', 'nobody'];
});
afterAll(() => server.close());

const nasty = fc.constantFrom(
  '', ' ', '\u0000', "'; drop table customer; --", '%27%20or%201=1', '../../../etc/passwd', '..%2f..%2fetc', '\r\nSet-Cookie: a=b',
  '${7*7}', '{{7*7}}', '<script>', '\u202e', '\ufeff', '田中', '💥', '-1', '1e999', 'NaN', '9007199254740993', 'null', 'x'.repeat(5000), '%', '%ff', '[]', '"',
); // prettier-ignore
const text = fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 30 }));
const { anything } = fc.letrec(tie => ({
  anything: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    text,
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('anything'), { maxLength: 4 }),
    fc.dictionary(text, tie('anything'), { maxKeys: 4 }),
  ),
}));

/** Bodies that are nearly right: each of their members may be spoilt. */
const nearly: Readonly<Record<string, object>> = {
  'sessions.create': {
    email: 'a@b.example',
    password: 'x',
    device: { id: 'd', name: 'n', publicKey: Buffer.alloc(32).toString('base64'), proof: Buffer.alloc(64).toString('base64') },
    challenge: Buffer.alloc(32).toString('base64'),
  },
  'sessions.refresh': { refreshToken: 'rt_x', rotationId: 'r' },
  'devices.checkpoint': { size: 1, root: 'a'.repeat(64), note: 'n' },
  'customers.create': { kind: 'individual', levelId: 'kyc-basic', externalId: 'x', fields: basicFields, beneficialOwners: [] },
  'customers.patch': { fields: { firstName: 'A' }, beneficialOwners: [{ name: 'x', ownershipPercent: 1, isDirector: true }] },
  'commands.send': {
    commands: [
      { id: 'c', type: 'review.start', customerId: 'x', userId: 'u', deviceId: 'd', deviceSeq: 1, baseVersion: 1, dependsOn: null,
        decidedAt: '2026-01-01T00:00:00.000Z', clock: { lastServerTime: null, elapsedMs: null }, payload: {}, evidence: [],
        prevHash: '0'.repeat(64), hash: '0'.repeat(64), signature: Buffer.alloc(64).toString('base64') },
    ],
  },
}; // prettier-ignore

/** The value with the member at a path replaced; the path wraps round, so that every number leads somewhere. */
function spoil(value: unknown, path: readonly number[], replacement: unknown): unknown {
  const [place, ...rest] = path;
  if (place === undefined || typeof value !== 'object' || value === null) return replacement;
  const keys = Object.keys(value);
  const key = keys[place % keys.length];
  if (key === undefined) return replacement;
  const changed = spoil(Reflect.get(value, key), rest, replacement);
  return Array.isArray(value)
    ? value.map((item: unknown, index) => (String(index) === key ? changed : item))
    : { ...value, [key]: changed };
}

const request = fc.record({
  name: fc.constantFrom(...(Object.keys(endpoints) as (keyof typeof endpoints)[])),
  id: fc.oneof(fc.nat({ max: 2 }), text),
  query: fc.dictionary(
    fc.constantFrom('cursor', 'limit', 'wait', 'q', 'sort', 'kind', 'status', 'risk', 'x'),
    text,
    { maxKeys: 3 },
  ),
  body: fc.oneof(
    fc.record({ path: fc.array(fc.nat({ max: 20 }), { maxLength: 4 }), replacement: anything }),
    anything.map(replacement => ({ path: [], replacement })),
  ),
  raw: fc.option(fc.uint8Array({ maxLength: 60 }), { freq: 8 }),
  contentType: fc.constantFrom(
    'application/json',
    'application/json',
    'application/json',
    'multipart/form-data; boundary=b',
    'text/plain',
    'application/json; charset=utf-16',
    ';;;',
  ),
  headers: fc.dictionary(
    fc.constantFrom(
      'if-match',
      'if-none-match',
      'range',
      'if-range',
      'idempotency-key',
      'accept',
      'x-forwarded-for',
    ),
    fc.oneof(fc.constantFrom('"1"', '*', 'bytes=0-', 'bytes=-1', 'k'), fc.string({ maxLength: 20 })),
    { maxKeys: 3 },
  ),
  who: fc.constantFrom('integrator', 'workstation', 'nobody'),
});

test('[API-8] nothing near to valid, and nothing far from it, is a 5xx or anything but a problem', async () => {
  await fc.assert(
    fc.asyncProperty(request, async ({ name, id, query, body, raw, contentType, headers, who }) => {
      const endpoint: Endpoint = endpoints[name];
      const known = typeof id === 'number' ? (ids[id] ?? '') : id;
      const search = new URLSearchParams({ ...query, ...(query['wait'] === undefined ? {} : { wait: '0' }) });
      const url = `${server.url}${endpoint.path.replace('{id}', encodeURIComponent(known.toWellFormed()))}?${search.toString()}`;
      const sent = new Headers();
      for (const [key, value] of Object.entries(headers))
        if (/^[\x20-\x7e]*$/.test(value)) sent.set(key, value);
      if (who === 'integrator') sent.set('authorization', `Bearer ${server.tenant.apiKey}`);
      if (who === 'workstation') sent.set('authorization', `Bearer ${analyst.session.accessToken}`);
      const withBody = endpoint.method !== 'GET' && name !== 'sessions.end';
      if (withBody) sent.set('content-type', contentType);
      const value = spoil(nearly[name] ?? {}, body.path, body.replacement);
      const payload = withBody ? { body: raw ? Buffer.from(raw) : (JSON.stringify(value) ?? '') } : {};
      // Signing out for real would end the session of all that follow.
      if (name === 'sessions.end') sent.delete('authorization');
      const answer = await fetch(url, { method: endpoint.method, headers: sent, ...payload });
      const answered = await answer.text();
      expect([name, answer.status, answered, answer.status < 500]).toEqual([
        name,
        answer.status,
        answered,
        true,
      ]);
      if (answer.status >= 400) {
        expect(answer.headers.get('content-type')).toBe('application/problem+json');
        expect(problemSchema.parse(JSON.parse(answered)).status).toBe(answer.status);
      }
    }),
    { numRuns: 1200 },
  );
}, 120_000);

/** A pair of surrogates about where an id, which has 64 letters at most, would be cut. */
const cut = fc.integer({ min: 62, max: 64 }).map(length => `${'a'.repeat(length)}💥`);
/** What becomes of a note before its device signs it. */
const spoilt = fc.record({
  path: fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 3 }),
  replacement: fc.oneof(cut, anything),
});

test('[API-8] a spoilt command that its device has signed is answered, and none behind it is held up', async () => {
  const device = await server.signIn(server.tenant.analyst2);
  const [customerId = ''] = ids;
  const note: CommandDraft<'note.add'> = {
    type: 'note.add',
    customerId,
    baseVersion: null,
    payload: { text: 'x', mentions: [] },
  };
  await fc.assert(
    fc.asyncProperty(spoilt, async ({ path, replacement }) => {
      await device.realign();
      const { hash: _hash, signature: _signature, ...command } = device.build(note);
      // As it arrives, so that the hash is of what the backend sees.
      const odd: unknown = JSON.parse(JSON.stringify(spoil(command, path, replacement)));
      const sent = signed(odd, device);
      const answer = await device.post('/v1/commands', { commands: [sent] });
      const answered = await answer.text();
      expect([answer.status < 500, answered]).toEqual([true, answered]);
      await device.realign();
      expect(await device.command(note)).toMatchObject({ result: 'applied' });
    }),
    { numRuns: 200 },
  );
}, 120_000);

/** The command under its device's signature, where it has a form that can be signed. */
function signed(command: unknown, { device }: WorkstationClient): unknown {
  const fields = z.record(z.string(), z.unknown()).safeParse(command);
  if (!fields.success) return command;
  try {
    return seal(fields.data, device.privateKey);
  } catch {
    return command;
  }
}

test('a backend that was fuzzed still works', async () => {
  const { entities } = await analyst.syncAll();
  expect(entities.size).toBeGreaterThan(0);
  await caseUnderReview(server, 'after the storm');
});

test('[STO-6] U+0000, which one of the stores can not hold, is refused wherever a text of the caller would be kept or looked for', async () => {
  const inCursor = Buffer.from(JSON.stringify(['name', 'a\0', 'b\0'])).toString('base64url');
  const page = await server.integrator(`/v1/customers?sort=name&cursor=${inCursor}`);
  expect(page.status).toBe(422);
  const place = (...values: readonly unknown[]) => Buffer.from(JSON.stringify(values)).toString('base64url');
  for (const list of [`/v1/links?cursor=${place(1, 'b\0')}`, `/v1/leads/idle?cursor=${place(1, 1, 'b\0')}`])
    expect((await server.integrator(list)).status).toBe(422);
  const body = JSON.stringify({ kind: 'individual', levelId: 'kyc\0', fields: {} });
  const headers = { 'content-type': 'application/json' };
  expect((await server.integrator('/v1/customers', { method: 'POST', headers, body })).status).toBe(422);
  // Within a command too, and what is behind it is not held up.
  const customer = await caseUnderReview(server, 'with a note');
  const note = (text: string) =>
    analyst.build({
      type: 'note.add',
      customerId: customer.id,
      baseVersion: null,
      payload: { text, mentions: [] },
    });
  expect(await analyst.send([note('before\0after'), note('as one writes')])).toMatchObject([
    { result: 'refused', code: 'invalid_payload' },
    { result: 'applied' },
  ]);
});
