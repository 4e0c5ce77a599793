import { execFile } from 'node:child_process';
import { createHash, randomUUID, sign } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { TOTP, URI } from 'otpauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adminCommandOf, runAdmin, type AdminCommand } from '../../src/backend/admin/index.ts';
import {
  checkpointOrigin,
  checkpointText,
  noteKeyHashInput,
  signedNote,
} from '../../src/shared/domain/checkpoint.ts';
import { z } from '../../src/shared/zod.ts';
import { startBackend, type TestBackend, type TestUser } from '../support/backend.ts';
import { caseUnderReview, createCustomer } from '../support/backend-customers.ts';
import { newDeviceKey, requestSession, type WorkstationClient } from '../support/workstation-client.ts';

let server: TestBackend;
beforeAll(async () => void (server = await startBackend()));
afterAll(() => server.close());

/** An admin's words, carried out on the store of the running server. */
async function admin(
  words: string,
  given?: string,
  tenant = server.tenant.id,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const command = adminCommandOf(words.split(' '));
  if (!command?.ok) throw new Error(command?.problem ?? `no command: ${words}`);
  return runAdmin(server.backend.context, command.value, { actor: 'operator:root', tenant, given });
}

async function codeOf(answer: Response): Promise<readonly unknown[]> {
  return [answer.status, answer.status === 200 ? 'ok' : ((await answer.json()) as { code: string }).code];
}

/** Has the backend witness the journal of a workstation, with what it holds unsent. */
async function checkpoint(
  client: WorkstationClient,
  size: number,
  pending?: readonly string[],
): Promise<Response> {
  const { id, publicKey, privateKey } = client.device;
  const root = createHash('sha256').update(`${id} ${size}`).digest('hex');
  const text = checkpointText(id, size, root);
  const name = checkpointOrigin(id);
  const keyHash = createHash('sha256')
    .update(noteKeyHashInput(name, Buffer.from(publicKey, 'base64')))
    .digest();
  const note = signedNote(text, { name, keyHash, signature: sign(null, Buffer.from(text), privateKey) });
  return client.post('/v1/devices/self/checkpoint', { size, root, note, ...(pending ? { pending } : {}) });
}

const refresh = (client: WorkstationClient): Promise<Response> =>
  fetch(`${server.url}/v1/sessions/refresh`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ refreshToken: client.session.refreshToken, rotationId: randomUUID() }),
  });

