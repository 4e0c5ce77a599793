import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createReader, extractionProvider } from '../../src/backend/providers/index.ts';
import type { Reader } from '../../src/backend/providers/reading/index.ts';
import type { Customer } from '../../src/shared/domain/index.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import {
  createCustomer,
  enhancedFields,
  patchCustomer,
  submitCustomer,
  uploadDocument,
} from '../support/backend-customers.ts';
import { checkNamed, untilChecked } from '../support/checking.ts';
import { pdfOf } from '../support/pdf.ts';

const reader = createReader({ size: 1, limitMs: 300_000 });
/** Whether what was read takes too long to read again, as on a machine that is busy. */
let isBusy = false;
const busyReader: Reader = {
  ...reader,
  read: async (...asked) => (isBusy ? { kind: 'unreadable', why: 'tooLong' } : reader.read(...asked)),
};

let server: TestBackend;
beforeAll(async () => {
  server = await startBackend({ runsJobs: true, providers: [extractionProvider(busyReader)] });
  const level = await server.integrator('/v1/levels', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      id: 'by-letter',
      kind: 'individual',
      name: 'By letter',
      fields: ['firstName', 'lastName', ...address].map(key => ({ key, required: true })),
      documents: [{ type: 'proof_of_address', required: true }],
      checks: ['extraction', 'document', 'data'],
      autoApproveBelow: 100,
    }),
  });
  if (!level.ok) throw new Error(await level.text());
});
afterAll(async () => {
  await server.close();
  await reader.close();
});
beforeEach(() => void (isBusy = false));

const address = ['address.line1', 'address.city', 'address.postalCode', 'address.country'];
const home = Object.fromEntries(Object.entries(enhancedFields).filter(([key]) => address.includes(key)));

/** A letter to somebody, as a program writes it: their whole name stands in one line. */
const letterTo = (...lines: readonly string[]): Buffer<ArrayBuffer> =>
  pdfOf([
    {
      content: lines.map((line, at) => `BT /F 12 Tf 60 ${340 - 16 * at} Td (${line}) Tj ET`).join('\n'),
    },
  ]);

const readOf = ({ fields }: Customer, key: string): readonly string[] =>
  (fields[key]?.extracted ?? []).map(({ value }) => value);

/** A case of somebody to whom the same letter was sent, once it is checked. */
async function checkedCase(names: { readonly firstName: string; readonly lastName: string }) {
  const { id } = await createCustomer(server, { levelId: 'by-letter', fields: { ...home, ...names } });
  const bytes = letterTo('Anna van der Berg', 'Hauptstra\u00DFe 1', '10115 Berlin', 'Germany');
  await uploadDocument(server, id, { type: 'proof_of_address', bytes });
  await submitCustomer(server, id);
  return untilChecked(server, id);
}

test('[PRV-1] the line of a letter is divided into names anew when a name is given anew, by which it is divided', async () => {
  const asked = await checkedCase({ firstName: 'Anne', lastName: 'Berghe' });
  expect([asked.status, readOf(asked, 'firstName'), readOf(asked, 'lastName')]).toEqual([
    'NEEDS_ADDITIONAL_INFORMATION',
    ['Anna van der'],
    ['Berg'],
  ]);
  await patchCustomer(server, asked, { fields: { firstName: 'Anna', lastName: 'van der Berg' } });
  const answered = await untilChecked(server, asked.id);
  expect([readOf(answered, 'firstName'), readOf(answered, 'lastName')]).toEqual([['Anna'], ['van der Berg']]);
  expect([checkNamed(answered, 'data'), answered.status]).toMatchObject([{ findings: [] }, 'ACTIVE']);
});

test('[PRV-24] a document that takes too long to be read again says what it said: another name is asked about', async () => {
  const verified = await checkedCase({ firstName: 'Anna', lastName: 'van der Berg' });
  expect(verified.status).toBe('ACTIVE');
  isBusy = true;
  await patchCustomer(server, verified, { fields: { firstName: 'Wilhelmina' } });
  const renamed = await untilChecked(server, verified.id);
  const read = ({ fields }: Customer) => Object.entries(fields).map(([key, one]) => [key, one.extracted]);
  expect(read(renamed)).toEqual(read(verified));
  expect([checkNamed(renamed, 'extraction'), checkNamed(renamed, 'data'), renamed.status]).toMatchObject([
    { state: 'clear', findings: [{ code: 'extraction.notRead' }] },
    { state: 'rfi' },
    'NEEDS_ADDITIONAL_INFORMATION',
  ]);
});

test('[PRV-24] one that was never read, as that takes too long, is for people, whatever else looked at it', async () => {
  isBusy = true;
  const { providers, status } = await checkedCase({ firstName: 'Anna', lastName: 'van der Berg' });
  expect([providers, status]).toMatchObject([
    [
      { name: 'extraction', state: 'alert', findings: [{ code: 'extraction.notRead' }] },
      { name: 'document', state: 'clear' },
      { name: 'data', state: 'clear' },
    ],
    'UNDER_REVIEW',
  ]);
});
