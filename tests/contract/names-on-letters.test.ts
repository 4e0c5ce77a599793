import { afterAll, beforeAll, expect, test } from 'vitest';
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

let server: TestBackend;
beforeAll(async () => void (server = await startBackend({ runsJobs: true })));
afterAll(() => server.close());

/** A letter to somebody, as a program writes it: their whole name stands in one line. */
const letterTo = (...lines: readonly string[]): Buffer<ArrayBuffer> =>
  pdfOf([
    {
      content: lines.map((line, at) => `BT /F 12 Tf 60 ${340 - 16 * at} Td (${line}) Tj ET`).join('\n'),
    },
  ]);

const readOf = ({ fields }: Customer, key: string): readonly string[] =>
  (fields[key]?.extracted ?? []).map(({ value }) => value);

test('[PRV-1] the line of a letter is divided into names anew when a name is given anew, by which it is divided', async () => {
  const address = ['address.line1', 'address.city', 'address.postalCode', 'address.country'];
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
  expect(level.status, await level.clone().text()).toBe(201);
  const given = Object.fromEntries(Object.entries(enhancedFields).filter(([key]) => address.includes(key)));
  const names = { firstName: 'Anne', lastName: 'Berghe' };
  const { id } = await createCustomer(server, { levelId: 'by-letter', fields: { ...given, ...names } });
  const bytes = letterTo('Anna van der Berg', 'Hauptstra\u00DFe 1', '10115 Berlin', 'Germany');
  await uploadDocument(server, id, { type: 'proof_of_address', bytes });
  await submitCustomer(server, id);
  const asked = await untilChecked(server, id);
  expect([asked.status, readOf(asked, 'firstName'), readOf(asked, 'lastName')]).toEqual([
    'NEEDS_ADDITIONAL_INFORMATION',
    ['Anna van der'],
    ['Berg'],
  ]);
  await patchCustomer(server, asked, { fields: { firstName: 'Anna', lastName: 'van der Berg' } });
  const answered = await untilChecked(server, id);
  expect([readOf(answered, 'firstName'), readOf(answered, 'lastName')]).toEqual([['Anna'], ['van der Berg']]);
  expect([checkNamed(answered, 'data'), answered.status]).toMatchObject([{ findings: [] }, 'ACTIVE']);
});
