import { afterAll, beforeAll, expect, test } from 'vitest';
import { shippedLevels, type Customer } from '../../src/shared/domain/index.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { basicFields, createCustomer, patchCustomer, submitCustomer } from '../support/backend-customers.ts';
import { customerOf, untilChecked, untilCustomer } from '../support/checking.ts';

let server: TestBackend;
beforeAll(async () => void (server = await startBackend({ runsJobs: true })));
afterAll(() => server.close());

const dayMs = 24 * 3600_000;
let people = 0;
const person = (over: Record<string, string> = {}) => {
  people += 1;
  const fields = {
    ...basicFields,
    email: `person-${people}@risk.example`,
    phone: `+4930${4_000_000 + people}`,
  };
  return { ...fields, ...over };
};

const make = (over: Record<string, string> = {}) => createCustomer(server, { fields: person(over) });
const give = async (id: string, fields: Record<string, string>) =>
  patchCustomer(server, await customerOf(server, id), { fields });

async function checked(over: Record<string, string>): Promise<Customer> {
  const { id } = await make(over);
  await submitCustomer(server, id);
  return untilChecked(server, id);
}

const behaviour = ({ risk }: Customer) => risk.factors.find(({ code }) => code === 'behaviour');

const lastDecision = async (customerId: string): Promise<unknown> => {
  const { data } = await server.backend.context.store.reader
    .selectFrom('audit')
    .select('data')
    .where('tenantId', '=', server.tenant.id)
    .where('customerId', '=', customerId)
    .where('action', 'like', 'checks.%')
    .orderBy('index', 'desc')
    .executeTakeFirstOrThrow();
  return JSON.parse(data ?? '{}');
};

test('[RSK-2] customers who share a contact are counted, and those of them who came within a day', async () => {
  const phone = '+49304999001';
  await make({ phone });
  await make({ phone: '+49304999001' });
  await make({ email: 'Shared@Risk.example' });
  const met = await checked({ phone, email: 'shared@risk.example' });
  expect(behaviour(met)?.evidence).toBe(
    'Shares an e-mail address, telephone number or device with 3 other customers. 3 of them came within 24 hours of this one.',
  );
  expect(await lastDecision(met.id)).toMatchObject({ risk: { sharing: 3, sharingWithinDay: 3 } });
});

test('[RSK-2] when a customer came counts, not when a contact was noted', async () => {
  const old = [await make(), await make()];
  server.clock.advance(365 * dayMs);
  const phone = '+49304999002';
  for (const { id } of old) await give(id, { phone });
  const met = await checked({ phone });
  expect(behaviour(met)?.evidence).toBe(
    'Shares an e-mail address, telephone number or device with 2 other customers.',
  );
});

test('[RSK-2] a contact that a customer has no more is shared with nobody; the one that took its place is', async () => {
  const [typo, right] = ['+49304999003', '+49304999004'];
  const others = [await make(), await make()];
  for (const { id } of others) {
    await give(id, { phone: typo });
    await give(id, { phone: right });
  }
  expect(behaviour(await checked({ phone: typo }))).toMatchObject({ contribution: 0 });
  expect(behaviour(await checked({ phone: right }))?.contribution).toBeGreaterThan(0);
});

test.each([
  ['a declared public office', { politicallyExposed: 'true' }, 'politicallyExposed'],
  ['a nationality on a list', { nationality: 'SYR' }, 'listedCountry:increasedMonitoring'],
  ['a residence on a list', { countryOfResidence: 'YEM' }, 'listedCountry:increasedMonitoring'],
] as const)('[RSK-3] %s is decided by people, however low the score is', async (_what, fields, why) => {
  const { id } = await make(fields);
  await submitCustomer(server, id);
  const one = await untilChecked(server, id);
  expect([one.status, one.risk.score < 20, one.providers.map(({ state }) => state)]).toEqual([
    'UNDER_REVIEW',
    true,
    ['clear', 'clear'],
  ]);
  expect(await lastDecision(id)).toMatchObject({ why: [why] });
});

test('[RSK-2] [PRV-2] the audit of a decision without a person holds what the risk was made of, and no country or name', async () => {
  const { id } = await make({ nationality: 'SYR', firstName: 'Aurelia' });
  await submitCustomer(server, id);
  await untilChecked(server, id);
  const decision = await lastDecision(id);
  expect(decision).toMatchObject({
    risk: {
      autoApproveBelow: 20,
      sharing: 0,
      sharingWithinDay: 0,
      countryLists: ['increasedMonitoring 2025-10-24'],
      politicallyExposed: false,
    },
  });
  expect(JSON.stringify(decision)).not.toMatch(/Syria|SYR|Aurelia/);
  const { id: clean } = await make();
  await submitCustomer(server, clean);
  await untilCustomer(server, clean, ({ status }) => status === 'ACTIVE');
  expect(await lastDecision(clean)).toMatchObject({ risk: { autoApproveBelow: 20, countryLists: [] } });
});

test('[PRV-2] a level whose threshold lies between two scores, as an earlier version took them, decides all the same', async () => {
  const { work } = server.backend.context;
  const level = {
    ...shippedLevels.find(({ id }) => id === 'kyc-basic'),
    id: 'halves',
    autoApproveBelow: 12.5,
  };
  await work(server.tenant.id, ({ db, tenantId }) =>
    db
      .insertInto('level')
      .values({ tenantId, id: 'halves', version: 1, data: JSON.stringify(level) })
      .execute(),
  );
  const { id } = await createCustomer(server, { levelId: 'halves', fields: person() });
  await submitCustomer(server, id);
  expect((await untilChecked(server, id)).status).toBe('ACTIVE');
  expect(await lastDecision(id)).toMatchObject({ risk: { autoApproveBelow: 13 } });
});
