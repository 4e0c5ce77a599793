import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endpoints, type Endpoint } from '../../src/shared/api/index.ts';
import { z } from '../../src/shared/zod.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { basicFields, createCustomer, pngBytes } from '../support/backend-customers.ts';
import { inlined, readApiDocument, type ApiDocument } from '../support/hostile/api-document.ts';

let server: TestBackend;
let api: ApiDocument;
beforeAll(async () => {
  server = await startBackend();
  api = await readApiDocument(server.url);
});
afterAll(() => server.close());

const problemSchema = z.object({
  code: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).nullish(),
});
const madeSchema = z.looseObject({ id: z.string(), version: z.int().nullish() });

const send = (method: string, path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  server.integrator(path, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

const refusedBy = async (answer: Response) => {
  const { code, errors } = problemSchema.parse(await answer.json());
  return { status: answer.status, code, paths: errors?.map(({ path }) => path) };
};

const person = { kind: 'individual', levelId: 'kyc-basic' };

describe('[API-16] the description of a call', () => {
  test('names every header that it reads', () => {
    const reading = api.operations.flatMap(({ id, parameters }) =>
      parameters
        .filter(one => one.in === 'header')
        .map(({ name, required }) => `${id} ${name}${required ? '' : '?'}`),
    );
    const keyed = reading.filter(line => line.endsWith(' Idempotency-Key?')).map(line => line.split(' ')[0]);
    expect(reading.filter(line => !line.includes('Idempotency-Key'))).toEqual([
      'levels.patch If-Match?',
      'customers.patch If-Match',
      'documents.content Range?',
      'documents.content If-Range?',
      'documents.content If-None-Match?',
    ]);
    expect(keyed).toEqual(
      expect.arrayContaining(['customers.create', 'customers.submit', 'documents.upload', 'links.create']),
    );
  });

  test('names the scope that an API key needs, and none where it needs none', async () => {
    const described = z
      .object({
        paths: z.record(
          z.string(),
          z.record(
            z.string(),
            z.looseObject({ operationId: z.string(), description: z.string().optional() }),
          ),
        ),
      })
      .parse(await (await fetch(`${server.url}/openapi.json`)).json());
    const operations = Object.values(described.paths).flatMap(path => Object.values(path));
    const said = operations.map(({ operationId, description = '' }) => [
      operationId,
      /needs the scope (\S+)\.$/m.exec(description)?.[1],
    ]);
    expect(Object.fromEntries(said)).toEqual(
      Object.fromEntries(
        Object.entries(endpoints).map(([id, endpoint]) => [id, (endpoint as Endpoint).scope]),
      ),
    );
    expect(said.filter(([, scope]) => scope !== undefined).length).toBeGreaterThan(20);
  });

  test('is enough to change a customer and to read a part of a document', async () => {
    const call = (id: string) => {
      const found = api.operations.find(operation => operation.id === id);
      if (!found) throw new Error(id);
      return found;
    };
    const customer = await createCustomer(server);
    const read = await server.integrator(`/v1/customers/${customer.id}`);
    expect(call('customers.get').headers.get(200)?.always).toEqual(['etag']);
    const [needed] = call('customers.patch').parameters.filter(one => one.in === 'header' && one.required);
    const headers = { [needed?.name ?? '']: read.headers.get('etag') ?? '' };
    const changed = await send('PATCH', `/v1/customers/${customer.id}`, { fields: {} }, headers);
    expect(changed.status).toBe(200);
    expect(call('customers.create').headers.get(201)?.always).toEqual(['etag', 'location']);
    expect(call('documents.content').headers.get(206)?.always).toEqual(
      expect.arrayContaining(['etag', 'accept-ranges', 'content-range']),
    );
  });

  test('says what any call may be refused with: for its address, its parameters, its headers, its body', async () => {
    const { session } = await server.signIn(server.tenant.admin);
    const json = { 'content-type': 'application/json' };
    const wrong: readonly (readonly [query: string, RequestInit])[] = [
      ['?%ff', {}],
      ['?stranger=1', {}],
      ['', { headers: { ...json, 'content-encoding': 'gzip' }, body: '{}' }],
      ['', { headers: { 'content-type': 'text/plain' }, body: 'text' }],
    ];
    const told = new Set<number>();
    for (const { id, method, path, problems } of api.operations) {
      const { caller }: Endpoint = endpoints[id as keyof typeof endpoints];
      const sender = caller === 'anyone' ? {} : { authorization: `Bearer ${session.accessToken}` };
      for (const [query, { headers, body }] of wrong) {
        if (body !== undefined && method === 'GET') continue;
        const address = `${server.url}${path.replaceAll(/\{\w+\}/g, 'nobody')}${query}`;
        const init = {
          method,
          headers: { ...Object(headers), ...sender },
          ...(body === undefined ? {} : { body }),
        };
        const { status, code } = await refusedBy(await fetch(address, init));
        expect([id, query, status, problems.get(status)]).toEqual([
          id,
          query,
          status,
          expect.arrayContaining([code]),
        ]);
        told.add(status);
      }
    }
    expect(told).toEqual(new Set([400, 415, 422]));
    // What a method may have, whether or not the call takes it, and who needs nothing of the store.
    const without = (status: number) => api.operations.filter(({ problems }) => !problems.has(status));
    expect(new Set(without(413).map(({ method }) => method))).toEqual(new Set(['GET']));
    expect(without(503).map(({ id }) => id)).toEqual(['health.live']);
    expect(without(408)).toEqual([]);
    const one = { method: 'DELETE', headers: { ...json, authorization: `Bearer ${session.accessToken}` } };
    const ended = await fetch(`${server.url}/v1/sessions/current`, {
      ...one,
      body: '"'.repeat(1 << 20) + '""',
    });
    expect(ended.status).toBe(413);
  });

  test('says of an owner what is looked at, which is more than the schema', async () => {
    const document: unknown = inlined(await (await fetch(`${server.url}/openapi.json`)).json());
    const { OwnerInput } = z
      .object({
        components: z.object({ schemas: z.object({ OwnerInput: z.record(z.string(), z.unknown()) }) }),
      })
      .parse(document).components.schemas;
    const described = z.fromJSONSchema(OwnerInput);
    for (const name of ['Ö', ' ', '', '\n', ' Åse  Berg ', 'x'.repeat(1000), 'x'.repeat(1001)]) {
      const owner = { name, ownershipPercent: 100, isDirector: true };
      const beneficialOwners = [owner];
      const body = { kind: 'business', levelId: 'kyb-standard', fields: {}, beneficialOwners };
      const { status } = await send('POST', '/v1/customers', body);
      expect([name.slice(0, 20), described.safeParse(owner).success]).toEqual([
        name.slice(0, 20),
        status === 201,
      ]);
    }
    const text = JSON.stringify(OwnerInput);
    expect(text).toContain('a date such as 1990-01-31, not before 1900-01-01 nor in the future');
    expect(text).toContain('an ISO 3166-1 alpha-3 code such as DEU');
  });

  test('refers to what it answers by name, and says what an upload’s meta, a command and an event are', async () => {
    const document: unknown = await (await fetch(`${server.url}/openapi.json`)).json();
    const text = JSON.stringify(document);
    const { components, tags, webhooks, paths } = z
      .object({
        components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
        tags: z.array(z.object({ name: z.string() })),
        webhooks: z.record(z.string(), z.unknown()),
        paths: z.record(z.string(), z.record(z.string(), z.looseObject({ tags: z.array(z.string()) }))),
      })
      .parse(document);
    for (const name of ['Customer', 'Document', 'Level', 'Link', 'Command', 'Problem', 'Webhook', 'Metrics'])
      expect([name, components.schemas[name]]).toEqual([name, expect.any(Object)]);
    // What a customer is stands in it once, however many calls answer one.
    expect([text.split('"levelVersion":').length, text.split('"uploadedBy":').length]).toEqual([2, 2]);
    const used = Object.values(paths).flatMap(methods => Object.values(methods).flatMap(one => one.tags));
    expect(tags.map(({ name }) => name)).toEqual([...new Set(used)]);
    expect(Object.keys(webhooks)).toContain('kyc.status_updated');
    const whole = JSON.stringify(inlined(document));
    expect(whole.length).toBeGreaterThan(text.length);
    const upload = JSON.stringify(Reflect.get(Object(components.schemas['DocumentMeta']), 'properties'));
    for (const member of ['type', 'side', 'page', 'replaces']) expect(upload).toContain(`"${member}"`);
    expect(JSON.stringify(components.schemas['FieldValues'])).toContain('ISO 3166-1 alpha-3');
  });
});

describe('[API-14] what is unknown', () => {
  test('is named up to fifty times, however much there is', async () => {
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`member${n}`, 1]));
    const owner = { name: 'Ada', ownershipPercent: 'half', dateOfBirth: 1, nationality: 1, isDirector: 'no' };
    for (const body of [
      { ...person, fields: {}, ...many },
      { ...person, kind: 'business', fields: {}, beneficialOwners: Array.from({ length: 100 }, () => owner) },
    ]) {
      const { code, paths } = await refusedBy(await send('POST', '/v1/customers', body));
      expect([code, paths?.length]).toEqual(['invalid_payload', 50]);
    }
  });

  test('is named, each member by its own path', async () => {
    const links = await send('POST', '/v1/links', { ...person, externalId: 'x', event: 'y' });
    expect(await refusedBy(links)).toEqual({
      status: 422,
      code: 'invalid_payload',
      paths: ['body.externalId', 'body.event'],
    });
    const owner = { name: 'A', ownershipPercent: 100, isDirector: true, share: 1 };
    const deep = { kind: 'business', levelId: 'kyb-standard', fields: {}, beneficialOwners: [owner] };
    expect(await refusedBy(await send('POST', '/v1/customers', deep))).toMatchObject({
      paths: ['body.beneficialOwners.0.share'],
    });
    const many = Object.fromEntries(Array.from({ length: 80 }, (_, n) => [`${'m'.repeat(300)}${n}`, 1]));
    const { paths = [] } = await refusedBy(
      await send('POST', '/v1/customers', { ...person, fields: {}, ...many }),
    );
    expect([paths.length, Math.max(...paths.map(({ length }) => length))]).toEqual([50, 200]);
  });

  test('is no member of an empty object, which is taken where no body is', async () => {
    const customer = await createCustomer(server, { fields: basicFields });
    expect((await send('POST', `/v1/customers/${customer.id}/submit`, {})).status).toBe(200);
  });
});

