import { describe, expect, test } from 'vitest';
import { customerWith } from '../../../support/customer.ts';
import {
  approveEverything,
  deskStart,
  deskUser,
  testDesk,
  valueOf,
  type TestDesk,
} from '../../../support/desk.ts';

const customerId = 'c-1';
const later = (minutes: number): string => new Date(deskStart + minutes * 60_000).toISOString();
const lease = (by: string, minutes: number) => ({
  id: 'k-1',
  by,
  startedAt: later(0),
  expiresAt: later(minutes),
});
const plainly = { reasons: [], request: [], tags: [] };

async function deskWith(over: Partial<Parameters<typeof customerWith>[0]> = {}): Promise<TestDesk> {
  const desk = await testDesk();
  desk.sync(customerWith({ id: customerId, ...over }));
  return desk;
}

const started = (desk: TestDesk): string => valueOf(desk.review.start({ customerId })).commandId;

function finished(desk: TestDesk): string {
  approveEverything(desk, customerId);
  return valueOf(
    desk.review.finish({ customerId, version: desk.shown(customerId), outcome: 'approve', ...plainly }),
  ).commandId;
}

describe('the check of a case', () => {
  test('is none until somebody starts it', async () => {
    expect((await deskWith()).view(customerId).check).toEqual({ state: 'none' });
  });

  test('is open and unconfirmed from the click on, offline too, and confirmed by the backend', async () => {
    const desk = await deskWith();
    const commandId = started(desk);
    expect(desk.view(customerId).check).toMatchObject({
      state: 'open',
      confirmed: false,
      startCommandId: commandId,
    });
    desk.answer(commandId, { result: 'applied', version: 2 });
    expect(desk.view(customerId).check).toMatchObject({ state: 'open', confirmed: true });
    desk.sync(customerWith({ id: customerId, version: 2, check: lease(deskUser, 30) }));
    expect(desk.view(customerId).check).toMatchObject({ confirmed: true, expiresAt: later(30) });
  });

  test('belongs to whoever holds the lease, until that ends', async () => {
    const desk = await deskWith({ check: lease('u-other', 30) });
    expect(desk.view(customerId).check).toMatchObject({ state: 'claimed', until: later(30) });
    expect(desk.review.start({ customerId })).toMatchObject({ problem: { kind: 'claimed_by_other' } });
    await desk.time.advance(30 * 60_000);
    expect(desk.view(customerId).check).toEqual({ state: 'none' });
  });

  test('is the other one’s when the backend granted it to somebody else first', async () => {
    const desk = await deskWith();
    const commandId = started(desk);
    desk.answer(commandId, { result: 'locked', code: 'claimed_by_other', holder: 'u-other' });
    desk.sync(customerWith({ id: customerId, version: 2, check: lease('u-other', 30) }));
    expect(desk.view(customerId).check.state).toBe('claimed');
  });

  test('started at another workstation of the same person is theirs here too', async () => {
    const desk = await deskWith({ check: lease(deskUser, 30) });
    expect(desk.view(customerId).check).toMatchObject({ state: 'open', confirmed: true });
  });

  test('is none again after a release; one that was never sent is simply taken back', async () => {
    const desk = await deskWith();
    const commandId = started(desk);
    const receipt = valueOf(desk.review.release({ customerId }));
    expect(receipt).toMatchObject({ commandId, state: 'undone' });
    expect(desk.view(customerId).check).toEqual({ state: 'none' });
    expect(desk.cache.outboxCounts().waiting).toBe(0);
  });

  test('that the backend knows of is released by a command that builds on its start', async () => {
    const desk = await deskWith();
    const start = started(desk);
    desk.answer(start, { result: 'applied', version: 2 });
    desk.sync(customerWith({ id: customerId, version: 2, check: lease(deskUser, 30) }));
    const { commandId } = valueOf(desk.review.release({ customerId }));
    expect(desk.cache.outboxRow(commandId)?.decided).toMatchObject({
      type: 'review.release',
      dependsOn: start,
    });
    expect(desk.view(customerId).check).toEqual({ state: 'none' });
  });

  test('whose lease ran out can still be finished: it is asked for again with the decision', async () => {
    const desk = await deskWith();
    const start = started(desk);
    desk.answer(start, { result: 'applied', version: 2 });
    desk.sync(customerWith({ id: customerId, version: 2, check: lease(deskUser, 30) }));
    await desk.time.advance(31 * 60_000);
    expect(desk.view(customerId).check).toMatchObject({ state: 'open', confirmed: false });
    const finish = desk.cache.outboxRow(finished(desk))?.decided;
    const again = desk.cache.outboxRow(finish?.dependsOn ?? '')?.decided;
    expect([again?.type, again?.commandId === start]).toEqual(['review.start', false]);
  });

  test('[WIN-9] is claimed until the lease ends by the backend’s clock, whatever this machine’s says', async () => {
    const desk = await deskWith({ check: lease('u-other', 30) });
    desk.cache.applyPage([], 'later', later(60));
    expect(desk.view(customerId).check).toEqual({ state: 'none' });
    const start = started(desk);
    desk.answer(start, { result: 'applied', version: 2 });
    // Since the other one's lease ended, and before this one does.
    desk.sync(customerWith({ id: customerId, version: 2, check: lease(deskUser, 90) }));
    desk.cache.applyPage([], 'later', later(60));
    expect(desk.cache.outboxRow(finished(desk))?.decided.dependsOn).toBe(start);
  });

  test('is decided from the finish on, and says so until the case itself shows it', async () => {
    const desk = await deskWith();
    started(desk);
    const commandId = finished(desk);
    const state = () => desk.view(customerId).check;
    expect(state()).toMatchObject({ state: 'decided', commandState: 'undoable', outcome: 'approve' });
    await desk.time.advance(10_000);
    expect(state()).toMatchObject({ commandState: 'queued' });
    desk.answer(commandId, { result: 'applied', version: 3 });
    expect(state()).toMatchObject({ commandState: 'applied' });
    desk.sync(customerWith({ id: customerId, version: 3, status: 'ACTIVE' }));
    expect(state()).toEqual({ state: 'none' });
  });

  test('can be started anew when a later review asks for it', async () => {
    const desk = await deskWith();
    started(desk);
    desk.answer(finished(desk), { result: 'applied', version: 3 });
    desk.sync(customerWith({ id: customerId, version: 4, status: 'UNDER_REVIEW' }));
    expect(desk.view(customerId).check).toEqual({ state: 'none' });
    expect(started(desk)).toBeTruthy();
  });
});

