import fc from 'fast-check';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { boundaryOf, multipartEvents } from '../../../../src/backend/http/multipart.ts';

interface Part {
  readonly name: string;
  readonly filename: string | undefined;
  readonly bytes: Buffer;
}

async function read(
  body: Buffer,
  boundary: string,
  cuts: readonly number[],
): Promise<{ parts: Part[]; fault?: string }> {
  const places = [...new Set(cuts.map(cut => cut % (body.length + 1)))].toSorted((a, b) => a - b);
  const chunks = [0, ...places].map((from, index) => body.subarray(from, places[index] ?? body.length));
  const parts: Part[] = [];
  const pieces: Buffer[] = [];
  let heading: Omit<Part, 'bytes'> | undefined;
  for await (const event of multipartEvents(Readable.from(chunks, { objectMode: false }), boundary)) {
    if (event.kind === 'fault') return { parts, fault: event.detail };
    if (event.kind === 'part') heading = event.heading;
    if (event.kind === 'data') pieces.push(Buffer.from(event.bytes));
    if (event.kind === 'end' && heading) parts.push({ ...heading, bytes: Buffer.concat(pieces.splice(0)) });
  }
  return { parts };
}

const bodyOf = (boundary: string, parts: readonly Part[]): Buffer =>
  Buffer.concat([
    ...parts.flatMap(({ name, filename, bytes }) => [
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${filename === undefined ? '' : `; filename="${filename}"`}\r\n\r\n`,
      ),
      bytes,
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ]);

const boundary = 'xYzBoundary';
// Pieces of the delimiter among the bytes are what a sloppy reader trips over.
const bytes = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 20 }),
      fc.constantFrom('\r\n', '\r\n--', '\r\n--xYz', '--xYzBoundary', '-').map(text => Buffer.from(text)),
    ),
    { maxLength: 8 },
  )
  .map(pieces => Buffer.concat(pieces))
  .filter(whole => !`\r\n${whole.toString('latin1')}`.includes(`\r\n--${boundary}`));

test('parts come out as they went in, wherever the network cuts', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          name: fc.constantFrom('meta', 'file'),
          filename: fc.option(fc.constantFrom('a.png', 'ü b.pdf', ''), { nil: undefined }),
          bytes,
        }),
        { maxLength: 3 },
      ),
      fc.array(fc.nat(), { maxLength: 12 }),
      async (parts, cuts) => {
        const { parts: seen, fault } = await read(bodyOf(boundary, parts), boundary, cuts);
        expect(fault).toBe(undefined);
        expect(seen).toEqual(parts);
      },
    ),
  );
});

test('a body that is cut short is a fault, never a shorter document', async () => {
  const body = bodyOf(boundary, [
    { name: 'file', filename: 'a', bytes: Buffer.from('some bytes of a file') },
  ]);
  for (let length = 0; length < body.length - 4; length += 1) {
    expect([length, (await read(body.subarray(0, length), boundary, [])).fault]).toEqual([
      length,
      expect.any(String),
    ]);
  }
});

test('a heading that never ends, or says no name, is a fault', async () => {
  const endless = Buffer.from(`--${boundary}\r\nX: ${'y'.repeat(20_000)}`);
  expect((await read(endless, boundary, [])).fault).toBeDefined();
  const nameless = Buffer.from(`--${boundary}\r\nContent-Type: text/plain\r\n\r\nx\r\n--${boundary}--`);
  expect((await read(nameless, boundary, [])).fault).toBeDefined();
});

test.each([
  ['multipart/form-data; boundary=abc', 'abc'],
  ['multipart/form-data; boundary="a b c"; charset=x', 'a b c'],
  ['multipart/form-data', undefined],
  [undefined, undefined],
])('the boundary of %s is %s', (type, expected) => {
  expect(boundaryOf(type)).toBe(expected);
});

test('what stands before the first and after the last boundary is passed over, but not without end', async () => {
  const body = bodyOf('b', [{ name: 'a', filename: undefined, bytes: Buffer.from('x') }]);
  const some = Buffer.alloc(1000, 'p');
  const much = Buffer.alloc(100_000, 'p');
  const line = Buffer.from('\r\n');
  const cuts = Array.from({ length: 60 }, (_, place) => place * 2000);
  expect((await read(Buffer.concat([some, line, body, some]), 'b', cuts)).parts).toHaveLength(1);
  const fault = 'Too much stands outside of the parts.';
  expect(await read(Buffer.concat([much, line, body]), 'b', cuts)).toMatchObject({ fault });
  expect(await read(Buffer.concat([body, much]), 'b', cuts)).toMatchObject({ fault });
});

test('a heading that does not end is a fault before it is all there', async () => {
  let sent = 0;
  const piece = Buffer.from('x'.repeat(1000));
  const endless = Readable.from(
    (function* () {
      yield Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="`);
      for (; sent < 1000; sent += 1) yield piece;
    })(),
    { objectMode: false },
  );
  const events = [];
  for await (const event of multipartEvents(endless, boundary)) events.push(event);
  expect(events).toEqual([{ kind: 'fault', detail: 'A part has too long a heading.' }]);
  expect(sent).toBeLessThan(200);
});
