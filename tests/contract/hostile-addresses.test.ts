import { METHODS } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endpoints, type Endpoint } from '../../src/shared/api/index.ts';
import { z } from '../../src/shared/zod.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { createCustomer, pngBytes } from '../support/backend-customers.ts';
import { everyEndpoint, isRefusal, seen, type EveryEndpoint } from '../support/hostile/every-endpoint.ts';
import type { WireAnswer, WireRequest } from '../support/hostile/pooled-client.ts';
import { onPostgres } from '../support/postgres.ts';
import { nastyTexts } from '../support/hostile/values.ts';

let server: TestBackend;
let every: EveryEndpoint;
beforeAll(async () => {
  server = await startBackend();
  every = await everyEndpoint(server, 11);
});
afterAll(async () => {
  every.close();
  await server.close();
});

/** Whatever a store has no part in is the same over both: on the slower one a few of each are enough. */
const thinned = <T>(list: readonly T[], by: number): readonly T[] =>
  list.filter((_, place) => place % (onPostgres() ? by * 7 : by) === 0);

/** Sends every request and says which were answered otherwise than they should be. */
async function wrongly(
  requests: readonly WireRequest[],
  isRight: (answer: WireAnswer) => boolean,
): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const request of thinned(requests, 1)) {
    const answer = await every.send(request);
    const isInjected = answer.headers['set-cookie'] !== undefined || answer.headers['x-injected'] !== undefined;
    if (!isRight(answer) || isInjected) wrong.push(seen(request, answer));
  }
  return wrong;
} // prettier-ignore

const isProblem = ({ status, type }: WireAnswer): boolean =>
  status >= 400 && status < 500 && type === 'application/problem+json';

/** Requests with each parameter of each address in turn replaced; as text, so that anything can stand there. */
const withIds = (ids: readonly string[]): readonly WireRequest[] =>
  every.api.operations
    .filter(({ path }) => path.includes('{'))
    .flatMap(operation => {
      const wire = every.unsent(operation);
      const [pathname = '', search = ''] = wire.path.split(/(?=\?)/);
      const places = operation.path.split('/').flatMap((part, place) => (part.startsWith('{') ? [place] : []));
      return places.flatMap(place =>
        ids.map(id => ({ ...wire, path: `${pathname.split('/').with(place, id).join('/')}${search}` })),
      );
    }); // prettier-ignore

