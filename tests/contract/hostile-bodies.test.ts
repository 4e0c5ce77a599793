import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endpoints, type Endpoint } from '../../src/shared/api/index.ts';
import { z } from '../../src/shared/zod.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import type { Operation } from '../support/hostile/api-document.ts';
import { everyEndpoint, isRefusal, seen, type EveryEndpoint } from '../support/hostile/every-endpoint.ts';
import { onPostgres } from '../support/postgres.ts';
import type { WireAnswer, WireRequest } from '../support/hostile/pooled-client.ts';

let server: TestBackend;
let every: EveryEndpoint;
beforeAll(async () => {
  server = await startBackend();
  every = await everyEndpoint(server, 7);
});
afterAll(async () => {
  every.close();
  await server.close();
});

const operationsWith = (type?: string): readonly Operation[] =>
  every.api.operations.filter(({ body }) => body !== undefined && (type === undefined || body.type === type));

type Json = Readonly<Record<string, unknown>>;
const isBranch = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** The value of a valid request, and the request around it. */
function validOf(operation: Operation): { readonly wire: WireRequest; readonly value: Json } {
  const wire = every.unsent(operation);
  return { wire, value: z.record(z.string(), z.unknown()).parse(JSON.parse(String(wire.body))) };
}

type Path = readonly string[];
const pathsOf = (value: unknown): readonly Path[] =>
  isBranch(value)
    ? Object.entries(value).flatMap(([key, member]) => [
        [key],
        ...pathsOf(member).map(rest => [key, ...rest]),
      ])
    : [];
function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined || !isBranch(value)) return by;
  const changed = replaced(value[key], rest, by);
  return Array.isArray(value)
    ? value.map((item: unknown, place) => (String(place) === key ? changed : item))
    : { ...value, [key]: changed };
}
const at = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((inner, key) => (isBranch(inner) ? inner[key] : undefined), value);

/** Sends every request and says which were answered otherwise than they should be. */
async function wrongly(
  requests: readonly WireRequest[],
  isRight: (answer: WireAnswer, request: WireRequest) => boolean,
): Promise<readonly string[]> {
  const wrong: string[] = [];
  // What is said before a store is asked is the same over both.
  for (const request of requests.filter((_, place) => !onPostgres() || place % 7 === 0)) {
    const answer = await every.send(request);
    if (!isRight(answer, request))
      wrong.push(`${String(request.body).slice(0, 300)} ${seen(request, answer)}`);
  }
  return wrong;
}

const text = (wire: WireRequest, body: string | Buffer): WireRequest => ({ ...wire, body });

/** The most JSON that a call takes: of strangers little. */
function limitOf(id: string): number {
  if (id === 'commands.send') return 16 << 20;
  const table: Readonly<Record<string, Endpoint>> = endpoints;
  return table[id]?.caller === 'anyone' ? 16 << 10 : 1 << 20;
}

/** Few bytes that would be sixteen megabytes. */
const bomb = gzipSync(Buffer.alloc(1 << 24));

