import { createHash, randomUUID } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { backFill } from '../../src/backend/back-fill.ts';
import { importLeads } from '../../src/backend/leads/import.ts';
import { leadImportSchema, type LeadImport } from '../../src/shared/api/index.ts';
import { customerSchema } from '../../src/shared/domain/index.ts';
import { z } from '../../src/shared/zod.ts';
import { startBackend, type TestBackend, type TestTenant } from '../support/backend.ts';
import { createCustomer, patchCustomer, submitCustomer } from '../support/backend-customers.ts';
import { customerOf } from '../support/checking.ts';
import { askCustomerFor } from '../support/reviewing.ts';

const day = 24 * 3600 * 1000;

let server: TestBackend;
let tenant: TestTenant;
beforeAll(async () => void (server = await startBackend()));
afterAll(() => server.close());
beforeEach(async () => void (tenant = await server.addTenant('Imports')));

const head = 'kind,levelId,externalId,firstName,email\n';
const people = (from: number, to: number): string =>
  Array.from(
    { length: to - from },
    (_, place) => `individual,kyc-basic,e-${from + place},Person,p${from + place}@leads.example\n`,
  ).join('');

interface Sending {
  readonly query?: string;
  readonly key?: string;
  readonly apiKey?: string;
}
const post = (file: string | Readable, { query = '', key, apiKey = tenant.apiKey }: Sending = {}) =>
  server.integrator(
    `/v1/leads/import${query}`,
    {
      method: 'POST',
      headers: { 'content-type': 'text/csv', ...(key === undefined ? {} : { 'idempotency-key': key }) },
      body: typeof file === 'string' ? file : (Readable.toWeb(file) as ReadableStream),
      duplex: 'half',
    } as RequestInit,
    apiKey,
  );
async function take(file: string | Readable, sending?: Sending): Promise<LeadImport> {
  const answer = await post(file, sending);
  const body: unknown = await answer.json();
  expect([answer.status, answer.status === 200 ? '' : body]).toEqual([200, '']);
  return leadImportSchema.parse(body);
}
const told = async (id: string): Promise<LeadImport> =>
  leadImportSchema.parse(await (await server.integrator(`/v1/leads/import/${id}`, {}, tenant.apiKey)).json());
const code = async (answer: Response): Promise<unknown> => [
  answer.status,
  ((await answer.json()) as { code?: unknown }).code,
];

describe('[LEAD-2] an import with the id of another', () => {
  test('waits while that one is heard of, and takes over one that was silent, which then writes nothing more', async () => {
    const id = randomUUID();
    const slow = new PassThrough();
    const first = post(slow, { query: `?id=${id}` });
    slow.write(head + people(0, 250));
    await expect.poll(async () => (await told(id).catch(() => undefined))?.accepted).toBe(200);
    const goesOn = server.clock.standStill();
    try {
      // Slow, but not silent: what comes in half a minute is taken in and told of, few as it is.
      server.clock.advance(40_000);
      slow.write(people(250, 260));
      await expect.poll(async () => (await told(id)).accepted).toBeGreaterThan(200);
      server.clock.advance(40_000);
      expect(await code(await post(head + people(0, 1), { query: `?id=${id}` }))).toEqual([409, 'in_flight']);
      expect((await told(id)).state).toBe('running');
      server.clock.advance(21_000);
      expect((await told(id)).state).toBe('interrupted');
      const { accepted: before } = await told(id);
      const second = await take(head + people(0, 400), { query: `?id=${id}` });
      expect(second).toMatchObject({ state: 'finished', accepted: 400 - before, repeated: before });
      slow.end(people(400, 420));
      expect(await code(await first)).toEqual([409, 'in_flight']);
      expect(await told(id)).toEqual(second);
      // What it had read by then came to nothing.
      expect(await take(head + people(400, 420))).toMatchObject({ accepted: 20, repeated: 0 });
    } finally {
      goesOn();
    }
  });

  test('says that it was interrupted as soon as its body breaks off', async () => {
    const id = randomUUID();
    const broken = new PassThrough();
    const sent = post(broken, { query: `?id=${id}` });
    broken.write(head + people(0, 250));
    await expect.poll(async () => (await told(id).catch(() => undefined))?.accepted).toBe(200);
    const goesOn = server.clock.standStill();
    try {
      broken.destroy(new Error('the line broke'));
      await expect(sent).rejects.toThrow();
      await expect.poll(async () => (await told(id)).state).toBe('interrupted');
    } finally {
      goesOn();
    }
  });
});

