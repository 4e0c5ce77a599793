import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { disableUser } from '../../src/backend/identity/index.ts';
import type { CommandPayload } from '../../src/shared/domain/index.ts';
import { analyst, commanding, customer, on, other, server, supervisor } from '../support/commanding.ts';
import { customerOf } from '../support/checking.ts';
import { rejectFor, requestAgain } from '../support/reviewing.ts';
import { evidenceOf } from '../support/workstation-client.ts';

commanding();

/** A supervisor who has left. */
async function formerSupervisor(): Promise<string> {
  const { email } = server.tenant.supervisor2;
  const row = await server.backend.context.store.reader
    .selectFrom('user')
    .selectAll()
    .where('tenantId', '=', server.tenant.id)
    .where('email', '=', email)
    .executeTakeFirstOrThrow();
  await server.backend.context.work(server.tenant.id, step => disableUser(step, row, 'system'));
  return row.id;
}

const refused = (detail: string) => ({
  result: 'refused',
  status: 422,
  code: 'invalid_payload',
  detail,
});

test('nothing is given to, escalated to or told somebody who is not there or has left', async () => {
  const former = await formerSupervisor();
  const unknown = refused('There is no such user.');
  const seen = on(customer);
  const escalate = (to: string) =>
    analyst.command({ type: 'customer.escalate', payload: { to, note: 'Please look' }, ...seen });
  for (const userId of [former, randomUUID()]) {
    expect(await analyst.command({ type: 'customer.assign', payload: { userId }, ...seen })).toMatchObject(
      unknown,
    );
    expect(await escalate(userId)).toMatchObject(unknown);
    const payload: CommandPayload<'note.add'> = { text: 'Look', mentions: [other.userId, userId] };
    expect(
      await analyst.command({ type: 'note.add', payload, customerId: customer.id, baseVersion: null }),
    ).toMatchObject(unknown);
  }
  expect(await escalate(other.userId)).toMatchObject(refused('A case is escalated to a supervisor.'));
  expect(await customerOf(server, customer.id)).toMatchObject({ version: customer.version });
  const notes = server.backend.context.store.reader.selectFrom('note').select('id');
  expect(await notes.where('customerId', '=', customer.id).execute()).toEqual([]);
  expect(await escalate(supervisor.userId)).toMatchObject({ result: 'applied' });
});

test('a correction says why, and what is changed is there', async () => {
  const seen = on(customer);
  expect(
    await analyst.command({
      type: 'field.correct',
      payload: { field: 'phone', value: '+4930901825', reason: ' \n' },
      ...seen,
    }),
  ).toMatchObject(refused('A correction needs a reason.'));
  expect(
    await analyst.command({
      type: 'document.classify',
      payload: { documentId: randomUUID(), type: 'selfie' },
      ...seen,
    }),
  ).toMatchObject(refused('There is no such document.'));
  expect(
    await analyst.command({
      type: 'screening.resolve',
      payload: { hitId: randomUUID(), resolution: 'falsePositive', note: 'Another person' },
      ...seen,
    }),
  ).toMatchObject(refused('There is no such hit.'));
});

test('an appeal says why, and is made of what is rejected alone', async () => {
  const begun = analyst.build({ type: 'review.start', payload: {}, ...on(customer) });
  const ended = analyst.build({
    type: 'review.finish',
    payload: rejectFor('fraud.stolenIdentity'),
    evidence: evidenceOf(customer),
    dependsOn: begun.id,
    ...on(customer),
  });
  expect((await analyst.send([begun, ended])).map(({ result }) => result)).toEqual(['applied', 'applied']);
  const rejected = await customerOf(server, customer.id);
  const appeal = (note: string) =>
    supervisor.command({ type: 'customer.appeal', payload: { note }, ...on(rejected) });
  expect(await appeal('  ')).toMatchObject(refused('An appeal needs its reason.'));
  expect(await customerOf(server, customer.id)).toMatchObject({ status: 'REJECTED' });
  expect(await appeal('The customer has shown the original')).toMatchObject({ result: 'applied' });
  expect(await customerOf(server, customer.id)).toMatchObject({ status: 'UNDER_REVIEW', check: null });
  // The case was rejected when this was decided, which it is no more.
  expect(await appeal('Once more')).toMatchObject({ result: 'refused', code: 'invalid_transition' });
});

test('[REV-4] a check that is finished names each item once, and asks for what there is', async () => {
  await analyst.command({ type: 'review.start', payload: {}, ...on(customer) });
  const { id = '' } = customer.documents[0] ?? {};
  const passport = `document:${id}`;
  const finish = (payload: Partial<CommandPayload<'review.finish'>>) =>
    analyst.command({
      type: 'review.finish',
      payload: { ...requestAgain([passport]), ...payload },
      evidence: evidenceOf(customer),
      ...on(customer),
    });
  const verdict = { item: passport, verdict: 'approved' as const, reasons: [] };
  expect(await finish({ verdicts: [verdict, verdict] })).toMatchObject(
    refused(`There are two verdicts on ${passport}.`),
  );
  const another = { item: passport, reasons: ['badDocument.expired'] };
  const { request } = requestAgain([passport, 'documentType:selfie']);
  expect(await finish({ request: [...request, another] })).toMatchObject(
    refused(`There are two requests for ${passport}.`),
  );
  // Types are those of the table, not what every object has besides.
  for (const type of ['constructor', 'toString', '__proto__', 'hasOwnProperty'])
    expect(await finish(requestAgain([`documentType:${type}`]))).toMatchObject(
      refused(`Not an item of this case: documentType:${type}.`),
    );
  expect(await customerOf(server, customer.id)).toMatchObject({ status: 'UNDER_REVIEW' });
  expect(await finish({ request })).toMatchObject({ result: 'applied' });
});
