import { createHash, createPublicKey, randomUUID, sign, verify } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { URI } from 'otpauth';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import {
  alarmOver,
  confirmTotp,
  disableUser,
  enrolTotp,
  hashPassword,
  setPassword,
} from '../../src/backend/identity/index.ts';
import { hashingTurns, usualHashing } from '../../src/backend/identity/hashing.ts';
import { signIn } from '../../src/backend/identity/sign-in.ts';
import { certificateSigningInput } from '../../src/backend/index.ts';
import type { RunWork, Work } from '../../src/backend/store/index.ts';
import { sessionSigningInput } from '../../src/shared/domain/index.ts';
import { startBackend, type TestBackend, type TestTenant, type TestUser } from '../support/backend.ts';
import { eventually } from '../support/eventually.ts';
import { newDeviceKey, requestSession } from '../support/workstation-client.ts';

let server: TestBackend;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startBackend();
  tenant = server.tenant;
});
afterAll(() => server.close());

const minutes = 60_000;

const problemOf = async (answer: Response) => {
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  return { status: answer.status, body: await answer.json() };
};

describe('sign-in', () => {
  test('[API-1] a certificate binds user, device and key under the tenant’s signature', async () => {
    const { session, device } = await server.signIn(tenant.analyst);
    const { signature, ...unsigned } = session.device.certificate;
    expect(unsigned).toMatchObject({
      tenantId: tenant.id,
      userId: session.user.id,
      deviceId: device.id,
      publicKey: device.publicKey,
    });
    const keyOf = async (id: string): Promise<string> => {
      const tenants = server.backend.context.store.reader.selectFrom('tenant').select('signingPublicKey');
      return (await tenants.where('id', '=', id).executeTakeFirstOrThrow()).signingPublicKey;
    };
    const own = await keyOf(tenant.id);
    const others = await keyOf((await server.addTenant('Another issuer')).id);
    expect([unsigned.issuer, unsigned.issuer === others]).toEqual([own, false]);
    const fits = (input: typeof unsigned, key = own): boolean => {
      const x = Buffer.from(key, 'base64').toString('base64url');
      const issuer = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
      return verify(null, certificateSigningInput(input), issuer, Buffer.from(signature, 'base64'));
    };
    expect([fits(unsigned), fits(unsigned, others)]).toEqual([true, false]);
    const changes = {
      tenantId: 'another-tenant',
      userId: 'somebody-else',
      deviceId: 'another-device',
      publicKey: newDeviceKey().publicKey,
      validFrom: '2020-01-01T00:00:00.000Z',
      validUntil: '2099-01-01T00:00:00.000Z',
      issuer: others,
    } satisfies typeof unsigned;
    for (const [member, value] of Object.entries(changes))
      expect([member, fits({ ...unsigned, [member]: value })]).toEqual([member, false]);
  });

  test('an unknown account and a wrong password get the same answer', async () => {
    const known = await requestSession(server.url, { ...tenant.analyst2, password: 'wrong' }, newDeviceKey());
    const unknown = await requestSession(
      server.url,
      { email: 'nobody@nowhere.example', password: 'wrong' },
      newDeviceKey(),
    );
    const first = await problemOf(known);
    expect(first).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    expect(await problemOf(unknown)).toEqual(first);
  });

  test('an unknown account takes as long as a wrong password', async () => {
    // The work of this process, in which the backend runs, and not the time: that is also made of what else this
    // machine does.
    const workOf = async (email: string): Promise<number> => {
      const begin = process.cpuUsage();
      await requestSession(server.url, { email, password: 'wrong' }, newDeviceKey());
      const { user, system } = process.cpuUsage(begin);
      return user + system;
    };
    const known: number[] = [];
    const unknown: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      known.push(await workOf(tenant.auditor.email));
      unknown.push(await workOf('nobody-at-all@nowhere.example'));
    }
    // Garbage is collected in some rounds: the cheapest of five does the same work or it does not.
    expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) * 0.4);
  });

  test('a challenge is used up by its first answer', async () => {
    const device = newDeviceKey();
    const challenged = await fetch(`${server.url}/v1/sessions/challenge`, { method: 'POST' });
    const { challenge } = (await challenged.json()) as { challenge: string };
    expect(Buffer.from(challenge, 'base64')).toHaveLength(32);
    const answerTo = (text: string) =>
      requestSession(server.url, tenant.analyst, device, {
        challenge: text,
        device: {
          id: device.id,
          name: 'A test',
          publicKey: device.publicKey,
          proof: sign(null, sessionSigningInput(Buffer.from(text, 'base64')), device.privateKey).toString(
            'base64',
          ),
        },
      });
    const [one, two] = await Promise.all([answerTo(challenge), answerTo(challenge)]);
    expect([one.status, two.status].toSorted((a, b) => a - b)).toEqual([200, 401]);
    expect(await problemOf(await answerTo(challenge))).toMatchObject({ status: 401 });
    // The same bytes in another spelling are not another challenge.
    const spare = String.fromCharCode(challenge.charCodeAt(42) + 1);
    const respelling = `${challenge.slice(0, 42)}${spare}=`;
    expect(Buffer.from(respelling, 'base64').equals(Buffer.from(challenge, 'base64'))).toBe(true);
    const respelled = await answerTo(respelling);
    expect(await problemOf(respelled)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
  });

  test('a challenge that was not issued here is none, whatever of it is right', async () => {
    const challenged = await fetch(`${server.url}/v1/sessions/challenge`, { method: 'POST' });
    const { challenge } = (await challenged.json()) as { challenge: string };
    for (const place of [0, 12, 15, 16, 31]) {
      const bytes = Buffer.from(challenge, 'base64');
      bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
      const device = newDeviceKey();
      const forged = bytes.toString('base64');
      const proof = sign(null, sessionSigningInput(bytes), device.privateKey).toString('base64');
      const body = { id: device.id, name: 'A test', publicKey: device.publicKey, proof };
      const answer = await requestSession(server.url, tenant.analyst, device, {
        challenge: forged,
        device: body,
      });
      expect(await problemOf(answer)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    }
  });

  test('asking for challenges without ever answering shuts nobody out', async () => {
    for (let n = 0; n < 300; n += 1) await fetch(`${server.url}/v1/sessions/challenge`, { method: 'POST' });
    const kept = await server.backend.context.store.reader.selectFrom('challenge').selectAll().execute();
    // Only answered ones are kept.
    expect(kept.length).toBeLessThan(100);
    await server.signIn(tenant.analyst);
  });

  test('a challenge ends after two minutes', async () => {
    // The clock moves between the challenge and its answer.
    const answer = await requestSession(server.url, tenant.analyst, newDeviceKey(), {}, () =>
      server.clock.advance(2 * minutes + 1),
    );
    expect(await problemOf(answer)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
  });

  test('a proof by another key is no proof', async () => {
    const device = newDeviceKey();
    const impostor = { ...device, privateKey: newDeviceKey().privateKey };
    const answer = await requestSession(server.url, tenant.analyst, impostor);
    expect(await problemOf(answer)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
  });

  test('[API-2] a device belongs to one key and one user', async () => {
    const device = newDeviceKey();
    await server.signIn(tenant.analyst, device);
    const otherKey = await requestSession(server.url, tenant.analyst, newDeviceKey(device.id));
    expect(await problemOf(otherKey)).toMatchObject({ status: 409, body: { code: 'device_mismatch' } });
    const otherUser = await requestSession(server.url, tenant.supervisor, device);
    expect(await problemOf(otherUser)).toMatchObject({ status: 409, body: { code: 'device_mismatch' } });
  });

  test('[API-3] after ten failures an account is closed for its address, even to the right password, until the oldest is 15 minutes old', async () => {
    const { admin } = await server.addTenant('Limited');
    const attempts = await Promise.all(
      Array.from({ length: 14 }, () =>
        requestSession(server.url, { ...admin, password: 'wrong' }, newDeviceKey()),
      ),
    );
    const statuses = attempts.map(({ status }) => status).toSorted((a, b) => a - b);
    expect(statuses).toEqual([...Array<number>(10).fill(401), ...Array<number>(4).fill(429)]);
    const limited = await requestSession(server.url, admin, newDeviceKey());
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await problemOf(limited)).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
    expect((await requestSession(server.url, tenant.analyst, newDeviceKey())).status).toBe(200);
    server.clock.advance(15 * minutes);
    expect((await requestSession(server.url, admin, newDeviceKey())).status).toBe(200);
  });

  test('[API-3] the caller’s address is the connection’s, or what a trusted proxy says, nobody else', async () => {
    const failures = async (from: TestBackend, user: TestUser, addresses: readonly string[]) => {
      const statuses: number[] = [];
      for (const address of addresses) {
        const device = newDeviceKey();
        const wrong = { ...user, password: 'wrong' };
        const headers = { 'x-forwarded-for': address };
        statuses.push((await requestSession(from.url, wrong, device, {}, undefined, headers)).status);
      }
      return statuses;
    };
    const one = Array<string>(10).fill('203.0.113.1');
    const { admin } = await server.addTenant('Behind nobody');
    expect((await failures(server, admin, [...one, '203.0.113.2'])).at(-1)).toBe(429);
    const elsewhere = await startBackend({ trustedProxies: ['192.0.2.1'] });
    try {
      // The proxy that is trusted is not the one that speaks.
      const statuses = await failures(elsewhere, elsewhere.tenant.analyst, [...one, '203.0.113.2']);
      expect(statuses.at(-1)).toBe(429);
    } finally {
      await elsewhere.close();
    }
    const behind = await startBackend({ trustedProxies: ['127.0.0.1'] });
    try {
      const user = behind.tenant.analyst;
      expect(await failures(behind, user, [...one, '203.0.113.1', '203.0.113.2'])).toEqual([
        ...Array<number>(10).fill(401),
        429,
        401,
      ]);
    } finally {
      await behind.close();
    }
  });

  test('[API-3] of IPv6 a /64 is one address, and IPv4 mapped into it is IPv4', async () => {
    const behind = await startBackend({ trustedProxies: ['127.0.0.1'] });
    try {
      const wrongFrom = async (user: TestUser, addresses: readonly string[]) => {
        const statuses: number[] = [];
        for (const address of addresses) {
          const headers = { 'x-forwarded-for': address };
          const wrong = { ...user, password: 'wrong' };
          statuses.push(
            (await requestSession(behind.url, wrong, newDeviceKey(), {}, undefined, headers)).status,
          );
        }
        return statuses;
      };
      const shut = [...Array<number>(10).fill(401), 429];
      const home = Array.from({ length: 10 }, (_, n) => `2001:db8:0:7:${n + 1}::${n}`);
      expect(
        await wrongFrom(behind.tenant.analyst, [...home, '2001:0db8::0007:0:0:0:ff', '2001:db8:0:8::1']),
      ).toEqual([...shut, 401]);
      const mapped = Array.from({ length: 10 }, (_, n) =>
        n % 2 ? '::ffff:203.0.113.9' : '::ffff:cb00:7109',
      );
      expect(
        await wrongFrom(behind.tenant.supervisor, [...mapped, '203.0.113.9', '::ffff:203.0.113.10']),
      ).toEqual([...shut, 401]);
    } finally {
      await behind.close();
    }
  });

  test('[IDN-7] a sign-in under way opens nothing once its password was reset, its user disabled or a code is asked for', async () => {
    const { context } = server.backend;
    const otherHash = await hashPassword('quite another password');
    const { writer, reader } = context.store;
    const changes = {
      reset: (work, { id }) => setPassword(work, id, otherHash, 'system'),
      disable: async (work, { id }) => {
        const row = await work.db
          .selectFrom('user')
          .selectAll()
          .where('id', '=', id)
          .executeTakeFirstOrThrow();
        await disableUser(work, row, 'system');
      },
      codes: async (work, { id, email }) => {
        const made = await enrolTotp(work, context, { id, email }, 'system');
        const totp = URI.parse(made?.uri ?? '');
        await confirmTotp(work, context, id, totp.generate({ timestamp: work.at }), {
          actor: 'system',
        });
      },
    } satisfies Record<string, (work: Work, user: TestUser) => Promise<unknown>>;
    for (const [name, change] of Object.entries(changes)) {
      for (const wait of [0, 4, 8]) {
        const { id, analyst } = await server.addTenant(`Meanwhile ${name} ${wait}`);
        await writer.deleteFrom('challenge').execute();
        const signingIn = requestSession(server.url, analyst, newDeviceKey());
        // A challenge is used up just before the password is compared, which takes longer than what happens here.
        await expect
          .poll(() => reader.selectFrom('challenge').select('challenge').execute(), { interval: 1 })
          .toHaveLength(1);
        await setTimeout(wait);
        await context.work(id, work => change(work, analyst));
        const answer = await signingIn;
        expect([name, wait, answer.status]).toEqual([name, wait, 401]);
        const left = await reader.selectFrom('session').select('id').where('tenantId', '=', id).execute();
        expect(left).toEqual([]);
      }
    }
  });

  test('[IDN-8] of sign-ins under ever new names some are told to come back, and those are no failures', async () => {
    const names = Array.from({ length: 60 }, (_, n) => `nobody-${n}@nowhere.example`);
    const answers = await Promise.all(
      names.map(email => requestSession(server.url, { email, password: 'wrong' }, newDeviceKey())),
    );
    const late = answers.filter(({ status }) => status === 429);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401, 429]));
    for (const answer of late) expect(answer.headers.get('retry-after')).toBe('1');
    const hashOf = (email: string) => createHash('sha256').update(email).digest('hex');
    const counted = await server.backend.context.store.reader
      .selectFrom('signInFailure')
      .select('accountHash')
      .where('accountHash', 'in', names.map(hashOf))
      .execute();
    expect(counted).toHaveLength(60 - late.length);
    expect((await requestSession(server.url, tenant.analyst, newDeviceKey())).status).toBe(200);
  });

  test('[IDN-8] of more sign-ins than may wait everybody is told to come back, and nothing of those is written', async () => {
    const full = await startBackend({ hashing: { ...usualHashing, waiting: 0 } });
    onTestFinished(() => full.close());
    for (const account of [full.tenant.analyst, { ...full.tenant.analyst, password: 'wrong' }]) {
      const answer = await requestSession(full.url, account, newDeviceKey());
      expect(answer.headers.get('retry-after')).toBe('1');
      expect(await problemOf(answer)).toMatchObject({ status: 503, body: { code: 'not_ready' } });
    }
    const { context } = full.backend;
    const { reader, alone } = context.store;
    expect(await reader.selectFrom('signInFailure').select('id').execute()).toEqual([]);
    expect(await reader.selectFrom('challenge').select('challenge').execute()).toEqual([]);
    let begun = 0;
    const counting: typeof alone = (name, run) => {
      begun += 1;
      return alone(name, run);
    };
    const attempt = signIn(
      { ...context, store: { ...context.store, alone: counting } },
      hashingTurns({ ...usualHashing, waiting: 0 }),
      { tell: () => undefined },
    );
    const { email, password } = full.tenant.analyst;
    const device = { id: randomUUID(), name: '', publicKey: '', proof: '' };
    const refused = await attempt({ email, password, device, challenge: '' }, '203.0.113.7');
    expect([refused, begun]).toMatchObject([{ problem: { code: 'not_ready' } }, 0]);
  });

  test('[STO-8] while the store lets an attempt at one account wait, all others sign in, from the same address too', async () => {
    const { context } = server.backend;
    const { alone } = context.store;
    let isHeld = false;
    let release: (() => void) | undefined;
    // As a process that stands still holds it.
    const holding: typeof alone = async (name, run) => {
      if (name === 'failures/held@nowhere.example') {
        isHeld = true;
        await new Promise<void>(resolve => (release = resolve));
      }
      return alone(name, run);
    };
    const attempt = signIn({ ...context, store: { ...context.store, alone: holding } }, hashingTurns(), {
      tell: () => undefined,
    });
    const given = { password: 'wrong', device: { id: randomUUID(), name: '', publicKey: '', proof: '' } };
    const unknown = (email: string) => attempt({ ...given, email, challenge: '' }, '203.0.113.8');
    const waiting = unknown('held@nowhere.example');
    await eventually(() => isHeld);
    const wrong = { ok: false, problem: { code: 'unauthenticated' } };
    expect(await unknown('another@nowhere.example')).toMatchObject(wrong);
    release?.();
    expect(await waiting).toMatchObject(wrong);
  });

  test('[IDN-9] failed sign-ins, refused codes and lock-outs leave one entry per account and quarter of an hour', async () => {
    const { id, analyst, analyst2 } = await server.addTenant('Attacked');
    const { context } = server.backend;
    await context.work(id, async work => {
      const made = await enrolTotp(work, context, analyst2, 'system');
      const totp = URI.parse(made?.uri ?? '');
      const code = totp.generate({ timestamp: work.at });
      await confirmTotp(work, context, analyst2.id, code, { actor: 'system' });
    });
    const told = async () => {
      const rows = await context.store.reader
        .selectFrom('audit')
        .select(['action', 'actor', 'data'])
        .where('tenantId', '=', id)
        .where('action', 'in', ['user.sign_in_failed', 'user.locked_out'])
        .orderBy('index')
        .execute();
      for (const { data } of rows) expect(data).not.toContain('@');
      return rows.map(({ action, data }) => {
        const { userId, by } = JSON.parse(data ?? '{}') as { userId: string; by: string };
        return `${action} ${userId.split('-')[0] ?? ''} ${by}`;
      });
    };
    const wrong = (user: TestUser, more: object = {}) =>
      requestSession(server.url, { ...user, password: 'wrong' }, newDeviceKey(), more);
    await server.signIn(analyst);
    for (let n = 0; n < 3; n += 1) await wrong(analyst);
    await expect.poll(told).toEqual(['user.sign_in_failed analyst password']);
    for (let n = 0; n < 9; n += 1) await wrong(analyst);
    const first = ['user.sign_in_failed analyst password', 'user.locked_out analyst password'];
    await expect.poll(told).toEqual(first);
    for (let n = 0; n < 2; n += 1)
      expect((await requestSession(server.url, analyst2, newDeviceKey(), { totp: '000000' })).status).toBe(
        401,
      );
    await expect.poll(told).toEqual([...first, 'user.sign_in_failed analyst2 code']);
    server.clock.advance(15 * minutes);
    await wrong(analyst);
    await expect
      .poll(told)
      .toEqual([...first, 'user.sign_in_failed analyst2 code', 'user.sign_in_failed analyst password']);
  });

  test('[IDN-9] a failed sign-in is answered before it is written down, and the log then names the user by id alone', async () => {
    const { id, analyst } = await server.addTenant('Written down later');
    const { context } = server.backend;
    const lines: unknown[] = [];
    const at =
      (level: string) =>
      (...parts: readonly unknown[]): void =>
        void lines.push([level, ...parts]);
    const log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
    // Somebody else has the tenant's turn for as long as the test likes.
    const turn = Promise.withResolvers<undefined>();
    const work: RunWork = (tenantId, run) => turn.promise.then(() => context.work(tenantId, run));
    const alarm = alarmOver({ ...context, work, log });
    const begin = signIn(context, hashingTurns(), alarm);
    const { publicKey } = newDeviceKey();
    const device = { id: 'a-device', name: 'A test', publicKey, proof: '' };
    const wrong = { email: analyst.email, password: 'wrong', challenge: '', device };
    expect(await begin(wrong, '192.0.2.1')).toMatchObject({
      ok: false,
      problem: { code: 'unauthenticated' },
    });
    const entries = context.store.reader.selectFrom('audit').select('data').where('tenantId', '=', id);
    const told = () => entries.where('action', '=', 'user.sign_in_failed').execute();
    expect([await told(), lines]).toEqual([[], []]);
    turn.resolve(undefined);
    await alarm.settled();
    expect(await told()).toEqual([{ data: expect.stringContaining(analyst.id) as string }]);
    const what = { tenantId: id, userId: analyst.id, action: 'user.sign_in_failed', by: 'password' };
    expect(lines).toEqual([['warn', what, 'sign-ins of an account fail']]);
    expect(JSON.stringify(lines)).not.toContain('@');
  });

  test('[IDN-9] an account that is tried without end costs its tenant one transaction a minute, and an unknown one none', async () => {
    const { id, analyst } = await server.addTenant('Tried without end');
    const { context } = server.backend;
    onTestFinished(server.clock.standStill());
    const worked: string[] = [];
    const work: RunWork = (tenantId, run) => {
      worked.push(tenantId);
      return context.work(tenantId, run);
    };
    const alarm = alarmOver({ ...context, work });
    const workedFor = async (minutesLater: number) => {
      server.clock.advance(minutesLater * minutes);
      for (let n = 0; n < 200; n += 1)
        for (const email of [analyst.email, analyst.email.toUpperCase(), 'nobody@nowhere.example'])
          alarm.tell(email, { action: 'user.locked_out', by: 'password' });
      await alarm.settled();
      const entries = context.store.reader.selectFrom('audit').select('action').where('tenantId', '=', id);
      const told = await entries.where('action', '=', 'user.locked_out').execute();
      return [worked.length, told.length];
    };
    const counts = [];
    for (const later of [0, 0, 1, 14]) counts.push(await workedFor(later));
    expect(counts).toEqual([[1, 1], [1, 1], [2, 1], [3, 2]]); // prettier-ignore
    expect(new Set(worked)).toEqual(new Set([id]));
  });

  test('[API-3] sign-ins that succeed are never limited', async () => {
    const device = newDeviceKey();
    for (let round = 0; round < 12; round += 1) {
      expect((await requestSession(server.url, tenant.supervisor2, device)).status).toBe(200);
    }
  });
});
