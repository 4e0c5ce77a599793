import { afterAll, beforeAll, expect, test } from 'vitest';
import { changed, expiryJob, findCustomer, updateCustomer } from '../../src/backend/customers/index.ts';
import type { ProviderInput, ProviderOutcome } from '../../src/backend/index.ts';
import { currentDocuments, type Customer } from '../../src/shared/domain/index.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import {
  createCustomer,
  enhancedFields,
  pngBytes,
  submitCustomer,
  uploadDocument,
} from '../support/backend-customers.ts';
import { subscribe } from '../support/backend-webhooks.ts';
import { customerOf, scriptedProvider, untilCustomer } from '../support/checking.ts';

const day = 24 * 3600 * 1000;

/** Says of every passport that it is valid for ten more days, and of one that was that it has expired. */
let validDays = 10;
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
const reader = {
  name: 'document',
  run: async ({ customer, at }: ProviderInput): Promise<ProviderOutcome> => {
    const passports = currentDocuments(customer.documents)
      .filter(({ type }) => type === 'passport')
      .map(({ id, expiresOn }) => ({ id, expiresOn: expiresOn ?? dayOf(at + validDays * day) }));
    const expired = passports.filter(({ expiresOn }) => expiresOn < dayOf(at));
    return {
      state: expired.length === 0 ? 'clear' : 'rfi',
      findings: expired.map(({ id }) => ({
        code: 'badDocument.expired',
        item: `document:${id}`,
        message: '',
      })),
      documents: Object.fromEntries(passports.map(({ id, expiresOn }) => [id, { expiresOn }])),
    };
  },
};
const screening = scriptedProvider('screening');

let server: TestBackend;
beforeAll(async () => {
  server = await startBackend({
    runsJobs: true,
    providers: [scriptedProvider('extraction'), reader, screening],
  });
});
afterAll(() => server.close());

/** A customer who was verified on a passport that is valid for ten more days. */
async function verified(
  person: object = {},
): Promise<{ readonly id: string; readonly passport: string; readonly expiresOn: string }> {
  validDays = 10;
  const fields = { ...enhancedFields, idExpiry: '2051-01-01', ...person };
  const { id } = await createCustomer(server, { levelId: 'kyc-enhanced', fields });
  const passport = await uploadDocument(server, id, { type: 'passport', bytes: pngBytes(`${id} passport`) });
  for (const type of ['proof_of_address', 'selfie'] as const)
    await uploadDocument(server, id, { type, bytes: pngBytes(`${id} ${type}`) });
  await submitCustomer(server, id);
  const active = await untilCustomer(server, id, ({ status }) => status === 'ACTIVE');
  const expiresOn = active.documents.find(({ type }) => type === 'passport')?.expiresOn ?? '';
  expect(expiresOn).toMatch(/^\d{4}-/);
  return { id, passport: passport.id, expiresOn };
}

const auditOf = (customerId: string, { backend } = server) =>
  backend.context.store.reader
    .selectFrom('audit')
    .select(['action', 'data'])
    .where('customerId', '=', customerId)
    .orderBy('index')
    .execute();

test('[FLOW-3] a verified customer is checked anew on the day after a document expires, which is said and asked for; a new one clears it', async () => {
  const { id, passport, expiresOn } = await verified();
  // Valid through its last day.
  server.clock.advance(Date.parse(`${expiresOn}T23:59:00.000Z`) - server.clock.now());
  await new Promise(resolve => setTimeout(resolve, 700));
  expect((await customerOf(server, id)).status).toBe('ACTIVE');
  const screenedBefore = screening.asked;

  server.clock.advance(2 * 60_000);
  const asked = await untilCustomer(server, id, ({ status }) => status === 'NEEDS_ADDITIONAL_INFORMATION');
  expect(asked.rfi?.items).toMatchObject([
    { item: `document:${passport}`, reasons: ['badDocument.expired'] },
  ]);
  expect(asked.providers.find(({ name }) => name === 'document')).toMatchObject({
    state: 'rfi',
    findings: [{ code: 'badDocument.expired', item: `document:${passport}` }],
  });
  expect(screening.asked).toBe(screenedBefore + 1);
  const actions = (await auditOf(id)).map(({ action }) => action);
  expect(actions).toContain('customer.document_expired');

  validDays = 3650;
  await uploadDocument(server, id, { type: 'passport', bytes: pngBytes(`${id} new`), replaces: passport });
  const cleared = await untilCustomer(server, id, ({ status }) => status === 'ACTIVE');
  expect(cleared.providers.map(({ state }) => state)).toEqual(['clear', 'clear', 'clear', 'clear']);
});

