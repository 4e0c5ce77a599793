import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReader, documentProvider, printsOf } from '../../src/backend/providers/index.ts';
import { customerSchema, shippedLevels, type DocumentType } from '../../src/shared/domain/index.ts';
import { drawIdentity } from '../../bench/drawn-identities.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { createCustomer, uploadDocument } from '../support/backend-customers.ts';

const now = Date.UTC(2026, 10, 21);

let server: TestBackend;
const reader = createReader({ size: 1, limitMs: 300_000 });
beforeAll(async () => void (server = await startBackend()));
afterAll(async () => {
  await reader.close();
  await server.close();
});

const drawn = (index: number, badCheckDigit = false): Buffer<ArrayBuffer> => {
  const [first] = drawIdentity({ seed: 'known', index, now, badCheckDigit }).documents;
  if (!first) throw new Error('an identity has a document');
  return Buffer.from(first.bytes);
};
/** The same picture in another file. */
const another = (bytes: Buffer<ArrayBuffer>) => Buffer.concat([bytes, Buffer.from('another file')]);

/** Has a new customer send a document; what the check of documents finds, but for what is wrong with it itself. */
async function send(by: TestBackend, type: DocumentType, bytes: Buffer<ArrayBuffer>) {
  const { id } = await createCustomer(by);
  await uploadDocument(by, id, { type, bytes });
  const customer = customerSchema.parse(await (await by.integrator(`/v1/customers/${id}`)).json());
  const level = shippedLevels.find(one => one.id === 'kyc-enhanced');
  if (!level) throw new Error('it is shipped');
  const provider = documentProvider(reader, printsOf(server.backend.context));
  const input = { tenantId: by.tenant.id, customer, level, at: now, readDocument: async () => bytes };
  const { state, findings } = await provider.run(input, new AbortController().signal);
  const known = ['compliance.duplicateAccount', 'document.looksAlike'];
  return { state, met: findings.map(({ code }) => code).filter(code => known.includes(code)) };
}

describe('[PRV-27] a document that was sent before', () => {
  it('by a customer of another tenant is not met, by its bytes neither', async () => {
    const tenant = await server.addTenant('Elsewhere');
    const elsewhere: TestBackend = {
      ...server,
      tenant,
      integrator: (path, init) => server.integrator(path, init, tenant.apiKey),
    };
    const bytes = drawn(0);
    expect((await send(server, 'passport', bytes)).met).toEqual([]);
    expect(await send(elsewhere, 'passport', bytes)).toMatchObject({ met: [] });
    expect(await send(server, 'passport', bytes)).toMatchObject({
      state: 'alert',
      met: ['compliance.duplicateAccount'],
    });
  });

  it('is nobody’s in particular where it is a bill, though its bytes are the same', async () => {
    const bytes = drawn(2);
    for (const _ of [1, 2]) expect((await send(server, 'utility_bill', bytes)).met).toEqual([]);
  });

  it('is a remark where it only looks the same: a number that its check digit does not prove is none', async () => {
    const bytes = drawn(3, true);
    expect((await send(server, 'passport', bytes)).met).toEqual([]);
    expect((await send(server, 'passport', another(bytes))).met).toEqual(['document.looksAlike']);
  });

  it('is an alert by its proven number, and as a face by its looks', async () => {
    for (const [type, bytes] of [
      ['passport', drawn(6)],
      ['selfie', drawn(9)],
    ] as const) {
      expect((await send(server, type, bytes)).met).toEqual([]);
      expect(await send(server, type, another(bytes))).toMatchObject({
        state: 'alert',
        met: ['compliance.duplicateAccount'],
      });
    }
  });
});
