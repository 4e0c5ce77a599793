import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Customer } from '../../src/shared/domain/index.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { basicFields, createCustomer, submitCustomer } from '../support/backend-customers.ts';
import { checkNamed, clear, customerOf, scriptedProvider, untilCustomer } from '../support/checking.ts';
import { eventually } from '../support/eventually.ts';
import { rejectFor } from '../support/reviewing.ts';
import { evidenceOf } from '../support/workstation-client.ts';

const minute = 60_000;

let server: TestBackend;
let data = scriptedProvider('data');
beforeEach(async () => {
  // One that failed often is left alone for seconds of real time: each test has a service of its own.
  data = Object.assign(scriptedProvider('data'), { answer: undefined });
  server = await startBackend({ runsJobs: true, jobsPollMs: 50, providers: [data] });
  server.clock.standStill();
});
afterEach(() => server.close());

const jobOf = (customerId: string) =>
  server.backend.context.store.reader
    .selectFrom('job')
    .select('dueAt')
    .where('kind', '=', 'checks')
    .where('key', '=', customerId)
    .executeTakeFirst();

/** Waits until the checks of a case were tried once more; in how many milliseconds they are next. */
const untilTriedAgain = (customerId: string): Promise<number> =>
  eventually(async () => {
    const job = await jobOf(customerId);
    const waits = (job?.dueAt ?? 0) - server.clock.now();
    return waits > 0 && waits;
  });

/** A case of which a check waits for its provider. */
async function waiting(): Promise<Customer> {
  const { id } = await createCustomer(server, { fields: basicFields });
  await submitCustomer(server, id);
  return untilCustomer(server, id, one => checkNamed(one, 'data')?.findings.length === 1);
}

/** A case of which a check was given up: that wasn't made in ten minutes. */
async function givenUp(): Promise<Customer> {
  const { id } = await waiting();
  server.clock.advance(10 * minute);
  return untilCustomer(server, id, one => checkNamed(one, 'data')?.state === 'error');
}

async function reject(customer: Customer): Promise<void> {
  const analyst = await server.signIn(server.tenant.analyst);
  const on = { customerId: customer.id, baseVersion: customer.version };
  const begin = analyst.build({ type: 'review.start', payload: {}, ...on });
  const payload = rejectFor('fraud.stolenIdentity');
  const end = analyst.build({ type: 'review.finish', payload, evidence: evidenceOf(customer), dependsOn: begin.id, ...on }); // prettier-ignore
  expect((await analyst.send([begin, end])).map(({ result }) => result)).toEqual(['applied', 'applied']);
}

/** A case that was rejected with a check given up, three hours ago. */
async function rejected(): Promise<string> {
  const given = await givenUp();
  const { id } = given;
  await reject(given);
  const { asked } = data;
  server.clock.advance(3 * 60 * minute);
  await eventually(async () => (await jobOf(id)) === undefined);
  expect(data.asked).toBe(asked);
  return id;
}

async function appeal(customerId: string): Promise<void> {
  const supervisor = await server.signIn(server.tenant.supervisor);
  const { version: baseVersion } = await customerOf(server, customerId);
  const payload = { note: 'They wrote' };
  expect(
    await supervisor.command({ type: 'customer.appeal', customerId, baseVersion, payload }),
  ).toMatchObject({ result: 'applied' });
}

const lastEntryOf = async (customerId: string) => {
  const rows = await server.backend.context.store.reader
    .selectFrom('audit')
    .select(['action', 'data'])
    .where('customerId', '=', customerId)
    .orderBy('index')
    .execute();
  const last = rows.at(-1);
  return { action: last?.action, data: JSON.parse(last?.data ?? '{}') as unknown };
};

test('[PRV-47] a check that was given up is made again after as long as it was waited for, at most two hours, and nothing is said until it finds something', async () => {
  const { id, version } = await givenUp();
  const waits = [await untilTriedAgain(id)];
  while (waits.length < 6) {
    server.clock.advance(waits.at(-1) ?? 0);
    waits.push(await untilTriedAgain(id));
  }
  expect(waits.map(wait => wait / minute)).toEqual([10, 20, 40, 80, 120, 120]);
  expect((await customerOf(server, id)).version).toBe(version);
});

test('[PRV-47] a check that was given up is made for people to see once its provider answers', async () => {
  const { id, version } = await givenUp();
  data.answer = clear;
  server.clock.advance(await untilTriedAgain(id));
  const made = await untilCustomer(server, id, one => one.version > version);
  expect([made.status, checkNamed(made, 'data')?.state]).toEqual(['UNDER_REVIEW', 'clear']);
  expect(await lastEntryOf(id)).toMatchObject({
    action: 'checks.left_to_people',
    data: { why: ['leftToPeople'] },
  });
  await eventually(async () => (await jobOf(id)) === undefined);
});

test('[PRV-47] a check that was given up is not made while its case is decided, and at once when that is appealed', async () => {
  const id = await rejected();
  const { asked } = data;
  data.answer = clear;
  await appeal(id);
  const made = await untilCustomer(server, id, one => checkNamed(one, 'data')?.state === 'clear');
  expect([made.status, data.asked]).toEqual(['UNDER_REVIEW', asked + 1]);
});

test('[PRV-47] where its provider is still down when its case is back under review, the waiting begins anew', async () => {
  const id = await rejected();
  await appeal(id);
  expect((await untilTriedAgain(id)) / minute).toBe(10);
});

test('[PRV-5] what a person rejected is for people after an appeal, also where a check was still to be made that finds nothing', async () => {
  const customer = await waiting();
  const { id } = customer;
  await reject(customer);
  await appeal(id);
  data.answer = clear;
  server.clock.advance(minute);
  const made = await untilCustomer(server, id, one => checkNamed(one, 'data')?.state === 'clear');
  expect(made.status).toBe('UNDER_REVIEW');
  expect(await lastEntryOf(id)).toMatchObject({
    action: 'checks.left_to_people',
    data: { why: ['rejectedByPeople'] },
  });
});
