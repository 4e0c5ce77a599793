import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wordsIn } from '../../src/backend/hosted/words/index.ts';
import type { Customer } from '../../src/shared/domain/index.ts';
import { applicantAt, type Applicant } from '../support/applicant.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { makeLink } from '../support/backend-links.ts';
import { subscribe, type MadeWebhook } from '../support/backend-webhooks.ts';
import { customerOf } from '../support/checking.ts';
import { eventually } from '../support/eventually.ts';
import { approveAll } from '../support/reviewing.ts';
import { sampleApplicant, type Paper, type SampleApplicant } from '../support/sample-applicant.ts';
import { startReceiver, type Receiver } from '../support/webhook-receiver.ts';
import { evidenceOf } from '../support/workstation-client.ts';

const levelId = 'kyc-enhanced';
/** Milliseconds of real time that reading documents may take on a busy machine. */
const patience = 300_000;
let server: TestBackend;
let receiver: Receiver;
let webhook: MadeWebhook;
beforeAll(async () => {
  receiver = await startReceiver();
  server = await startBackend({ runsJobs: true, webhooks: { allowPrivate: true } });
  webhook = await subscribe(server, receiver.url, ['kyc.status_updated']);
});
afterAll(async () => {
  await server.close();
  await receiver.close();
});

const send = (applicant: Applicant, meta: object, { bytes, filename }: Paper) =>
  applicant.upload(meta, Uint8Array.from(bytes), filename);

/** Through the page of a link, to the end. */
async function submit(url: string, { fields, bill, selfie }: SampleApplicant, passport: Paper) {
  const applicant = applicantAt(url);
  await applicant.fill('consent', { agree: 'yes' });
  expect(await applicant.fill('data', fields)).toMatchObject({ leadsTo: '/documents' });
  await send(applicant, { type: 'passport', side: 'front' }, passport);
  await send(applicant, { type: 'proof_of_address' }, bill);
  await send(applicant, { type: 'selfie' }, selfie);
  expect(await applicant.fill('documents', {})).toMatchObject({ leadsTo: '/review' });
  expect(await applicant.fill('review', {})).toMatchObject({ status: 303, leadsTo: '' });
}

/** What the integrator is told of a status, which they know by its signature to come from the backend. */
async function toldOf(id: string, to: Customer['status']) {
  const told = await eventually(
    () =>
      receiver.of('kyc.status_updated').find(({ data }) => data['customerId'] === id && data['to'] === to),
    patience,
  );
  expect(new Webhook(webhook.secret).verify(told.body, told.headers)).toMatchObject({ data: told.data });
  return told.data;
}

/** From now on no case of the level is approved without a person. */
async function leaveToPeople(): Promise<void> {
  const answer = await server.integrator(`/v1/levels/${levelId}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ autoApproveBelow: null }),
  });
  expect(await answer.json()).not.toHaveProperty('autoApproveBelow');
}

const money = { amount: '12.50', currency: 'EUR', direction: 'in' };
const pay = async (id: string) => {
  const answer = await server.integrator(`/v1/customers/${id}/transactions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(money),
  });
  return { status: answer.status, body: (await answer.json()) as { code?: string } };
};
const refused = { status: 409, body: { code: 'not_verified' } };

/**
 * A link is made and submitted with a blurred ID, the checks ask for it again, and a sharp one is given. Nobody but the
 * applicant does anything.
 */
async function afterResubmission(who: SampleApplicant): Promise<string> {
  const link = await makeLink(server, { levelId });
  const id = link.customerId ?? '';
  await submit(link.url, who, who.blurredPassport);

  expect(await toldOf(id, 'NEEDS_ADDITIONAL_INFORMATION')).toMatchObject({
    from: 'UNDER_REVIEW',
    reviewStatus: 'Resubmission',
    reasons: ['imageQuality.blurry'],
  });
  const asked = await customerOf(server, id);
  const passport = asked.documents.find(({ type }) => type === 'passport')?.id ?? '';
  expect(asked.rfi?.items).toMatchObject([
    { item: `document:${passport}`, reasons: ['imageQuality.blurry'] },
  ]);
  expect(await pay(id)).toMatchObject(refused);

  const applicant = applicantAt((await makeLink(server, { levelId, customerId: id })).url);
  expect((await applicant.look()).leadsTo).toBe('/documents');
  const page = (await applicant.look('documents')).text;
  expect(page).toContain(wordsIn.en.reasons['imageQuality.blurry']);
  expect(page.match(/id="card-[^"]+"/g)).toEqual([`id="card-${passport}"`]);
  const meta = { type: 'passport', side: 'front', replaces: passport };
  expect(await send(applicant, meta, who.passport)).toMatchObject({ leadsTo: '' });
  expect((await applicant.look()).text).toContain(wordsIn.en.done.title);
  return id;
}

const allClear = [
  ['extraction', 'clear'],
  ['document', 'clear'],
  ['data', 'clear'],
  ['screening', 'clear'],
];
const statesOf = ({ providers }: Customer) => providers.map(({ name, state }) => [name, state]);

describe(
  '[FLOW-6] a link, a blurred ID, a request, a sharp one: with the checks as they are',
  { timeout: 4 * patience },
  () => {
    test('a clean case of a level that allows it is approved by itself, and can transact', async () => {
      const id = await afterResubmission(sampleApplicant('by itself', server.clock.now()));
      expect(await toldOf(id, 'ACTIVE')).toMatchObject({ from: 'UNDER_REVIEW', reviewStatus: 'Approved' });
      expect(statesOf(await customerOf(server, id))).toEqual(allClear);
      expect(await pay(id)).toMatchObject({ status: 201, body: money });
    });

    test('a level that leaves it to people waits for one, whose signed approval opens transactions', async () => {
      await leaveToPeople();
      const id = await afterResubmission(sampleApplicant('by a person', server.clock.now()));
      const checked = await eventually(async () => {
        const customer = await customerOf(server, id);
        return customer.providers.every(({ state }) => state !== 'pending') && customer;
      }, patience);
      expect([checked.status, statesOf(checked)]).toEqual(['UNDER_REVIEW', allClear]);
      // What was read is what was written: of the ID off the sharp one alone, of the address off the bill.
      const [, bill, , sharp] = checked.documents;
      for (const [key, source, document] of [
        ['idNumber', 'mrz', sharp],
        ['address.line1', 'text', bill],
      ] as const) {
        const { value, extracted = [] } = checked.fields[key] ?? {};
        const read = extracted.filter(one => one.source === source);
        expect(read).toMatchObject([{ documentId: document?.id, value }]);
      }
      expect(await pay(id)).toMatchObject(refused);

      const analyst = await server.signIn(server.tenant.analyst);
      const on = { customerId: id, baseVersion: checked.version };
      const start = analyst.build({ type: 'review.start', payload: {}, ...on });
      const evidence = evidenceOf(checked);
      expect(evidence).toHaveLength(3);
      const payload = approveAll(checked);
      const end = analyst.build({ type: 'review.finish', payload, evidence, dependsOn: start.id, ...on });
      expect(await analyst.send([start, end])).toMatchObject([{ result: 'applied' }, { result: 'applied' }]);
      expect(await toldOf(id, 'ACTIVE')).toMatchObject({ from: 'UNDER_REVIEW', reviewStatus: 'Approved' });
      expect(await pay(id)).toMatchObject({ status: 201, body: money });
    });
  },
);
