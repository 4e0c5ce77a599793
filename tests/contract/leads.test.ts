import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { importLeads } from '../../src/backend/leads/import.ts';
import { leadImportSchema, maxLeadFileBytes, type LeadImport } from '../../src/shared/api/index.ts';
import { customerSchema } from '../../src/shared/domain/index.ts';
import { z } from '../../src/shared/zod.ts';
import { startBackend, type TestBackend, type TestTenant } from '../support/backend.ts';
import { createCustomer, submitCustomer } from '../support/backend-customers.ts';
import { seededRandom } from '../support/random.ts';

const day = 24 * 3600 * 1000;

let server: TestBackend;
let tenant: TestTenant;
beforeAll(async () => void (server = await startBackend()));
afterAll(() => server.close());
beforeEach(async () => void (tenant = await server.addTenant('Imports')));

const csv = { 'content-type': 'text/csv' };
type File = string | Buffer<ArrayBuffer>;
const post = (file: File, query = '') =>
  server.integrator(`/v1/leads/import${query}`, { method: 'POST', headers: csv, body: file }, tenant.apiKey);
async function take(file: File, query = ''): Promise<LeadImport> {
  const answer = await post(file, query);
  const body: unknown = await answer.json();
  expect([answer.status, answer.status === 200 ? '' : body]).toEqual([200, '']);
  return leadImportSchema.parse(body);
}
const listSchema = z.object({ items: z.array(customerSchema), nextCursor: z.string().nullish() });
const list = async (path: string) =>
  listSchema.parse(await (await server.integrator(path, {}, tenant.apiKey)).json());
const all = async () => (await list('/v1/customers?limit=200&sort=createdAt')).items;
const counts = ({ state, rows, accepted, repeated, refused }: LeadImport) => ({
  state,
  rows,
  accepted,
  repeated,
  refused,
});

const head = 'kind,levelId,externalId,firstName,email\n';
const person = (n: number | string) => `individual,kyc-basic,ext-${n},Person ${n},p${n}@leads.example`;
const people = (from: number, to: number) =>
  head + Array.from({ length: to - from }, (_, place) => `${person(from + place)}\n`).join('');

describe('[LEAD-5] a file of leads', () => {
  test('that says that it is larger than one may be is refused before anything of it is read', async () => {
    const sent = request(`${server.url}/v1/leads/import`, {
      method: 'POST',
      headers: { ...csv, authorization: `Bearer ${tenant.apiKey}`, 'content-length': maxLeadFileBytes + 1 },
    });
    sent.on('error', () => undefined);
    sent.write(head);
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    expect(JSON.parse((await answer.toArray()).join(''))).toMatchObject({ status: 413, code: 'too_large' });
    sent.destroy();
  });

  test('that turns out to be larger than one may be ends there: what came before is taken in and told', async () => {
    const file = people(0, 300);
    const id = randomUUID();
    const mostBytes = people(0, 250).length;
    const importing = { tenantId: tenant.id, actor: 'key:nobody', id, dryRun: false, mostBytes };
    const { context } = server.backend;
    const pieces = (text: string) => Readable.from(text.match(/[^]{1,1000}/g)?.map(Buffer.from) ?? []);
    const most = 'A file of leads has at most 256 MB';
    expect(await importLeads(context, importing, pieces(file))).toMatchObject({
      ok: false,
      problem: { code: 'too_large', detail: `${most}; the rows before that were taken in.` },
    });
    // A trial takes nothing in.
    const trial = { ...importing, id: randomUUID(), dryRun: true };
    expect(await importLeads(context, trial, pieces(file))).toMatchObject({
      ok: false,
      problem: { code: 'too_large', detail: `${most}.` },
    });
    const state = await server.integrator(`/v1/leads/import/${id}`, {}, tenant.apiKey);
    const told = leadImportSchema.parse(await state.json());
    expect(told).toMatchObject({ state: 'failed', refused: 0 });
    expect(told.accepted).toBeGreaterThan(200);
    expect(told.accepted).toBeLessThanOrEqual(250);
    // Exactly as large as it may be is whole.
    const whole = await importLeads(context, { ...importing, id: randomUUID() }, pieces(people(0, 250)));
    expect(whole).toMatchObject({ ok: true, value: { state: 'finished', rows: 250 } });
  });
});

