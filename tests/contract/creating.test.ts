import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { customerSchema, shippedLevels, type FieldType, type Level } from '../../src/shared/domain/index.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { createCustomer } from '../support/backend-customers.ts';

let server: TestBackend;
beforeAll(async () => void (server = await startBackend()));
afterAll(() => server.close());

const json = { 'content-type': 'application/json' };
const post = (path: string, body: object) =>
  server.integrator(path, { method: 'POST', headers: json, body: JSON.stringify(body) });
const patch = (id: string, body: object) =>
  server.integrator(`/v1/customers/${id}`, {
    method: 'PATCH',
    headers: { ...json, 'if-match': '*' },
    body: JSON.stringify(body),
  });
async function pathsOf(answer: Response): Promise<readonly [number, ReadonlySet<string>]> {
  const { errors = [] } = (await answer.json()) as { errors?: { path: string; message: string }[] };
  expect(errors.filter(({ message }) => message === '')).toEqual([]);
  return [answer.status, new Set(errors.map(({ path }) => path))];
}

const good: Readonly<Record<FieldType, string>> = {
  text: 'Łukasz',
  date: '1999-02-28',
  country: 'NOR',
  email: 'zoe@example.org',
  phone: '+4722334455',
  boolean: 'true',
  url: 'https://example.org',
  gender: 'other',
  idType: 'passport',
};
const bad: Readonly<Record<FieldType, string>> = {
  text: ' ',
  date: '1999-02-29',
  country: 'XYZ',
  email: 'zoe@example',
  phone: '+9991234567',
  boolean: 'yes',
  url: 'example',
  gender: 'X',
  idType: 'selfie',
};

const fieldsOf = (level: Level, values: Readonly<Record<FieldType, string>>) =>
  Object.fromEntries(
    level.fields.map(({ key, type }) => [
      key,
      // The last day of an ID lies before us.
      key === 'idExpiry' ? values.date.replace(/^1/, '9') : values[type as FieldType],
    ]),
  );

describe.each(shippedLevels.map(level => ({ name: level.name, level })))(
  '[API-12] of $name every field',
  ({ level }) => {
    const { kind, id: levelId } = level;
    const owners = (over: object) =>
      kind === 'individual'
        ? {}
        : { beneficialOwners: [{ name: 'Åse', ownershipPercent: 100, isDirector: true, ...over }] };
    const wrongOwner = { dateOfBirth: '2999-01-01', nationality: 'XYZ', name: ' ' };
    const ownerPaths =
      kind === 'individual' ? [] : Object.keys(wrongOwner).map(key => `body.beneficialOwners.0.${key}`);
    const paths = new Set([...level.fields.map(({ key }) => `body.fields.${key}`), ...ownerPaths]);

    test('is kept as given', async () => {
      const fields = fieldsOf(level, good);
      const answer = await post('/v1/customers', { kind, levelId, fields, ...owners({}) });
      expect(answer.status).toBe(201);
      const made = customerSchema.parse(await answer.json());
      expect(Object.fromEntries(Object.entries(made.fields).map(([key, { value }]) => [key, value]))).toEqual(
        fields,
      );
    });

    test('is refused by its name when it is wrong: at once, later, and with a link', async () => {
      const fields = fieldsOf(level, bad);
      const both = { fields, ...owners(wrongOwner) };
      expect(await pathsOf(await post('/v1/customers', { kind, levelId, ...both }))).toEqual([422, paths]);
      const { id } = await createCustomer(server, { kind, levelId, fields: {} });
      expect(await pathsOf(await patch(id, both))).toEqual([422, paths]);
      const [status, named] = await pathsOf(await post('/v1/links', { kind, levelId, fields }));
      expect([status, named]).toEqual([422, new Set([...paths].filter(path => !ownerPaths.includes(path)))]);
    });

    test('is refused alone too, and nothing is made then', async () => {
      const countOf = async () =>
        (
          await server.backend.context.store.reader
            .selectFrom('customer')
            .select(row => row.fn.countAll<number>().as('count'))
            .executeTakeFirstOrThrow()
        ).count;
      const before = await countOf();
      for (const { key, type } of level.fields) {
        const fields = { ...fieldsOf(level, good), [key]: bad[type as FieldType] };
        const answer = await post('/v1/customers', { kind, levelId, fields });
        expect(await pathsOf(answer)).toEqual([422, new Set([`body.fields.${key}`])]);
      }
      expect(await countOf()).toBe(before);
    });
  },
);

