import { createConnection } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { problemSchema } from '../../src/shared/api/index.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';

let server: TestBackend;
beforeAll(async () => void (server = await startBackend()));
afterAll(() => server.close());

/** Sends bytes as they are and reads until the backend closes. */
const exchange = (head: readonly string[], body = ''): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = createConnection({ port: Number(new URL(server.url).port), host: '127.0.0.1' });
    let received = '';
    socket.on('data', data => (received += data.toString('utf8')));
    socket.on('close', () => resolve(received));
    socket.on('error', reject);
    socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  });

const json = { 'content-type': 'application/json' };
const body = '{"kind":"individual","levelId":"kyc-basic","fields":{}}';
const posting = () => [
  'POST /v1/customers HTTP/1.1',
  'host: backend.example',
  'connection: close',
  `authorization: Bearer ${server.tenant.apiKey}`,
  'content-type: application/json',
];
const sized = `content-length: ${body.length}`;

test.each([
  ['no host', () => ['GET /healthz HTTP/1.1', 'connection: close'], ''],
  ['an expectation that nobody knows', () => [...posting(), sized, 'expect: tea'], body],
  ['two lengths', () => [...posting(), sized, 'content-length: 3'], body],
  ['a length and chunks', () => [...posting(), sized, 'transfer-encoding: chunked'], '0\r\n\r\n'],
  ['a chunk without a length', () => [...posting(), 'transfer-encoding: chunked'], 'zz\r\n{}\r\n0\r\n\r\n'],
  ['a folded header', () => [...posting(), sized, 'x: a\r\n b'], body],
  ['a header of 20 KB', () => [...posting(), sized, `x: ${'y'.repeat(20_000)}`], body],
  ['an address of 30 KB', () => [`GET /v1/customers?cursor=${'A'.repeat(30_000)} HTTP/1.1`, 'host: x'], ''],
])('[API-8] %s is malformed, and said so', async (_what, head, sent) => {
  const answer = await exchange(head(), sent);
  const [headers = '', text = ''] = answer.split(/\r\n\r\n/);
  expect(headers).toMatch(/^HTTP\/1\.1 400 /);
  expect(headers.toLowerCase()).toContain('content-type: application/problem+json');
  expect(problemSchema.parse(JSON.parse(text))).toMatchObject({ status: 400, code: 'malformed' });
});

test('[API-8] a body that is encoded is refused, not guessed at', async () => {
  const headers = { ...json, 'content-encoding': 'gzip' };
  const answer = await server.integrator('/v1/customers', { method: 'POST', headers, body });
  expect(answer.status).toBe(415);
  expect(problemSchema.parse(await answer.json())).toMatchObject({ code: 'unsupported_media_type' });
});

test.each([
  ['an external id', { externalId: 'a\u0000b' }],
  [
    'an owner',
    {
      kind: 'business',
      levelId: 'kyb-standard',
      beneficialOwners: [{ name: 'a\u0007', ownershipPercent: 1, isDirector: true }],
    },
  ],
])('%s with a control character is refused', async (_what, over) => {
  const sent = JSON.stringify({ ...JSON.parse(body), ...over });
  const answer = await server.integrator('/v1/customers', { method: 'POST', headers: json, body: sent });
  expect([answer.status, problemSchema.parse(await answer.json()).code]).toEqual([422, 'invalid_payload']);
});

test('of many who create the same at once, one does', async () => {
  const together = (make: () => Promise<Response>) =>
    Promise.all(Array.from({ length: 12 }, async () => (await make()).status));
  const withId = JSON.stringify({ ...JSON.parse(body), externalId: 'the same' });
  const created = await together(() =>
    server.integrator('/v1/customers', { method: 'POST', headers: json, body: withId }),
  );
  expect(created.filter(status => status === 201)).toHaveLength(1);
  expect(created.filter(status => status === 422)).toHaveLength(11);
});

test('a batch of sixteen megabytes of nothing holds nobody up', async () => {
  const client = await server.signIn(server.tenant.analyst);
  const flood = `{"commands":[${'{},'.repeat(5_000_000)}{}]}`;
  const headers = { ...json };
  const answer = await client.request('/v1/commands', { method: 'POST', headers, body: flood });
  expect([answer.status, problemSchema.parse(await answer.json()).code]).toEqual([400, 'malformed']);
});