describe('[LEAD-1] a file of leads', () => {
  test('makes a customer of each row, whatever its line ends, mark, quotes and scripts', async () => {
    const file = Buffer.concat([
      Buffer.from([0xef, 0xbb, 0xbf]),
      Buffer.from(
        '"kind",levelId,externalId,firstName,lastName,legalName,registrationNumber\r\n' +
          'individual,kyc-basic,a-1,"Zoë ""Zed""", Łukasz ,,\r\n' +
          '\r\n' +
          'business,kyb-standard,a-2,,,"Fjord, Sons & Co",12\r\n' +
          'individual,kyc-basic,a-3,=cmd|calc!A1,"@SUM(1)",,',
      ),
    ]);
    expect(counts(await take(file))).toEqual({
      state: 'finished',
      rows: 3,
      accepted: 3,
      repeated: 0,
      refused: 0,
    });
    const made = new Map((await all()).map(one => [one.externalId, one]));
    expect(made.get('a-1')).toMatchObject({
      name: 'Zoë "Zed" Łukasz',
      status: 'CREATED',
      leadStatus: 'not_started',
    });
    expect(made.get('a-2')).toMatchObject({ kind: 'business', name: 'Fjord, Sons & Co' });
    expect(made.get('a-3')?.fields['firstName']?.value).toBe('=cmd|calc!A1');
    expect(made.get('a-3')?.fields['lastName']?.value).toBe('@SUM(1)');
  });

  test('is told row by row what was refused: line, column and reason', async () => {
    const file = Buffer.concat([
      Buffer.from(
        [
          'kind,levelId,externalId,firstName,email,dateOfBirth',
          'individual,kyc-basic,x1,"Two\r\nlines",x1@leads.example,',
          'robot,kyc-basic,x2,R,x2@leads.example,',
          'individual,no-such,x3,R,x3@leads.example,',
          'individual,kyc-basic,x4,R,not an address,',
          'individual,kyc-basic,x5,R,x5@leads.example,2000-02-30',
          'individual,kyc-basic,x6',
          'individual,,x7,R,x7@leads.example,',
          'individual,kyc-basic,x8,R,x8@leads.example,',
          'individual,kyc-basic,x8,Other,y8@leads.example,',
          'individual,kyc-basic,x9,"a"b,x9@leads.example,',
          'individual,kyc-basic,x10,',
        ].join('\n'),
      ),
      Buffer.from([0xff, 0xfe]),
      Buffer.from(',x10@leads.example,\nindividual,kyc-basic,x11,Last,x11@leads.example,\n'),
    ]);
    const told = await take(file);
    expect(told.refusals.toSorted((a, b) => a.line - b.line)).toEqual([
      { line: 2, column: 'firstName', reason: 'First name holds a control character.' },
      { line: 4, column: 'kind', reason: 'It is neither individual nor business.' },
      { line: 5, column: 'levelId', reason: 'There is no such level for this kind of customer.' },
      { line: 6, column: 'email', reason: 'E-mail must be an e-mail address.' },
      { line: 7, column: 'dateOfBirth', reason: 'Date of birth must be a date such as 1990-01-31.' },
      { line: 8, column: 'firstName', reason: 'The row has 3 cells, the first line 6.' },
      { line: 9, column: 'levelId', reason: 'It is empty.' },
      { line: 11, column: 'externalId', reason: 'Another customer has this externalId.' },
      { line: 13, column: 'firstName', reason: 'The cell is not UTF-8.' },
    ]);
    expect(counts(told)).toEqual({ state: 'finished', rows: 12, accepted: 3, repeated: 0, refused: 9 });
    expect((await all()).find(one => one.externalId === 'x9')?.name).toBe('"a"b');
    expect(new Set((await all()).map(({ externalId }) => externalId))).toEqual(new Set(['x8', 'x9', 'x11']));
  });

  test('[API-12] names an ID whose last day is over, and takes one whose last day is today', async () => {
    onTestFinished(server.clock.standStill());
    const dayFrom = (days: number) => new Date(server.clock.now() + days * day).toISOString().slice(0, 10);
    const told = await take(
      [
        'kind,levelId,externalId,idType,idExpiry',
        `individual,kyc-basic,over,passport,${dayFrom(-1)}`,
        `individual,kyc-basic,last,passport,${dayFrom(0)}`,
        '',
      ].join('\n'),
    );
    expect(told.refusals).toEqual([
      {
        line: 2,
        column: 'idExpiry',
        reason: expect.stringContaining('ID expiry lies in the past') as string,
      },
    ]);
    const made = (await all()).map(({ externalId, fields }) => [externalId, fields['idExpiry']?.value]);
    expect(made).toEqual([['last', dayFrom(0)]]);
  });

  test('keeps the first hundred refusals and counts them all', async () => {
    const told = await take(head + 'robot,kyc-basic,,R,r@leads.example\n'.repeat(450));
    expect([told.refused, told.refusals.length, told.refusals[99]?.line]).toEqual([450, 100, 101]);
  });

  test.each([
    ['', 'line.1'],
    ['\n \n', 'line.1'],
    ['kind,levelId,shoeSize\n', 'header.shoeSize'],
    ['kind,firstName\n', 'header.levelId'],
    ['kind,levelId,kind\n', 'header.kind'],
    ['kind;levelId,firstName\n', 'header.levelId,firstName'],
    ['kind|levelId\n', 'header.kind|levelId'],
  ])('is refused whole where its first line names no columns: %j', async (file, path) => {
    const answer = await post(file);
    expect(answer.status).toBe(422);
    const { errors } = (await answer.json()) as { errors: { path: string }[] };
    expect(errors.map(one => one.path)).toContain(path);
    expect(await all()).toEqual([]);
  });

  test.each([
    [
      'semicolons, line ends of Windows and a mark',
      Buffer.from('\uFEFFKind;LEVELID;externalid;FirstName\r\nindividual;kyc-basic;w-1;Zoë\r\n'),
    ],
    [
      'tabs in UTF-16, as spreadsheets write text',
      Buffer.from(
        '\uFEFFkind\tlevelId\texternalId\tfirstName\r\nindividual\tkyc-basic\tw-1\tZoë\r\n',
        'utf16le',
      ),
    ],
    [
      'line ends of an old Macintosh',
      Buffer.from('kind,levelId,externalId,firstName\rindividual,kyc-basic,w-1,Zoë\r'),
    ],
  ])('is read with %s', async (_name, file) => {
    expect(counts(await take(Buffer.from(file)))).toMatchObject({ rows: 1, accepted: 1 });
    expect((await all()).map(({ externalId, name }) => [externalId, name])).toEqual([['w-1', 'Zoë']]);
  });

  test('with rows of too few and too many cells names line and column, also after cells of several lines', async () => {
    const told = await take(
      [
        'kind,levelId,externalId,firstName,"address.line1"',
        'individual,kyc-basic,m1,A,"one',
        'two',
        'three"',
        'individual,kyc-basic,m2',
        '',
        'individual,kyc-basic,m3,"B',
        'b",x,one more',
        'individual,kyc-basic,m4,C,y',
        '',
      ].join('\n'),
    );
    expect(told.refusals).toEqual([
      { line: 5, column: 'firstName', reason: 'The row has 3 cells, the first line 5.' },
      { line: 7, column: null, reason: 'The row has 6 cells, the first line 5.' },
    ]);
    expect(told.accepted).toBe(2);
  });

  test('whose last row never ends keeps the rows before it, and says so', async () => {
    const told = await take(`${people(0, 3)}individual,kyc-basic,q,"open,${'x'.repeat(2 << 20)}`);
    expect(told).toMatchObject({ state: 'failed', accepted: 3, refused: 1 });
    expect(told.refusals).toEqual([{ line: 5, reason: expect.stringContaining('quotation mark') as string }]);
  });

  test('is no JSON, and takes the scope', async () => {
    const json = { 'content-type': 'application/json' };
    const wrong = { method: 'POST', headers: json, body: '{}' };
    expect((await server.integrator('/v1/leads/import', wrong)).status).toBe(415);
    const reads = await server.addApiKey(tenant, ['leads:read']);
    const answer = await server.integrator(
      '/v1/leads/import',
      { method: 'POST', headers: csv, body: head },
      reads,
    );
    expect(answer.status).toBe(403);
  });
});

