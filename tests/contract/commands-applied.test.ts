import { describe, expect, test } from 'vitest';
import {
  analyst,
  commanding,
  customer,
  on,
  other,
  round,
  server,
  start,
  supervisor,
} from '../support/commanding.ts';
import { caseUnderReview, screenedCustomer } from '../support/backend-customers.ts';
import { rejectFor, requestAgain } from '../support/reviewing.ts';
import { evidenceOf, type WorkstationClient } from '../support/workstation-client.ts';

commanding();

describe('applied', () => {
  test('start claims, release gives the claim back', async () => {
    const begun = await analyst.sendOne(start(analyst));
    expect(begun).toEqual({ id: begun.id, result: 'applied', status: 200, version: customer.version + 1 });
    const claimed = await analyst.customer(customer.id);
    expect(claimed.check).toMatchObject({ by: analyst.userId });
    const released = await analyst.command({ type: 'review.release', payload: {}, ...on(claimed) });
    expect(released).toMatchObject({ result: 'applied', version: claimed.version + 1 });
    expect((await analyst.customer(customer.id)).check).toBeNull();
  });

  test('finish rejects with its reasons and requests again with an open RFI', async () => {
    const second = await caseUnderReview(server, `second ${round}`);
    const outcomes = [
      [customer, rejectFor('fraud.documentForgery')],
      [second, requestAgain(['field:phone'])],
    ] as const;
    for (const [one, payload] of outcomes) {
      const begun = start(analyst, one);
      const evidence = evidenceOf(one);
      const ended = analyst.build({
        type: 'review.finish',
        payload,
        evidence,
        dependsOn: begun.id,
        ...on(one),
      });
      expect(await analyst.send([begun, ended])).toMatchObject([
        { result: 'applied' },
        { result: 'applied' },
      ]);
    }
    expect(await analyst.customer(customer.id)).toMatchObject({
      status: 'REJECTED',
      lastReview: { outcome: 'reject', reasons: ['fraud.documentForgery'], by: analyst.userId },
    });
    expect(await analyst.customer(second.id)).toMatchObject({
      status: 'NEEDS_ADDITIONAL_INFORMATION',
      leadStatus: 'in_progress',
      rfi: { items: [{ item: 'field:phone', reasons: ['badDocument.damaged'] }] },
    });
  });

  test('what a finish notes for colleagues becomes a note of the case', async () => {
    const before = await supervisor.syncAll();
    const begun = start(analyst);
    const ended = analyst.build({
      type: 'review.finish',
      payload: { ...rejectFor('fraud.documentForgery'), note: 'The stamp is drawn by hand' },
      evidence: evidenceOf(customer),
      dependsOn: begun.id,
      ...on(customer),
    });
    expect(await analyst.send([begun, ended])).toMatchObject([{ result: 'applied' }, { result: 'applied' }]);
    const { changes } = await supervisor.changes({ cursor: before.cursor });
    expect(changes.filter(({ entity }) => entity === 'note')).toMatchObject([
      { id: ended.id, data: { text: 'The stamp is drawn by hand', by: analyst.userId } },
    ]);
  });

  test('a corrected field keeps what was extracted and renames the customer', async () => {
    const payload = { field: 'firstName', value: 'Zofia', reason: 'As on the passport' };
    expect(await analyst.command({ type: 'field.correct', payload, ...on(customer) })).toMatchObject({
      result: 'applied',
    });
    expect(await analyst.customer(customer.id)).toMatchObject({
      name: 'Zofia Łukasz-O’Brien',
      fields: { firstName: { value: 'Zofia' } },
    });
  });

  test('a document is classified anew', async () => {
    const documentId = customer.documents[0]?.id ?? '';
    const payload = { documentId, type: 'national_id' as const, side: 'back' as const };
    expect(await analyst.command({ type: 'document.classify', payload, ...on(customer) })).toMatchObject({
      result: 'applied',
    });
    expect((await analyst.customer(customer.id)).documents).toMatchObject([
      { type: 'national_id', side: 'back' },
    ]);
  });

  test('a case is assigned, escalated and, once rejected, appealed by a supervisor', async () => {
    const assigned = await analyst.command({
      type: 'customer.assign',
      payload: { userId: other.userId },
      ...on(customer),
    });
    expect(assigned).toMatchObject({ result: 'applied' });
    expect((await analyst.customer(customer.id)).assignee).toBe(other.userId);

    const escalated = await analyst.command({
      type: 'customer.escalate',
      payload: { to: supervisor.userId, note: 'Please look at this' },
      ...on(customer),
    });
    expect(escalated).toMatchObject({ result: 'applied' });
    const now = await analyst.customer(customer.id);
    expect(now.assignee).toBe(supervisor.userId);

    const begun = start(supervisor, now);
    const rejected = supervisor.build({
      type: 'review.finish',
      payload: rejectFor('compliance.underAge'),
      evidence: evidenceOf(now),
      dependsOn: begun.id,
      ...on(now),
    });
    await supervisor.send([begun, rejected]);
    const closed = await supervisor.customer(customer.id);
    const appeal = {
      type: 'customer.appeal',
      payload: { note: 'The date was misread' },
      ...on(closed),
    } as const;
    expect(await analyst.command(appeal)).toMatchObject({
      result: 'refused',
      status: 403,
      code: 'role_missing',
    });
    expect(await supervisor.command(appeal)).toMatchObject({ result: 'applied' });
    expect(await supervisor.customer(customer.id)).toMatchObject({ status: 'UNDER_REVIEW' });
  });

  test('an escalated case is claimed by nobody: the supervisor begins at once', async () => {
    expect(await analyst.sendOne(start(analyst))).toMatchObject({ result: 'applied' });
    const claimed = await analyst.customer(customer.id);
    expect(claimed.check).toMatchObject({ by: analyst.userId });
    expect(await supervisor.sendOne(start(supervisor, claimed))).toMatchObject({ result: 'locked' });
    const payload = { to: supervisor.userId, note: 'Please look at this' };
    expect(await analyst.command({ type: 'customer.escalate', payload, ...on(claimed) })).toMatchObject({
      result: 'applied',
    });
    const escalated = await supervisor.customer(customer.id);
    expect(escalated).toMatchObject({ check: null, assignee: supervisor.userId });
    expect(await supervisor.sendOne(start(supervisor, escalated))).toMatchObject({ result: 'applied' });
  });

  test('a note reaches the feed under the id of its command and leaves the case as it is', async () => {
    const before = await supervisor.syncAll();
    const note = analyst.build({
      type: 'note.add',
      customerId: customer.id,
      baseVersion: null,
      payload: { text: 'Called the customer', mentions: [supervisor.userId] },
    });
    const result = await analyst.sendOne(note);
    expect(result).toEqual({ id: note.id, result: 'applied', status: 200 });
    const { changes } = await supervisor.changes({ cursor: before.cursor });
    expect(changes).toMatchObject([
      { entity: 'note', id: note.id, data: { text: 'Called the customer', by: analyst.userId } },
    ]);
    expect((await analyst.customer(customer.id)).version).toBe(customer.version);
  });

  test('a screening hit is resolved with a note, and guards the next one who would resolve it', async () => {
    const suspect = await screenedCustomer(server, customer.id);
    const [hit, bystander] = suspect.screening.hits;
    if (!hit || !bystander) throw new Error('a screened customer without hits');
    const resolve = (client: WorkstationClient, hitId: string, note: string) =>
      client.build({
        type: 'screening.resolve',
        payload: { hitId, resolution: 'falsePositive', note },
        ...on(suspect),
      });
    const before = await supervisor.syncAll();
    const command = resolve(analyst, hit.id, 'Born thirty years later');
    expect(await analyst.sendOne(command)).toEqual({
      id: command.id,
      result: 'applied',
      status: 200,
      version: suspect.version + 1,
    });
    const resolved = await analyst.customer(suspect.id);
    expect(resolved.screening.hits).toEqual([{ ...hit, resolution: 'falsePositive' }, bystander]);
    const { changes } = await supervisor.changes({ cursor: before.cursor });
    expect(changes.filter(({ entity }) => entity === 'note')).toMatchObject([
      { id: command.id, data: { text: 'Born thirty years later', by: analyst.userId } },
    ]);
    expect(await other.sendOne(resolve(other, hit.id, ''))).toMatchObject({
      result: 'conflict',
      status: 409,
      differs: [`hit:${hit.id}`],
    });
    expect(await other.sendOne(resolve(other, bystander.id, ''))).toMatchObject({ result: 'applied' });
    expect(await other.sendOne(resolve(other, 'no-such-hit', ''))).toMatchObject({
      result: 'refused',
      status: 422,
      code: 'invalid_payload',
    });
  });
});