describe('[IDN-1] a device that is to be wiped', () => {
  test('refreshes, reads its order and delivers what was witnessed; everything else is refused', async () => {
    const client = await server.signIn(server.tenant.analyst);
    const bystander = await server.signIn(server.tenant.analyst);
    const customer = await caseUnderReview(server, 'to be wiped');
    const note = (text: string) =>
      client.build({
        type: 'note.add',
        customerId: customer.id,
        payload: { text, mentions: [] },
        baseVersion: null,
      });
    const { cursor } = await client.syncAll();
    const [witnessed, later] = [note('before'), note('after')];
    expect((await checkpoint(client, 4, [witnessed.id])).status).toBe(200);

    await admin(`device wipe ${client.device.id}`);
    const page = await client.changes({ cursor });
    expect(page.changes).toMatchObject([
      { entity: 'wipe', op: 'upsert', data: { deviceId: client.device.id } },
    ]);
    await createCustomer(server);
    expect((await client.syncAll()).entities.size).toBe(1);
    const seenByOther = (await bystander.syncAll()).entities;
    expect([...seenByOther.keys()].some(key => key.startsWith('wipe/'))).toBe(false);

    for (const path of [
      '/v1/me',
      `/v1/customers/${customer.id}`,
      '/v1/customers',
      '/v1/levels',
      `/v1/commands/${witnessed.id}`,
    ])
      expect(await codeOf(await client.request(path)), path).toEqual([403, 'role_missing']);
    // A checkpoint can't name what was decided since.
    expect(await codeOf(await checkpoint(client, 6, [later.id]))).toEqual([403, 'role_missing']);
    expect(await client.send([witnessed, later])).toMatchObject([
      { result: 'applied' },
      { result: 'refused', status: 403, code: 'role_missing' },
    ]);
    expect(await client.sendOne(witnessed)).toMatchObject({ result: 'replayed' });
    const rotated = await refresh(client);
    expect(rotated.status).toBe(200);

    await admin(`device revoke ${client.device.id}`);
    expect(await codeOf(await client.request('/v1/changes'))).toEqual([401, 'unauthenticated']);
    expect(await codeOf(await refresh(client))).toEqual([401, 'unauthenticated']);
    await expect(admin(`device wipe ${client.device.id}`)).rejects.toThrow('no longer reads orders');
    expect(await admin('device list')).toContainEqual(
      expect.objectContaining({ id: client.device.id, state: 'revoked', email: server.tenant.analyst.email }),
    );
    expect((await bystander.request('/v1/me')).status).toBe(200);
  });

  test('signs in for its order alone once its session ran out; with a reset password nobody goes on elsewhere', async () => {
    const { id, analyst } = await server.addTenant('Stolen');
    const command = (words: string) => admin(words, undefined, id);
    const client = await server.signIn(analyst);
    await command(`device wipe ${client.device.id}`);
    server.clock.advance(91 * 24 * 3600 * 1000);
    expect((await refresh(client)).status).toBe(401);
    const back = await server.signIn(analyst, client.device);
    const { entities } = await back.syncAll();
    expect([...entities.keys()]).toEqual([`wipe/${client.device.id}`]);
    for (const path of ['/v1/me', '/v1/customers', '/v1/levels'])
      expect(await codeOf(await back.request(path)), path).toEqual([403, 'role_missing']);
    const thief = newDeviceKey(client.device.id);
    expect(await codeOf(await requestSession(server.url, analyst, thief))).toEqual([409, 'device_mismatch']);

    // The same password would open a session at any other device.
    const elsewhere = await server.signIn(analyst);
    await command(`user reset-password ${analyst.email}`);
    expect((await elsewhere.request('/v1/changes')).status).toBe(401);
    expect((await requestSession(server.url, analyst, newDeviceKey())).status).toBe(401);
    expect((await back.syncAll()).entities.size).toBe(1);
    expect((await refresh(back)).status).toBe(200);

    await command(`device revoke ${client.device.id}`);
    const { analyst2 } = server.tenant;
    const revoked = await server.signIn(analyst2);
    await admin(`device revoke ${revoked.device.id}`);
    expect(await codeOf(await requestSession(server.url, analyst2, revoked.device))).toEqual([
      409,
      'device_mismatch',
    ]);
  });

  test('forgets what was witnessed with the checkpoint that follows', async () => {
    const client = await server.signIn(server.tenant.analyst2);
    const customer = await caseUnderReview(server, 'witnessed twice');
    const command = client.build({
      type: 'note.add',
      customerId: customer.id,
      payload: { text: 'once there', mentions: [] },
      baseVersion: null,
    });
    await checkpoint(client, 2, [command.id]);
    await checkpoint(client, 3);
    await admin(`device wipe ${client.device.id}`);
    expect(await client.sendOne(command)).toMatchObject({ result: 'refused', code: 'role_missing' });
  });
});

