import fc from 'fast-check';
import { expect, test } from 'vitest';
import { acceptorOf } from '../../../src/shared/acceptor.ts';
import { customerChangeSchema } from '../../../src/shared/api/changes.ts';
import { z } from '../../../src/shared/zod.ts';
import { customerWith, documentWith, upsertOf } from '../../support/customer.ts';

const id = 'c-1';
const at = '2026-01-15T08:00:00.000Z';
const verdict = { item: 'field:email', verdict: 'rejected' as const, reasons: ['x'], note: null };
/** Every member of a case, with each kind of value that it may have. */
const full = upsertOf(
  customerWith({
    id,
    externalId: 'CRM-1',
    fields: {
      firstName: {
        value: 'Zoë 田中',
        extracted: [{ value: 'ZOE', source: 'mrz', documentId: 'p-1', page: 1, region: [0.1, 0.2, 1, 0] }],
      },
      constructor: { value: null, extracted: [{ value: '', source: 'text', documentId: null, page: null }] },
    },
    beneficialOwners: [
      {
        id: 'o-1',
        name: 'A',
        dateOfBirth: null,
        ownershipPercent: 25.5,
        isDirector: true,
        nationality: 'DEU',
      },
    ],
    documents: [
      documentWith({ id: 'p-1', customerId: id, side: 'front', page: 2, expiresOn: '2030-01-01' }),
      documentWith({ id: 'p-2', customerId: id, replaces: 'p-1', side: null }),
    ],
    providers: [
      {
        name: 'data',
        state: 'rfi',
        finishedAt: at,
        findings: [{ code: 'c', item: 'document:p-1', message: 'm' }],
      },
      { name: 'screening', state: 'pending', findings: [{ code: 'c', message: 'm' }] },
    ],
    screening: {
      hits: [{ id: 'h-1', listName: 'L', name: 'N', score: 0.5, matched: ['name'], resolution: 'match' }],
    },
    rfi: { id: 'r-1', openedAt: at, items: [{ item: 'owner:o-1', reasons: [], answeredAt: at }] },
    check: { id: 'k-1', by: 'u-1', startedAt: at, expiresAt: at },
    awaitingSecondApproval: { commandId: 'x-1', by: 'u-1' },
    lastReview: { outcome: 'resubmission', verdicts: [verdict], reasons: ['a'], tags: ['t'], by: 'u-1', at },
    assignee: null,
  }),
);
const accepts = acceptorOf(customerChangeSchema);
const text = JSON.stringify(full);

/** What the schema takes as it is: its own output, but for members that it does not know. */
function agrees(value: unknown): boolean {
  const parsed = customerChangeSchema.safeParse(value);
  if (accepts(value)) {
    expect(parsed.success, JSON.stringify(value)).toBe(true);
    expect(value).toMatchObject(parsed.data ?? {});
    return true;
  }
  return false;
}

/** Every place inside a value, as a path. */
function places(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => places(inner, [...path, key]))];
}

/** The same with one place replaced; undefined takes it out. */
function spoil(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  if (typeof value !== 'object' || value === null) return value;
  const copy: object = Array.isArray(value) ? value.slice() : { ...value };
  const inner = spoil(Reflect.get(copy, key), rest, by);
  if (inner === undefined) Reflect.deleteProperty(copy, key);
  else Reflect.set(copy, key, inner);
  return copy;
}

const odd: readonly unknown[] = [
  undefined, null, '', 'x', 'x'.repeat(300), 0, -1, 1, 1.5, 101, 2 ** 53, Infinity, true, [], {}, [null], { a: 1 },
  ['a', 'b'], 'a b', '2026-01-15', at, `${at}\n`, 'A'.repeat(64), JSON.parse('{"__proto__":{"value":"x","extracted":[]}}'),
]; // prettier-ignore

test('a whole case is accepted without asking the schema, and so is one with members that are not known', () => {
  expect(agrees(JSON.parse(text))).toBe(true);
  expect(agrees({ ...JSON.parse(text), later: 1 })).toBe(true);
  expect(agrees(JSON.parse(JSON.stringify(upsertOf(customerWith({ id })))))).toBe(true);
});

test('with anything odd in any place, only what the schema takes is accepted', () => {
  let accepted = 0;
  for (const place of places(full)) {
    for (const value of odd) if (agrees(spoil(JSON.parse(text), place, value))) accepted += 1;
  }
  expect(accepted).toBeGreaterThan(200);
});

test('with any JSON in any places, only what the schema takes is accepted', () => {
  const somewhere = fc.constantFrom(...places(full));
  fc.assert(
    fc.property(fc.array(fc.tuple(somewhere, fc.jsonValue()), { minLength: 1, maxLength: 3 }), spoils => {
      agrees(spoils.reduce<unknown>((value, [place, by]) => spoil(value, place, by), JSON.parse(text)));
    }),
    { numRuns: 500 },
  );
});

test('a kind of schema or check that it does not know is left to the schema', () => {
  const unknown: readonly z.ZodType[] = [
    z.coerce.string(), z.string().trim(), z.email(), z.string().refine(() => true), z.date(), z.record(z.string(), z.any()),
    z.looseObject({ a: z.string() }), z.strictObject({ a: z.string() }), z.int32(), z.float32(), z.string().default('x'), z.string().transform(Number),
  ]; // prettier-ignore
  for (const schema of unknown) {
    const asks = acceptorOf(schema);
    for (const value of ['x', 'a@example.com', undefined, { a: 'b' }, { a: 1 }, 2 ** 40, 0.1]) {
      if (!asks(value)) continue;
      expect(schema.parse(value)).toEqual(value);
    }
  }
  expect(acceptorOf(z.string().trim())('x')).toBe(false);
  expect(acceptorOf(z.strictObject({ a: z.string() }))({ a: 'b' })).toBe(false);
});