describe('[API-8] a body of any endpoint', () => {
  test('[API-14] in which one member is of another kind, or one too many, is refused where the document says so', async () => {
    const others: readonly unknown[] = [
      null,
      true,
      17,
      '17',
      'text',
      [],
      {},
      -0,
      0.5,
      2 ** 60,
      -1,
      '\u0000',
      [[]],
    ];
    let refused = 0;
    for (const operation of operationsWith('application/json')) {
      const schema = z.fromJSONSchema(operation.body?.schema ?? {});
      const { wire, value } = validOf(operation);
      const branches = [[], ...pathsOf(value)].filter(path => isBranch(at(value, path)));
      const spoilt = [
        ...others,
        ...pathsOf(value).flatMap(path => others.map(other => replaced(value, path, other))),
        ...branches
          .filter(path => !Array.isArray(at(value, path)))
          .map(path => replaced(value, [...path, 'unknownMember'], 'x')),
      ].filter(one => !schema.safeParse(one).success);
      refused += spoilt.length;
      const requests = spoilt.map(one => text(wire, JSON.stringify(one)));
      expect(await wrongly(requests, answer => isRefusal(answer, 422, 'invalid_payload'))).toEqual([]);
    }
    expect(refused).toBeGreaterThan(500);
  });

  test('that two readers could take differently, or that no reader could hold, is malformed', async () => {
    for (const operation of operationsWith('application/json')) {
      const { wire, value } = validOf(operation);
      const good = JSON.stringify(value);
      const with_ = (member: string): string => `{${member},${good.slice(1)}`;
      const [key = ''] = Object.keys(value);
      const depth = Math.min(100_000, limitOf(operation.id) / 8);
      const requests = [
        `{${`"a":{`.repeat(depth)}${'}'.repeat(depth + 1)}`,
        with_(`"a":${'['.repeat(depth)}${']'.repeat(depth)}`),
        with_(`"${key}":null`),
        with_(`"\\u0061":1,"a":2`),
        with_('"__proto__":{"admin":true}'),
        with_('"constructor":{"prototype":{}}'),
        with_('"\\u005f_proto__":1'),
        with_('"a":"\\ud800"'),
        with_('"\\udc00":1'),
        with_('"a":NaN'),
        with_('"a":01'),
        with_("'a':1"),
        with_('"a":"\u0000"'),
        good.slice(0, -1),
        `${good}${good}`,
        `\ufeff\ufeff${good}`,
        `)]}'${good}`,
        Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff, 0xfe]), Buffer.from(`",${good.slice(1)}`)]),
        Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from(`",${good.slice(1)}`)]),
        Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xc0, 0x80]), Buffer.from(`",${good.slice(1)}`)]),
        Buffer.from(good, 'utf16le'),
      ].map(body => text(wire, body));
      expect(await wrongly(requests, answer => isRefusal(answer, 400, 'malformed'))).toEqual([]);
    }
  }); // prettier-ignore

  test('with a number that JSON can write and nobody can hold, or with U+0000 in any of its texts, is refused', async () => {
    for (const operation of operationsWith('application/json')) {
      const { wire, value } = validOf(operation);
      const numbers = ['1e400', '-1e400', '99999999999999999999', '1e-400'].map(
        number => `{"unknownMember":${number},${JSON.stringify(value).slice(1)}`,
      );
      const inPlace = pathsOf(value)
        .filter(path => typeof at(value, path) === 'number')
        .map(path => JSON.stringify(replaced(value, path, '#')).replace('"#"', '1e400'));
      const withNull = pathsOf(value)
        .filter(path => typeof at(value, path) === 'string')
        .map(path => JSON.stringify(replaced(value, path, `${String(at(value, path))}\u0000`)));
      // A command is checked by itself: the batch is answered.
      const requests = [...numbers, ...(operation.id === 'commands.send' ? [] : [...inPlace, ...withNull])];
      const wrong = await wrongly(
        requests.map(body => text(wire, body)),
        answer => [401, 422].includes(answer.status) && answer.type === 'application/problem+json',
      );
      expect(wrong).toEqual([]);
    }
  });

  test('of another media type, none, or encoded, is unsupported; without a body what needs one is refused', async () => {
    for (const operation of operationsWith()) {
      const wire = every.unsent(operation);
      const own = operation.body?.type;
      const others = ['application/json', 'text/csv', 'multipart/form-data; boundary=b', 'text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'application/jsonp', 'application/json-patch+json', ';;;', '*/*', 'text/csv/x'].filter(type => own === undefined || !type.startsWith(own) || type === 'application/jsonp' || type === 'application/json-patch+json'); // prettier-ignore
      const body = Buffer.from(wire.body ?? '');
      const { 'content-type': type = '', ...bare } = wire.headers;
      const requests: readonly WireRequest[] = [
        ...others.map(other => ({ ...wire, headers: { ...bare, 'content-type': other } })),
        { ...wire, headers: bare },
        ...[gzipSync(body), bomb].flatMap(
          packed =>
            ['gzip', 'deflate', 'br', 'zstd', 'gzip, identity', 'nothing'].map(coding => ({
              ...wire,
              headers: { ...bare, 'content-type': type, 'content-encoding': coding },
              body: packed,
            })),
        ),
      ]; // prettier-ignore
      expect(await wrongly(requests, answer => isRefusal(answer, 415, 'unsupported_media_type'))).toEqual([]);
      const empty = [{ ...wire, body: '' }];
      const isRefused = ({ status, type: given }: WireAnswer): boolean =>
        [400, 422].includes(status) && given === 'application/problem+json';
      expect(await wrongly(empty, isRefused)).toEqual([]);
    }
  });

  test('[API-15] above its limit, of strangers 16 KB, is too large, told by its length or found out by reading; the next request is served', async () => {
    for (const operation of operationsWith('application/json')) {
      const { wire, value } = validOf(operation);
      const limit = limitOf(operation.id);
      const large = JSON.stringify({ ...value, bulk: 'x'.repeat(limit) });
      const { 'content-type': type = '', authorization } = wire.headers;
      const headers = { 'content-type': type, ...(authorization === undefined ? {} : { authorization }) };
      const told = await every.send({ ...wire, body: large });
      expect([operation.id, isRefusal(told, 413, 'too_large')]).toEqual([operation.id, true]);
      const stream = new ReadableStream({
        start: controller => {
          for (let start = 0; start < large.length; start += 1 << 18)
            controller.enqueue(Buffer.from(large.slice(start, start + (1 << 18))));
          controller.close();
        },
      });
      const init: RequestInit & { duplex: 'half' } = { method: wire.method, headers, body: stream, duplex: 'half' };
      const found = await fetch(`${server.url}${wire.path}`, init);
      expect([operation.id, found.status, await found.text()]).toEqual([
        operation.id,
        413,
        expect.stringContaining('"code":"too_large"'),
      ]);
      expect([200, 422]).toContain((await every.send({ ...wire, body: '{}' })).status);
    }
  }); // prettier-ignore

  test('[API-14] where none is taken is refused', async () => {
    const without = every.api.operations.filter(({ body, method }) => body === undefined && method !== 'GET');
    const requests = without.map(operation => {
      const wire = every.unsent(operation);
      const headers = { ...wire.headers, 'content-type': 'application/json' };
      return { ...wire, headers, body: '{"unknownMember":1}' };
    });
    expect(requests.length).toBeGreaterThan(5);
    expect(await wrongly(requests, answer => isRefusal(answer, 422, 'invalid_payload'))).toEqual([]);
  });
});

test('what these tests are made from is every endpoint of the table', () => {
  const table: readonly [string, Endpoint][] = Object.entries(endpoints);
  const named = every.api.operations.map(({ id, method, path }) => `${id} ${method} ${path}`);
  expect(named).toEqual(table.map(([id, { method, path }]) => `${id} ${method} ${path}`));
});
