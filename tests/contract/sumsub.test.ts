import { createHmac } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Provider } from '../../src/backend/index.ts';
import type { Customer } from '../../src/shared/domain/index.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { basicFields, createCustomer, patchCustomer, submitCustomer } from '../support/backend-customers.ts';
import {
  checkNamed,
  customerOf,
  scriptedProvider,
  untilChecked,
  untilCustomer,
} from '../support/checking.ts';
import { temporaryFolder } from '../support/directory.ts';
import { isMarkedWith, markedIn } from '../support/marker.ts';
import { askCustomerFor } from '../support/reviewing.ts';

const keys = { appToken: 'sbx:app-token', secretKey: 'a secret of tests' };

/** What the server at Sumsub's place was asked, as it came over the wire. */
interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

const applicant = {
  id: '5d08a63239b79354a2ebaa1d',
  createdAt: '2026-06-18 10:52:02',
  email: 'ivan@customer.example',
  info: {
    firstName: 'IVAN',
    lastName: 'PETROV',
    dob: '1985-03-04',
    country: 'BGR',
    nationality: 'BGR',
    gender: 'M',
  },
  review: { reviewStatus: 'completed', reviewResult: { reviewAnswer: 'GREEN' } },
};
const used = {
  code: 401,
  description: 'Token is invalid: Token _act-1 is invalid now: created at Tue Dec 02 with ttl 5',
};

let seen: Seen[] = [];
let answer: { status: number; body: string; location?: string } = { status: 200, body: '' };
/** What happens while Sumsub is asked; where it fails, the line breaks. */
let meanwhile: () => Promise<unknown>;
let sumsub: Server;
let server: TestBackend;

/** Whether a request is signed as Sumsub documents it, worked out anew. */
function isSigned({ method, url, headers }: Seen): boolean {
  const time = String(headers['x-app-access-ts']);
  const signature = createHmac('sha256', keys.secretKey).update(`${time}${method}${url}`).digest('hex');
  return (
    headers['x-app-token'] === keys.appToken &&
    headers['x-app-access-sig'] === signature &&
    /^\d{10}$/.test(time)
  );
}

beforeAll(async () => {
  sumsub = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    seen.push({ method, url, headers });
    const { status, body, location } = isSigned({ method, url, headers })
      ? answer
      : { status: 401, body: '{"description":"Request signature mismatch"}', location: undefined };
    const heads = { 'content-type': 'application/json', ...(location === undefined ? {} : { location }) };
    void meanwhile().then(
      () => response.writeHead(status, heads).end(body),
      () => response.destroy(),
    );
  });
  await new Promise<void>(resolve => sumsub.listen(0, '127.0.0.1', resolve));
  const { port } = sumsub.address() as AddressInfo;
  server = await startBackend({ runsJobs: true, sumsub: { ...keys, url: `http://127.0.0.1:${port}` } });
});
afterAll(async () => {
  await server.close();
  sumsub.close();
});
beforeEach(() => {
  seen = [];
  meanwhile = async () => undefined;
  answer = { status: 200, body: JSON.stringify(applicant) };
});

