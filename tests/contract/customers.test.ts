import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { customerSchema, type Customer } from '../../src/shared/domain/index.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import {
  basicFields,
  caseUnderReview,
  createCustomer,
  patchCustomer,
  pngBytes,
  submitCustomer,
  uploadDocument,
} from '../support/backend-customers.ts';
import { approveAll, requestAgain } from '../support/reviewing.ts';
import { evidenceOf, type WorkstationClient } from '../support/workstation-client.ts';

let server: TestBackend;
let analyst: WorkstationClient;
beforeAll(async () => {
  server = await startBackend();
  analyst = await server.signIn(server.tenant.analyst);
});
afterAll(() => server.close());

const json = { 'content-type': 'application/json' };
const create = (body: unknown, headers: Record<string, string> = {}) =>
  server.integrator('/v1/customers', {
    method: 'POST',
    headers: { ...json, ...headers },
    body: JSON.stringify(body),
  });
const draft = { kind: 'individual', levelId: 'kyc-basic', fields: basicFields };
const pathsOf = (body: unknown) => (body as { errors: { path: string }[] }).errors.map(({ path }) => path);

async function finish(customer: Customer, payload: ReturnType<typeof approveAll>): Promise<Customer> {
  const on = { customerId: customer.id, baseVersion: customer.version };
  const start = analyst.build({ type: 'review.start', payload: {}, ...on });
  const end = analyst.build({
    type: 'review.finish',
    payload,
    evidence: evidenceOf(customer),
    dependsOn: start.id,
    ...on,
  });
  expect(await analyst.send([start, end])).toMatchObject([{ result: 'applied' }, { result: 'applied' }]);
  return analyst.customer(customer.id);
}

describe('creating', () => {
  test('a customer begins as not started, with its version as ETag', async () => {
    const answer = await create(draft);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('etag')).toBe('"1"');
    expect(await answer.json()).toMatchObject({
      name: 'Zoë Łukasz-O’Brien',
      status: 'CREATED',
      reviewStatus: 'Pending',
      leadStatus: 'not_started',
      version: 1,
    });
  });

  test('every wrong field is named', async () => {
    const fields = {
      dateOfBirth: '1990-02-30',
      nationality: 'Poland',
      email: 'no',
      phone: '0301234',
      shoeSize: '42',
      firstName: 'a\u0000b',
    };
    const answer = await create({ ...draft, fields });
    expect(answer.status).toBe(422);
    const paths = pathsOf(await answer.json());
    expect(new Set(paths)).toEqual(new Set(Object.keys(fields).map(key => `body.fields.${key}`)));
  });

  test('an unknown member, an unknown level, a level of the other kind and a person with owners are refused', async () => {
    expect((await create({ ...draft, admin: true })).status).toBe(422);
    expect((await create({ ...draft, levelId: 'kyc-platinum' })).status).toBe(422);
    expect((await create({ ...draft, levelId: 'kyb-standard' })).status).toBe(422);
    const owner = { name: 'X', ownershipPercent: 1, isDirector: false };
    expect((await create({ ...draft, beneficialOwners: [owner] })).status).toBe(422);
  });

  test('an externalId is used once', async () => {
    expect((await create({ ...draft, externalId: 'e-1' })).status).toBe(201);
    const second = await create({ ...draft, externalId: 'e-1' });
    expect(second.status).toBe(422);
    expect(pathsOf(await second.json())).toEqual(['body.externalId']);
  });

  test('[API-9] the same key gives the first answer, in parallel too, and takes no other body', async () => {
    const headers = { 'idempotency-key': 'create-1' };
    const first = await create(draft, headers);
    const again = await create(draft, headers);
    expect(again.status).toBe(201);
    expect(await again.json()).toEqual(await first.json());
    const other = await create({ ...draft, externalId: 'other' }, headers);
    expect(other.status).toBe(422);
    expect(await other.json()).toMatchObject({ code: 'idempotency_mismatch' });

    const parallel = await Promise.all(
      Array.from({ length: 20 }, () => create(draft, { 'idempotency-key': 'create-2' })),
    );
    const made = await Promise.all(
      parallel.filter(({ status }) => status === 201).map(answer => answer.json()),
    );
    expect(new Set(made.map(one => customerSchema.parse(one).id)).size).toBe(1);
    expect(parallel.filter(({ status }) => status !== 201 && status !== 409)).toEqual([]);
  });

  test('[API-9] a key that a crash left without an answer is taken over when its lease has run out', async () => {
    const headers = { 'idempotency-key': 'crashed' };
    const { store } = server.backend.context;
    const first = await create(draft, headers);
    const made = customerSchema.parse(await first.json());
    // As the row stands when the process ended before it did anything.
    onTestFinished(server.clock.standStill());
    const leasedUntil = server.clock.now() + 10_000;
    const left = { status: null, headers: null, body: null, run: 'another run', leasedUntil };
    await store.writer.updateTable('idempotency').set(left).where('key', '=', 'crashed').execute();
    server.clock.advance(9_999);
    const early = await create(draft, headers);
    expect([early.status, early.headers.get('retry-after')]).toEqual([409, '1']);
    server.clock.advance(1);
    const again = await create(draft, headers);
    expect(again.status).toBe(201);
    const second = customerSchema.parse(await again.json());
    expect(second.id).not.toBe(made.id);
    expect(customerSchema.parse(await (await create(draft, headers)).json()).id).toBe(second.id);
  });

  test('[API-9] a refused request does not use its key up', async () => {
    const headers = { 'idempotency-key': 'create-3' };
    expect((await create({ ...draft, levelId: 'nope' }, headers)).status).toBe(422);
    expect((await create(draft, headers)).status).toBe(201);
  });
});