describe('[API-17] null', () => {
  /** Paths of optional members that do not take null. */
  const strict = (schema: unknown, path: string): readonly string[] => {
    if (typeof schema !== 'object' || schema === null) return [];
    const at = (key: string): unknown => Reflect.get(schema, key);
    const required = at('required');
    const inside = Object.entries(Object(at('properties'))).flatMap(([name, member]) => {
      const isOptional = !(Array.isArray(required) && required.includes(name));
      const takesNull = JSON.stringify(member).includes('"null"');
      return [...(isOptional && !takesNull ? [`${path}.${name}`] : []), ...strict(member, `${path}.${name}`)];
    });
    const branches = [at('items'), ...(Array.isArray(at('anyOf')) ? (at('anyOf') as unknown[]) : [])];
    return [...inside, ...branches.flatMap(branch => strict(branch, path))];
  };

  test('is taken at every optional member of a body as if the member were not there', () => {
    const bodies = api.operations.filter(({ body, id }) => body !== undefined && id !== 'commands.send');
    expect(bodies.length).toBeGreaterThan(12);
    expect(bodies.flatMap(({ id, body }) => strict(body?.schema, id))).toEqual([]);
  });

  test('makes what an absent member makes', async () => {
    const nothing = { externalId: null, beneficialOwners: null, sumsubShareToken: null };
    const made = await send('POST', '/v1/customers', { ...person, fields: basicFields, ...nothing });
    const customer = madeSchema.parse(await made.json());
    expect([made.status, customer['externalId'] ?? null]).toEqual([201, null]);

    const link = { ...person, customerId: null, fields: null, locale: null, items: null };
    expect((await send('POST', '/v1/links', link)).status).toBe(201);

    const form = new FormData();
    form.append('meta', JSON.stringify({ type: 'passport', side: null, page: null, replaces: null }));
    form.append('file', new Blob([pngBytes('null')]), 'a.png');
    const path = `/v1/customers/${customer.id}/documents`;
    expect((await server.integrator(path, { method: 'POST', body: form })).status).toBe(201);

    const patch = { fields: { phone: null }, beneficialOwners: null, sumsubShareToken: null };
    const changed = await send('PATCH', `/v1/customers/${customer.id}`, patch, { 'if-match': '*' });
    expect(await changed.json()).toMatchObject({ fields: { email: { value: basicFields.email } } });
  });

  test('changes nothing of a level, but for when it is approved by itself', async () => {
    const field = { key: 'firstName', required: true, label: null, type: null };
    const level = {
      kind: 'individual',
      name: 'Nulls',
      fields: [field],
      autoApproveBelow: 10,
      linkTtlHours: 3,
    };
    const rest = { id: null, documents: null, checks: null, fourEyes: null };
    const made = madeSchema.parse(await (await send('POST', '/v1/levels', { ...level, ...rest })).json());
    const nothing = {
      name: null,
      fields: null,
      documents: null,
      checks: null,
      fourEyes: null,
      linkTtlHours: null,
    };
    const same = await send('PATCH', `/v1/levels/${made.id}`, nothing);
    expect(await same.json()).toEqual(made);
    const never = await send('PATCH', `/v1/levels/${made.id}`, { ...nothing, autoApproveBelow: null });
    expect(await never.json()).toMatchObject({ version: 2, name: 'Nulls', linkTtlHours: 3 });
    const { autoApproveBelow = null } = z
      .looseObject({ autoApproveBelow: z.number().nullish() })
      .parse(await (await send('PATCH', `/v1/levels/${made.id}`, nothing)).json());
    expect(autoApproveBelow).toBeNull();
  });
});

