import { TOTP, URI } from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { confirmTotp, enrolTotp } from '../../src/backend/identity/index.ts';
import { totpSecretSchema } from '../../src/shared/api/index.ts';
import { startBackend, type TestBackend, type TestTenant, type TestUser } from '../support/backend.ts';
import { newDeviceKey, requestSession, type WorkstationClient } from '../support/workstation-client.ts';

let server: TestBackend;
let tenant: TestTenant;
let user: TestUser;
let client: WorkstationClient;
beforeAll(async () => void (server = await startBackend()));
afterAll(() => server.close());
beforeEach(async () => {
  tenant = await server.addTenant('Codes');
  user = tenant.analyst;
  client = await server.signIn(user);
});

async function codeOf(answer: Response): Promise<readonly unknown[]> {
  const text = await answer.text();
  if (text === '') return [answer.status];
  const { code, errors } = JSON.parse(text) as { code?: string; errors?: readonly { path: string }[] };
  return [answer.status, code, ...(errors ?? []).map(({ path }) => path)];
}

const enrol = (password = user.password, one = client) => one.post('/v1/me/totp', { password });
const confirm = (code: string) => client.post('/v1/me/totp/confirm', { code });
const remove = (code: string) => client.post('/v1/me/totp/remove', { code });
const signIn = (totp?: string): Promise<Response> =>
  requestSession(server.url, user, newDeviceKey(), totp === undefined ? {} : { totp });

async function enrolled(): Promise<(steps?: number) => string> {
  const answer = await enrol();
  expect(answer.status).toBe(201);
  const { secret, uri } = totpSecretSchema.parse(await answer.json());
  const totp = URI.parse(uri);
  if (!(totp instanceof TOTP)) throw new Error('no one-time codes');
  expect([totp.secret.base32, totp.issuer, totp.label]).toEqual([secret, 'Sealdesk', user.email]);
  return (steps = 0) => totp.generate({ timestamp: server.clock.now() + steps * 30_000 });
}

const wrongFor = (code: string) => (code === '123456' ? '654321' : '123456');