describe('[LEAD-2] the same file again', () => {
  test('makes nothing, also for rows without an externalId, and names the first import', async () => {
    const file = `${people(0, 450)}individual,kyc-basic,,Nobody,n@leads.example\n`;
    const first = await take(file);
    expect(counts(first)).toEqual({ state: 'finished', rows: 451, accepted: 451, repeated: 0, refused: 0 });
    server.clock.advance(1000);
    const again = await take(file);
    expect(counts(again)).toEqual({ state: 'finished', rows: 451, accepted: 0, repeated: 451, refused: 0 });
    expect([first.sameAs, again.sameAs]).toEqual([undefined, first.id]);
    expect(counts(await take(`${head}${person(3)}\n${person('new')}\n`))).toMatchObject({
      accepted: 1,
      repeated: 1,
    });
  });

  test('after the connection broke in the middle makes the rest, and nothing twice', async () => {
    const id = randomUUID();
    const rows = Array.from({ length: 900 }, (_, place) => `${person(place)}\n`);
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from(head + rows.slice(0, 500).join(''));
        await expect.poll(async () => (await all()).length).toBeGreaterThan(0);
        throw new Error('the line broke');
      })(),
    );
    const sending = fetch(`${server.url}/v1/leads/import?id=${id}`, {
      method: 'POST',
      headers: { ...csv, authorization: `Bearer ${tenant.apiKey}` },
      body: Readable.toWeb(broken) as ReadableStream,
      duplex: 'half',
    } as RequestInit);
    await expect(sending).rejects.toThrow();
    const state = async () =>
      leadImportSchema.parse(
        await (await server.integrator(`/v1/leads/import/${id}`, {}, tenant.apiKey)).json(),
      );
    await expect.poll(async () => (await state()).state).toBe('interrupted');
    const before = (await state()).accepted;
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(900);
    const after = await take(head + rows.join(''), `?id=${id}`);
    expect(counts(after)).toEqual({
      state: 'finished',
      rows: 900,
      accepted: 900 - before,
      repeated: before,
      refused: 0,
    });
    const ids = new Set<string>();
    for (let cursor: string | null | undefined = ''; cursor != null;) {
      const page = await list(`/v1/customers?limit=200${cursor === '' ? '' : `&cursor=${cursor}`}`);
      for (const { externalId } of page.items) ids.add(externalId ?? '');
      cursor = page.nextCursor;
    }
    expect(ids.size).toBe(900);
  });

  test('by two at once makes each row once', async () => {
    const [one, two] = await Promise.all([take(people(0, 300)), take(people(0, 300))]);
    expect(one.accepted + two.accepted).toBe(300);
    expect(one.repeated + two.repeated).toBe(300);
  });
});