describe('[API-8] an address of any endpoint', () => {
  test('with an id that is none, and be it a path, an escape or a sentence of SQL, names nothing', async () => {
    const traversals = ['..%2f..%2fetc%2fpasswd', '%2e%2e', '%2e%2e%2f', '%252e%252e%252f', '..%5c..%5c', '..;', '....%2f%2f', '%00', 'a%00b', '%0d%0aset-cookie:%20a=b', '%0d%0ax-injected:%201', 'x'.repeat(65), 'x'.repeat(201), 'x'.repeat(5000), "'%20or%20'1'='1", '%27;drop%20table%20customer;--', '*', '%25', '%F0%9F%92%A5', 'null', 'undefined', '-1', '0', '__proto__', 'constructor', '%7B%7B7*7%7D%7D']; // prettier-ignore
    const nasty = nastyTexts.map(text => encodeURIComponent(text)).filter(text => !['', '.', '..', '\\..\\'].includes(text));
    const requests = withIds([...traversals, ...nasty]);
    expect(requests.length).toBeGreaterThan(1000);
    // A device's own commands, and documents that are uploaded before it is looked whose they are, are checked likewise.
    expect(await wrongly(requests, answer => isRefusal(answer, 404, 'not_found'))).toEqual([]);
  }); // prettier-ignore

  test('with dots is the address that it says, and no other', async () => {
    const requests = withIds(['..', '.', '', '../..', '..//', './/.']);
    expect(await wrongly(requests, isProblem)).toEqual([]);
  });

  test('[API-14] that is no UTF-8 is malformed, in its path and in its query', async () => {
    const broken = ['%', '%f', '%zz', '%ff', '%c0%af', '%c3', '%ed%a0%80', '%F0%9F%92', '%e2%28%a1'].filter((_, place) => place % 2 === 0);
    const paths = withIds(broken);
    const queries = every.api.operations.flatMap(operation => {
      const wire = every.unsent(operation);
      const sign = wire.path.includes('?') ? '&' : '?';
      const names = operation.parameters.filter(one => one.in === 'query').map(({ name }) => name);
      return [...names, 'unknown'].flatMap(name =>
        broken.flatMap(value => [`${name}=${value}`, `${value}=1`]).map(pair => ({
          ...wire,
          path: `${wire.path}${sign}${pair}`,
        })),
      );
    });
    expect(await wrongly([...paths, ...queries], answer => isRefusal(answer, 400, 'malformed'))).toEqual([]);
  }); // prettier-ignore

  test('[API-14] with a parameter that is unknown, of another kind, repeated a thousand times or huge is refused', async () => {
    const wrong: string[] = [];
    for (const operation of every.api.operations) {
      const wire = every.unsent(operation);
      const [pathname = ''] = wire.path.split('?');
      const to = (query: string): WireRequest => ({ ...wire, path: `${pathname}?${query}` });
      const needed = (wire.path.split('?')[1] ?? '').split('&').filter(Boolean);
      const besides = (name: string) => needed.filter(pair => !pair.startsWith(`${name}=`));
      const unknown = ['unknown=1', '__proto__=1', 'constructor=1', 'Limit=1', 'limit[]=1', 'a.b=1', 'tenantId=x', `${'n'.repeat(5000)}=1`]; // prettier-ignore
      const spoilt = operation.parameters
        .filter(one => one.in === 'query')
        .flatMap(({ name, schema }) => {
          const isNumber = schema['type'] === 'number' || schema['type'] === 'integer';
          const fits = z.fromJSONSchema(schema);
          // What `Number` reads as 1, and nobody writes.
          const numbers = ['1e0', '0x1', '0b1', '+1', '1.0', '01e0', ' 1', '1 ', '1_0', '١', ''];
          const values = [...nastyTexts, 'x'.repeat(9000), ...(isNumber ? numbers : [])].filter(text =>
            isNumber
              ? !/^\d{1,16}$/.test(text) || !fits.safeParse(Number(text)).success
              : text.includes('\0') || !fits.safeParse(text).success,
          );
          return [
            Array.from({ length: 1000 }, () => `${name}=1`).join('&'),
            `${name}=1&${name}=2`,
            `${name}%5B%5D=1`,
            ...values.map(text => `${name}=${encodeURIComponent(text)}`),
          ].map(query => [...besides(name), query].join('&'));
        });
      const requests = [...unknown.map(query => [...needed, query].join('&')), ...spoilt].map(to);
      wrong.push(...(await wrongly(requests, answer => isRefusal(answer, 422, 'invalid_payload'))));
    }
    expect(wrong).toEqual([]);
  }); // prettier-ignore

  test('asked for by a method that it does not take says which it takes, and does nothing', async () => {
    const table: readonly Endpoint[] = Object.values(endpoints);
    const paths = [...new Set(table.map(({ path }) => path))];
    const wrong: string[] = [];
    for (const path of paths) {
      const taken = table.filter(one => one.path === path).flatMap(({ method, head }): readonly string[] => (head ? [method, 'HEAD'] : [method]));
      const address = path.replaceAll(/\{\w+\}/g, 'nobody');
      for (const method of METHODS.filter(one => one !== 'CONNECT' && !taken.includes(one))) {
        for (const authorization of ['Bearer sk_nobody', `Bearer ${every.world.apiKey}`]) {
          const request = { method, path: address, headers: { authorization } };
          const answer = await every.send(request);
          const allowed = (answer.headers.allow ?? '').split(', ').toSorted().join();
          const isRight = answer.status === 405 && answer.type === 'application/problem+json' && allowed === taken.toSorted().join();
          const isSaid = method === 'HEAD' ? answer.text === '' : answer.text.includes('method_not_allowed');
          if (!isRight || !isSaid) wrong.push(`${seen(request, answer)} allow: ${allowed}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  }); // prettier-ignore

  test('with headers of any bytes is answered, and nothing of them comes back as a header', async () => {
    const values = ['\xff\xfe', 'é', '"', '""', '"\\', '*', ',', ';;;', 'bytes=', 'bytes=9-1', 'bytes=-', 'bytes=0-0,1-1,2-2', `bytes=0-${'9'.repeat(30)}`, 'W/"1"', '"99999999999999999999"', '"-1"', "' or 1=1", '%0d%0aset-cookie: a=b', 'x'.repeat(8000)]; // prettier-ignore
    const names = ['if-match', 'if-none-match', 'if-range', 'range', 'idempotency-key', 'accept', 'accept-language', 'accept-encoding', 'authorization', 'x-forwarded-for', 'x-forwarded-host', 'x-request-id', 'x-http-method-override', 'origin', 'cookie', 'transfer-encoding-x', 'if-modified-since', 'sec-fetch-site']; // prettier-ignore
    const requests = every.api.operations
      .filter(({ id }) => !['sessions.end', 'sessions.create', 'sessions.refresh'].includes(id))
      .flatMap(operation => {
        const wire = every.unsent(operation);
        // Of a call that would do something, an address that names nothing.
        const path = operation.method === 'GET' ? wire.path : wire.path.replaceAll(/[\w-]{36}/g, 'nobody');
        const body = operation.method === 'GET' ? {} : { body: '{}' };
        return names.flatMap(name => values.map(value => ({ ...wire, ...body, path, headers: { ...wire.headers, [name]: value } })));
      });
    const isAnswered = ({ status, type }: WireAnswer): boolean =>
      status < 400 || (status < 500 && type === 'application/problem+json');
    expect(await wrongly(requests.filter((_, place) => place % 17 === 0), isAnswered)).toEqual([]);
  }); // prettier-ignore
});

test('[API-8] a file’s name is a label: no path, no line of a header, nothing that turns text round', async () => {
  const { id } = await createCustomer(server);
  const names = ['../../../etc/passwd', '..\\..\\boot.ini', 'C:\\a.png', '/etc/passwd', '....//a.png', '.htaccess', 'a\r\nX-Injected: 1\r\n', 'a%0d%0aX-Injected: 1', 'a"; filename="b.exe', 'a\u202egnp.exe', 'a\u0000.png', '\u2028', 'x'.repeat(4000), '💥'.repeat(300), '<img src=x>', 'CON', '~', '*', '']; // prettier-ignore
  const filenames = z.object({ id: z.string(), filename: z.string() });
  for (const [place, name] of names.entries()) {
    const form = new FormData();
    form.set('meta', JSON.stringify({ type: 'selfie' }));
    form.set('file', new Blob([Uint8Array.from(pngBytes(`named ${place}`))]), name);
    const made = await server.integrator(`/v1/customers/${id}/documents`, { method: 'POST', body: form });
    expect([name, made.status]).toEqual([name, 201]);
    const document = filenames.parse(await made.json());
    expect(document.filename).toMatch(/^[^/\\\p{Cc}\p{Cf}<>:"|?*]{1,255}$/u);
    expect(document.filename).not.toMatch(/^\./);
    const content = await server.integrator(`/v1/documents/${document.id}/content`);
    expect([content.status, content.headers.get('content-disposition')]).toEqual([200, 'attachment']);
    expect(content.headers.get('x-injected')).toBeNull();
    await content.arrayBuffer();
  }
});