const send = (method: 'POST' | 'PATCH', path: string, body: object, headers: Record<string, string> = {}) =>
  server.integrator(path, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
const token = '_act-jwt-eyJhbGciOiJub25lIn0.secret/+ token.';

/** What of it no address and no JSON writes otherwise. */
const secret = 'eyJhbGciOiJub25lIn0';

/** A change of a case, of which nobody made one before unless its version is told. */
const patchCase = (id: string, body: object, { integrator }: TestBackend = server, version = 1) =>
  integrator(`/v1/customers/${id}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', 'if-match': `"${version}"` },
    body: JSON.stringify(body),
  });

/** Looks for the token in every table, and for what has to be there: what looks nowhere finds neither. */
async function expectNowhere(backend: TestBackend): Promise<void> {
  expect(await markedIn(backend, isMarkedWith(basicFields.email))).toContain('customer.data');
  expect(await markedIn(backend, isMarkedWith(secret))).toEqual([]);
  if (backend.backend.context.store.dialect !== 'sqlite') return;
  for (const file of await readdir(backend.directory, { withFileTypes: true })) {
    if (!file.isFile()) continue;
    const bytes = await readFile(join(backend.directory, file.name));
    expect([file.name, bytes.includes(secret)]).toEqual([file.name, false]);
  }
}

/** A port at which nobody listens. */
async function closedPort(): Promise<number> {
  const nobody = createServer();
  await new Promise<void>(resolve => nobody.listen(0, '127.0.0.1', resolve));
  const { port } = nobody.address() as AddressInfo;
  await new Promise(resolve => nobody.close(resolve));
  return port;
}

async function patchWith(over: object = {}) {
  const made = await createCustomer(server, { fields: { lastName: 'Petroff' } });
  const patch = await send(
    'PATCH',
    `/v1/customers/${made.id}`,
    { sumsubShareToken: token, ...over },
    { 'if-match': '"1"' },
  );
  return { id: made.id, patch, body: (await patch.json()) as Record<string, unknown> };
}

describe('[PRV-12] a share token', () => {
  test('is used at once, in a signed request, and brings the applicant with the service as the source', async () => {
    const { id, patch } = await patchWith();
    expect(patch.status).toBe(200);
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({ method: 'POST' });
    expect(new URL(seen[0]?.url ?? '', 'http://sumsub').pathname).toBe('/resources/applicants/-/import');
    expect(new URL(seen[0]?.url ?? '', 'http://sumsub').searchParams.get('shareToken')).toBe(token);
    const customer = await customerOf(server, id);
    expect(customer.fields['firstName']).toEqual({
      value: 'IVAN',
      extracted: [{ value: 'IVAN', source: 'sumsub' }],
    });
    // What the customer gave stays, with what was told beside it.
    expect(customer.fields['lastName']).toEqual({
      value: 'Petroff',
      extracted: [{ value: 'PETROV', source: 'sumsub' }],
    });
    expect(customer.fields['gender']?.value).toBe('male');
    expect(customer.providers).toMatchObject([{ name: 'sumsub', state: 'clear', findings: [] }]);
  });

  test('may come with the creation, and an applicant who was rejected for good is an alert', async () => {
    const review = { reviewResult: { reviewAnswer: 'RED', reviewRejectType: 'FINAL' } };
    answer.body = JSON.stringify({ ...applicant, review });
    const made = await send('POST', '/v1/customers', {
      kind: 'individual',
      levelId: 'kyc-basic',
      fields: {},
      sumsubShareToken: token,
    });
    expect(made.status).toBe(201);
    expect(await made.json()).toMatchObject({
      version: 1,
      name: 'IVAN PETROV',
      leadStatus: 'in_progress',
      providers: [{ name: 'sumsub', state: 'alert', findings: [{ code: 'sumsub.rejected' }] }],
    });
  });

  test('that expired or was used is share_token_expired, and changes nothing', async () => {
    answer = { status: 401, body: JSON.stringify(used) };
    const { id, patch, body } = await patchWith({ fields: { firstName: 'Iwan' } });
    expect(patch.status).toBe(422);
    expect(body['code']).toBe('share_token_expired');
    expect(await customerOf(server, id)).toMatchObject({ version: 1, providers: [] });
    const creation = { kind: 'individual', levelId: 'kyc-basic', fields: {}, sumsubShareToken: token };
    expect((await send('POST', '/v1/customers', creation)).status).toBe(422);
  });

  test('is not used up by a request that is refused anyway', async () => {
    const made = await createCustomer(server);
    const path = `/v1/customers/${made.id}`;
    const refused = [
      await send('PATCH', path, { sumsubShareToken: token }, { 'if-match': '"7"' }),
      await send('PATCH', path, { sumsubShareToken: token }),
      await send(
        'PATCH',
        path,
        { sumsubShareToken: token, fields: { shoeSize: '4' } },
        { 'if-match': '"1"' },
      ),
      await send('PATCH', '/v1/customers/none', { sumsubShareToken: token }, { 'if-match': '"1"' }),
    ];
    expect(refused.map(({ status }) => status)).toEqual([409, 428, 422, 404]);
    await createCustomer(server, { externalId: 'sumsub-taken' });
    const creation = { kind: 'individual', levelId: 'kyc-basic', fields: {}, sumsubShareToken: token };
    const created = await Promise.all(
      [
        { levelId: 'no-such-level' },
        { levelId: 'kyb-basic' },
        { externalId: 'sumsub-taken' },
        { fields: { shoeSize: '4' } },
      ].map(over => send('POST', '/v1/customers', { ...creation, ...over })),
    );
    expect(created.map(({ status }) => status)).toEqual([422, 422, 422, 422]);
    expect(seen).toEqual([]);
  });

  test('is not lost with a race for the version: sent again, it brings what it brought, to its tenant, once', async () => {
    const made = await createCustomer(server, { fields: { lastName: 'Petroff' } });
    const path = `/v1/customers/${made.id}`;
    const patchAt = (version: number) =>
      send('PATCH', path, { sumsubShareToken: token }, { 'if-match': `"${version}"` });
    meanwhile = () => send('PATCH', path, { fields: { lastName: 'Petrov' } }, { 'if-match': '"1"' });
    expect((await patchAt(1)).status).toBe(409);
    meanwhile = async () => undefined;
    // From here on Sumsub says what it says of a used one.
    answer = { status: 401, body: JSON.stringify(used) };
    const stranger = await server.addTenant('With the same token');
    const headers = { 'content-type': 'application/json' };
    const creation = { kind: 'individual', levelId: 'kyc-basic', fields: {}, sumsubShareToken: token };
    const theirs = { method: 'POST', headers, body: JSON.stringify(creation) };
    expect((await server.integrator('/v1/customers', theirs, stranger.apiKey)).status).toBe(422);
    expect(seen).toHaveLength(2);
    expect((await patchAt(2)).status).toBe(200);
    expect((await customerOf(server, made.id)).fields['firstName']).toMatchObject({ value: 'IVAN' });
    expect(seen).toHaveLength(2);
    expect((await send('POST', '/v1/customers', creation)).status).toBe(422);
    expect(seen).toHaveLength(3);
  });

  test('that lost a race may be sent again to another process, within ten minutes', async () => {
    const folder = temporaryFolder('sealdesk-sumsub');
    onTestFinished(() => folder.remove());
    const { port } = sumsub.address() as AddressInfo;
    const options = { directory: folder.path, sumsub: { ...keys, url: `http://127.0.0.1:${port}` } };
    const one = await startBackend(options);
    const { apiKey } = one.tenant;
    const headers = { 'content-type': 'application/json' };
    const patch = ({ integrator }: TestBackend, id: string, version: number, body: object) => {
      const init = { method: 'PATCH', headers: { ...headers, 'if-match': `"${version}"` } };
      return integrator(`/v1/customers/${id}`, { ...init, body: JSON.stringify(body) }, apiKey);
    };
    const lost: string[] = [];
    for (const lastName of ['Petroff', 'Petrow']) {
      const { id } = await createCustomer(one, { fields: { lastName } });
      meanwhile = () => patch(one, id, 1, { fields: { lastName: 'Petrov' } });
      expect((await patch(one, id, 1, { sumsubShareToken: `${token}${lastName}` })).status).toBe(409);
      lost.push(id);
    }
    await one.close();
    answer = { status: 401, body: JSON.stringify(used) };
    meanwhile = async () => undefined;
    const other = await startBackend(options);
    const [first = '', second = ''] = lost;
    expect((await patch(other, first, 2, { sumsubShareToken: `${token}Petroff` })).status).toBe(200);
    // In a case it is used up.
    expect((await patch(other, first, 3, { sumsubShareToken: `${token}Petroff` })).status).toBe(422);
    other.clock.advance(10 * 60_000);
    expect((await patch(other, second, 2, { sumsubShareToken: `${token}Petrow` })).status).toBe(422);
    await other.close();
  });

  test('can be sent again when Sumsub is down, answers nonsense or does not know our signature', async () => {
    for (const [status, body] of [
      [500, '{}'],
      [200, 'nonsense'],
      [200, '{}'],
      [200, `"${'x'.repeat(1 << 21)}"`],
      [401, '{"description":"Request signature mismatch"}'],
    ] as const) {
      answer = { status, body };
      const { patch } = await patchWith();
      expect(patch.status).toBe(503);
    }
    answer = { status: 400, body: '{"errorName":"copy-applicant-disabled"}' };
    expect((await patchWith()).patch.status).toBe(422);
  });

  test('is in no column of any table and in no answer, whatever became of it', async () => {
    const { body } = await patchWith();
    answer = { status: 401, body: JSON.stringify(used) };
    const refused = await patchWith();
    answer = { status: 200, body: JSON.stringify(applicant) };
    // One that lost its version is remembered, so that it can be sent again.
    const { id } = await createCustomer(server);
    meanwhile = () => patchCase(id, { fields: { lastName: 'Petrov' } });
    expect((await patchCase(id, { sumsubShareToken: token })).status).toBe(409);
    expect(JSON.stringify([body, refused.body])).not.toContain('_act-jwt');
    await expectNowhere(server);
    meanwhile = async () => undefined;
    expect((await patchCase(id, { sumsubShareToken: token }, server, 2)).status).toBe(200);
    await expectNowhere(server);
  });

  test('that was not delivered, or whose answer points elsewhere, can be sent again, and is in no line of the log', async () => {
    const { port } = sumsub.address() as AddressInfo;
    const written: string[] = [];
    vi.stubEnv('SEALDESK_TEST_LOG', 'trace');
    const stderr = vi
      .spyOn(process.stderr, 'write')
      .mockImplementation(text => written.push(String(text)) > 0);
    onTestFinished(() => {
      vi.unstubAllEnvs();
      stderr.mockRestore();
    });
    const closed = await closedPort();
    const down = await startBackend({ sumsub: { ...keys, url: `http://127.0.0.1:${closed}` } });
    const up = await startBackend({ sumsub: { ...keys, url: `http://127.0.0.1:${port}` } });
    const refused = async (backend: TestBackend, id: string): Promise<void> => {
      const patch = await patchCase(id, { sumsubShareToken: token }, backend);
      expect([patch.status, (await patch.text()).includes(secret)]).toEqual([503, false]);
    };
    await refused(down, (await createCustomer(down)).id);
    const { id } = await createCustomer(up);
    meanwhile = () => Promise.reject(new Error('the line breaks'));
    await refused(up, id);
    meanwhile = async () => undefined;
    answer = { status: 302, body: '', location: `${server.url}/elsewhere` };
    await refused(up, id);
    expect(seen).toHaveLength(2);
    answer = { status: 200, body: JSON.stringify(applicant) };
    expect((await patchCase(id, { sumsubShareToken: token }, up)).status).toBe(200);
    await expectNowhere(up);
    await expectNowhere(down);
    await Promise.all([up.close(), down.close()]);
    const log = written.join('');
    expect(log.match(/an import failed/g)).toHaveLength(3);
    expect(log).toContain('/v1/customers/:id');
    expect(log).not.toContain(secret);
  });
});