describe('[LEAD-4] idle leads', () => {
  test('are of this tenant alone, and nobody wrote a note or sent a link in the time', async () => {
    const other = await server.addTenant('Others');
    await take(head + people(0, 3));
    await take(head + people(3, 4), { apiKey: other.apiKey });
    server.clock.advance(8 * day);
    const idle = async (apiKey: string, query = ''): Promise<readonly string[]> => {
      const answer = await server.integrator(`/v1/leads/idle${query}`, {}, apiKey);
      const { items } = z.object({ items: z.array(customerSchema) }).parse(await answer.json());
      return items.map(({ externalId }) => externalId ?? '').toSorted();
    };
    expect(await idle(tenant.apiKey)).toEqual(['e-0', 'e-1', 'e-2']);
    expect(await idle(other.apiKey)).toEqual(['e-3']);

    const all = await server.integrator('/v1/customers', {}, tenant.apiKey);
    const { items } = z.object({ items: z.array(customerSchema) }).parse(await all.json());
    const idOf = (externalId: string): string => items.find(one => one.externalId === externalId)?.id ?? '';
    const linked = await server.integrator(
      '/v1/links',
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ kind: 'individual', levelId: 'kyc-basic', customerId: idOf('e-0') }),
      },
      tenant.apiKey,
    );
    expect(linked.status).toBe(201);
    const analyst = await server.signIn(tenant.analyst);
    const noted = { type: 'note.add', customerId: idOf('e-1'), baseVersion: null } as const;
    const payload = { text: 'Called: wants to go on next week.', mentions: [] };
    expect(await analyst.command({ ...noted, payload })).toMatchObject({ result: 'applied' });
    expect(await idle(tenant.apiKey)).toEqual(['e-2']);
    // That, too, is long ago some day.
    server.clock.advance(8 * day);
    expect(await idle(tenant.apiKey)).toEqual(['e-0', 'e-1', 'e-2']);
  });
});

test('[LEAD-4] who is in progress is idle too, and the longest unchanged comes first, whenever it was made', async () => {
  const mine = await startBackend();
  try {
    const later = () => mine.clock.advance(60_000);
    const begun = await createCustomer(mine);
    later();
    const asked = await createCustomer(mine);
    later();
    const untouched = await createCustomer(mine);
    later();
    expect((await patchCustomer(mine, begun, { fields: { firstName: 'Zoé' } })).leadStatus).toBe(
      'in_progress',
    );
    later();
    const analyst = await mine.signIn(mine.tenant.analyst);
    await askCustomerFor(analyst, await submitCustomer(mine, asked.id), [
      { item: 'field:lastName', reasons: ['dataMismatch.fullName'] },
    ]);
    expect(await customerOf(mine, asked.id)).toMatchObject({ leadStatus: 'in_progress' });
    mine.clock.advance(8 * day);
    const answer = await mine.integrator('/v1/leads/idle');
    const { items } = z.object({ items: z.array(customerSchema) }).parse(await answer.json());
    expect(items.map(({ id }) => id)).toEqual([untouched.id, begun.id, asked.id]);
  } finally {
    await mine.close();
  }
});

