import { createConnection, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { usualPatience } from '../../src/backend/http/server.ts';
import { problemSchema } from '../../src/shared/api/index.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { createCustomer } from '../support/backend-customers.ts';
import { makeLink } from '../support/backend-links.ts';

/** Long enough for a busy machine to serve whoever is not slow. */
const patience = {
  headersMs: 1500,
  bodyMs: 1500,
  requestMs: 4000,
  silentMs: usualPatience.silentMs,
  checkMs: 250,
};

let server: TestBackend;
let customerId: string;
let page: string;
beforeAll(async () => {
  server = await startBackend({ patience });
  customerId = (await createCustomer(server)).id;
  page = new URL((await makeLink(server)).url).pathname;
});
afterAll(() => server.close());

interface Ended {
  readonly text: string;
  readonly ms: number;
}

/** Sends the beginning, then a byte now and then, until the backend has had enough of it. */
function trickle(beginning: string, then: string): Promise<Ended> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const socket: Socket = createConnection({ port: Number(new URL(server.url).port), host: '127.0.0.1' });
    let text = '';
    const more = setInterval(() => socket.write(then), 200);
    socket.on('data', data => (text += data.toString('utf8')));
    // Who writes on after it was ended is told so by the system.
    socket.on('error', error => ('code' in error && /EPIPE|ECONNRESET/.test(String(error.code)) ? undefined : reject(error)));
    socket.on('close', () => {
      clearInterval(more);
      resolve({ text, ms: performance.now() - start });
    });
    socket.write(beginning);
  });
} // prettier-ignore

const head = (line: string, ...headers: readonly string[]): string =>
  [line, 'host: backend.example', ...headers, '', ''].join('\r\n');
const key = () => `authorization: Bearer ${server.tenant.apiKey}`;
const jsonOf = ['content-type: application/json', 'content-length: 100000'];
const formOf = ['content-type: application/x-www-form-urlencoded', 'content-length: 100000'];

const late = (text: string): void => {
  const [headers = '', body = ''] = text.split('\r\n\r\n');
  expect(headers).toMatch(/^HTTP\/1\.1 408 /);
  expect(headers.toLowerCase()).toContain('connection: close');
  expect(headers.toLowerCase()).toContain('content-type: application/problem+json');
  expect(problemSchema.parse(JSON.parse(body))).toMatchObject({ status: 408, code: 'request_timeout' });
};

describe('[API-15] who sends slowly', () => {
  test('has 20 s for headers, 60 s for a body that is held, ten minutes for all, and two in which nothing moves', () => {
    expect(usualPatience).toMatchObject({
      headersMs: 20_000,
      bodyMs: 60_000,
      requestMs: 600_000,
      silentMs: 120_000,
    });
  });

  test.each([
    ['headers', () => 'GET /healthz HTTP/1.1\r\nhost: backend.example\r\nx-a: ', patience.headersMs, usualPatience.headersMs],
    ['a body of JSON', () => head('POST /v1/customers HTTP/1.1', key(), ...jsonOf) + '{"', patience.bodyMs, usualPatience.bodyMs],
    ['a body of JSON in chunks', () => head('POST /v1/sessions HTTP/1.1', 'content-type: application/json', 'transfer-encoding: chunked'), patience.bodyMs, usualPatience.bodyMs],
    ['an upload', () => head(`POST /v1/customers/${customerId}/documents HTTP/1.1`, key(), 'content-type: multipart/form-data; boundary=b', 'content-length: 100000') + '--b\r\n', patience.requestMs, usualPatience.requestMs],
    ['a file of leads', () => head('POST /v1/leads/import HTTP/1.1', key(), 'content-type: text/csv', 'content-length: 100000') + 'kind,levelId\n', patience.requestMs, usualPatience.requestMs],
  ])('%s is told so, and its connection ends', async (what, beginning, allowedMs, usualMs) => {
    const then = what.endsWith('chunks') ? '1\r\n"\r\n' : 'x';
    const { text, ms } = await trickle(beginning(), then);
    late(text);
    expect(ms).toBeGreaterThan(allowedMs * 0.9);
    // Busy as this machine may be, it was this limit that ended it, and not the usual one.
    expect(ms).toBeLessThan(usualMs);
  }); // prettier-ignore

  test('a form of the applicant’s page sees a page that says so', async () => {
    const { text } = await trickle(head(`POST ${page}/consent HTTP/1.1`, ...formOf), 'a');
    expect(text).toMatch(/^HTTP\/1\.1 408 /);
    expect(text.toLowerCase()).toContain('content-type: text/html');
  });

  test('holds up nobody else: two hundred of them, and everybody is served', async () => {
    const beginnings = Array.from({ length: 200 }, (_, place) =>
      place % 2 === 0
        ? head('POST /v1/customers HTTP/1.1', key(), ...jsonOf)
        : 'GET /v1/customers HTTP/1.1\r\nx-a: ',
    );
    const slow = beginnings.map(beginning => trickle(beginning, 'x'));
    for (let times = 0; times < 10; times += 1) {
      const answer = await server.integrator(`/v1/customers/${customerId}`);
      expect(answer.status).toBe(200);
      await answer.arrayBuffer();
    }
    for (const { text } of await Promise.all(slow)) late(text);
  });
});

test('[API-15] who does not read what is answered is let go, and what was to be answered is not kept', async () => {
  const silentMs = 1000;
  const impatient = await startBackend({ patience: { ...usualPatience, silentMs } });
  try {
    const wanted = 200;
    const socket = createConnection({ port: Number(new URL(impatient.url).port), host: '127.0.0.1' });
    socket.pause();
    // More than the system holds on the way: the rest stays with the backend for as long as this is not read.
    socket.write(head('GET /docs HTTP/1.1').repeat(wanted));
    // A timer of this process, as that of the backend is: however busy the machine, the shorter one is first.
    await new Promise(resolve => setTimeout(resolve, 4 * silentMs));
    const { answers } = await new Promise<{ answers: number }>((resolve, reject) => {
      let text = '';
      socket.on('data', data => (text += data.toString('latin1')));
      socket.on('error', reject);
      socket.on('close', () => resolve({ answers: text.split('HTTP/1.1 200 ').length - 1 }));
      socket.resume();
    });
    expect(answers).toBeGreaterThan(0);
    expect(answers).toBeLessThan(wanted);
  } finally {
    await impatient.close();
  }
});
