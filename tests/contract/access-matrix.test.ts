import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endpoints, scopes, type Endpoint, type EndpointName } from '../../src/shared/api/index.ts';
import { roleSchema, type Role } from '../../src/shared/domain/index.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import type { WorkstationClient } from '../support/workstation-client.ts';

/** Every endpoint of the contract, as it is: a new one is among these by itself. */
const all = Object.entries(endpoints) as readonly (readonly [EndpointName, Endpoint])[];
const closed = all.filter(([, { caller }]) => caller !== 'anyone');

let server: TestBackend;
const clients = new Map<Role, WorkstationClient>();
beforeAll(async () => {
  server = await startBackend();
  for (const role of roleSchema.options) clients.set(role, await server.signIn(server.tenant[role]));
});
afterAll(() => server.close());

/** Asks for what is not there or makes no sense: who is let in hears that, who isn't hears only that. */
async function knock({ method, path, bodyType }: Endpoint, token: string | undefined) {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const hasBody = method === 'POST' || method === 'PATCH';
  if (hasBody) headers['content-type'] = bodyType ?? 'application/json';
  if (bodyType === 'multipart/form-data') headers['content-type'] = 'multipart/form-data; boundary=x';
  const answer = await fetch(`${server.url}${path.replaceAll(/\{\w+\}/g, 'nothing')}`, {
    method,
    headers,
    ...(hasBody ? { body: bodyType === undefined ? '{"stranger":1}' : '' } : {}),
  });
  const text = await answer.text();
  const code = text.startsWith('{"type"') ? (JSON.parse(text) as { code: string }).code : undefined;
  expect(answer.status, `${method} ${path}: ${text}`).toBeLessThan(500);
  return { status: answer.status, code };
}

const isLetIn = ({ status }: { readonly status: number }) => status !== 401 && status !== 403;

describe('[IDN-4] whom the contract names is let in, and nobody else:', () => {
  test.each(roleSchema.options)('the role %s at every endpoint', async role => {
    const token = clients.get(role)?.session.accessToken;
    for (const [name, endpoint] of all) {
      // The session is still needed; that its end is open to every role is proved by sessions.test.ts.
      if (name === 'sessions.end') continue;
      const answer = await knock(endpoint, token);
      const isNamed =
        endpoint.caller !== 'integrator' && (endpoint.roles === undefined || endpoint.roles.includes(role));
      // Who signs in says who they are in the body: nothing of a credential is looked at.
      if (endpoint.caller === 'anyone') expect([name, answer.status === 403]).toEqual([name, false]);
      else if (isNamed) expect([name, isLetIn(answer), answer]).toEqual([name, true, answer]);
      else expect([name, answer]).toEqual([name, { status: 403, code: 'role_missing' }]);
    }
  });

  test.each(scopes)('a key with the scope %s alone', async scope => {
    const key = await server.addApiKey(server.tenant, [scope]);
    for (const [name, endpoint] of closed) {
      const answer = await knock(endpoint, key);
      if (endpoint.caller === 'workstation')
        expect([name, answer]).toEqual([name, { status: 403, code: 'role_missing' }]);
      else if (endpoint.scope === scope) expect([name, isLetIn(answer)]).toEqual([name, true]);
      else expect([name, answer]).toEqual([name, { status: 403, code: 'scope_missing' }]);
    }
  });

  test('no credential, one that nobody has, and one of another kind', async () => {
    const access = clients.get('admin')?.session.accessToken ?? '';
    const tokens = [undefined, 'at_nobodys', 'sk_nobodys', access.replace(/^at_/, 'sk_'), `${access}x`];
    for (const [name, endpoint] of closed)
      for (const token of tokens)
        expect([name, await knock(endpoint, token)]).toEqual([
          name,
          { status: 401, code: 'unauthenticated' },
        ]);
  });

  test('a device that is to be wiped, at what it may still do alone', async () => {
    const client = await server.signIn(server.tenant.admin);
    const { context } = server.backend;
    const setState = (state: 'wiping' | 'revoked') =>
      context.store.writer.updateTable('device').set({ state }).where('id', '=', client.device.id).execute();
    await setState('wiping');
    for (const [name, endpoint] of closed) {
      const answer = await knock(endpoint, client.session.accessToken);
      if (endpoint.caller === 'integrator') continue;
      if (endpoint.whileWiping === true) expect([name, isLetIn(answer)]).toEqual([name, true]);
      else expect([name, answer]).toEqual([name, { status: 403, code: 'role_missing' }]);
    }
    await setState('revoked');
    for (const [name, endpoint] of closed)
      expect([name, (await knock(endpoint, client.session.accessToken)).status]).toEqual([name, 401]);
  });
});

describe('[IDN-5] the roles of the domain', () => {
  const open = (role: Role) =>
    closed.filter(([, { roles }]) => roles?.includes(role) === true).map(([name]) => name);
  const everybodys = closed.filter(([, { roles }]) => roles === undefined).map(([name]) => name);

  test('an auditor reads the audit log, and what is everybody’s is about one’s own session and feed, and sends commands', () => {
    expect(open('auditor').filter(name => !name.startsWith('audit.'))).toEqual([]);
    expect(everybodys.toSorted()).toEqual([
      'changes.list',
      'commands.send',
      'devices.checkpoint',
      'me.get',
      'sessions.end',
      'totp.confirm',
      'totp.enrol',
      'totp.remove',
    ]);
  });

  test('analysts change no level, no webhook and read no audit log; only admins change levels and webhooks', () => {
    for (const role of ['analyst', 'supervisor'] as const)
      expect(
        open(role).filter(name => /^(levels\.(create|patch)|webhooks\.)/.test(name)),
        role,
      ).toEqual([]);
    expect(open('analyst').filter(name => name.startsWith('audit.'))).toEqual([]);
    expect(open('admin')).toEqual(
      expect.arrayContaining(['levels.create', 'levels.patch', 'webhooks.create']),
    );
  });

  test('every endpoint that an integrator may call has a scope', () => {
    const without = closed.filter(
      ([, { caller, scope }]) => (caller === 'both' || caller === 'integrator') && scope === undefined,
    );
    expect(without).toEqual([]);
  });
});