describe('changing', () => {
  test('a PATCH needs the version that it was made on', async () => {
    const customer = await createCustomer(server);
    const patch = (headers: Record<string, string>) =>
      server.integrator(`/v1/customers/${customer.id}`, {
        method: 'PATCH',
        headers: { ...json, ...headers },
        body: '{"fields":{"gender":"other"}}',
      });
    expect((await patch({})).status).toBe(428);
    expect((await patch({ 'if-match': '"7"' })).status).toBe(409);
    const done = await patch({ 'if-match': '"1"' });
    expect(done.headers.get('etag')).toBe('"2"');
    expect(await done.json()).toMatchObject({
      fields: { gender: { value: 'other' } },
      leadStatus: 'in_progress',
    });
  });

  test('[API-18] of changes that are made at once on one version one is made, and the others are told so', async () => {
    const customer = await createCustomer(server);
    const phones = Array.from({ length: 5 }, (_, n) => `+493090177${n}`);
    // The tenant's turn is held until all of them have come: none is through before the next one begins.
    const turn = Promise.withResolvers<undefined>();
    const held = server.backend.context.work(server.tenant.id, () => turn.promise);
    const sent = phones.map(phone =>
      server.integrator(`/v1/customers/${customer.id}`, {
        method: 'PATCH',
        headers: { ...json, 'if-match': `"${customer.version}"` },
        body: JSON.stringify({ fields: { phone } }),
      }),
    );
    for (let times = 0; times < 5; times += 1)
      await fetch(`${server.url}/healthz`, { headers: { connection: 'close' } });
    turn.resolve(undefined);
    await held;
    const answers = await Promise.all(sent);
    const said = answers.map(({ status }) => status).toSorted((a, b) => a - b);
    expect(said).toEqual([200, 409, 409, 409, 409]);
    const place = answers.findIndex(({ status }) => status === 200);
    expect(customerSchema.parse(await answers[place]?.json())).toMatchObject({
      version: customer.version + 1,
      fields: { phone: { value: phones[place] } },
    });
    for (const answer of answers.filter(({ status }) => status === 409))
      expect(await answer.json()).toMatchObject({ code: 'version_conflict' });
    expect(await analyst.customer(customer.id)).toMatchObject({
      version: customer.version + 1,
      fields: { phone: { value: phones[place] } },
    });
  });

  test('a PATCH that changes nothing makes no version', async () => {
    const customer = await createCustomer(server);
    expect(await patchCustomer(server, customer, { fields: { phone: basicFields.phone } })).toMatchObject({
      version: 1,
    });
  });
});

