import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ProviderInput, ProviderOutcome } from '../../src/backend/index.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import {
  basicFields,
  createCustomer,
  pngBytes,
  submitCustomer,
  uploadDocument,
} from '../support/backend-customers.ts';
import { clear, customerOf, scriptedProvider, untilChecked, untilCustomer } from '../support/checking.ts';

const day = 24 * 3600 * 1000;

/** Says of every passport that it is valid for ten more days than the last one. */
let validDays = 10;
const reader = {
  name: 'document',
  run: async ({ customer, at }: ProviderInput): Promise<ProviderOutcome> => ({
    ...clear,
    documents: Object.fromEntries(
      customer.documents
        .filter(({ type }) => type === 'passport')
        .map(({ id, expiresOn }) => [
          id,
          { expiresOn: expiresOn ?? new Date(at + validDays * day).toISOString().slice(0, 10) },
        ]),
    ),
  }),
};

let server: TestBackend;
beforeAll(async () => {
  server = await startBackend({ runsJobs: true, providers: [scriptedProvider('extraction'), reader] });
});
afterAll(() => server.close());

test('[FLOW-3] a verified customer is under review again on the day after a document expires, which is said; a new document clears it', async () => {
  const fields = {
    ...basicFields,
    nationality: 'DEU',
    'address.line1': 'Hauptstraße 1',
    'address.city': 'Berlin',
    'address.postalCode': '10115',
    'address.country': 'DEU',
    idType: 'passport',
    idNumber: 'C01X00T47',
    idExpiry: '2051-01-01',
  };
  const { id } = await createCustomer(server, { levelId: 'kyc-enhanced', fields });
  const passport = await uploadDocument(server, id, { type: 'passport', bytes: pngBytes(`${id} passport`) });
  for (const type of ['proof_of_address', 'selfie'] as const)
    await uploadDocument(server, id, { type, bytes: pngBytes(`${id} ${type}`) });
  await submitCustomer(server, id);
  const active = await untilCustomer(server, id, ({ status }) => status === 'ACTIVE');
  const expiresOn = active.documents[0]?.expiresOn ?? '';
  expect(expiresOn).toMatch(/^\d{4}-/);

  // Valid through its last day.
  server.clock.advance(Date.parse(`${expiresOn}T23:59:00.000Z`) - server.clock.now());
  await new Promise(resolve => setTimeout(resolve, 700));
  expect((await customerOf(server, id)).status).toBe('ACTIVE');

  server.clock.advance(2 * 60_000);
  const again = await untilCustomer(server, id, ({ status }) => status === 'UNDER_REVIEW');
  expect(again).toMatchObject({ reviewStatus: 'Pending', leadStatus: 'under_review' });
  expect(again.providers.find(({ name }) => name === 'document')).toMatchObject({
    state: 'rfi',
    findings: [{ code: 'badDocument.expired', item: `document:${passport.id}` }],
  });

  validDays = 3650;
  await uploadDocument(server, id, { type: 'passport', bytes: pngBytes(`${id} new`), replaces: passport.id });
  const cleared = await untilChecked(server, id);
  expect(cleared.providers.map(({ state }) => state)).toEqual(['clear', 'clear', 'clear', 'clear']);
  // What was left to people stays with them.
  expect(cleared.status).toBe('UNDER_REVIEW');
});
