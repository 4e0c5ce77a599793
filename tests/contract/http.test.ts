import { createConnection } from 'node:net';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endpoints, problemCodes, problemSchema, type Endpoint } from '../../src/shared/api/index.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import {
  caseUnderReview,
  createCustomer,
  pngBytes,
  uploadDocument,
  uploadForm,
} from '../support/backend-customers.ts';
import { eventually } from '../support/eventually.ts';

let server: TestBackend;
beforeAll(async () => void (server = await startBackend()));
afterAll(() => server.close());

const json = { 'content-type': 'application/json' };

async function expectProblem(answer: Response, status: number, code: string): Promise<void> {
  const text = await answer.text();
  expect([answer.status, text]).toEqual([status, expect.stringContaining(`"code":"${code}"`)]);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  const problem = problemSchema.parse(JSON.parse(text));
  expect(problemCodes).toContain(problem.code);
  expect(answer.headers.get('x-request-id')).toBeTruthy();
}

describe('[API-8] refusals', () => {
  const body = (text: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = json) =>
    server.integrator('/v1/customers', { method: 'POST', headers, body: text });

  test('an unknown address, a wrong method, a bad credential', async () => {
    await expectProblem(await fetch(`${server.url}/v2/nothing`), 404, 'not_found');
    const wrong = await fetch(`${server.url}/v1/customers`, { method: 'DELETE' });
    expect(wrong.headers.get('allow')).toBe('POST, GET');
    await expectProblem(wrong, 405, 'method_not_allowed');
    await expectProblem(await fetch(`${server.url}/v1/customers`), 401, 'unauthenticated');
    for (const authorization of [
      'Bearer sk_nope',
      'Bearer at_nope',
      'Basic abc',
      'Bearer',
      `Bearer ${'x'.repeat(4000)}`,
    ]) {
      await expectProblem(
        await fetch(`${server.url}/v1/me`, { headers: { authorization } }),
        401,
        'unauthenticated',
      );
    }
    await expectProblem(await server.integrator('/v1/me'), 403, 'role_missing');
  });

  test('broken JSON, broken UTF-8, a member twice, half a surrogate, prototype keys, deep nesting', async () => {
    const good = '{"kind":"individual","levelId":"kyc-basic","fields":{}}';
    const broken = [
      '{"kind":',
      '',
      'null garbage',
      good.replace('"kind"', '"kind":"business","kind"'),
      good.replace('{}', '{"firstName":"\\ud800"}'),
      good.replace('{}', '{"__proto__":"x"}'),
      good.replace('{}', '{"constructor":"x"}'),
      `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
    ];
    for (const text of broken.filter(Boolean)) await expectProblem(await body(text), 400, 'malformed');
    await expectProblem(await body(Uint8Array.from([0x22, 0xff, 0xfe, 0x22])), 400, 'malformed');
    await expectProblem(await body(''), 422, 'invalid_payload');
  });

  test('a wrong media type, a body too large, a multipart where JSON belongs', async () => {
    await expectProblem(
      await body('a=b', { 'content-type': 'application/x-www-form-urlencoded' }),
      415,
      'unsupported_media_type',
    );
    await expectProblem(await body('<x/>', { 'content-type': 'text/xml' }), 415, 'unsupported_media_type');
    await expectProblem(await body(`"${'x'.repeat(1 << 20)}"`), 413, 'too_large');
    const form = uploadForm({ type: 'passport', bytes: pngBytes('x') });
    await expectProblem(
      await server.integrator('/v1/customers', { method: 'POST', body: form }),
      415,
      'unsupported_media_type',
    );
  });

  test('a missing scope, a missing role', async () => {
    const reader = await server.addApiKey(server.tenant, ['customers:read']);
    const answer = await server.integrator(
      '/v1/customers',
      { method: 'POST', headers: json, body: '{}' },
      reader,
    );
    await expectProblem(answer, 403, 'scope_missing');
    expect((await server.integrator('/v1/customers', {}, reader)).status).toBe(200);
    const auditor = await server.signIn(server.tenant.auditor);
    await expectProblem(await auditor.request('/v1/customers'), 403, 'role_missing');
  });

  test('what is not HTTP gets a problem too', async () => {
    const { port } = new URL(server.url);
    const text = await new Promise<string>((resolve, reject) => {
      const socket = createConnection({ port: Number(port), host: '127.0.0.1' });
      let received = '';
      socket.on('data', data => (received += data.toString('utf8')));
      socket.on('close', () => resolve(received));
      socket.on('error', reject);
      socket.write('GARBAGE\r\n\r\n');
    });
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(text).toContain('application/problem+json');
  });
});

describe('[API-7] tenants', () => {
  test('another tenant’s ids are unknown, whoever asks for whatever', async () => {
    const customer = await caseUnderReview(server, 'isolated');
    const document = await uploadDocument(server, customer.id, {
      type: 'selfie',
      bytes: pngBytes('isolated too'),
    });
    const owner = await server.signIn(server.tenant.analyst);
    const note = owner.build({
      type: 'note.add',
      customerId: customer.id,
      baseVersion: null,
      payload: { text: 'x', mentions: [] },
    });
    await owner.sendOne(note);

    const stranger = await server.addTenant('Stranger');
    const analyst = await server.signIn(stranger.analyst);
    const paths = [
      `/v1/customers/${customer.id}`,
      `/v1/customers/${customer.id}/missing`,
      `/v1/documents/${document.id}`,
      `/v1/documents/${document.id}/content`,
    ];
    for (const path of paths) {
      await expectProblem(await analyst.request(path), 404, 'not_found');
      await expectProblem(await server.integrator(path, {}, stranger.apiKey), 404, 'not_found');
    }
    // A supervisor reads everybody's commands, of the own tenant.
    const supervisor = await server.signIn(stranger.supervisor);
    for (const client of [analyst, supervisor])
      await expectProblem(await client.request(`/v1/commands/${note.id}`), 404, 'not_found');
    const patch = { method: 'PATCH', headers: { ...json, 'if-match': '*' }, body: '{"fields":{}}' };
    await expectProblem(
      await server.integrator(`/v1/customers/${customer.id}`, patch, stranger.apiKey),
      404,
      'not_found',
    );
    const post = { method: 'POST' };
    await expectProblem(
      await server.integrator(`/v1/customers/${customer.id}/submit`, post, stranger.apiKey),
      404,
      'not_found',
    );
    const upload = { method: 'POST', body: uploadForm({ type: 'selfie', bytes: pngBytes('y') }) };
    await expectProblem(
      await server.integrator(`/v1/customers/${customer.id}/documents`, upload, stranger.apiKey),
      404,
      'not_found',
    );
    const command = {
      type: 'review.start',
      payload: {},
      customerId: customer.id,
      baseVersion: customer.version,
    } as const;
    expect(await analyst.command(command)).toMatchObject({
      result: 'refused',
      status: 404,
      code: 'not_found',
    });
    const list = await server.integrator('/v1/customers', {}, stranger.apiKey);
    expect(await list.json()).toEqual({ items: [], nextCursor: null });
  });

  test('a command id of another tenant is free, and its users can be given or told nothing', async () => {
    const owner = await server.signIn(server.tenant.analyst);
    const customer = await caseUnderReview(server, 'named');
    const draft = { type: 'note.add', baseVersion: null, customerId: customer.id } as const;
    const note = owner.build({ ...draft, payload: { text: 'x', mentions: [] } });
    expect(await owner.sendOne(note)).toMatchObject({ result: 'applied' });

    const stranger = await server.addTenant('Namesake');
    const analyst = await server.signIn(stranger.analyst);
    const theirs: TestBackend = {
      ...server,
      integrator: (path, init) => server.integrator(path, init, stranger.apiKey),
    };
    const { id: customerId, version: baseVersion } = await caseUnderReview(theirs, 'theirs');

    const [userId, supervisorId] = [server.tenant.analyst.id, server.tenant.supervisor.id];
    const own = { type: 'note.add', customerId, baseVersion: null } as const;
    const commands = [
      analyst.build({ ...own, payload: { text: 'mine', mentions: [] }, over: { id: note.id } }),
      analyst.build({ ...own, payload: { text: 'x', mentions: [userId] } }),
      analyst.build({ type: 'customer.assign', customerId, baseVersion, payload: { userId } }),
      analyst.build({
        type: 'customer.escalate',
        customerId,
        baseVersion,
        payload: { to: supervisorId, note: '' },
      }),
    ];
    const unknown = { result: 'refused', code: 'invalid_payload', detail: 'There is no such user.' };
    expect(await analyst.send(commands)).toMatchObject([{ result: 'applied' }, unknown, unknown, unknown]);
    const shown = await owner.request(`/v1/commands/${note.id}`);
    expect(await shown.json()).toMatchObject({ command: { customerId: customer.id } });
  });
});

describe('OpenAPI', () => {
  test('it describes every endpoint of the contract, with its answers and problems', async () => {
    const answer = await fetch(`${server.url}/openapi.json`);
    const document = (await answer.json()) as {
      openapi: string;
      paths: Record<string, Record<string, { responses: object; operationId: string }>>;
    };
    expect(document.openapi).toBe('3.1.0');
    for (const [name, endpoint] of Object.entries<Endpoint>(endpoints)) {
      const operation = document.paths[endpoint.path]?.[endpoint.method.toLowerCase()];
      expect(operation?.operationId).toBe(name);
      expect(Object.keys(operation?.responses ?? {})).toEqual(
        expect.arrayContaining(Object.keys(endpoint.responses)),
      );
    }
  });

  test('it fits the schema of OpenAPI 3.1, which a document without an answer does not', async () => {
    const document = (await (await fetch(`${server.url}/openapi.json`)).json()) as Record<string, unknown>;
    const validator = new Validator();
    const verdict = await validator.validate(structuredClone(document));
    expect(verdict).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
    const spoilt = { ...document, paths: { '/healthz': { get: { responses: { 200: {} } } } } };
    expect((await new Validator().validate(spoilt)).valid).toBe(false);
  });

  test('every reference in it leads somewhere', async () => {
    const document: unknown = await (await fetch(`${server.url}/openapi.json`)).json();
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"(#[^"]*)"/g)].map(
      ([, target]) => target ?? '',
    );
    expect(references.length).toBeGreaterThan(0);
    for (const target of references) {
      const found = target
        .slice(2)
        .split('/')
        .reduce<unknown>(
          (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
          document,
        );
      expect([target, found === undefined]).toEqual([target, false]);
    }
  });
});

test('liveness and readiness are open to all, and to a balancer that wants no body', async () => {
  expect(await (await fetch(`${server.url}/healthz`)).json()).toEqual({ status: 'ok' });
  expect(await (await fetch(`${server.url}/readyz`)).json()).toMatchObject({
    status: 'ok',
    serverTime: expect.any(String),
  });
  for (const path of ['healthz', 'readyz']) {
    const answer = await fetch(`${server.url}/${path}`, { method: 'HEAD' });
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([
      200,
      'application/json',
      '',
    ]);
  }
});

test('a backend that can be read but takes nothing is not ready, and says so at once; it is when it takes something again', async () => {
  const { store } = server.backend.context;
  let release = (): void => undefined;
  const released = new Promise<void>(resolve => (release = resolve));
  // All connections of PostgreSQL that write; SQLite has one.
  const holding = Array.from({ length: 8 }, (_, n) => store.alone(`held ${n}`, () => released));
  try {
    expect((await fetch(`${server.url}/readyz`, { method: 'HEAD' })).status).toBe(503);
    const answer = await fetch(`${server.url}/readyz`);
    expect([answer.status, await answer.json()]).toEqual([
      503,
      expect.objectContaining({ code: 'not_ready' }),
    ]);
    expect((await fetch(`${server.url}/v1/levels`)).status).toBe(401);
  } finally {
    release();
    await Promise.all(holding);
  }
  await eventually(async () => (await fetch(`${server.url}/readyz`)).status === 200);
});

test('levels are listed with their fields and documents', async () => {
  const { items } = (await (await server.integrator('/v1/levels')).json()) as { items: { id: string }[] };
  expect(items.map(({ id }) => id)).toEqual([
    'kyb-enhanced',
    'kyb-standard',
    'kyc-basic',
    'kyc-enhanced',
    'kyc-premium',
  ]);
  await createCustomer(server);
});
