import { createHash } from 'node:crypto';
import { TOTP, URI } from 'otpauth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changed, findCustomer, updateCustomer } from '../../src/backend/customers/index.ts';
import {
  endpoints,
  leadImportSchema,
  totpSecretSchema,
  type EndpointName,
} from '../../src/shared/api/index.ts';
import { z } from '../../src/shared/zod.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { basicFields, createCustomer, pngBytes, uploadForm } from '../support/backend-customers.ts';
import { makeLink } from '../support/backend-links.ts';
import { sendTest, subscribe } from '../support/backend-webhooks.ts';

let server: TestBackend;
/** Who asks where nothing else is said. */
let integrator: string;
beforeAll(async () => {
  server = await startBackend();
  const { id } = await server.backend.context.store.reader
    .selectFrom('apiKey')
    .select('id')
    .where('keyHash', '=', createHash('sha256').update(server.tenant.apiKey).digest('hex'))
    .executeTakeFirstOrThrow();
  integrator = `key:${id}`;
});
afterAll(() => server.close());

const sizeOf = async (): Promise<number> =>
  (
    await server.backend.context.store.reader
      .selectFrom('tenant')
      .select('auditSize')
      .where('id', '=', server.tenant.id)
      .executeTakeFirstOrThrow()
  ).auditSize;

const entriesFrom = (index: number) =>
  server.backend.context.store.reader
    .selectFrom('audit')
    .select(['actor', 'action', 'customerId', 'data'])
    .where('tenantId', '=', server.tenant.id)
    .where('index', '>=', index)
    .orderBy('index')
    .execute();

const send = (method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) =>
  server.integrator(path, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
  });

/** What changes nothing that the log is about: proofs of presence, a head that is kept, an answer to a question. */
const silent: readonly EndpointName[] = ['sessions.challenge', 'sessions.refresh', 'devices.checkpoint'];

const field = [{ key: 'firstName', required: true }];

interface Call {
  readonly ask: () => Promise<Response>;
  /** What the entry must name; where it is made by the call, `ofAnswer` finds it. */
  readonly entity: string | { readonly ofAnswer: (body: unknown) => string };
  /** Who is named; the integrator unless told. */
  readonly actor?: string;
}

const madeId = { ofAnswer: (body: unknown) => z.object({ id: z.string() }).parse(body).id };

async function verified(): Promise<string> {
  const { id } = await createCustomer(server);
  await server.backend.context.work(server.tenant.id, async step => {
    for (const status of ['UNDER_REVIEW', 'ACTIVE'] as const) {
      const found = await findCustomer(step.db, step.tenantId, id);
      if (!found) throw new Error('no such customer');
      const set = { status };
      await updateCustomer(step, changed(found, { set, facts: [], device: null, at: step.at }), found);
    }
  });
  return id;
}

async function withCodes(upTo: 'nothing' | 'enrolled' | 'confirmed') {
  const { supervisor } = server.tenant;
  await server.backend.context.store.writer.deleteFrom('totp').where('userId', '=', supervisor.id).execute();
  const client = await server.signIn(supervisor);
  const enrol = () => client.post('/v1/me/totp', { password: supervisor.password });
  const about = { entity: supervisor.id, actor: `user:${supervisor.id}` };
  if (upTo === 'nothing') return { ask: enrol, ...about };
  const { uri } = totpSecretSchema.parse(await (await enrol()).json());
  const totp = URI.parse(uri);
  if (!(totp instanceof TOTP)) throw new Error('no one-time codes');
  const code = (steps: number) => totp.generate({ timestamp: server.clock.now() + steps * 30_000 });
  const confirm = () => client.post('/v1/me/totp/confirm', { code: code(0) });
  if (upTo === 'enrolled') return { ask: confirm, ...about };
  await confirm();
  return { ask: () => client.post('/v1/me/totp/remove', { code: code(1) }), ...about };
}

const receiver = 'https://receiver.example/hooks';