describe('[PRV-14] what was imported', () => {
  const unfinished = { ...applicant, review: { reviewStatus: 'pending' } };
  const reopened = { ...applicant, review: { ...applicant.review, reviewStatus: 'pending' } };
  const retry = {
    ...applicant,
    review: { reviewResult: { reviewAnswer: 'RED', reviewRejectType: 'RETRY' } },
  };
  const rejected = {
    ...applicant,
    review: { reviewResult: { reviewAnswer: 'RED', reviewRejectType: 'FINAL' } },
  };

  async function importedCase(levelId: string, told: object): Promise<Customer> {
    answer.body = JSON.stringify(told);
    const fields = { ...basicFields, phone: '+49305000001' };
    const creation = { kind: 'individual', levelId, fields, sumsubShareToken: token };
    const made = await send('POST', '/v1/customers', creation);
    expect(made.status).toBe(201);
    const { id } = (await made.json()) as Customer;
    await submitCustomer(server, id);
    return untilChecked(server, id);
  }

  beforeAll(async () => {
    const admin = await server.signIn(server.tenant.admin);
    const made = await admin.request('/v1/levels', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        id: 'imported',
        kind: 'individual',
        name: 'Imported',
        fields: ['firstName', 'lastName'].map(key => ({ key, required: true })),
        documents: [],
        checks: ['sumsub', 'screening'],
        autoApproveBelow: 100,
      }),
    });
    if (!made.ok) throw new Error(await made.text());
  });

  test.each([
    ['not finished', 'imported', unfinished, 'rfi', 'sumsub.unfinished'],
    ['opened again after it ended well', 'imported', reopened, 'rfi', 'sumsub.unfinished'],
    ['to be tried again', 'imported', retry, 'rfi', 'sumsub.resubmission'],
    ['rejected for good', 'imported', rejected, 'alert', 'sumsub.rejected'],
    ['rejected for good, at a level without that check', 'kyc-basic', rejected, 'alert', 'sumsub.rejected'],
  ] as const)(
    'and is %s stands after the submission, and people decide',
    async (_what, levelId, told, state, code) => {
      const customer = await importedCase(levelId, told);
      expect(customer.status).toBe('UNDER_REVIEW');
      expect(checkNamed(customer, 'sumsub')).toMatchObject({ state, findings: [{ code }] });
      // Nor is it forgotten when a request is answered.
      const analyst = await server.signIn(server.tenant.analyst);
      await askCustomerFor(analyst, customer, [
        { item: 'field:lastName', reasons: ['dataMismatch.fullName'] },
      ]);
      const asked = await untilCustomer(server, customer.id, ({ status }) => status !== 'UNDER_REVIEW');
      await patchCustomer(server, asked, { fields: { lastName: 'Petrov' } });
      const answered = await untilChecked(server, customer.id);
      expect(answered.status).toBe('UNDER_REVIEW');
      expect(checkNamed(answered, 'sumsub')).toMatchObject({ state, findings: [{ code }] });
    },
  );

  test('takes the place of what was imported before, also under review', async () => {
    const before = await importedCase('imported', unfinished);
    answer.body = JSON.stringify(applicant);
    const patch = await patchCase(before.id, { sumsubShareToken: token }, server, before.version);
    expect(patch.status).toBe(200);
    expect(checkNamed(await untilChecked(server, before.id), 'sumsub')).toMatchObject({
      state: 'clear',
      findings: [],
    });
  });

  test('[PRV-5] and alarms is in front of people at once: an open request is taken back by it', async () => {
    const customer = await importedCase('imported', unfinished);
    const analyst = await server.signIn(server.tenant.analyst);
    await askCustomerFor(analyst, customer, [{ item: 'field:phone', reasons: ['fraud.fakeContactData'] }]);
    const { version } = await customerOf(server, customer.id);
    answer.body = JSON.stringify(rejected);
    const patch = await patchCase(customer.id, { sumsubShareToken: token }, server, version);
    expect(await patch.json()).toMatchObject({ status: 'UNDER_REVIEW', rfi: null });
  });

  test('and nothing at all is said where the level asks for it', async () => {
    const { id } = await createCustomer(server, { levelId: 'imported', fields: basicFields });
    await submitCustomer(server, id);
    const customer = await untilChecked(server, id);
    expect(checkNamed(customer, 'sumsub')).toMatchObject({
      state: 'rfi',
      findings: [{ code: 'sumsub.notImported' }],
    });
    expect(customer.status).toBe('UNDER_REVIEW');
  });
});