describe('[IDN-2] one-time codes', () => {
  const account = async (): Promise<TestUser> => {
    const email = `totp-${randomUUID()}@users.example`;
    const password = 'a long enough password';
    const [made] = await admin(`user add ${email} Totp analyst`, password);
    expect(made).not.toHaveProperty('password');
    return { id: String(made?.['id']), email, password };
  };
  const enrol = async ({ email }: TestUser): Promise<(steps?: number) => string> => {
    const [line] = await admin(`user totp ${email}`);
    const totp = URI.parse(String(line?.['otpauth']));
    if (!(totp instanceof TOTP)) throw new Error('no TOTP');
    return (steps = 0) => totp.generate({ timestamp: server.clock.now() + steps * 30_000 });
  };
  const signIn = (user: TestUser, totp?: string): Promise<Response> =>
    requestSession(server.url, user, newDeviceKey(), totp === undefined ? {} : { totp });

  test('are asked for once the first one was given, each counts once, those beside it too, none further off', async () => {
    const user = await account();
    const code = await enrol(user);
    expect((await signIn(user)).status).toBe(200);
    await admin(`user totp ${user.email} ${code()}`);
    expect(await codeOf(await signIn(user))).toEqual([401, 'totp_required']);
    // The code that confirmed is used up.
    expect(await codeOf(await signIn(user, code()))).toEqual([401, 'unauthenticated']);
    server.clock.advance(90_000);
    for (const steps of [-2, 2])
      expect(await codeOf(await signIn(user, code(steps)))).toEqual([401, 'unauthenticated']);
    expect((await signIn(user, code(-1))).status).toBe(200);
    expect((await signIn(user, code(1))).status).toBe(200);
    // An older one than the last is refused, though it was never used.
    expect(await codeOf(await signIn(user, code()))).toEqual([401, 'unauthenticated']);
    await expect(admin(`user totp ${user.email} 000000`)).rejects.toThrow('wrong');
    await admin(`user totp ${user.email} off`);
    expect((await signIn(user)).status).toBe(200);
  });

  test('are limited like passwords, and asking without one forgives none', async () => {
    const user = await account();
    const code = await enrol(user);
    await admin(`user totp ${user.email} ${code()}`);
    server.clock.advance(60_000);
    const wrong = code() === '123456' ? '654321' : '123456';
    for (let attempt = 0; attempt < 10; attempt++) {
      expect(await codeOf(await signIn(user))).toEqual([401, 'totp_required']);
      expect(await codeOf(await signIn(user, wrong))).toEqual([401, 'unauthenticated']);
    }
    expect(await codeOf(await signIn(user, code()))).toEqual([429, 'rate_limited']);
    server.clock.advance(15 * 60_000);
    expect((await signIn(user, code())).status).toBe(200);
  });

  test('of one moment let one sign-in in, however many try at once', async () => {
    const user = await account();
    const code = await enrol(user);
    await admin(`user totp ${user.email} ${code()}`);
    server.clock.advance(60_000);
    const present = code();
    const answers = await Promise.all(Array.from({ length: 5 }, () => signIn(user, present)));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401, 401, 401, 401]);
  });

  test('[IDN-6] that are in use are not enrolled anew: the command is refused and they go on', async () => {
    const user = await account();
    const code = await enrol(user);
    await admin(`user totp ${user.email} ${code()}`);
    await expect(admin(`user totp ${user.email}`)).rejects.toThrow('turn them off first');
    expect(await codeOf(await signIn(user))).toEqual([401, 'totp_required']);
    server.clock.advance(60_000);
    expect((await signIn(user, code())).status).toBe(200);
    await admin(`user totp ${user.email} off`);
    const another = await enrol(user);
    await admin(`user totp ${user.email} ${another()}`);
    expect(await codeOf(await signIn(user))).toEqual([401, 'totp_required']);
  });

  test('have their secret at rest only sealed', async () => {
    const user = await account();
    const [line] = await admin(`user totp ${user.email}`);
    const totp = URI.parse(String(line?.['otpauth']));
    const row = await server.backend.context.store.reader
      .selectFrom('totp')
      .selectAll()
      .where('userId', '=', user.id)
      .executeTakeFirstOrThrow();
    expect(Buffer.from(row.secretSealed).includes(Buffer.from(totp.secret.buffer))).toBe(false);
  });
});

/** Every command there is, by whether it changes something: a new one is missing here to the compiler. */
const whatCommandsDo = {
  'user-add': 'changes',
  'user-list': 'reads',
  'user-disable': 'changes',
  'user-enable': 'changes',
  'user-set-roles': 'changes',
  'user-reset-password': 'changes',
  'user-totp': 'changes',
  'key-add': 'changes',
  'key-list': 'reads',
  'key-revoke': 'changes',
  'device-list': 'reads',
  'device-wipe': 'changes',
  'device-revoke': 'changes',
  'plan-set': 'changes',
  'retention-set': 'changes',
} as const satisfies Readonly<Record<AdminCommand['kind'], 'changes' | 'reads'>>;

