import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changed, findCustomer, updateCustomer } from '../../src/backend/customers/index.ts';
import { purgeCustomer } from '../../src/backend/retention/index.ts';
import { leadImportSchema } from '../../src/shared/api/index.ts';
import { documentSchema, type Customer, type VerificationStatus } from '../../src/shared/domain/index.ts';
import { applicantAt } from '../support/applicant.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { basicFields, createCustomer, moveTo, pngBytes, uploadForm } from '../support/backend-customers.ts';
import { makeLink } from '../support/backend-links.ts';
import { subscribe } from '../support/backend-webhooks.ts';
import { customerOf } from '../support/checking.ts';
import { temporaryFolder } from '../support/directory.ts';
import { isMarkedWith, markedIn, rowsOf, tablesOf } from '../support/marker.ts';
import { requestAgain } from '../support/reviewing.ts';
import { evidenceOf } from '../support/workstation-client.ts';

/** In letters that every field takes; looked for in any case. */
const marker = 'Zzmarkerzz';

let server: TestBackend;
let folder: ReturnType<typeof temporaryFolder>;
beforeAll(async () => {
  folder = temporaryFolder('sealdesk-walk');
  server = await startBackend({ directory: folder.path });
});
afterAll(async () => {
  await server.close();
  folder.remove();
});

const isMarked = isMarkedWith(marker);
const tables = () => tablesOf(server);
const marked = () => markedIn(server, isMarked);

/** The JSON with the marker in it, in whatever place; undefined where it is none that has room. */
function withMarker(text: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (Array.isArray(value)) return JSON.stringify([...(value as unknown[]), marker]);
  return typeof value === 'object' && value !== null
    ? JSON.stringify({ ...value, planted: marker })
    : undefined;
}

/** Plants the marker in every JSON and every value of bytes that a row of the customer has. */
async function plant(customerId: string): Promise<void> {
  const { store } = server.backend.context;
  for (const { name, columns } of await tables()) {
    if (!columns.includes('customerId')) continue;
    const rows = (await rowsOf(server, name)).filter(row => row['customerId'] === customerId);
    for (const row of rows) {
      for (const [column, value] of Object.entries(row)) {
        const planted =
          value instanceof Uint8Array
            ? Buffer.from(marker)
            : typeof value === 'string'
              ? withMarker(value)
              : undefined;
        if (planted === undefined) continue;
        await sql`update ${sql.table(name)} set ${sql.ref(column)} = ${planted}
          where "customerId" = ${customerId} and ${sql.ref(column)} = ${value}`.execute(store.writer);
      }
    }
  }
}

/** What metrics count stays; it holds no value but a country. */
const counted = ['caseFact', 'finishedReview', 'hostedStep', 'rejectionReason', 'statusStep'];

const json = (body: unknown, headers: Readonly<Record<string, string>> = {}) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

const move = (id: string, status: VerificationStatus) => moveTo(server, id, status);

const nameOf = (change: Readonly<Record<string, unknown>>) =>
  `${String(change['entity'])}/${String(change['id'])}`;

async function expectOk(answer: Response): Promise<unknown> {
  const text = await answer.text();
  expect(answer.ok, text).toBe(true);
  return JSON.parse(text) as unknown;
}

/** Sends a file of leads; how many rows of it were accepted, and how many refused. */
async function importLeads(): Promise<readonly number[]> {
  const body = [
    'kind,levelId,externalId,firstName,lastName,email',
    `individual,kyc-enhanced,${marker}-ext,${marker},Of a file,${marker}@leads.example`,
    `individual,kyc-enhanced,${marker}-bad,${marker},Refused,${marker} is no address`,
  ].join('\n');
  const init = { method: 'POST', headers: { 'content-type': 'text/csv' }, body };
  const told = leadImportSchema.parse(await expectOk(await server.integrator('/v1/leads/import', init)));
  return [told.accepted, told.refused];
}

/** Tables that have rows of a customer. */
async function tablesWith(customerId: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { name, columns } of await tables())
    if (columns.includes('customerId'))
      if ((await rowsOf(server, name)).some(row => row['customerId'] === customerId)) found.push(name);
  return found;
}