describe('who may review', () => {
  test('an auditor reads and decides nothing', async () => {
    const desk = await testDesk({ roles: ['auditor'] });
    desk.sync(customerWith({ id: customerId }));
    expect(desk.review.start({ customerId })).toMatchObject({ problem: { kind: 'not_allowed' } });
    expect(desk.review.addNote({ customerId, text: 'one', mentions: [] })).toMatchObject({
      problem: { kind: 'not_allowed' },
    });
    expect(desk.view(customerId).customer.id).toBe(customerId);
  });

  test('a case that is decided, or waits for a second approval, is not started', async () => {
    const active = await deskWith({ status: 'ACTIVE' });
    expect(active.review.start({ customerId })).toMatchObject({
      problem: { kind: 'status_forbids', detail: 'ACTIVE' },
    });
    const second = await deskWith({ awaitingSecondApproval: { commandId: 'k', by: 'u-2' } });
    expect(second.review.start({ customerId })).toMatchObject({ problem: { detail: 'second_approval' } });
  });

  test('[DOM-1] a case that waits for its customer can be checked and rejected, and nothing else', async () => {
    const desk = await deskWith({ status: 'NEEDS_ADDITIONAL_INFORMATION' });
    started(desk);
    approveEverything(desk, customerId);
    const end = (outcome: 'approve' | 'reject' | 'resubmission') =>
      desk.review.finish({
        customerId,
        version: desk.shown(customerId),
        outcome,
        ...plainly,
        reasons: ['identity.couldNotBeVerified'],
        request: [{ item: 'field:email', reasons: ['dataMismatch.crossDocument'] }],
      });
    for (const outcome of ['approve', 'resubmission'] as const) {
      expect(end(outcome)).toMatchObject({ problem: { kind: 'status_forbids' } });
    }
    expect(end('reject')).toMatchObject({ ok: true });
  });
});
