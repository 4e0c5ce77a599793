import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Customer } from '../../src/shared/domain/index.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import {
  createCustomer,
  patchCustomer,
  pngBytes,
  submitCustomer,
  uploadDocument,
} from '../support/backend-customers.ts';
import { approveAll } from '../support/reviewing.ts';
import { evidenceOf, type WorkstationClient } from '../support/workstation-client.ts';

let server: TestBackend;
let decider: WorkstationClient;
let second: WorkstationClient;
let customer: Customer;
let decision: string;
let awaited: boolean;

const company = {
  legalName: 'Fjord Trading AS',
  registrationNumber: '912345678',
  incorporationDate: '2011-05-09',
  incorporationCountry: 'NOR',
  legalForm: 'AS',
  'registeredAddress.line1': 'Storgata 1',
  'registeredAddress.city': 'Oslo',
  'registeredAddress.postalCode': '0155',
  'registeredAddress.country': 'NOR',
  email: 'post@company.example',
};
const papers = [
  'certificate_of_incorporation',
  'shareholder_register',
  'proof_of_business_address',
  'director_id',
] as const;

const secondApproval = (client: WorkstationClient, agree: boolean, one: Customer, over: object = {}) =>
  client.command({
    type: 'approval.second',
    customerId: one.id,
    baseVersion: one.version,
    payload: { commandId: decision, agree, note: agree ? '' : 'The register is of last year' },
    evidence: evidenceOf(one),
    over: { ...over },
  });

beforeAll(async () => {
  server = await startBackend();
  // A supervisor decides, so that self-approval is refused for who it is, not for the role.
  decider = await server.signIn(server.tenant.supervisor);
  second = await server.signIn(server.tenant.supervisor2);
});
afterAll(() => server.close());

beforeEach(async () => {
  const made = await createCustomer(server, {
    kind: 'business',
    levelId: 'kyb-enhanced',
    fields: company,
    beneficialOwners: [{ name: 'Åse Berg', ownershipPercent: 100, isDirector: true }],
  });
  for (const type of papers)
    await uploadDocument(server, made.id, { type, bytes: pngBytes(`${made.id} ${type}`) });
  const submitted = await submitCustomer(server, made.id);
  const on = { customerId: submitted.id, baseVersion: submitted.version };
  const start = decider.build({ type: 'review.start', payload: {}, ...on });
  const finish = decider.build({
    type: 'review.finish',
    payload: approveAll(submitted),
    evidence: evidenceOf(submitted),
    dependsOn: start.id,
    ...on,
  });
  const results = await decider.send([start, finish]);
  awaited = results[1]?.awaitingSecondApproval ?? false;
  decision = finish.id;
  customer = await decider.customer(submitted.id);
});

test('[FLW-2] an approval at a level with four eyes waits under review, without a check', () => {
  expect(awaited).toBe(true);
  expect(customer).toMatchObject({
    status: 'UNDER_REVIEW',
    check: null,
    awaitingSecondApproval: { commandId: decision, by: decider.userId },
  });
  expect(customer.lastReview ?? null).toBeNull();
});

test('[FLW-2] another supervisor’s agreement carries the decision out, in the decider’s name', async () => {
  expect(await secondApproval(second, true, customer)).toMatchObject({ result: 'applied' });
  expect(await second.customer(customer.id)).toMatchObject({
    status: 'ACTIVE',
    awaitingSecondApproval: null,
    lastReview: { outcome: 'approve', reasons: [], by: decider.userId },
  });
});

test('[FLW-2] nobody approves their own decision', async () => {
  expect(await secondApproval(decider, true, customer)).toMatchObject({
    result: 'refused',
    status: 403,
    code: 'self_approval',
  });
});

test('[FLW-2] an analyst is no second approver', async () => {
  const analyst = await server.signIn(server.tenant.analyst);
  expect(await secondApproval(analyst, true, customer)).toMatchObject({
    result: 'refused',
    status: 403,
    code: 'role_missing',
  });
});

test('[FLW-2] disagreement puts the case back under review with no check', async () => {
  expect(await secondApproval(second, false, customer)).toMatchObject({ result: 'applied' });
  expect(await second.customer(customer.id)).toMatchObject({
    status: 'UNDER_REVIEW',
    check: null,
    awaitingSecondApproval: null,
  });
  expect(await secondApproval(second, true, customer)).toMatchObject({
    result: 'refused',
    code: 'invalid_transition',
  });
});

test('[FLW-2] a change of what was decided on voids the wait', async () => {
  await patchCustomer(server, customer, { fields: { legalForm: 'ASA' } });
  expect((await second.customer(customer.id)).awaitingSecondApproval).toBeNull();
  expect(await secondApproval(second, true, customer)).toMatchObject({
    result: 'refused',
    code: 'invalid_transition',
  });
});

test('[FLW-2] the second pair of eyes must have seen every document', async () => {
  const evidence = evidenceOf(customer);
  const [first, ...rest] = evidence;
  expect(await secondApproval(second, true, customer, { evidence: rest })).toMatchObject({
    result: 'conflict',
    code: 'evidence_changed',
  });
  const unseen = [{ ...first, pagesViewed: [] }, ...rest];
  expect(await secondApproval(second, true, customer, { evidence: unseen })).toMatchObject({
    result: 'refused',
    code: 'invalid_payload',
  });
});

test('a case that awaits its second approval takes no new check', async () => {
  const on = { customerId: customer.id, baseVersion: customer.version };
  expect(await second.command({ type: 'review.start', payload: {}, ...on })).toMatchObject({
    code: 'invalid_transition',
  });
});
