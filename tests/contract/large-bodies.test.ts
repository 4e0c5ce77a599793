import { randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { createConnection } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { maxDocumentBytes } from '../../src/shared/domain/index.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { createCustomer, pngBytes } from '../support/backend-customers.ts';
import { eventually } from '../support/eventually.ts';

let server: TestBackend;
let customerId: string;
beforeAll(async () => void (server = await startBackend()));
afterAll(() => server.close());
beforeEach(async () => void (customerId = (await createCustomer(server)).id));

const boundary = 'a-boundary';
const opening = Buffer.from(
  `--${boundary}\r\nContent-Disposition: form-data; name="meta"\r\n\r\n{"type":"passport"}\r\n` +
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n`,
);
const closing = Buffer.from(`\r\n--${boundary}--\r\n`);
const oneMegabyte = Buffer.alloc(1 << 20);

/** The body of an upload with a file of exactly so many bytes. */
function* uploadOf(bytes: number): Generator<Buffer> {
  const start = pngBytes(randomUUID());
  yield opening;
  yield start;
  for (let left = bytes - start.length; left > 0; left -= oneMegabyte.length) {
    yield oneMegabyte.subarray(0, left);
  }
  yield closing;
}
const lengthOf = (bytes: number): number => opening.length + bytes + closing.length;

const headers = () => ({
  authorization: `Bearer ${server.tenant.apiKey}`,
  'content-type': `multipart/form-data; boundary=${boundary}`,
});
const address = () => `${server.url}/v1/customers/${customerId}/documents`;

interface Answer {
  readonly status: number | undefined;
  readonly type: string | undefined;
  readonly body: string;
}

/** Sends all of a body, whatever comes back meanwhile, as a simple client does; then reads the answer. */
function post(bytes: number, extra: Readonly<Record<string, string>>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(address(), { method: 'POST', headers: { ...headers(), ...extra } });
    sent.on('response', response => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () =>
        resolve({ status: response.statusCode, type: response.headers['content-type'], body }),
      );
    });
    sent.on('error', reject);
    const write = async (): Promise<void> => {
      for (const piece of uploadOf(bytes)) {
        if (!sent.write(piece)) await new Promise(drained => sent.once('drain', drained));
      }
      sent.end();
    };
    write().catch(reject);
  });
}

/** How many pieces of documents the store holds. */
const pieces = async (): Promise<number> =>
  (await server.backend.context.store.reader.selectFrom('blobChunk').select('n').execute()).length;

const tooLarge = {
  status: 413,
  type: 'application/problem+json',
  body: expect.stringContaining('too_large'),
};

test.each([
  ['an honest length', { 'content-length': String(lengthOf(51 << 20)) }],
  [
    'an honest length and no further request',
    { 'content-length': String(lengthOf(51 << 20)), connection: 'close' },
  ],
  ['chunks', { 'transfer-encoding': 'chunked' }],
  ['chunks and no further request', { 'transfer-encoding': 'chunked', connection: 'close' }],
])('51 MB with %s are answered 413 to a client that sends them all', async (_how, extra) => {
  expect(await post(51 << 20, extra)).toEqual(tooLarge);
  expect(await pieces()).toBe(0);
});

test('51 MB are answered 413 to fetch, by length and by chunks, and the next request is served', async () => {
  const whole = Buffer.concat([...uploadOf(51 << 20)]);
  const parts = uploadOf(51 << 20);
  const stream = new ReadableStream<Uint8Array>({
    pull: controller => {
      const { value } = parts.next();
      if (value) controller.enqueue(value);
      else controller.close();
    },
  });
  for (const body of [whole, stream]) {
    const init: RequestInit & { duplex: 'half' } = {
      method: 'POST',
      headers: headers(),
      body,
      duplex: 'half',
    };
    const answer = await fetch(address(), init);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([413, 'application/problem+json']);
    expect(await answer.json()).toMatchObject({ code: 'too_large' });
    expect((await server.integrator(`/v1/customers/${customerId}`)).status).toBe(200);
  }
});

test('one byte above 50 MB is too large, 50 MB are taken', async () => {
  const over = maxDocumentBytes + 1;
  expect(await post(over, { 'content-length': String(lengthOf(over)) })).toEqual(tooLarge);
  expect(await pieces()).toBe(0);
  const most = await post(maxDocumentBytes, { 'content-length': String(lengthOf(maxDocumentBytes)) });
  expect(most).toMatchObject({ status: 201, body: expect.stringContaining(`"size":${maxDocumentBytes}`) });
  await server.backend.context.store.writer.deleteFrom('blobChunk').execute();
});

test('JSON above its limit is answered 413 to a client that sends it all', async () => {
  const body = `"${'x'.repeat(8 << 20)}"`;
  const answer = await fetch(`${server.url}/v1/customers`, {
    method: 'POST',
    headers: { ...headers(), 'content-type': 'application/json', connection: 'close' },
    body,
  });
  expect(answer.status).toBe(413);
  expect(await answer.json()).toMatchObject({ code: 'too_large' });
});

test('an upload that breaks off leaves nothing behind', async () => {
  const { port } = new URL(server.url);
  const socket = createConnection({ port: Number(port), host: '127.0.0.1' });
  const head = Object.entries({ host: 'x', ...headers(), 'content-length': String(lengthOf(10 << 20)) });
  socket.write(`POST ${new URL(address()).pathname} HTTP/1.1\r\n`);
  socket.write(`${head.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`);
  for (const piece of uploadOf(4 << 20)) if (piece !== closing) socket.write(piece);
  await eventually(async () => (await pieces()) > 1);
  socket.destroy();
  await eventually(async () => (await pieces()) === 0);
  expect(await (await server.integrator(`/v1/customers/${customerId}`)).json()).toMatchObject({
    version: 1,
    documents: [],
  });
});