test('[LEAD-4] leads that are idle since one moment follow each other by id, page by page, with or without an index', async () => {
  const fresh = await startBackend();
  const { reader, writer } = fresh.backend.context.store;
  fresh.clock.standStill();
  await fresh.integrator('/v1/leads/import', {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: head + people(0, 9),
  });
  const rows = await reader.selectFrom('customer').select('id').orderBy('id').execute();
  const ids = rows.map(({ id }) => id);
  // Rows are no longer where they were made.
  for (const place of [4, 8, 1, 6, 0, 3, 7, 2, 5])
    await writer
      .updateTable('customer')
      .set({ searchText: `moved ${place}` })
      .where('id', '=', ids[place] ?? '')
      .execute();
  fresh.clock.advance(8 * day);
  const pages = async (): Promise<readonly string[]> => {
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const answer = await fresh.integrator(`/v1/leads/idle?limit=2${cursor}`);
      const page = z.object({ items: z.array(customerSchema), nextCursor: z.string().nullish() });
      const { items, nextCursor } = page.parse(await answer.json());
      seen.push(...items.map(({ id }) => id));
      if (nextCursor == null) return seen;
      cursor = `&cursor=${nextCursor}`;
    }
  };
  expect(await pages()).toEqual(ids);
  for (const index of [
    'customerIdle',
    'customerCreated',
    'customerUpdated',
    'customerName',
    'customerStatus',
  ])
    await sql`drop index ${sql.ref(index)}`.execute(writer);
  expect(await pages()).toEqual(ids);
  await fresh.close();
});

describe('[LEAD-2] an earlier import with the same bytes is named', () => {
  test('where it was no dry run, and of this tenant alone', async () => {
    const other = await server.addTenant('Others');
    const file = head + people(0, 2);
    await take(file, { apiKey: other.apiKey });
    server.clock.advance(1000);
    await take(file, { query: '?dryRun=true' });
    server.clock.advance(1000);
    const mine = await take(file);
    expect(mine).toMatchObject({ accepted: 2 });
    expect(mine.sameAs).toBeUndefined();
    server.clock.advance(1000);
    expect((await take(file)).sameAs).toBe(mine.id);
  });
});

describe('[LEAD-2] a file is known again', () => {
  const file = head + people(0, 2);
  const bare = createHash('sha256').update(file).digest('hex');
  const hashes = () =>
    server.backend.context.store.reader
      .selectFrom('leadImport')
      .select('fileHash')
      .where('tenantId', '=', tenant.id)
      .execute();

  test('by a hash from which who has no key file can not tell who stood in it', async () => {
    await take(file);
    const [kept] = await hashes();
    expect(kept?.fileHash).toMatch(/^[\w-]{43}$/);
    expect(kept?.fileHash).not.toBe(Buffer.from(bare, 'hex').toString('base64url'));
    tenant = await server.addTenant('Others');
    await take(file);
    expect(await hashes()).not.toEqual([kept]);
  });

  test('[STO-9] after an update also, from a version that kept the hash as it was', async () => {
    const first = await take(file, { key: 'before' });
    const { context } = server.backend;
    const { writer } = context.store;
    await writer.updateTable('leadImport').set({ fileHash: bare }).where('id', '=', first.id).execute();
    await backFill(context);
    expect(await hashes()).not.toEqual([{ fileHash: bare }]);
    expect(await take(file, { key: 'before' })).toEqual(first);
    expect(await code(await post(head, { key: 'before' }))).toEqual([422, 'idempotency_mismatch']);
    server.clock.advance(1000);
    expect((await take(file)).sameAs).toBe(first.id);
  });
});