/** A customer of whom everything that can be said was said, by everybody who may. */
async function wholeLife(): Promise<Customer> {
  await subscribe(server, 'https://receiver.example/hooks');
  expect(await importLeads()).toEqual([1, 1]);
  // While they are kept the row is known again.
  expect(await importLeads()).toEqual([0, 1]);
  const { id } = await server.backend.context.store.reader
    .selectFrom('customer')
    .select('id')
    .where('externalId', '=', `${marker}-ext`)
    .executeTakeFirstOrThrow();

  // A link whose page was begun and never sent.
  const link = await makeLink(server, { levelId: 'kyc-enhanced', customerId: id });
  const applicant = applicantAt(link.url);
  await applicant.fill('consent', { agree: 'yes' });
  const given = await applicant.fill('data', {
    ...basicFields,
    firstName: marker,
    lastName: `${marker} of the page`,
    email: `${marker}@page.example`,
    'address.line1': `${marker} street 1`,
    'address.city': marker,
    'address.postalCode': '10115',
    'address.country': 'DEU',
    idType: 'national_id',
    idNumber: 'C01X00T47',
    idExpiry: '2031-01-01',
  });
  expect(given.status).toBe(303);
  const picture = pngBytes(`${marker} on a card`);
  expect(
    (await applicant.upload({ type: 'national_id', side: 'front' }, picture, `${marker}.png`)).status,
  ).toBe(303);
  await applicant.upload({ type: 'national_id', side: 'back' }, pngBytes(`${marker} on its back`));
  for (const type of ['proof_of_address', 'selfie'] as const) {
    const form = uploadForm({ type, bytes: pngBytes(`${marker} ${type}`), filename: `${marker}.png` });
    const init = { method: 'POST', headers: { 'idempotency-key': `upload-${type}` }, body: form };
    documentSchema.parse(await expectOk(await server.integrator(`/v1/customers/${id}/documents`, init)));
  }
  await expectOk(await server.integrator(`/v1/customers/${id}/submit`, { method: 'POST' }));

  const analyst = await server.signIn(server.tenant.analyst);
  const { context } = server.backend;
  await context.work(server.tenant.id, async step => {
    const found = await findCustomer(step.db, step.tenantId, id);
    if (!found) throw new Error('no such customer');
    const hits = [{ id: 'a-hit', listName: marker, name: marker, score: 90, matched: ['name'] }];
    const set = { screening: { hits } };
    await updateCustomer(step, changed(found, { set, facts: [], device: null, at: step.at }), found);
    const documentId = found.customer.documents[0]?.id ?? '';
    const print = { phash: marker, dhash: marker, numberTag: marker, type: 'national_id' };
    const bands = { band0: marker, band1: marker, band2: marker, band3: marker };
    await step.insertRows('documentPrint', [
      { tenantId: step.tenantId, documentId, customerId: id, ...print, ...bands },
    ]);
  });
  const run = async (draft: Parameters<typeof analyst.command>[0]): Promise<void> => {
    expect(await analyst.command(draft)).toMatchObject({ result: 'applied' });
  };
  await run({
    type: 'note.add',
    customerId: id,
    baseVersion: null,
    payload: { text: `${marker} said so`, mentions: [] },
  });
  const { version } = await analyst.customer(id);
  await run({
    type: 'field.correct',
    customerId: id,
    baseVersion: version,
    payload: { field: 'middleName', value: marker, reason: `${marker} is right` },
  });
  const corrected = await analyst.customer(id);
  await run({ type: 'review.start', customerId: id, baseVersion: corrected.version, payload: {} });
  const claimed = await analyst.customer(id);
  const [item] = claimed.documents;
  const asked = requestAgain([`document:${item?.id ?? ''}`]);
  await run({
    type: 'review.finish',
    customerId: id,
    baseVersion: claimed.version,
    payload: { ...asked, note: `${marker} noted`, tags: [marker] },
    evidence: evidenceOf(claimed),
  });
  await makeLink(server, { levelId: 'kyc-enhanced', customerId: id, items: [`document:${item?.id ?? ''}`] });
  // A conflict answers with the case as it is by then.
  const colleague = await server.signIn(server.tenant.analyst2);
  const stale = await colleague.command({
    type: 'review.start',
    customerId: id,
    baseVersion: version,
    payload: {},
  });
  expect(stale.result).toBe('conflict');

  await move(id, 'UNDER_REVIEW');
  await move(id, 'ACTIVE');
  const money = { amount: '1.00', currency: 'EUR', direction: 'in', counterparty: marker, reference: marker };
  await expectOk(
    await server.integrator(`/v1/customers/${id}/transactions`, json(money, { 'idempotency-key': 'pay' })),
  );
  await move(id, 'UNDER_REVIEW');
  await move(id, 'REJECTED');
  return customerOf(server, id);
}

