import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Provider, ProviderOutcome } from '../../src/backend/index.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { basicFields, createCustomer, submitCustomer } from '../support/backend-customers.ts';
import { checkNamed, clear, customerOf, untilChecked } from '../support/checking.ts';
import { approveAll, claimedBy } from '../support/reviewing.ts';
import { evidenceOf, type WorkstationClient } from '../support/workstation-client.ts';

/** A check that ends when and how the test lets it: what the others found is written with what it found. */
let held = Promise.withResolvers<ProviderOutcome>();
const data: Provider = {
  name: 'data',
  run: () => held.promise,
};

let server: TestBackend;
let analyst: WorkstationClient;
beforeAll(async () => {
  server = await startBackend({ runsJobs: true, providers: [data] });
  analyst = await server.signIn(server.tenant.analyst);
});
afterAll(() => server.close());

interface Names {
  readonly firstName: string;
  readonly lastName: string;
}

/** A case as an analyst saw it before its checks had ended, and as it is once they have. */
async function checkedMeanwhile(name: Names, outcome: ProviderOutcome) {
  held = Promise.withResolvers();
  const { id } = await createCustomer(server, { fields: { ...basicFields, ...name } });
  await submitCustomer(server, id);
  const seen = await claimedBy(analyst, await customerOf(server, id), () => customerOf(server, id));
  expect(checkNamed(seen, 'screening')?.state).toBe('pending');
  held.resolve(outcome);
  return { seen, checked: await untilChecked(server, id) };
}

/** Approves a case as it was before its checks had ended, once they have. */
async function finishedMeanwhile(name: Names, outcome: ProviderOutcome = clear) {
  const { seen, checked } = await checkedMeanwhile(name, outcome);
  const { id } = seen;
  const finish = { type: 'review.finish' as const, customerId: id, payload: approveAll(seen) };
  const on = { ...finish, baseVersion: seen.version, evidence: evidenceOf(seen) };
  return { checked, result: await analyst.command(on), now: await customerOf(server, id) };
}

test('[PRV-8] a finish that was made before the screening said what it has against a case is a conflict, though there is no hit', async () => {
  const { checked, result, now } = await finishedMeanwhile({ firstName: 'สมชาย', lastName: 'ใจดี' });
  expect(checked.screening.hits).toEqual([]);
  expect(checkNamed(checked, 'screening')).toMatchObject({
    state: 'rfi',
    findings: [{ code: 'screening.notCompared' }],
  });
  expect(result).toMatchObject({ result: 'conflict', code: 'version_conflict', differs: ['screening'] });
  expect(now).toMatchObject({ status: 'UNDER_REVIEW', version: checked.version });
});

test('[PRV-8] that it was made and found nothing is none', async () => {
  const { checked, result, now } = await finishedMeanwhile({ firstName: 'Zoë', lastName: 'Łukasz' });
  expect(checkNamed(checked, 'screening')?.state).toBe('clear');
  expect(result).toMatchObject({ result: 'applied' });
  expect(now.status).toBe('ACTIVE');
});

test.each([
  ['of an item', 'field:dateOfBirth', ['fields']],
  ['of the whole case', null, ['screening']],
])('[PRV-5] a finish that was made before a check alarmed %s is a conflict', async (_what, item, differs) => {
  const findings = [{ code: 'compliance.underAge', item, message: 'The customer is too young.' }];
  const name = { firstName: 'Zoë', lastName: 'Łukasz' };
  const { result, now } = await finishedMeanwhile(name, { state: 'alert', findings });
  expect(result).toMatchObject({ result: 'conflict', code: 'version_conflict', differs });
  expect(now.status).toBe('UNDER_REVIEW');
});

test('[PRV-5] what is put right in a field that a check alarmed about meanwhile is taken: the field is as it was', async () => {
  const findings = [{ code: 'compliance.underAge', item: 'field:dateOfBirth', message: 'Too young.' }];
  const { seen } = await checkedMeanwhile(
    { firstName: 'Zoë', lastName: 'Łukasz' },
    { state: 'alert', findings },
  );
  const payload = { field: 'dateOfBirth', value: '1990-02-03', reason: 'As on the passport.' };
  const on = { customerId: seen.id, baseVersion: seen.version };
  expect(await analyst.command({ type: 'field.correct', payload, ...on })).toMatchObject({
    result: 'applied',
  });
});