describe('[API-9] an import under an Idempotency-Key', () => {
  test('is given its first answer again for the same file, and takes no other', async () => {
    const file = head + people(0, 3);
    const first = await take(file, { key: 'nightly-1' });
    expect(first).toMatchObject({ accepted: 3, repeated: 0 });
    server.clock.advance(1000);
    expect(await take(file, { key: 'nightly-1' })).toEqual(first);
    const mismatch = [422, 'idempotency_mismatch'];
    expect(await code(await post(head + people(3, 6), { key: 'nightly-1' }))).toEqual(mismatch);
    const dry = { key: 'nightly-1', query: '?dryRun=true' };
    expect(await code(await post(file, dry))).toEqual(mismatch);
    // Nothing of the other file was made.
    expect(await take(head + people(3, 6), { key: 'nightly-2' })).toMatchObject({ accepted: 3 });
    const other = await server.addTenant('Others');
    expect(await take(file, { key: 'nightly-1', apiKey: other.apiKey })).toMatchObject({ accepted: 3 });
    server.clock.advance(31 * 24 * 3600 * 1000);
    expect(await take(file, { key: 'nightly-1' })).toMatchObject({ accepted: 0, repeated: 3 });
  });

  test('that broke off is run again, and two at once are one', async () => {
    const broken = new PassThrough();
    const sent = post(broken, { key: 'broken' });
    broken.write(head + people(0, 250));
    const imports = () =>
      server.backend.context.store.reader
        .selectFrom('leadImport')
        .select(['accepted', 'state'])
        .where('tenantId', '=', tenant.id)
        .execute();
    await expect.poll(imports).toEqual([{ accepted: 200, state: 'running' }]);
    expect(await code(await post(head + people(0, 250), { key: 'broken' }))).toEqual([409, 'in_flight']);
    broken.destroy(new Error('the line broke'));
    await expect(sent).rejects.toThrow();
    await expect.poll(imports).toEqual([{ accepted: 200, state: 'interrupted' }]);
    const whole = { accepted: 50, repeated: 200, state: 'finished' };
    expect(await take(head + people(0, 250), { key: 'broken' })).toMatchObject(whole);
    expect(await imports()).toHaveLength(1);
  });

  test('that failed leaves its key to the mended file, of which nothing is made twice', async () => {
    const failed = await take(`${head}${people(0, 3)}individual,kyc-basic,"e-3`, { key: 'mended' });
    expect(failed).toMatchObject({ state: 'failed', accepted: 3 });
    const mended = { state: 'finished', accepted: 1, repeated: 3 };
    expect(await take(head + people(0, 4), { key: 'mended' })).toMatchObject(mended);
    expect(await take(head + people(0, 4), { key: 'mended' })).toMatchObject(mended);
    expect(await code(await post(head + people(0, 5), { key: 'mended' }))).toEqual([
      422,
      'idempotency_mismatch',
    ]);
  });

  test('is refused beside an id, and where the key is none', async () => {
    const both = { key: 'one', query: `?id=${randomUUID()}` };
    expect(await code(await post(head, both))).toEqual([422, 'invalid_payload']);
    expect(await code(await post(head, { key: 'no key' }))).toEqual([422, 'invalid_payload']);
  });
});

describe('[LEAD-1] [LEAD-2] of a file', () => {
  test('the first hundred lines that were refused are told in their order, whatever is wrong with each', async () => {
    const wrong = [
      (n: number) => `individual,no-such,w-${n},Person,w${n}@leads.example\n`,
      (n: number) => `robot,kyc-basic,w-${n},Person,w${n}@leads.example\n`,
      (n: number) => `individual,kyc-basic,taken,Person,w${n}@leads.example\n`,
      () => 'individual\n',
    ];
    await take(`${head}individual,kyc-basic,taken,Person,taken@leads.example\n`);
    const rows = Array.from({ length: 150 }, (_, n) => wrong[0]?.(n) ?? '');
    const mixed = Array.from({ length: 300 }, (_, n) => wrong[n % 4]?.(n + 150) ?? '');
    for (const query of ['', '?dryRun=true']) {
      const late = await take(head + [...rows, ...mixed].join(''), { query });
      expect(late.refusals.map(({ line }) => line)).toEqual(Array.from({ length: 100 }, (_, n) => n + 2));
      const early = await take(head + [...mixed, ...rows].join(''), { query });
      expect(early.refusals.map(({ line }) => line)).toEqual(Array.from({ length: 100 }, (_, n) => n + 2));
      expect([late.refused, early.refused]).toEqual([450, 450]);
    }
  });

  test.each([
    ['sep=;\r\nkind;levelId;externalId;firstName;;\r\nindividual;kyc-basic;e-1;Zoë;;\r\n;;;;;\r\n'],
    ['sep=,\nkind,levelId,externalId,firstName,\n\n,,,,\nindividual,kyc-basic,e-1,Zoë,,,,\n'],
    [',,,\nkind,levelId,externalId,firstName\nindividual,kyc-basic,e-1,Zoë\n , ,\t,\n'],
  ])('what spreadsheets leave in it is no row and no column: %j', async file => {
    expect(await take(file)).toMatchObject({ rows: 1, accepted: 1, refusals: [] });
  });

  test.each([
    ['kind,levelId,firstName\nindividual,kyc-basic\0,Zoë\n', 'levelId'],
    ['kind,levelId,externalId\nindividual,kyc-basic,e\u202E1\n', 'externalId'],
  ])('the row is refused that holds signs that nobody sees: %j', async (file, column) => {
    const reason = 'holds a control character';
    expect((await take(file)).refusals).toEqual([{ line: 2, column, reason }]);
  });

  test('an accent is the same in whichever way it is encoded: the row makes no other customer', async () => {
    const row = 'individual,kyc-basic,,Zoë,zoe@leads.example\n';
    expect(await take(head + row.normalize('NFC'))).toMatchObject({ accepted: 1 });
    expect(await take(head + row.normalize('NFD'))).toMatchObject({ accepted: 0, repeated: 1 });
  });

  test('that is no UTF-16 from its first line on the place is told', async () => {
    const bytes = Buffer.from([0xff, 0xfe, 0x6b, 0x00, 0x00, 0xd8, 0x6b, 0x00]);
    const answer = await post(Readable.from([bytes]));
    const { errors } = (await answer.json()) as { errors: unknown };
    expect([answer.status, errors]).toEqual([
      422,
      [{ path: 'line.1', message: 'The file is not UTF-16 from here on.' }],
    ]);
  });
});

