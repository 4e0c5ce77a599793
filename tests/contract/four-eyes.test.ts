import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { CommandPayload, CommandResult, Customer } from '../../src/shared/domain/index.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import {
  businessUnderReview,
  patchCustomer,
  pngBytes,
  screenedCustomer,
  uploadDocument,
} from '../support/backend-customers.ts';
import { approveAll, rejectFor, requestAgain } from '../support/reviewing.ts';
import { evidenceOf, type WorkstationClient } from '../support/workstation-client.ts';

let server: TestBackend;
let decider: WorkstationClient;
let second: WorkstationClient;
let customer: Customer;
let decision: string;
let awaited: boolean;

const secondApproval = (client: WorkstationClient, agree: boolean, one: Customer, over: object = {}) =>
  client.command({
    type: 'approval.second',
    customerId: one.id,
    baseVersion: one.version,
    payload: { commandId: decision, agree, note: agree ? '' : 'The register is of last year' },
    evidence: evidenceOf(one),
    over: { ...over },
  });

/** Starts a check and finishes it so; what became of the case. */
async function decide(payload: CommandPayload<'review.finish'>, one: Customer): Promise<Customer> {
  const on = { customerId: one.id, baseVersion: one.version };
  const start = decider.build({ type: 'review.start', payload: {}, ...on });
  const finish = decider.build({
    type: 'review.finish',
    payload,
    evidence: evidenceOf(one),
    dependsOn: start.id,
    ...on,
  });
  const results = await decider.send([start, finish]);
  expect(results).toMatchObject([{ result: 'applied' }, { result: 'applied' }]);
  awaited = results[1]?.awaitingSecondApproval ?? false;
  decision = finish.id;
  return decider.customer(one.id);
}

beforeAll(async () => {
  server = await startBackend();
  // A supervisor decides, so that self-approval is refused for who it is, not for the role.
  decider = await server.signIn(server.tenant.supervisor);
  second = await server.signIn(server.tenant.supervisor2);
});
afterAll(() => server.close());

beforeEach(async () => {
  const submitted = await businessUnderReview(server);
  customer = await decide(approveAll(submitted), submitted);
});

test('[FLOW-2] an approval at a level with four eyes waits under review, without a check', () => {
  expect(awaited).toBe(true);
  expect(customer).toMatchObject({
    status: 'UNDER_REVIEW',
    check: null,
    awaitingSecondApproval: { commandId: decision, by: decider.userId },
  });
  expect(customer.lastReview ?? null).toBeNull();
});

test('[FLOW-2] another supervisor’s agreement carries the decision out, in the decider’s name', async () => {
  expect(await secondApproval(second, true, customer)).toMatchObject({ result: 'applied' });
  expect(await second.customer(customer.id)).toMatchObject({
    status: 'ACTIVE',
    awaitingSecondApproval: null,
    lastReview: { outcome: 'approve', reasons: [], by: decider.userId },
  });
});

test('[FLOW-2] nobody approves their own decision', async () => {
  expect(await secondApproval(decider, true, customer)).toMatchObject({
    result: 'refused',
    status: 403,
    code: 'self_approval',
  });
});

test('[FLOW-2] nobody approves their own decision from another device either', async () => {
  const elsewhere = await server.signIn(server.tenant.supervisor);
  expect(elsewhere.device.id).not.toBe(decider.device.id);
  expect(await secondApproval(elsewhere, true, customer)).toMatchObject({
    result: 'refused',
    code: 'self_approval',
  });
});

test('[FLOW-2] an analyst is no second approver', async () => {
  const analyst = await server.signIn(server.tenant.analyst);
  expect(await secondApproval(analyst, true, customer)).toMatchObject({
    result: 'refused',
    status: 403,
    code: 'role_missing',
  });
});