/** A call of each kind that changes something; each is made ready before the log is looked at. */
const calls: Partial<Record<EndpointName, () => Promise<Call>>> = {
  'sessions.create': async () => {
    const { analyst } = server.tenant;
    let device = '';
    return {
      ask: async () => {
        device = (await server.signIn(analyst)).device.id;
        return new Response('{}');
      },
      entity: { ofAnswer: () => device },
      actor: `user:${analyst.id}`,
    };
  },
  'sessions.end': async () => {
    const client = await server.signIn(server.tenant.analyst);
    const { id } = await server.backend.context.store.reader
      .selectFrom('session')
      .select('id')
      .where('deviceId', '=', client.device.id)
      .executeTakeFirstOrThrow();
    const ask = () => client.request('/v1/sessions/current', { method: 'DELETE' });
    return { ask, entity: id, actor: `user:${server.tenant.analyst.id}` };
  },
  'totp.enrol': () => withCodes('nothing'),
  'totp.confirm': () => withCodes('enrolled'),
  'totp.remove': () => withCodes('confirmed'),
  'levels.create': async () => ({
    ask: () => send('POST', '/v1/levels', { kind: 'individual', name: 'One', fields: field }),
    entity: madeId,
  }),
  'levels.patch': async () => ({
    ask: () => send('PATCH', '/v1/levels/kyc-premium', { name: 'Another name' }),
    entity: 'kyc-premium',
  }),
  'customers.create': async () => ({
    ask: () =>
      send('POST', '/v1/customers', { kind: 'individual', levelId: 'kyc-basic', fields: basicFields }),
    entity: madeId,
  }),
  'customers.patch': async () => {
    const { id, version } = await createCustomer(server);
    const fields = { firstName: 'Another' };
    const ask = () => send('PATCH', `/v1/customers/${id}`, { fields }, { 'if-match': `"${version}"` });
    return { ask, entity: id };
  },
  'customers.submit': async () => {
    const { id } = await createCustomer(server);
    return { ask: () => send('POST', `/v1/customers/${id}/submit`), entity: id };
  },
  'documents.upload': async () => {
    const { id } = await createCustomer(server);
    const body = uploadForm({ type: 'passport', bytes: pngBytes('of the trail') });
    const ask = () => server.integrator(`/v1/customers/${id}/documents`, { method: 'POST', body });
    return { ask, entity: madeId };
  },
  'links.create': async () => ({
    ask: () => send('POST', '/v1/links', { kind: 'individual', levelId: 'kyc-basic', fields: basicFields }),
    entity: madeId,
  }),
  'links.qr': async () => {
    const { id } = await makeLink(server);
    return { ask: () => send('GET', `/v1/links/${id}/qr.svg`), entity: id };
  },
  'links.revoke': async () => {
    const { id } = await makeLink(server);
    return { ask: () => send('DELETE', `/v1/links/${id}`), entity: id };
  },
  'leads.import': async () => ({
    ask: () =>
      server.integrator('/v1/leads/import', {
        method: 'POST',
        headers: { 'content-type': 'text/csv' },
        body: 'kind,levelId,firstName\nindividual,kyc-basic,Of the trail\n',
      }),
    entity: { ofAnswer: body => leadImportSchema.parse(body).id },
  }),
  'transactions.create': async () => {
    const id = await verified();
    const money = { amount: '1.00', currency: 'EUR', direction: 'in' };
    return { ask: () => send('POST', `/v1/customers/${id}/transactions`, money), entity: madeId };
  },
  'webhooks.create': async () => ({
    ask: () => send('POST', '/v1/webhooks', { url: receiver, events: ['kyc.status_updated'] }),
    entity: madeId,
  }),
  'webhooks.patch': async () => {
    const { id } = await subscribe(server, receiver);
    return { ask: () => send('PATCH', `/v1/webhooks/${id}`, { state: 'disabled' }), entity: id };
  },
  'webhooks.delete': async () => {
    const { id } = await subscribe(server, receiver);
    return { ask: () => send('DELETE', `/v1/webhooks/${id}`), entity: id };
  },
  'webhooks.rotate': async () => {
    const { id } = await subscribe(server, receiver);
    return { ask: () => send('POST', `/v1/webhooks/${id}/rotate`), entity: id };
  },
  'webhooks.test': async () => {
    const { id } = await subscribe(server, receiver);
    return { ask: () => send('POST', `/v1/webhooks/${id}/test`), entity: id };
  },
  'webhooks.redeliver': async () => {
    const { id } = await subscribe(server, receiver);
    const delivery = await sendTest(server, id);
    await server.backend.context.store.writer
      .updateTable('delivery')
      .set({ state: 'failed', nextAttemptAt: null })
      .where('id', '=', delivery.id)
      .execute();
    const ask = () => send('POST', `/v1/webhooks/${id}/deliveries/${delivery.id}/redeliver`);
    return { ask, entity: delivery.id };
  },
  'webhooks.redeliverSince': async () => {
    const { id } = await subscribe(server, receiver);
    const since = { since: new Date(0).toISOString() };
    return { ask: () => send('POST', `/v1/webhooks/${id}/redeliver`, since), entity: id };
  },
  'commands.send': async () => {
    const client = await server.signIn(server.tenant.analyst);
    const { id } = await createCustomer(server);
    const payload = { text: 'of the trail', mentions: [] };
    const command = client.build({ type: 'note.add', customerId: id, payload, baseVersion: null });
    const ask = () => client.post('/v1/commands', { commands: [command] });
    return { ask, entity: command.id, actor: `user:${server.tenant.analyst.id}` };
  },
};

/** What changes nothing and yet is told: it hands out what an applicant is known by. */
const revealing: readonly EndpointName[] = ['links.qr'];

/** Taken from the contract: a new endpoint that changes something has to have its call here, or says why it is silent. */
const changing = (Object.keys(endpoints) as EndpointName[]).filter(
  name => revealing.includes(name) || (endpoints[name].method !== 'GET' && !silent.includes(name)),
);

test.each(changing)('[AUD-5] %s leaves an entry in the log that names who did it and to what', async name => {
  const made = await calls[name]?.();
  if (!made) throw new Error(`there is no call of ${name}`);
  const before = await sizeOf();
  const answer = await made.ask();
  const text = await answer.text();
  expect(answer.ok, text).toBe(true);
  const entity = typeof made.entity === 'string' ? made.entity : made.entity.ofAnswer(JSON.parse(text));
  expect(entity).not.toBe('');
  const entries = await entriesFrom(before);
  const fitting = entries.filter(
    ({ actor, customerId, data }) =>
      actor === (made.actor ?? integrator) && (customerId === entity || (data ?? '').includes(entity)),
  );
  expect(fitting.length, `${entity} in ${JSON.stringify(entries)}`).toBeGreaterThanOrEqual(1);
});

test('[AUD-5] what leaves no entry changes nothing but presence, and is all that is left out', () => {
  expect(Object.keys(calls).toSorted()).toEqual(changing.toSorted());
  expect(silent.every(name => endpoints[name].method === 'POST')).toBe(true);
});