test('[LEAD-3] a dry run says what the import would say, and changes nothing', async () => {
  const file = `${people(0, 250)}${person(5)}\nrobot,kyc-basic,,R,r@leads.example\nindividual,kyc-basic,ext-7,O,o@leads.example\n`;
  const { reader } = server.backend.context.store;
  const size = () =>
    reader
      .selectFrom('tenant')
      .select(['feedSeq', 'auditSize'])
      .where('id', '=', tenant.id)
      .executeTakeFirstOrThrow();
  const before = await size();
  const dry = await take(file, '?dryRun=true');
  expect(await all()).toEqual([]);
  expect(await size()).toEqual(before);
  const real = await take(file, '?dryRun=false');
  expect(counts(dry)).toEqual({ state: 'finished', rows: 253, accepted: 250, repeated: 1, refused: 2 });
  expect([counts(real), real.refusals, real.dryRun, dry.dryRun]).toEqual([
    counts(dry),
    dry.refusals,
    false,
    true,
  ]);
});

test.each([[1], [2], [20261121]])(
  '[LEAD-3] whatever the rows are, the dry run says what the import says: rows of seed %i',
  async seed => {
    const random = seededRandom(seed);
    const pick = <T>(...of: readonly [T, ...T[]]): T => of[random.integer(of.length)] ?? of[0];
    const row = (): string => {
      const n = random.integer(150);
      return pick(
        `individual,kyc-basic,e-${n},Person ${n},p${n}@leads.example`,
        `individual,kyc-basic,e-${n},Person ${n},p${n}@leads.example`,
        `individual,kyc-basic,,Nobody ${n},n${n}@leads.example`,
        `individual,kyc-basic,e-${n},Another,a${n}@leads.example`,
        `business,kyb-standard,e-${n},,post${n}@leads.example`,
        `individual,kyb-standard,e-${n},P,p@leads.example`,
        `individual,kyc-basic,e-${n},P,no address`,
        `individual,kyc-basic,e-${n}`,
        `individual,kyc-basic,e-${n},"P\nQ",q${n}@leads.example,more`,
      );
    };
    const rows = Array.from({ length: 450 }, row);
    // Some are there before.
    await take(`${head}${rows.slice(0, 40).join('\n')}\n`);
    const file = `${head}${rows.slice(20).join('\n')}\n`;
    const dry = await take(file, '?dryRun=true');
    const real = await take(file);
    expect([seed, counts(dry), dry.refusals]).toEqual([seed, counts(real), real.refusals]);
    for (const figure of [real.accepted, real.repeated, real.refused]) expect(figure).toBeGreaterThan(20);
  },
);