describe('the way of a case', () => {
  test('what is missing is said item by item, and stops a submission', async () => {
    const customer = await createCustomer(server, { levelId: 'kyc-enhanced' });
    const missing = (await (await server.integrator(`/v1/customers/${customer.id}/missing`)).json()) as {
      items: { item: string; customerSentence: string }[];
    };
    const items = missing.items.map(({ item }) => item);
    expect(items).toContain('field:address.city');
    expect(items).toContain('documentType:passport');
    expect(missing.items.every(({ customerSentence }) => customerSentence.length > 10)).toBe(true);
    const submitted = await server.integrator(`/v1/customers/${customer.id}/submit`, { method: 'POST' });
    expect(submitted.status).toBe(409);
    const body = await submitted.json();
    expect(body).toMatchObject({ code: 'incomplete' });
    expect(pathsOf(body)).toEqual(items);
  });

  test('submitting puts a complete case under review, once', async () => {
    const { id } = await createCustomer(server);
    expect(await submitCustomer(server, id)).toMatchObject({
      status: 'UNDER_REVIEW',
      leadStatus: 'under_review',
      submittedAt: expect.any(String),
      dueAt: expect.any(String),
    });
    const again = await server.integrator(`/v1/customers/${id}/submit`, { method: 'POST' });
    expect(again.status).toBe(422);
    expect(await again.json()).toMatchObject({ code: 'invalid_transition' });
  });

  test('[FLOW-1] a request is answered by a field of the same value, a replacement and a new document, and ends by itself', async () => {
    const customer = await caseUnderReview(server, 'rfi');
    const passport = customer.documents[0]?.id ?? '';
    const asked = await finish(
      customer,
      requestAgain(['field:phone', `document:${passport}`, 'documentType:selfie']),
    );
    expect(asked.status).toBe('NEEDS_ADDITIONAL_INFORMATION');

    const first = await patchCustomer(server, asked, { fields: { phone: basicFields.phone } });
    expect(first).toMatchObject({
      status: 'NEEDS_ADDITIONAL_INFORMATION',
      rfi: { items: [{ answeredAt: expect.any(String) }, {}, {}] },
    });
    await uploadDocument(server, asked.id, {
      type: 'passport',
      bytes: pngBytes('better'),
      replaces: passport,
    });
    await uploadDocument(server, asked.id, { type: 'passport', bytes: pngBytes('yet another') });
    expect((await analyst.customer(asked.id)).status).toBe('NEEDS_ADDITIONAL_INFORMATION');
    await uploadDocument(server, asked.id, { type: 'selfie', bytes: pngBytes('face') });
    expect(await analyst.customer(asked.id)).toMatchObject({
      status: 'UNDER_REVIEW',
      reviewStatus: 'Pending',
    });
  });

  test('an ACTIVE case is reviewed again when something new is given, a REJECTED one takes nothing', async () => {
    const one = await caseUnderReview(server, 'active');
    const active = await finish(one, approveAll(one));
    expect(active.status).toBe('ACTIVE');
    expect(await patchCustomer(server, active, { fields: { phone: '+4930901777' } })).toMatchObject({
      status: 'UNDER_REVIEW',
    });

    const two = await caseUnderReview(server, 'rejected');
    const rejected = await finish(two, {
      outcome: 'reject',
      reasons: ['fraud.multiAccounting'],
      verdicts: [],
      request: [],
      tags: [],
    });
    const patch = await server.integrator(`/v1/customers/${two.id}`, {
      method: 'PATCH',
      headers: { ...json, 'if-match': `"${rejected.version}"` },
      body: '{"fields":{"gender":"other"}}',
    });
    expect(patch.status).toBe(422);
    expect(await patch.json()).toMatchObject({ code: 'invalid_transition' });
  });
});

