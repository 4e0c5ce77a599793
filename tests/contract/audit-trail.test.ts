import { afterAll, beforeAll, expect, test } from 'vitest';
import { endpoints, type EndpointName } from '../../src/shared/api/index.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { basicFields, createCustomer, pngBytes, uploadForm } from '../support/backend-customers.ts';
import { makeLink } from '../support/backend-links.ts';

let server: TestBackend;
beforeAll(async () => void (server = await startBackend()));
afterAll(() => server.close());

const sizeOf = async (): Promise<number> =>
  (
    await server.backend.context.store.reader
      .selectFrom('tenant')
      .select('auditSize')
      .where('id', '=', server.tenant.id)
      .executeTakeFirstOrThrow()
  ).auditSize;

const send = (method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) =>
  server.integrator(path, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
  });

/** What changes nothing that the log is about: proofs of presence, a head that is kept, an answer to a question. */
const silent: readonly EndpointName[] = ['sessions.challenge', 'sessions.refresh', 'devices.checkpoint'];

const field = [{ key: 'firstName', required: true }];

/** A call of each kind that changes something; each is made ready before the log is looked at. */
const calls: Partial<Record<EndpointName, () => Promise<() => Promise<Response>>>> = {
  'sessions.create': async () => async () => {
    await server.signIn(server.tenant.analyst);
    return new Response();
  },
  'sessions.end': async () => {
    const client = await server.signIn(server.tenant.analyst);
    return () => client.request('/v1/sessions/current', { method: 'DELETE' });
  },
  'levels.create': async () => () =>
    send('POST', '/v1/levels', { kind: 'individual', name: 'One', fields: field }),
  'levels.patch': async () => () => send('PATCH', '/v1/levels/kyc-premium', { name: 'Another name' }),
  'customers.create': async () => () =>
    send('POST', '/v1/customers', { kind: 'individual', levelId: 'kyc-basic', fields: basicFields }),
  'customers.patch': async () => {
    const { id, version } = await createCustomer(server);
    const fields = { firstName: 'Another' };
    return () => send('PATCH', `/v1/customers/${id}`, { fields }, { 'if-match': `"${version}"` });
  },
  'customers.submit': async () => {
    const { id } = await createCustomer(server);
    return () => send('POST', `/v1/customers/${id}/submit`);
  },
  'documents.upload': async () => {
    const { id } = await createCustomer(server);
    const body = uploadForm({ type: 'passport', bytes: pngBytes('of the trail') });
    return () => server.integrator(`/v1/customers/${id}/documents`, { method: 'POST', body });
  },
  'links.create': async () => () =>
    send('POST', '/v1/links', { kind: 'individual', levelId: 'kyc-basic', fields: basicFields }),
  'links.revoke': async () => {
    const { id } = await makeLink(server);
    return () => send('DELETE', `/v1/links/${id}`);
  },
  'commands.send': async () => {
    const client = await server.signIn(server.tenant.analyst);
    const { id } = await createCustomer(server);
    const payload = { text: 'of the trail', mentions: [] };
    const command = client.build({ type: 'note.add', customerId: id, payload, baseVersion: null });
    return () => client.post('/v1/commands', { commands: [command] });
  },
};

const changing = (Object.keys(endpoints) as EndpointName[]).filter(
  name => endpoints[name].method !== 'GET' && !silent.includes(name),
);

test.each(changing.filter(name => name in calls))('[AUD-5] %s leaves an entry in the log', async name => {
  const call = await calls[name]?.();
  if (!call) throw new Error(`there is no call of ${name}`);
  const before = await sizeOf();
  const answer = await call();
  expect(answer.ok, await answer.text()).toBe(true);
  expect(await sizeOf()).toBeGreaterThan(before);
});

test('[AUD-5] every call that changes something is among these', () => {
  const elsewhere = /^(webhooks|leads|transactions)\./;
  expect(changing.filter(name => !(name in calls) && !elsewhere.test(name))).toEqual([]);
});
