import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { disableUser } from '../../src/backend/identity/index.ts';
import { historyEntrySchema } from '../../src/shared/api/index.ts';
import { z } from '../../src/shared/zod.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { caseUnderReview, createCustomer, pngBytes, uploadForm } from '../support/backend-customers.ts';
import { rejectFor } from '../support/reviewing.ts';
import { evidenceOf } from '../support/workstation-client.ts';

let server: TestBackend;
beforeAll(async () => void (server = await startBackend()));
afterAll(() => server.close());

const listSchema = z.object({ items: z.array(historyEntrySchema), nextCursor: z.string().nullish() });
const history = async (id: string, query = '') =>
  listSchema.parse(await (await server.integrator(`/v1/customers/${id}/history${query}`)).json());

test('[LEAD-6] the history of a case says who did what, in words and data, page by page', async () => {
  const analyst = await server.signIn(server.tenant.analyst);
  const customer = await caseUnderReview(server, 'history');
  const on = { customerId: customer.id, baseVersion: customer.version };
  const start = analyst.build({ type: 'review.start', payload: {}, ...on });
  const finish = analyst.build({
    type: 'review.finish',
    payload: rejectFor('fraud.stolenIdentity'),
    evidence: evidenceOf(customer),
    dependsOn: start.id,
    ...on,
  });
  const late = analyst.build({ type: 'review.start', payload: {}, ...on });
  await analyst.send([start, finish, late]);
  const { items } = await history(customer.id);
  expect(items.toReversed().map(({ actor, text }) => `${actor.name} ${text}`)).toEqual([
    'Test integrator created the case',
    'Test integrator sent a document: passport',
    'Test integrator submitted the case',
    'analyst began a check',
    'analyst rejected the case for fraud.stolenIdentity',
    expect.stringMatching(/^analyst began a check: not applied \(\w+\)$/) as string,
  ]);
  expect(items[1]).toMatchObject({ actor: { kind: 'user', id: server.tenant.analyst.id } });
  expect(items[1]?.payload?.['reasons']).toEqual(['fraud.stolenIdentity']);
  const one = await history(customer.id, '?limit=4');
  const two = await history(customer.id, `?limit=4&cursor=${one.nextCursor ?? ''}`);
  expect([...one.items, ...two.items]).toEqual(items);
  expect(two.nextCursor).toBeNull();
  const other = await server.addTenant('Another tenant');
  const path = `/v1/customers/${customer.id}/history`;
  expect((await server.integrator(path, {}, other.apiKey)).status).toBe(404);
  expect((await server.integrator(`${path}?cursor=x`)).status).toBe(422);
});

test('[LEAD-6] a command that names what is nobody, or thousands, leaves the history readable', async () => {
  const analyst = await server.signIn(server.tenant.analyst);
  const customer = await caseUnderReview(server, 'named');
  const on = { customerId: customer.id, baseVersion: customer.version };
  const notes = [['a\u0000', 'no id at all'], Array.from({ length: 70_000 }, (_, n) => `u${n}`)].map(
    mentions => analyst.build({ type: 'note.add', payload: { text: 'For you', mentions }, ...on }),
  );
  for (const note of notes) await analyst.send([note]);
  const { items } = await history(customer.id);
  expect(items.slice(0, 2).map(({ action }) => action)).toEqual(['command.note.add', 'command.note.add']);
  // What was not understood is said to have come, and not given out.
  expect(items.slice(0, 2).map(({ payload }) => payload)).toEqual([undefined, undefined]);
});

test('[LEAD-7] what a workstation uploads on behalf of a customer bears its user, and is taken once', async () => {
  const analyst = await server.signIn(server.tenant.analyst);
  const { id } = await createCustomer(server);
  const key = randomUUID();
  const upload = () =>
    analyst.request(`/v1/customers/${id}/documents`, {
      method: 'POST',
      headers: { 'idempotency-key': key },
      body: uploadForm({ type: 'passport', bytes: pngBytes('on behalf') }),
    });
  const [first, again] = [await upload(), await upload()];
  expect([first.status, again.status]).toEqual([201, 201]);
  const document: unknown = await first.json();
  expect(document).toMatchObject({ uploadedBy: server.tenant.analyst.id, customerId: id });
  expect(await again.json()).toEqual(document);
  expect((await history(id)).items.map(({ text }) => text)).toEqual([
    'sent a document: passport',
    'created the case',
  ]);
});

test('[LEAD-8] a link for what is missing asks for just the items that it names', async () => {
  const fields = { firstName: 'Ada' };
  const { id } = await createCustomer(server, { fields });
  const answer = await server.integrator(`/v1/customers/${id}/missing`);
  const missing = (await answer.json()) as { items: { item: string; customerSentence: string }[] };
  const items = missing.items.slice(0, 2).map(({ item }) => item);
  expect(items).toHaveLength(2);
  for (const one of missing.items) expect(one.customerSentence).toMatch(/^Please \S/);
  const link = await server.integrator('/v1/links', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'individual', levelId: 'kyc-basic', customerId: id, items }),
  });
  expect(link.status).toBe(201);
  expect(await link.json()).toMatchObject({ customerId: id, items });
});

test('[LEAD-9] a note mentions users of its own tenant alone, and none who was shut out', async () => {
  const analyst = await server.signIn(server.tenant.analyst);
  const other = await server.addTenant('A tenant beside');
  const { id: customerId } = await createCustomer(server);
  const note = (mentions: readonly string[]) =>
    analyst.command({
      type: 'note.add',
      customerId,
      baseVersion: null,
      payload: { text: 'Please look at this.', mentions: [...mentions] },
    });
  const { supervisor } = server.tenant;
  expect(await note([supervisor.id])).toMatchObject({ result: 'applied' });
  const { store, work } = server.backend.context;
  const gone = await store.reader
    .selectFrom('user')
    .selectAll()
    .where('tenantId', '=', server.tenant.id)
    .where('id', '=', server.tenant.auditor.id)
    .executeTakeFirstOrThrow();
  await work(server.tenant.id, step => disableUser(step, gone, 'system'));
  for (const stranger of [other.supervisor.id, randomUUID(), gone.id]) {
    expect(await note([supervisor.id, stranger])).toMatchObject({
      result: 'refused',
      code: 'invalid_payload',
    });
  }
  const texts = (await history(customerId)).items.map(({ text }) => text);
  expect(texts).toContain('wrote a note to supervisor');
});

test('[LEAD-6] every entry of the audit log about a customer is in its history, in the order of the log', async () => {
  const { reader } = server.backend.context.store;
  const rows = await reader
    .selectFrom('audit')
    .select(['customerId', 'index', 'action'])
    .where('tenantId', '=', server.tenant.id)
    .where('customerId', 'is not', null)
    .orderBy('index', 'desc')
    .execute();
  const byCustomer = Map.groupBy(rows, ({ customerId }) => customerId ?? '');
  expect(byCustomer.size).toBeGreaterThan(2);
  expect(new Set(rows.map(({ action }) => action)).size).toBeGreaterThan(6);
  for (const [id, entries] of byCustomer) {
    const { items } = await history(id, '?limit=200');
    expect(items.map(({ index, action }) => ({ index, action }))).toEqual(
      entries.map(({ index, action }) => ({ index, action })),
    );
  }
});