describe('[IDN-3] the operator', () => {
  test('adds users and keys whose password and key are shown once, and takes them away at once', async () => {
    const [made] = await admin('user add New.Person@users.example Somebody analyst,supervisor');
    const password = z.string().min(20).parse(made?.['password']);
    const user = { id: String(made?.['id']), email: 'new.person@users.example', password };
    const client = await server.signIn(user);
    expect(client.session.user.roles).toEqual(['analyst', 'supervisor']);
    await admin('user set-roles new.person@users.example auditor');
    expect(await (await client.request('/v1/me')).json()).toMatchObject({ user: { roles: ['auditor'] } });
    const [reset] = await admin('user reset-password new.person@users.example');
    expect((await client.request('/v1/me')).status).toBe(401);
    expect((await requestSession(server.url, user, newDeviceKey())).status).toBe(401);
    const again = await server.signIn({ ...user, password: String(reset?.['password']) });
    await admin('user disable new.person@users.example');
    expect((await again.request('/v1/me')).status).toBe(401);
    expect((await refresh(again)).status).toBe(401);
    await expect(admin('user reset-password new.person@users.example')).rejects.toThrow('user enable');
    const users = await admin('user list');
    expect(users).toContainEqual(expect.objectContaining({ email: user.email, disabled: true }));
    expect(JSON.stringify(users)).not.toMatch(/argon|password/);
    await admin('user enable new.person@users.example');
    expect((await again.request('/v1/me')).status).toBe(401);
    const back = await server.signIn({ ...user, password: String(reset?.['password']) });
    expect(back.session.user.roles).toEqual(['auditor']);

    const [key] = await admin('key add Billing plan:read,levels:read');
    const apiKey = String(key?.['apiKey']);
    const get = (path: string) => server.integrator(path, {}, apiKey);
    expect([(await get('/v1/plan')).status, (await get('/v1/customers')).status]).toEqual([200, 403]);
    const listed = (await admin('key list')).find(({ name }) => name === 'Billing');
    expect(JSON.stringify(listed)).not.toContain(apiKey.slice(3));
    await admin(`key revoke ${String(listed?.['id'])}`);
    expect((await get('/v1/plan')).status).toBe(401);
  });

  test('[AUD-5] is named in the log by what this machine knows them as, for everything', async () => {
    const { id, analyst } = await server.addTenant('Audited');
    const client = await server.signIn(analyst);
    const size = async () =>
      (
        await server.backend.context.store.reader
          .selectFrom('audit')
          .select('index')
          .where('tenantId', '=', id)
          .execute()
      ).length;
    const before = await size();
    const shown = async (words: string, member: string): Promise<string> =>
      String((await admin(words, undefined, id)).at(-1)?.[member]);
    const enrol = 'user totp one@audited.example';
    const deeds = [
      [() => 'user add one@audited.example One analyst', 'user.added'],
      [() => 'user set-roles one@audited.example supervisor', 'user.roles_set'],
      [() => 'user reset-password one@audited.example', 'user.password_reset'],
      // What the words of the next deed are made of is a deed itself.
      [() => enrol, 'totp.enrolled'],
      [
        async () => {
          const totp = URI.parse(await shown(enrol, 'otpauth'));
          return `${enrol} ${totp.generate({ timestamp: server.clock.now() })}`;
        },
        'totp.enrolled',
        'totp.confirmed',
      ],
      [() => `${enrol} off`, 'totp.removed'],
      [() => 'user disable one@audited.example', 'user.disabled'],
      [() => 'user enable one@audited.example', 'user.enabled'],
      [() => 'key add Billing plan:read', 'apiKey.added'],
      [async () => `key revoke ${await shown('key list', 'id')}`, 'apiKey.revoked'],
      [() => `device wipe ${client.device.id}`, 'device.wipe_ordered'],
      [() => `device revoke ${client.device.id}`, 'device.revoked'],
      [() => 'plan set kyc=7', 'plan.set'],
      [() => 'tenant retention CREATED=60', 'tenant.retention_changed'],
    ] as const;
    const done = new Set<string>();
    for (const [wordsOf] of deeds) {
      const words = await wordsOf();
      await admin(words, undefined, id);
      const command = adminCommandOf(words.split(' '));
      if (command?.ok) done.add(command.value.kind);
    }
    const changing = Object.entries(whatCommandsDo).flatMap(([kind, does]) =>
      does === 'changes' ? kind : [],
    );
    expect([...done].toSorted()).toEqual(changing.toSorted());
    const entries = await server.backend.context.store.reader
      .selectFrom('audit')
      .select(['action', 'actor'])
      .where('tenantId', '=', id)
      .where('index', '>=', before)
      .orderBy('index')
      .execute();
    expect(entries.map(({ action, actor }) => [action, actor])).toEqual(
      deeds.flatMap(([, ...actions]) => actions.map(action => [action, 'operator:root'])),
    );
  });

  test('[IDN-8] leaves of a password its Argon2id hash alone, with a salt of its own', async () => {
    const password = 'the same password for both';
    const hashOf = async (email: string): Promise<string> => {
      const users = server.backend.context.store.reader.selectFrom('user').select('passwordHash');
      return (await users.where('email', '=', email).executeTakeFirstOrThrow()).passwordHash;
    };
    const emails = ['first@hashed.example', 'second@hashed.example'] as const;
    for (const email of emails) await admin(`user add ${email} Hashed analyst`, password);
    const hashes = [await hashOf(emails[0]), await hashOf(emails[1])];
    await admin(`user reset-password ${emails[0]}`, password);
    hashes.push(await hashOf(emails[0]));
    await admin(`user reset-password ${emails[0]}`);
    hashes.push(await hashOf(emails[0]));
    // RFC 9106's string form; the parameters are OWASP's.
    const form = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/;
    for (const hash of hashes) expect(hash).toMatch(form);
    expect(new Set(hashes.map(hash => hash.split('$')[4])).size).toBe(4);
    expect(new Set(hashes).size).toBe(4);
  });

  test('gives a tenant limits of its own, which its plan shows', async () => {
    await admin('plan set kyc=7');
    const plan = (await (await server.integrator('/v1/plan')).json()) as { kyc: object; kyb: object };
    expect([plan.kyc, plan.kyb]).toMatchObject([{ limit: 7 }, {}]);
    expect(plan.kyb).not.toHaveProperty('limit');
  });

  test('is refused in a sentence, and nothing is changed', async () => {
    const size = async () =>
      (
        await server.backend.context.store.reader
          .selectFrom('tenant')
          .select('auditSize')
          .where('id', '=', server.tenant.id)
          .executeTakeFirstOrThrow()
      ).auditSize;
    const before = await size();
    await expect(admin(`user add ${server.tenant.admin.email} Again admin`)).rejects.toThrow(
      'There is a user',
    );
    await expect(admin('user disable nobody@users.example')).rejects.toThrow('no user');
    await expect(admin(`user enable ${server.tenant.admin.email}`)).rejects.toThrow('not disabled');
    for (const password of ['short', 'x'.repeat(1025)])
      await expect(admin('user add short@users.example Short analyst', password)).rejects.toThrow(
        '12 letters',
      );
    await expect(admin('key revoke nothing')).rejects.toThrow('no such key');
    await expect(admin('device revoke nothing')).rejects.toThrow('no such device');
    for (const words of [
      'user add nobody Name analyst',
      'user add a@b.example Name king',
      'key add Name everything',
      'plan set many',
      'user totp a@b.example 12',
    ])
      expect(adminCommandOf(words.split(' '))?.ok, words).toBe(false);
    expect(await size()).toBe(before);
  });

  test('[IDN-3] that names none of several tenants is told which there are', async () => {
    const { id } = await server.addTenant('Second of its kind');
    const list = (tenant: string | undefined) =>
      runAdmin(
        server.backend.context,
        { kind: 'user-list' },
        { actor: 'operator:root', tenant, given: undefined },
      );
    const sentence = await list(undefined).then(String, String);
    for (const line of [`  ${server.tenant.id}  `, `  ${id}  Second of its kind`])
      expect(sentence).toContain(line);
    expect(await list(id)).toHaveLength(6);
  });

  test('[AUD-5] makes the first admin of a new store on the command line, and is named in its log', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'sealdesk-admin-'));
    const db = `sqlite:${join(directory, 'new.db')}`;
    const cli = join(import.meta.dirname, '../../src/backend/cli.ts');
    const run = (
      words: readonly string[],
      input = '',
    ): Promise<{ code: unknown; out: string; err: string }> =>
      new Promise(resolve => {
        const child = execFile(process.execPath, [cli, ...words, '--db', db], (error, out, err) =>
          resolve({ code: error?.code ?? 0, out, err }),
        );
        child.stdin?.end(input);
      });
    try {
      // Who misspelt a path is not given a store.
      expect(await run(['user', 'list'])).toMatchObject({
        code: 1,
        err: expect.stringMatching(/^There is no store at .*new\.db/),
      });
      expect(await readdir(directory)).toEqual([]);
      await run(['tenant', 'add', 'First']);
      const made = await run(
        ['user', 'add', 'root@first.example', 'Root', 'admin', '--password-stdin'],
        'a password of a line\n',
      );
      expect(made).toMatchObject({ code: 0, err: '' });
      expect(made.out).not.toContain('a password of a line');
      const kept = await run(['tenant', 'retention', 'CREATED=60']);
      expect(JSON.parse(kept.out)).toMatchObject({ retention: { CREATED: 60, REJECTED: 1826 } });
      const listed = await run(['user', 'list']);
      expect(JSON.parse(listed.out)).toMatchObject({ email: 'root@first.example', roles: ['admin'] });
      expect(await run(['user', 'remove', 'x'])).toMatchObject({ code: 2 });
      expect((await run(['--help'])).out).toContain('user set-roles');
      const store = new Sqlite(join(directory, 'new.db'), { readonly: true });
      const entries = store.prepare('select action, actor from audit order by "index"').all();
      store.close();
      const actor = `operator:${userInfo().username}`;
      expect(entries).toEqual(
        ['tenant.added', 'user.added', 'tenant.retention_changed'].map(action => ({ action, actor })),
      );
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