test('[RET-4] after a purge nothing that was given, said or found of a customer is in any column of any table, or in the files, and workstations are told of everything that they had of it', async () => {
  const kept = await createCustomer(server);
  const customer = await wholeLife();
  await plant(customer.id);

  // Each table that has rows of customers is reached, so that a new one is looked at too.
  const reached = new Set(await tablesWith(customer.id));
  const about = (await tables())
    .filter(({ columns }) => columns.includes('customerId'))
    .map(({ name }) => name);
  expect(about.filter(name => !reached.has(name) && !counted.includes(name))).toEqual([]);
  const before = await marked();
  for (const place of [
    'audit.data',
    'audit.nonce',
    'blobChunk.bytes',
    'change.data',
    'command.command',
    'command.result',
    'customer.data',
    'customer.externalId',
    'customer.name',
    'customer.searchText',
    'delivery.body',
    'documentPrint.phash',
    'link.steps',
    'note.data',
    'transaction.data',
  ])
    expect(before).toContain(place);

  const client = await server.signIn(server.tenant.supervisor);
  const late = await server.signIn(server.tenant.analyst);
  const { entities } = await client.syncAll();
  const had = [...entities.values()].filter(({ op, id, data }) => {
    const text = JSON.stringify(data ?? null);
    return op === 'upsert' && (id === customer.id || text.includes(customer.id) || isMarked(text));
  });
  expect(new Set(had.map(({ entity }) => entity))).toEqual(
    new Set(['customer', 'link', 'note', 'transaction']),
  );

  const { context } = server.backend;
  const jobs = async () =>
    (await rowsOf(server, 'job')).filter(({ key }) => key === customer.id).map(({ kind }) => kind);
  expect(await jobs()).not.toEqual([]);
  await context.work(server.tenant.id, step => purgeCustomer(step, customer));
  await context.store.forget(true);

  expect(await marked()).toEqual([]);
  // Rows that hold no word of theirs go too: hashes of what they gave, what is left to be done about them.
  const mayStay = ['audit', 'command', ...counted];
  expect((await tablesWith(customer.id)).filter(name => !mayStay.includes(name))).toEqual([]);
  expect(await jobs()).toEqual([]);
  // A workstation that was away sends what was written meanwhile, and what this version does not understand.
  const on = { customerId: customer.id, baseVersion: null };
  const text = `${marker} was written while the workstation was away`;
  const note = late.build({ type: 'note.add', payload: { text, mentions: [] }, ...on });
  const known = ['refused', 'not_found'];
  expect((await late.send([note])).map(({ result, code }) => [result, code])).toEqual([known]);
  const strange = late.build({
    type: 'note.add',
    payload: { text, mentions: [] },
    ...on,
    over: { later: marker },
  });
  expect((await late.send([strange])).map(({ code }) => code)).toEqual(['invalid_payload']);
  expect((await late.send([note])).map(({ result, first }) => [result, first?.code])).toEqual([
    ['replayed', 'not_found'],
  ]);
  await context.store.forget(true);
  expect(await marked()).toEqual([]);

  const again = await (await server.signIn(server.tenant.supervisor)).syncAll();
  for (const { entity, id } of had) {
    const now = again.entities.get(nameOf({ entity, id }));
    expect([entity, id, now === undefined || now.op === 'delete']).toEqual([entity, id, true]);
  }
  const { changes } = await client.changes();
  const deleted = changes.filter(({ op }) => op === 'delete').map(nameOf);
  for (const one of had) expect(deleted).toContain(nameOf(one));
  expect((await customerOf(server, kept.id)).version).toBe(kept.version);

  if (context.store.dialect === 'sqlite') {
    for (const file of await readdir(folder.path)) {
      const content = await readFile(join(folder.path, file));
      expect([file, isMarked(content)]).toEqual([file, false]);
    }
  }

  // Nor is the row of the file known any more: who sends it again means somebody anew.
  expect(await importLeads()).toEqual([1, 1]);
});