describe('[IDN-6] whoever is signed in', () => {
  test('enrols for one-time codes with the password, confirms by the first one, and gives them up by another', async () => {
    expect(await codeOf(await enrol('not the password'))).toEqual([422, 'invalid_payload', 'body.password']);
    const first = await enrolled();
    // Enrolled anew before it is confirmed, what was shown before makes no codes any more.
    const code = await enrolled();
    expect(await codeOf(await confirm(first()))).toEqual([422, 'invalid_payload', 'body.code']);
    expect((await signIn()).status).toBe(200);
    expect(await codeOf(await confirm(wrongFor(code())))).toEqual([422, 'invalid_payload', 'body.code']);
    expect(await codeOf(await remove(code()))).toEqual([422, 'invalid_payload', 'body.code']);
    // Kept, since the clock runs: a step further on there is another code.
    const confirming = code();
    expect((await confirm(confirming)).status).toBe(204);

    expect(await codeOf(await signIn())).toEqual([401, 'totp_required']);
    // The code that confirmed is used up, for whatever.
    expect(await codeOf(await signIn(confirming))).toEqual([401, 'unauthenticated']);
    expect(await codeOf(await remove(confirming))).toEqual([422, 'invalid_payload', 'body.code']);
    server.clock.advance(60_000);
    const next = code();
    expect((await signIn(next)).status).toBe(200);
    expect(await codeOf(await remove(next))).toEqual([422, 'invalid_payload', 'body.code']);
    expect((await remove(code(1))).status).toBe(204);
    expect((await signIn()).status).toBe(200);
  });

  test('has no session but this one once codes are confirmed: who was in without one signs in with one', async () => {
    const elsewhere = await server.signIn(user);
    const colleague = await server.signIn(tenant.analyst2);
    const code = await enrolled();
    expect((await confirm(wrongFor(code()))).status).toBe(422);
    expect((await elsewhere.request('/v1/me')).status).toBe(200);
    expect((await confirm(code())).status).toBe(204);
    expect((await elsewhere.request('/v1/me')).status).toBe(401);
    const renewed = await fetch(`${server.url}/v1/sessions/refresh`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ refreshToken: elsewhere.session.refreshToken, rotationId: 'r1' }),
    });
    expect(renewed.status).toBe(401);
    expect((await client.request('/v1/me')).status).toBe(200);
    expect((await colleague.request('/v1/me')).status).toBe(200);
  });

  test('[API-9] is told again under its key that a code confirmed, or gave codes up, though the answer is empty and the code used up', async () => {
    const code = await enrolled();
    const totpEntries = async () =>
      (
        await server.backend.context.store.reader
          .selectFrom('audit')
          .select('action')
          .where('tenantId', '=', tenant.id)
          .where('action', 'like', 'totp.%')
          .orderBy('index')
          .execute()
      ).map(({ action }) => action);
    const once = (what: 'confirm' | 'remove', body: string) =>
      client.request(`/v1/me/totp/${what}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': `${what}-${user.id}` },
        body,
      });
    for (const what of ['confirm', 'remove'] as const) {
      const body = JSON.stringify({ code: code() });
      expect(await codeOf(await once(what, body))).toEqual([204]);
      expect(await codeOf(await once(what, body))).toEqual([204]);
      const other = JSON.stringify({ code: code(1) });
      expect(await codeOf(await once(what, other))).toEqual([422, 'idempotency_mismatch']);
      server.clock.advance(30_000);
    }
    expect(await totpEntries()).toEqual(['totp.enrolled', 'totp.confirmed', 'totp.removed']);
    expect((await signIn()).status).toBe(200);
  });

  test('takes no codes over that are in use: a session alone locks nobody out', async () => {
    const code = await enrolled();
    await confirm(code());
    expect(await codeOf(await enrol())).toEqual([422, 'invalid_transition']);
    expect(await codeOf(await confirm(code(1)))).toEqual([422, 'invalid_payload', 'body.code']);
    server.clock.advance(60_000);
    expect((await signIn(code())).status).toBe(200);
  });

  test('can’t try codes or passwords out: they are limited together with sign-ins, and what is right is no failure', async () => {
    const code = await enrolled();
    for (let right = 0; right < 12; right += 1) expect((await enrol()).status).toBe(201);
    const again = await enrolled();
    for (let n = 0; n < 5; n += 1) expect((await confirm(wrongFor(again()))).status).toBe(422);
    for (let n = 0; n < 3; n += 1) expect((await enrol('wrong')).status).toBe(422);
    for (let n = 0; n < 2; n += 1) expect((await remove(wrongFor(again()))).status).toBe(422);
    expect(await codeOf(await confirm(again()))).toEqual([429, 'rate_limited']);
    expect((await signIn()).status).toBe(429);
    server.clock.advance(15 * 60_000);
    expect(await codeOf(await confirm(code()))).toEqual([401, 'unauthenticated']);
  });

  test('[IDN-2] is asked for ten wrong codes at the most, from whatever addresses, and a right one gives nobody more', async () => {
    const behind = await startBackend({ trustedProxies: ['127.0.0.1'] });
    try {
      const { analyst } = behind.tenant;
      const { context } = behind.backend;
      const totp = await context.work(behind.tenant.id, async work => {
        const made = await enrolTotp(work, context, analyst, 'system');
        const codes = URI.parse(made?.uri ?? '');
        await confirmTotp(work, context, analyst.id, codes.generate({ timestamp: work.at }), {
          actor: 'system',
        });
        return codes;
      });
      if (!(totp instanceof TOTP)) throw new Error('no one-time codes');
      const code = () => totp.generate({ timestamp: behind.clock.now() });
      const from = (n: number, given: string) =>
        requestSession(behind.url, analyst, newDeviceKey(), { totp: given }, undefined, {
          'x-forwarded-for': `203.0.113.${n}`,
        });
      behind.clock.advance(60_000);
      for (let n = 0; n < 6; n += 1) expect((await from(n, wrongFor(code()))).status).toBe(401);
      expect((await from(100, code())).status).toBe(200);
      const statuses = await Promise.all(
        Array.from({ length: 7 }, async (_, n) => (await from(10 + n, wrongFor(code()))).status),
      );
      expect(statuses.toSorted((a, b) => a - b)).toEqual([401, 401, 401, 401, 429, 429, 429]);
      behind.clock.advance(30_000);
      expect(await codeOf(await from(101, code()))).toEqual([429, 'rate_limited']);
      behind.clock.advance(15 * 60_000);
      expect((await from(101, code())).status).toBe(200);
    } finally {
      await behind.close();
    }
  });

  test('is alone in that: nobody else’s codes change, and only its tenant’s log tells', async () => {
    const code = await enrolled();
    await confirm(code());
    const colleague = await server.signIn(tenant.analyst2);
    expect((await enrol(tenant.analyst2.password, colleague)).status).toBe(201);
    expect(await codeOf(await signIn())).toEqual([401, 'totp_required']);
    const entries = await server.backend.context.store.reader
      .selectFrom('audit')
      .select(['action', 'actor', 'data'])
      .where('tenantId', '=', tenant.id)
      .where('action', 'like', 'totp.%')
      .orderBy('index')
      .execute();
    expect(entries.map(({ action, actor }) => [action, actor])).toEqual([
      ['totp.enrolled', `user:${user.id}`],
      ['totp.confirmed', `user:${user.id}`],
      ['totp.enrolled', `user:${tenant.analyst2.id}`],
    ]);
  });

  test('is shown the secret once: at rest, in the log and in what is remembered under a key it is sealed or not at all', async () => {
    const answer = await client.request('/v1/me/totp', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': `once-${user.id}` },
      body: JSON.stringify({ password: user.password }),
    });
    const { secret, uri } = totpSecretSchema.parse(await answer.json());
    const totp = URI.parse(uri);
    const { reader } = server.backend.context.store;
    const tables = await reader.introspection.getTables();
    const raw = Buffer.from(new Uint8Array(totp.secret.buffer));
    for (const { name } of tables) {
      const rows = await reader
        .selectFrom(name as 'totp')
        .selectAll()
        .execute();
      for (const value of rows.flatMap(row => Object.values(row as object) as unknown[])) {
        const bytes = value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(String(value));
        for (const needle of [secret, raw, raw.toString('hex'), raw.toString('base64')])
          expect([name, bytes.includes(needle)]).toEqual([name, false]);
      }
    }
  });
});