test('[LEAD-4] idle leads are those not started or in progress without a change for so many days', async () => {
  const mine = await startBackend();
  try {
    const get = async (query: string) =>
      listSchema.parse(await (await mine.integrator(`/v1/leads/idle${query}`)).json());
    const made = [];
    for (let n = 0; n < 5; n += 1) {
      made.push((await createCustomer(mine)).id);
      mine.clock.advance(1000);
    }
    const submitted = await submitCustomer(mine, made.at(-1) ?? '');
    mine.clock.advance(8 * day);
    const fresh = await createCustomer(mine);
    expect((await get('')).items.map(({ id }) => id)).toEqual(made.slice(0, 4));
    expect((await get('?days=9')).items).toEqual([]);
    const everything = (await get('?days=0')).items.map(({ id }) => id);
    expect(everything).toContain(fresh.id);
    expect(everything).not.toContain(submitted.id);
    const first = await get('?limit=3');
    const second = await get(`?limit=3&cursor=${first.nextCursor ?? ''}`);
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(made.slice(0, 4));
    expect(second.nextCursor).toBeNull();
    expect((await mine.integrator('/v1/leads/idle?cursor=nonsense')).status).toBe(422);
  } finally {
    await mine.close();
  }
});

test("another tenant's import is unknown", async () => {
  const { id } = await take(people(0, 1));
  expect((await server.integrator(`/v1/leads/import/${id}`)).status).toBe(404);
  expect((await server.integrator(`/v1/leads/import/${id}`, {}, tenant.apiKey)).status).toBe(200);
});
