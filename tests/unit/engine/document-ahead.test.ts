import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Customer } from '../../../src/shared/domain/index.ts';
import { startBackend, type TestBackend } from '../../support/backend.ts';
import { caseUnderReview } from '../../support/backend-customers.ts';
import { temporaryDirectory } from '../../support/directory.ts';
import { firstRun, workstation, type TestWorkstation } from '../../support/engine.ts';
import { eventually } from '../../support/eventually.ts';

let server: TestBackend;
let first: Customer;
let second: Customer;
beforeAll(async () => {
  server = await startBackend();
  first = await caseUnderReview(server, 'the case on the screen');
  second = await caseUnderReview(server, 'the case after it');
});
afterAll(() => server.close());

const view = { filter: {}, sort: 'waiting' } as const;
const documentOf = (customer: Customer): string => customer.documents[0]?.id ?? '';

/** With the documents of the queue fetched. */
async function ready(): Promise<TestWorkstation> {
  const desk = await workstation({ directory: temporaryDirectory() });
  await firstRun(desk, server.url, server.tenant.analyst);
  await desk.ask('queue.window', { view, offset: 0, limit: 10 });
  await eventually(async () => {
    const { documents } = await desk.ask('document.ahead', { view, after: first.id, have: [] });
    return documents.length === 1;
  });
  return desk;
}

const entriesOf = async ({ ask }: TestWorkstation): Promise<number> =>
  (await ask('outbox.list', { group: 'done', limit: 1 })).journal.entries;

test('[DOC-4] reading ahead leaves no entry; showing leaves one, and only for an open case', async () => {
  const desk = await ready();
  const before = await entriesOf(desk);
  const documentId = documentOf(second);
  const ahead = await desk.ask('document.ahead', { view, after: first.id, have: [] });
  expect(ahead.documentIds).toEqual([documentId]);
  expect(await entriesOf(desk)).toBe(before);

  expect(await desk.refused('document.opened', { documentId })).toBe('not_found');
  await desk.ask('case.open', { customerId: second.id });
  await desk.ask('document.opened', { documentId });
  expect(await entriesOf(desk)).toBe(before + 1);
  // Shown again, or read for another viewer: it is noted once.
  await desk.ask('document.opened', { documentId });
  const read = await desk.ask('document.read', { documentId });
  expect(ahead.documents).toEqual([{ documentId, bytes: read.bytes }]);
  expect(await entriesOf(desk)).toBe(before + 1);
});

test('[DOC-4] what was not read ahead can not be noted as shown, and reading it notes it as ever', async () => {
  const desk = await ready();
  const before = await entriesOf(desk);
  await desk.ask('case.open', { customerId: first.id });
  expect(await desk.refused('document.opened', { documentId: documentOf(first) })).toBe('not_found');
  await desk.ask('document.read', { documentId: documentOf(first) });
  expect(await entriesOf(desk)).toBe(before + 1);
});

test('documents are read ahead once, of a case that is free, from here alone, and of an open vault', async () => {
  const desk = await ready();
  const ahead = (have: string[] = []) => desk.ask('document.ahead', { view, after: first.id, have });
  expect((await ahead([documentOf(second)])).documents).toEqual([]);

  desk.cable.cut();
  expect((await ahead()).documents).toHaveLength(1);
  await desk.ask('review.start', { customerId: second.id });
  await desk.ask('review.finish', {
    customerId: second.id,
    version: (await desk.ask('case.open', { customerId: second.id })).customer.version,
    outcome: 'reject',
    reasons: ['identity.couldNotBeVerified'],
    request: [],
    tags: [],
  });
  expect(await ahead()).toEqual({ documentIds: [], documents: [] });

  await desk.engine.lock('test');
  expect(await desk.refused('document.ahead', { view, after: first.id, have: [] })).toBe('wrong_phase');
});