test('[FLOW-2] disagreement puts the case back under review with no check', async () => {
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

test('[FLOW-2] a change of what was decided on voids the wait', async () => {
  await patchCustomer(server, customer, { fields: { legalForm: 'ASA' } });
  expect((await second.customer(customer.id)).awaitingSecondApproval).toBeNull();
  expect(await secondApproval(second, true, customer)).toMatchObject({
    result: 'refused',
    code: 'invalid_transition',
  });
});

test('[FLOW-2] new owners, documents or hits void the wait too', async () => {
  const changes: readonly ((one: Customer) => Promise<unknown>)[] = [
    one =>
      patchCustomer(server, one, {
        beneficialOwners: [{ name: 'Åse Bergh', ownershipPercent: 100, isDirector: true }],
      }),
    one => uploadDocument(server, one.id, { type: 'other', bytes: pngBytes(`late ${one.id}`) }),
    one => screenedCustomer(server, one.id),
  ];
  for (const change of changes) {
    await change(customer);
    const after = await second.customer(customer.id);
    expect(after.awaitingSecondApproval).toBeNull();
    expect(await secondApproval(second, true, after)).toMatchObject({
      result: 'refused',
      code: 'invalid_transition',
    });
    customer = await decide(approveAll(after), after);
    expect(customer.awaitingSecondApproval).not.toBeNull();
  }
});

test('[FLOW-2] what a colleague corrects, classifies or resolves voids the wait', async () => {
  const screened = await screenedCustomer(server, customer.id);
  const [document] = screened.documents;
  const [hit] = screened.screening.hits;
  if (!document || !hit) throw new Error('a case without documents or hits');
  const changes: readonly ((on: { customerId: string; baseVersion: number }) => Promise<CommandResult>)[] = [
    on =>
      second.command({
        type: 'field.correct',
        payload: { field: 'legalForm', value: 'ASA', reason: 'As the register says' },
        ...on,
      }),
    on =>
      second.command({
        type: 'document.classify',
        payload: { documentId: document.id, type: document.type },
        ...on,
      }),
    on =>
      second.command({
        type: 'screening.resolve',
        payload: { hitId: hit.id, resolution: 'falsePositive', note: '' },
        ...on,
      }),
  ];
  for (const change of changes) {
    customer = await second.customer(customer.id);
    customer = await decide(approveAll(customer), customer);
    expect(customer.awaitingSecondApproval).not.toBeNull();
    expect(await change({ customerId: customer.id, baseVersion: customer.version })).toMatchObject({
      result: 'applied',
    });
    const after = await second.customer(customer.id);
    expect(after.awaitingSecondApproval).toBeNull();
    expect(await secondApproval(second, true, after)).toMatchObject({ code: 'invalid_transition' });
  }
});

test('[FLOW-2] a rejection at a level with four eyes waits as an approval does, and is carried out by agreement', async () => {
  await secondApproval(second, false, customer);
  const again = await second.customer(customer.id);
  const rejected = await decide(rejectFor('fraud.documentForgery'), again);
  expect(awaited).toBe(true);
  expect(rejected).toMatchObject({
    status: 'UNDER_REVIEW',
    check: null,
    awaitingSecondApproval: { commandId: decision, by: decider.userId },
  });
  expect(await secondApproval(second, true, rejected)).toMatchObject({ result: 'applied' });
  expect(await second.customer(customer.id)).toMatchObject({
    status: 'REJECTED',
    lastReview: { outcome: 'reject', reasons: ['fraud.documentForgery'], by: decider.userId },
  });
});

test('[FLOW-2] [FLOW-1] disagreement leaves a case that waits for its customer waiting, until the request is answered', async () => {
  await secondApproval(second, false, customer);
  const again = await second.customer(customer.id);
  const asked = await decide(requestAgain(['documentType:other']), again);
  const rejected = await decide(rejectFor('fraud.documentForgery'), asked);
  expect(rejected).toMatchObject({
    status: 'NEEDS_ADDITIONAL_INFORMATION',
    awaitingSecondApproval: { commandId: decision },
  });
  expect(await secondApproval(second, false, rejected)).toMatchObject({ result: 'applied' });
  expect(await second.customer(customer.id)).toMatchObject({
    status: 'NEEDS_ADDITIONAL_INFORMATION',
    reviewStatus: 'Resubmission',
    check: null,
    awaitingSecondApproval: null,
    rfi: { id: asked.rfi?.id },
  });
  await uploadDocument(server, customer.id, { type: 'other', bytes: pngBytes(`asked ${customer.id}`) });
  expect((await second.customer(customer.id)).status).toBe('UNDER_REVIEW');
});

test('a request for documents needs no second pair of eyes', async () => {
  await secondApproval(second, false, customer);
  const again = await second.customer(customer.id);
  const asked = await decide(requestAgain(['documentType:other']), again);
  expect(awaited).toBe(false);
  expect(asked.status).toBe('NEEDS_ADDITIONAL_INFORMATION');
});

test('[FLOW-2] the second pair of eyes must have seen every document', async () => {
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