test('[FLOW-3] what is found with that is decided by people: a verified customer who is on a watchlist by then is not asked for a passport', async () => {
  const { id, expiresOn } = await verified({ email: 'listed@customer.example', phone: '+4930901821' });
  screening.answer = {
    state: 'alert',
    findings: [{ code: 'compliance.watchlistMatch', message: 'A name is on a list.' }],
    hits: [{ id: 'hit', listName: 'list', name: 'Somebody', score: 90, matched: ['name'] }],
  };
  server.clock.advance(Date.parse(`${expiresOn}T23:59:00.000Z`) + 2 * 60_000 - server.clock.now());
  const alarmed = await untilCustomer(server, id, ({ screening: { hits } }) => hits.length === 1);
  expect([alarmed.status, alarmed.rfi ?? null]).toEqual(['UNDER_REVIEW', null]);
  const last = (await auditOf(id)).at(-1);
  expect([last?.action, last?.data]).toEqual([
    'checks.left_to_people',
    expect.stringContaining('alert:screening'),
  ]);
});

test('[FLOW-3] the expiry itself says in the case which document it is, in the event why, and has every check of the level made anew', async () => {
  const quiet = await startBackend();
  try {
    await subscribe(quiet, 'https://receiver.example/', ['kyc.status_updated']);
    const fields = { ...enhancedFields, idExpiry: '2051-01-01' };
    const { id } = await createCustomer(quiet, { levelId: 'kyc-enhanced', fields });
    for (const type of ['passport', 'proof_of_address', 'selfie'] as const)
      await uploadDocument(quiet, id, { type, bytes: pngBytes(`${id} ${type}`) });
    const submitted = await submitCustomer(quiet, id);
    const passport = submitted.documents.find(({ type }) => type === 'passport')?.id ?? '';
    const { context } = quiet.backend;
    await context.work(quiet.tenant.id, async step => {
      const found = await findCustomer(step.db, step.tenantId, id);
      if (!found) throw new Error('no such customer');
      const { providers, documents } = found.customer;
      const set: Partial<Customer> = {
        status: 'ACTIVE',
        providers: providers.map(check => ({ ...check, state: 'clear' })),
        documents: documents.map(one => (one.id === passport ? { ...one, expiresOn: '2020-01-01' } : one)),
      };
      await updateCustomer(step, changed(found, { set, facts: [], device: null, at: step.at }), found);
    });
    const job = { tenantId: quiet.tenant.id, kind: 'expiry', key: id, attempts: 0, lost: 0, revision: 1 };
    await expiryJob(context).run(job, new AbortController().signal);

    const expired = await customerOf(quiet, id);
    expect(expired.status).toBe('UNDER_REVIEW');
    const finding = { code: 'badDocument.expired', item: `document:${passport}` };
    expect(expired.providers).toMatchObject([
      { name: 'extraction', state: 'pending', findings: [] },
      { name: 'document', state: 'pending', findings: [finding] },
      { name: 'data', state: 'pending', findings: [] },
      { name: 'screening', state: 'pending', findings: [] },
    ]);
    const last = (await auditOf(id, quiet)).at(-1);
    expect(last?.action).toBe('customer.document_expired');
    expect(JSON.parse(last?.data ?? '{}')).toEqual({
      version: expired.version,
      documents: [{ id: passport, expiresOn: '2020-01-01' }],
    });
    const told = await context.store.reader
      .selectFrom('delivery')
      .select('body')
      .where('customerId', '=', id)
      .orderBy('id')
      .execute();
    expect(JSON.parse(told.at(-1)?.body ?? '{}')).toMatchObject({
      type: 'kyc.status_updated',
      data: { customerId: id, from: 'ACTIVE', to: 'UNDER_REVIEW', reasons: ['badDocument.expired'] },
    });
  } finally {
    await quiet.close();
  }
});