describe('lists', () => {
  test('pages by cursor meet every customer once in each sort, and filters hold', async () => {
    const tenant = await server.addTenant('Lists');
    const names = ['Ángel', 'Björn', 'Chloé', 'Đặng', 'Émile', 'Ng', '田中', 'Zoë'];
    for (const firstName of names) {
      const body = JSON.stringify({ ...draft, fields: { ...basicFields, firstName } });
      await server.integrator('/v1/customers', { method: 'POST', headers: json, body }, tenant.apiKey);
    }
    const list = async (query: string) =>
      (await (await server.integrator(`/v1/customers?${query}`, {}, tenant.apiKey)).json()) as {
        items: Customer[];
        nextCursor: string | null;
      };
    for (const sort of [
      'createdAt',
      '-createdAt',
      'updatedAt',
      '-updatedAt',
      'name',
      '-name',
      'risk',
      '-risk',
    ]) {
      const seen: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const page: { items: Customer[]; nextCursor: string | null } = await list(
          `sort=${sort}&limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`,
        );
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor;
      }
      expect([sort, seen.length, new Set(seen).size]).toEqual([sort, names.length, names.length]);
    }
    expect((await list('q=dang')).items.map(({ name }) => name)).toEqual(['Đặng Łukasz-O’Brien']);
    expect((await list('q=%E7%94%B0%E4%B8%AD')).items).toHaveLength(1);
    for (const signs of ['%25', '%27%25_%5C', '%20-'])
      expect((await list(`q=${signs}`)).items, signs).toEqual([]);
    expect((await list('q=%20')).items).toHaveLength(names.length);
    expect((await list('status=ACTIVE')).items).toEqual([]);
    expect((await list('kind=individual&leadStatus=not_started&risk=low')).items).toHaveLength(names.length);
    const { nextCursor } = await list('sort=name&limit=1');
    expect(
      (await server.integrator(`/v1/customers?sort=risk&cursor=${nextCursor ?? ''}`, {}, tenant.apiKey))
        .status,
    ).toBe(422);
    expect((await server.integrator('/v1/customers?limit=201', {}, tenant.apiKey)).status).toBe(422);
  });

  test('of a search the eight longest words are looked for, as the description says: each is looked for in every case', async () => {
    const tenant = await server.addTenant('Searched');
    const words = 'alpha bravo charlie foxtrot november oscar quebec romeo';
    const body = JSON.stringify({ ...draft, fields: { ...basicFields, firstName: words } });
    await server.integrator('/v1/customers', { method: 'POST', headers: json, body }, tenant.apiKey);
    const found = async (q: string) => {
      const answer = await server.integrator(
        `/v1/customers?${new URLSearchParams({ q }).toString()}`,
        {},
        tenant.apiKey,
      );
      return ((await answer.json()) as { items: Customer[] }).items.length;
    };
    expect(await found(`ww ${words} y z`)).toBe(1);
    expect(await found(`ww ${words.replace('alpha ', '')}`)).toBe(0);
    expect(await found(`${words} yankee`)).toBe(0);
    const api = await (await fetch(`${server.url}/openapi.json`)).text();
    expect(api).toContain('of more than 8 the longest are looked for');
  });

  test('those that are alike in what a list is sorted by follow each other by id, page by page', async () => {
    const fresh = await startBackend();
    const request = fresh.integrator;
    fresh.clock.standStill();
    const ids: string[] = [];
    for (let n = 0; n < 9; n += 1) {
      const made = await request('/v1/customers', {
        method: 'POST',
        headers: json,
        body: JSON.stringify(draft),
      });
      ids.push(((await made.json()) as Customer).id);
    }
    ids.sort();
    // Rows are no longer where they were made, and lie in no index in the order of their ids.
    const shuffled = [4, 8, 1, 6, 0, 3, 7, 2, 5].map(place => ids[place]);
    const give = async (version: number, gender: string, pauseMs: number): Promise<void> => {
      for (const id of shuffled) {
        fresh.clock.advance(pauseMs);
        const headers = { ...json, 'if-match': `"${version}"` };
        const body = JSON.stringify({ fields: { gender } });
        expect((await request(`/v1/customers/${id}`, { method: 'PATCH', headers, body })).status).toBe(200);
      }
    };
    const listed = async (query: string): Promise<string[]> => {
      const seen: string[] = [];
      for (let cursor = ''; ;) {
        const page = await request(`/v1/customers?limit=2&${query}${cursor}`, {});
        const { items, nextCursor } = (await page.json()) as { items: Customer[]; nextCursor?: string };
        seen.push(...items.map(({ id }) => id));
        if (nextCursor == null) return seen;
        cursor = `&cursor=${nextCursor}`;
      }
    };
    const filters = ['', '&status=CREATED', '&kind=individual&leadStatus=in_progress&risk=low'];
    const meet = async (keys: readonly string[]): Promise<void> => {
      for (const filter of filters)
        for (const key of keys) {
          expect([key, filter, await listed(`sort=${key}${filter}`)]).toEqual([key, filter, ids]);
          const down = await listed(`sort=-${key}${filter}`);
          expect([`-${key}`, filter, down]).toEqual([`-${key}`, filter, ids.toReversed()]);
        }
    };
    await give(1, 'female', 1000);
    await meet(['createdAt', 'name', 'risk']);
    // An index has them in their order by itself; a store may as well choose to sort.
    for (const index of [
      'customerCreated',
      'customerUpdated',
      'customerName',
      'customerRisk',
      'customerIdle',
    ])
      await sql`drop index ${sql.ref(index)}`.execute(fresh.backend.context.store.writer);
    await meet(['createdAt', 'name', 'risk']);
    await give(2, 'other', 0);
    await meet(['updatedAt', 'createdAt', 'name', 'risk']);
    await fresh.close();
  });

  test('names as long as they may be are listed in order, page by page', async () => {
    const tenant = await server.addTenant('Long names');
    // Not compressible, three bytes a letter: too much for an entry of an index.
    const long = (seed: number): string =>
      Array.from({ length: 1000 }, (_, n) =>
        String.fromCharCode(0x4e00 + (((seed + n) * 7919 * (n + 1)) % 20_000)),
      ).join('');
    for (const seed of [1, 2, 3]) {
      const fields = {
        ...basicFields,
        firstName: long(seed),
        lastName: `"${long(seed + 10)}`.slice(0, 1000),
      };
      const body = JSON.stringify({ ...draft, fields });
      const answer = await server.integrator(
        '/v1/customers',
        { method: 'POST', headers: json, body },
        tenant.apiKey,
      );
      expect(answer.status).toBe(201);
    }
    const names: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: string = `sort=name&limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`;
      const answer = await server.integrator(`/v1/customers?${query}`, {}, tenant.apiKey);
      expect(answer.status).toBe(200);
      const page = (await answer.json()) as { items: Customer[]; nextCursor: string | null };
      names.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor;
    }
    const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
    expect(names).toHaveLength(3);
    expect(names).toEqual(names.toSorted(byBytes));
  });

  test.each([
    ['createdAt', ['createdAt', 'yesterday', 'x']],
    ['createdAt', ['createdAt', 1.5, 'x']],
    ['-risk', ['-risk', '0', 'x']],
    ['name', ['name', 7, 'x']],
  ])('a cursor of %s that names no place in it is refused: %j', async (sort, cursor) => {
    const text = Buffer.from(JSON.stringify(cursor)).toString('base64url');
    const answer = await server.integrator(`/v1/customers?sort=${sort}&cursor=${text}`);
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
      422,
      'invalid_payload',
    ]);
  });
});