describe('[API-18] If-Match', () => {
  test.each(['2', 'W/"1"', '"1', 'version 1', '', '"1" "2"'])(
    'that is %j is refused by name',
    async match => {
      const { id } = await createCustomer(server);
      const answer = await send('PATCH', `/v1/customers/${id}`, { fields: {} }, { 'if-match': match });
      expect(await refusedBy(answer)).toEqual({
        status: 422,
        code: 'invalid_payload',
        paths: ['headers.if-match'],
      });
      const level = await send('PATCH', '/v1/levels/kyc-premium', {}, { 'if-match': match });
      expect(level.status).toBe(422);
    },
  );

  test('takes a list of versions, and * for whatever there is', async () => {
    const { id } = await createCustomer(server);
    const patch = (match: string) =>
      send('PATCH', `/v1/customers/${id}`, { fields: {} }, { 'if-match': match });
    expect(await refusedBy(await patch('"7", "8"'))).toMatchObject({ status: 409, code: 'version_conflict' });
    expect((await patch('"8" ,"1"')).status).toBe(200);
    expect((await patch('*')).status).toBe(200);
  });

  test('is needed to change a customer, and another version’s changes nothing', async () => {
    const customer = await createCustomer(server);
    const path = `/v1/customers/${customer.id}`;
    const fields = { phone: '+4930901777' };
    const bare = await send('PATCH', path, { fields });
    expect(await refusedBy(bare)).toMatchObject({ status: 428, code: 'precondition_required' });
    const stale = await send('PATCH', path, { fields }, { 'if-match': `"${customer.version + 1}"` });
    expect(await refusedBy(stale)).toMatchObject({ status: 409, code: 'version_conflict' });
    const level = await send('PATCH', '/v1/levels/kyc-premium', {}, { 'if-match': '"999"' });
    expect(await refusedBy(level)).toMatchObject({ status: 409, code: 'version_conflict' });
    expect(await (await server.integrator(path)).json()).toEqual(customer);
  });
});

test('[API-19] a request has an id that no other has, of another process or start neither', async () => {
  const other = await startBackend();
  const idOf = async (url: string): Promise<string> =>
    (await fetch(`${url}/healthz`)).headers.get('x-request-id') ?? '';
  const ids = [await idOf(server.url), await idOf(server.url), await idOf(other.url), await idOf(other.url)];
  await other.close();
  expect(new Set(ids).size).toBe(4);
  const starts = ids.map(id => id.split('-')[0] ?? '');
  expect([starts[0] === starts[1], starts[0] === starts[2], starts[0]?.length]).toEqual([true, false, 12]);
});