test('[PRV-7] what is imported while checks run is looked at before anything follows of them', async () => {
  const { port } = sumsub.address() as AddressInfo;
  const came = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const data: Provider = {
    name: 'data',
    run: async ({ customer }) => {
      begun.resolve();
      await came.promise;
      const isTold = customer.fields['lastName']?.extracted.some(({ value }) => value === 'PETROV') ?? false;
      return { state: isTold ? 'rfi' : 'clear', findings: [] };
    },
  };
  const url = `http://127.0.0.1:${port}`;
  const other = await startBackend({
    runsJobs: true,
    sumsub: { ...keys, url },
    providers: [data, scriptedProvider('screening')],
  });
  onTestFinished(() => other.close());
  // All that Sumsub brings was given already, so that no value of the case becomes another one.
  const { id } = await createCustomer(other, { fields: { ...basicFields, gender: 'male' } });
  const { version } = await submitCustomer(other, id);
  await begun.promise;
  expect((await patchCase(id, { sumsubShareToken: token }, other, version)).status).toBe(200);
  came.resolve();
  const checked = await untilChecked(other, id);
  expect([checked.status, checkNamed(checked, 'data')?.state]).toEqual(['UNDER_REVIEW', 'rfi']);
});

test('without an account an import is refused, naming the member', async () => {
  const other = await startBackend();
  try {
    const creation = { kind: 'individual', levelId: 'kyc-basic', fields: {}, sumsubShareToken: token };
    const refused = await other.integrator('/v1/customers', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(creation),
    });
    expect(refused.status).toBe(422);
    expect(await refused.json()).toMatchObject({ errors: [{ path: 'body.sumsubShareToken' }] });
  } finally {
    await other.close();
  }
});