describe('[LEAD-5] a file', () => {
  const pieces = (text: string) => Readable.from(text.match(/[^]{1,4000}/g)?.map(Buffer.from) ?? []);

  test('has exactly as many rows as it may have, or fails at the line of the next one', async () => {
    const importing = { tenantId: tenant.id, actor: 'key:nobody', dryRun: false, mostRows: 250 };
    const { context } = server.backend;
    const whole = await importLeads(
      context,
      { ...importing, id: randomUUID() },
      pieces(`${head}${people(0, 250)}\n,,,,\n`),
    );
    expect(whole).toMatchObject({ ok: true, value: { state: 'finished', rows: 250, refusals: [] } });
    const more = await importLeads(
      context,
      { ...importing, id: randomUUID() },
      pieces(head + people(0, 240) + people(500, 515)),
    );
    expect(more).toMatchObject({
      ok: true,
      value: {
        state: 'failed',
        accepted: 10,
        repeated: 240,
        refusals: [{ line: 252, reason: 'A file has at most 250 rows.' }],
      },
    });
  });

  test('[IDN-1] of a caller who was shut out meanwhile: nothing more is taken in, too large as it may be', async () => {
    const { context } = server.backend;
    const customers = async () =>
      (
        await context.store.reader
          .selectFrom('customer')
          .select('id')
          .where('tenantId', '=', tenant.id)
          .execute()
      ).length;
    const text = head + people(0, 450);
    for (const [lets, taken] of [
      [0, 0],
      [1, 200],
    ] as const) {
      // prettier-ignore
      const id = randomUUID();
      let asked = 0;
      const still = async (): Promise<void> => {
        asked += 1;
        if (asked > lets) throw new Error('shut out');
      };
      const mostBytes = (head + people(0, lets * 200 + 150)).length;
      const importing = { tenantId: tenant.id, actor: 'key:nobody', id, dryRun: false, mostBytes, still };
      await expect(importLeads(context, importing, pieces(text))).rejects.toThrow('shut out');
      expect([await customers(), (await told(id)).state]).toEqual([taken, 'interrupted']);
    }
  });

  test('that is there all at once lets others have their turns while it is taken in', async () => {
    let turns = 0;
    let isOver = false;
    const next = (): void => {
      turns += 1;
      if (!isOver) setImmediate(next);
    };
    const text = head + people(0, 1000) + 'robot,kyc-basic,,,\n'.repeat(10_000);
    const file = Readable.from([Buffer.from(text)]);
    setImmediate(next);
    const importing = { tenantId: tenant.id, actor: 'key:nobody', id: randomUUID(), dryRun: false };
    const result = await importLeads(server.backend.context, importing, file);
    isOver = true;
    expect(result).toMatchObject({ ok: true, value: { accepted: 1000, refused: 10_000 } });
    // One after each 200 rows that are taken in, and after each 2,000 that are refused.
    expect(turns).toBeGreaterThanOrEqual(10);
  });
});
