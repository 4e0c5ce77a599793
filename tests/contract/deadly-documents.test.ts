import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderPdf } from '../../src/backend/sample/draw/render.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { createCustomer, submitCustomer, uploadDocument } from '../support/backend-customers.ts';
import { checkNamed, untilChecked } from '../support/checking.ts';

const program = pathToFileURL(join(import.meta.dirname, '../support/reading-program.ts'));
const letter = renderPdf('A letter', [
  sheet => sheet.text('Somebody wrote a letter here', 60, 80, { size: 12 }),
]);

let server: TestBackend;
beforeAll(async () => {
  server = await startBackend({ runsJobs: true, reading: { size: 1, limitMs: 300_000, program } });
  const admin = await server.signIn(server.tenant.admin);
  const made = await admin.request('/v1/levels', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      id: 'one-paper',
      kind: 'individual',
      name: 'One paper',
      fields: ['firstName', 'lastName', 'email'].map(key => ({ key, required: true })),
      documents: [{ type: 'other', label: 'A paper', required: true, sides: [] }],
      checks: ['document'],
      autoApproveBelow: null,
      fourEyes: false,
    }),
  });
  if (made.status !== 201) throw new Error(`no level: ${await made.text()}`);
});
afterAll(() => server.close());

async function submitted(name: string, bytes: Buffer<ArrayBuffer>): Promise<string> {
  const fields = { firstName: name, lastName: 'Berg', email: `${name}@customer.example` };
  const { id } = await createCustomer(server, { levelId: 'one-paper', fields });
  await uploadDocument(server, id, { type: 'other', bytes });
  await submitCustomer(server, id);
  return id;
}

test('[PRV-44] a file at which the process ends that opens it is a finding of its case: the API answers all the while, other cases are checked', async () => {
  const deadly = await submitted('Deadly', Buffer.from('%PDF-1.7 fill-heap'));
  const fine = await submitted('Fine', Buffer.from(letter.bytes));
  let isOver = false;
  const ended = untilChecked(server, deadly).finally(() => (isOver = true));
  let answers = 0;
  while (!isOver) {
    const { status } = await fetch(`${server.url}/healthz`);
    expect(status).toBe(200);
    answers += 1;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  expect(answers).toBeGreaterThan(3);
  expect(checkNamed(await ended, 'document')).toMatchObject({
    state: 'rfi',
    findings: [{ code: 'badDocument.damaged' }],
  });
  expect(checkNamed(await untilChecked(server, fine), 'document')?.findings).toEqual([]);
});