test('[API-12] what has happened lies not in the future, by the clock of the backend', async () => {
  const dayAfter = (days: number) =>
    new Date(server.clock.now() + days * 24 * 3600_000).toISOString().slice(0, 10);
  const { id } = await createCustomer(server, { fields: {} });
  const soon = dayAfter(2);
  const give = async () => (await patch(id, { fields: { dateOfBirth: soon } })).status;
  expect(await give()).toBe(422);
  server.clock.advance(3 * 24 * 3600_000);
  expect(await give()).toBe(200);
});

test('[API-12] an ID is valid when it is given, through its last day in UTC; one that has expired since may be given again', async () => {
  const today = new Date(server.clock.now()).toISOString().slice(0, 10);
  const yesterday = new Date(server.clock.now() - 24 * 3600_000).toISOString().slice(0, 10);
  const refused = [422, new Set(['body.fields.idExpiry'])];
  const made = (idExpiry: string) =>
    post('/v1/customers', { kind: 'individual', levelId: 'kyc-basic', fields: { idExpiry } });
  expect(await pathsOf(await made(yesterday))).toEqual(refused);
  const { id } = await createCustomer(server, { fields: { idExpiry: today } });
  const give = async (idExpiry: string | null) => pathsOf(await patch(id, { fields: { idExpiry } }));
  expect(await give(yesterday)).toEqual(refused);
  server.clock.advance(24 * 3600_000);
  // Whoever sends all that they have is not kept from telling what is new.
  expect(await give(today)).toEqual([200, new Set()]);
  expect(await give(yesterday)).toEqual(refused);
  expect(await give(null)).toEqual([200, new Set()]);
  expect(await give(today)).toEqual(refused);
});

test('[API-12] a null takes a value away, whatever form it would need, and of no such field it is refused', async () => {
  const { id } = await createCustomer(server);
  const fields = { email: null, dateOfBirth: null, shoeSize: null, legalName: null };
  const refused = await pathsOf(await patch(id, { fields }));
  expect(refused).toEqual([422, new Set(['body.fields.shoeSize', 'body.fields.legalName'])]);
  expect(await pathsOf(await patch(id, { fields: { email: null, dateOfBirth: null } }))).toEqual([
    200,
    new Set(),
  ]);
});

test('[API-12] an owner is named once by an id: twice, or with one that nobody has, is refused and changes nothing', async () => {
  const owner = { name: 'Åse Berg', ownershipPercent: 50, isDirector: true };
  const business = { kind: 'business', levelId: 'kyb-standard', fields: {} };
  const made = await createCustomer(server, {
    ...business,
    beneficialOwners: [owner, { ...owner, name: 'Per Dahl' }],
  });
  const [id, second] = (made.beneficialOwners ?? []).map(known => known.id);
  const give = async (...ids: readonly (string | undefined)[]) =>
    pathsOf(await patch(made.id, { beneficialOwners: ids.map(one => ({ ...owner, id: one })) }));
  expect(await give(id, id)).toEqual([422, new Set(['body.beneficialOwners.1.id'])]);
  expect(await give(id, second, id)).toEqual([422, new Set(['body.beneficialOwners.2.id'])]);
  expect(await give(id, 'nobody')).toEqual([422, new Set(['body.beneficialOwners.1.id'])]);
  const now = customerSchema.parse(await (await server.integrator(`/v1/customers/${made.id}`)).json());
  expect(now.beneficialOwners).toEqual(made.beneficialOwners);
  expect(await give(second, id)).toEqual([200, new Set()]);
});

test('[API-13] of 50 at once with one externalId exactly one is made, in each tenant its own', async () => {
  const other = await server.addTenant('Another tenant');
  const body = JSON.stringify({ kind: 'individual', levelId: 'kyc-basic', externalId: 'ü-1', fields: {} });
  const make = (apiKey?: string) =>
    server.integrator('/v1/customers', { method: 'POST', headers: json, body }, apiKey);
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, n) => make(n % 2 === 0 ? undefined : other.apiKey)),
  );
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter(status => status === 201)).toHaveLength(2);
  expect(statuses.filter(status => status !== 201 && status !== 422)).toEqual([]);
  const refused = answers.find(({ status }) => status === 422);
  expect(await refused?.json()).toMatchObject({
    code: 'invalid_payload',
    errors: [{ path: 'body.externalId', message: 'already used' }],
  });
});
