import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from '../../src/shared/zod.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { caseUnderReview } from '../support/backend-customers.ts';
import { seal, type CommandDraft, type WorkstationClient } from '../support/workstation-client.ts';

let server: TestBackend;
let analyst: WorkstationClient;
let customerId: string;
beforeAll(async () => {
  server = await startBackend();
  analyst = await server.signIn(server.tenant.analyst);
  customerId = (await caseUnderReview(server, 'hostile')).id;
});
afterAll(() => server.close());

const nasty = fc.constantFrom(
  '', ' ', '\u0000', "'; drop table customer; --", '%27%20or%201=1', '../../../etc/passwd', '..%2f..%2fetc', '\r\nSet-Cookie: a=b',
  '${7*7}', '{{7*7}}', '<script>', '\u202e', '\ufeff', '田中', '💥', '-1', '1e999', 'NaN', '9007199254740993', 'null', 'x'.repeat(5000), '%', '%ff', '[]', '"',
); // prettier-ignore
const text = fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 30 }));
const { anything } = fc.letrec(tie => ({
  anything: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    text,
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('anything'), { maxLength: 4 }),
    fc.dictionary(text, tie('anything'), { maxKeys: 4 }),
  ),
}));

/** The value with the member at a path replaced; the path wraps round, so that every number leads somewhere. */
function spoil(value: unknown, path: readonly number[], replacement: unknown): unknown {
  const [place, ...rest] = path;
  if (place === undefined || typeof value !== 'object' || value === null) return replacement;
  const keys = Object.keys(value);
  const key = keys[place % keys.length];
  if (key === undefined) return replacement;
  const changed = spoil(Reflect.get(value, key), rest, replacement);
  return Array.isArray(value)
    ? value.map((item: unknown, index) => (String(index) === key ? changed : item))
    : { ...value, [key]: changed };
}

/** A pair of surrogates about where an id, which has 64 letters at most, would be cut. */
const cut = fc.integer({ min: 62, max: 64 }).map(length => `${'a'.repeat(length)}💥`);
/** What becomes of a note before its device signs it. */
const spoilt = fc.record({
  path: fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 3 }),
  replacement: fc.oneof(cut, anything),
});

test('[API-8] a spoilt command that its device has signed is answered, and none behind it is held up', async () => {
  const device = await server.signIn(server.tenant.analyst2);
  const note: CommandDraft<'note.add'> = {
    type: 'note.add',
    customerId,
    baseVersion: null,
    payload: { text: 'x', mentions: [] },
  };
  await fc.assert(
    fc.asyncProperty(spoilt, async ({ path, replacement }) => {
      await device.realign();
      const { hash: _hash, signature: _signature, ...command } = device.build(note);
      // As it arrives, so that the hash is of what the backend sees.
      const odd: unknown = JSON.parse(JSON.stringify(spoil(command, path, replacement)));
      const sent = signed(odd, device);
      const answer = await device.post('/v1/commands', { commands: [sent] });
      const answered = await answer.text();
      expect([answer.status < 500, answered]).toEqual([true, answered]);
      await device.realign();
      expect(await device.command(note)).toMatchObject({ result: 'applied' });
    }),
    { numRuns: 200 },
  );
});

/** The command under its device's signature, where it has a form that can be signed. */
function signed(command: unknown, { device }: WorkstationClient): unknown {
  const fields = z.record(z.string(), z.unknown()).safeParse(command);
  if (!fields.success) return command;
  try {
    return seal(fields.data, device.privateKey);
  } catch {
    return command;
  }
}

test('a backend that was fuzzed still works', async () => {
  const { entities } = await analyst.syncAll();
  expect(entities.size).toBeGreaterThan(0);
  await caseUnderReview(server, 'after the storm');
});

test('[STO-6] U+0000, which one of the stores can not hold, is refused wherever a text of the caller would be kept or looked for', async () => {
  const inCursor = Buffer.from(JSON.stringify(['name', 'a\0', 'b\0'])).toString('base64url');
  const page = await server.integrator(`/v1/customers?sort=name&cursor=${inCursor}`);
  expect(page.status).toBe(422);
  const place = (...values: readonly unknown[]) => Buffer.from(JSON.stringify(values)).toString('base64url');
  for (const list of [`/v1/links?cursor=${place(1, 'b\0')}`, `/v1/leads/idle?cursor=${place(1, 1, 'b\0')}`])
    expect((await server.integrator(list)).status).toBe(422);
  for (const text of ['a%00b', '%00', '%00%00a'])
    expect([text, (await server.integrator(`/v1/customers?q=${text}`)).status]).toEqual([text, 422]);
  const body = JSON.stringify({ kind: 'individual', levelId: 'kyc\0', fields: {} });
  const headers = { 'content-type': 'application/json' };
  expect((await server.integrator('/v1/customers', { method: 'POST', headers, body })).status).toBe(422);
  // Within a command too, and what is behind it is not held up.
  const customer = await caseUnderReview(server, 'with a note');
  const note = (text: string) =>
    analyst.build({
      type: 'note.add',
      customerId: customer.id,
      baseVersion: null,
      payload: { text, mentions: [] },
    });
  expect(await analyst.send([note('before\0after'), note('as one writes')])).toMatchObject([
    { result: 'refused', code: 'invalid_payload' },
    { result: 'applied' },
  ]);
});
