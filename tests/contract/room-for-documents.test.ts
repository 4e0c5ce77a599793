import { afterAll, beforeAll, expect, test } from 'vitest';
import { findCustomer, updateCustomer } from '../../src/backend/customers/index.ts';
import { wordsIn } from '../../src/backend/hosted/words/index.ts';
import type { Document } from '../../src/shared/domain/index.ts';
import { applicantAt } from '../support/applicant.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { createCustomer, enhancedFields, pngBytes, uploadDocument } from '../support/backend-customers.ts';
import { makeLink } from '../support/backend-links.ts';
import { customerOf } from '../support/checking.ts';
import { eventually } from '../support/eventually.ts';
import { beginUpload } from '../support/slow-upload.ts';

let server: TestBackend;
beforeAll(async () => void (server = await startBackend()));
afterAll(() => server.close());

const mb = 1024 * 1024;

/** Puts documents into a case as if they had been sent one after another, each in place of the one before. */
async function keep(id: string, count: number, of: Pick<Document, 'size' | 'uploadedBy'>): Promise<void> {
  await server.backend.context.work(server.tenant.id, async step => {
    const found = await findCustomer(step.db, server.tenant.id, id);
    if (!found) throw new Error('no such customer');
    const before = found.customer.documents;
    const documents = Array.from({ length: count }, (_, n): Document => {
      const replaces = n === 0 ? (before.at(-1)?.id ?? null) : `${of.uploadedBy}-${n - 1}`;
      return {
        ...of,
        id: `${of.uploadedBy}-${n}`,
        customerId: id,
        type: 'selfie',
        filename: 'photo.png',
        mime: 'image/png',
        sha256: String(n).padStart(64, '0'),
        replaces,
        uploadedAt: '2026-11-21T12:00:00.000Z',
      };
    });
    const customer = { ...found.customer, documents: [...before, ...documents], version: found.customer.version + 1 }; // prettier-ignore
    await updateCustomer(step, { ...found, customer }, found);
  });
}

/** A first verification at the step that asks for documents. */
async function atDocuments() {
  const link = await makeLink(server, { levelId: 'kyc-enhanced' });
  const applicant = applicantAt(link.url);
  await applicant.fill('consent', { agree: 'yes' });
  expect((await applicant.fill('data', enhancedFields)).status).toBe(303);
  const id = link.customerId ?? '';
  const newest = async () => (await customerOf(server, id)).documents.at(-1)?.id;
  const again = async (label: string) =>
    applicant.upload({ type: 'selfie', replaces: await newest() }, pngBytes(label));
  return { id, url: link.url, again };
}

test.each([
  ['100 documents', 99, 1000],
  ['500 MB', 10, 50 * mb - 200],
] as const)(
  '[LINK-11] an applicant sends at most %s, and is told so in their words',
  async (_what, count, size) => {
    const { id, again } = await atDocuments();
    await keep(id, count, { size, uploadedBy: 'applicant' });
    expect((await again('the last one')).status).toBe(303);
    const { documents } = await customerOf(server, id);
    expect(documents).toHaveLength(count + 1);
    const full = (await customerOf(server, id)).documents.length;
    const refused = await again('one too many'.repeat(300));
    expect([refused.status, refused.text.includes(wordsIn.en.documents.faultFull)]).toEqual([422, true]);
    expect((await customerOf(server, id)).documents).toHaveLength(full);
  },
);

test('[LINK-11] of all a case keeps 2 GB, however few documents they are', async () => {
  const { id } = await createCustomer(server, { fields: enhancedFields });
  await keep(id, 40, { size: 50 * mb - 1, uploadedBy: 'integrator' });
  // Forty bytes are left.
  const send = (label: string) => uploadDocument(server, id, { type: 'passport', bytes: pngBytes(label) });
  await expect(send('p'.repeat(40))).rejects.toThrow(/422 .*invalid_payload.*"path":"file"/);
  expect((await customerOf(server, id)).documents).toHaveLength(40);
  await send('p');
  expect((await customerOf(server, id)).documents).toHaveLength(41);
});

test('[LINK-11] what others sent takes no room of the applicant’s, and has its own: the API says what is full', async () => {
  const { id, again } = await atDocuments();
  await keep(id, 299, { size: 1000, uploadedBy: 'integrator' });
  expect((await again('still room')).status).toBe(303);
  expect((await again('none left')).status).toBe(422);
  const { id: other } = await createCustomer(server, { fields: enhancedFields });
  await keep(other, 300, { size: 1000, uploadedBy: 'integrator' });
  await expect(uploadDocument(server, other, { type: 'passport', bytes: pngBytes('p') })).rejects.toThrow(
    /422 .*invalid_payload.*"path":"file"/,
  );
  expect((await customerOf(server, other)).documents).toHaveLength(300);
});

/** How many uploads have begun to fill the store. */
const staged = async (): Promise<number> =>
  (await server.backend.context.store.reader.selectFrom('staging').select('chunkKey').execute()).length;

test('[LINK-11] what is on its way takes room before it is there: more is not let in, and may come when that has ended', async () => {
  const { id, url, again } = await atDocuments();
  // More than is held back before the store is given any.
  const slow = Array.from({ length: 10 }, () => beginUpload(url, { size: 50 * mb, sent: 1.2 * mb }));
  await eventually(async () => (await staged()) === slow.length);
  const { status, headers, text } = await again('q'.repeat(mb));
  expect([status, headers.get('retry-after'), text.includes(wordsIn.en.failed.again)]).toEqual([
    429,
    '60',
    true,
  ]);
  expect((await customerOf(server, id)).documents).toEqual([]);
  for (const { drop } of slow) drop();
  await eventually(async () => (await staged()) === 0);
  await eventually(async () => (await again('q'.repeat(mb))).status === 303);
  expect((await customerOf(server, id)).documents).toHaveLength(1);
});
