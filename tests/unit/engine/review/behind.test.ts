import { describe, expect, test } from 'vitest';
import { StorageError } from '../../../../src/main/engine/ports.ts';
import { createReview } from '../../../../src/main/engine/review/index.ts';
import { customerWith } from '../../../support/customer.ts';
import { approveEverything, testDesk, valueOf, type TestDesk } from '../../../support/desk.ts';

const customerId = 'c-1';
const plainly = { reasons: [], request: [], tags: [] };
const full = { ok: false, problem: { kind: 'disk_full' } };

async function deskWithCase(): Promise<TestDesk> {
  const desk = await testDesk();
  desk.sync(customerWith({ id: customerId }), customerWith({ id: 'c-2' }));
  return desk;
}

async function judgedCase(): Promise<TestDesk> {
  const desk = await deskWithCase();
  valueOf(desk.review.start({ customerId }));
  approveEverything(desk, customerId);
  return desk;
}

const approve = (desk: TestDesk) =>
  desk.review.finish({ customerId, version: desk.shown(customerId), outcome: 'approve', ...plainly });
const reject = (desk: TestDesk) =>
  desk.review.finish({
    customerId,
    version: desk.shown(customerId),
    outcome: 'reject',
    ...plainly,
    reasons: ['fraud.documentForgery'],
  });
const bodies = (desk: TestDesk) => [...desk.journal.entriesAfter(0)].map(({ body }) => body);

describe('while the cache can not follow the journal', () => {
  test('[OBX-9] a case that was finished is not finished a second time, in another way', async () => {
    const desk = await judgedCase();
    desk.disk.fill();
    const { commandId, state } = valueOf(approve(desk));
    expect(state).toBe('queued');
    expect(desk.view(customerId).check.state).toBe('open');
    expect(reject(desk)).toMatchObject(full);
    expect(desk.review.undo({ commandId })).toMatchObject(full);

    desk.disk.clear();
    expect(reject(desk)).toMatchObject({ problem: { kind: 'already_decided' } });
    expect(desk.cache.outboxRow(commandId)?.state).toBe('undoable');
    valueOf(desk.review.undo({ commandId }));
  });

  test('[OBX-9] no check is started twice, released, or judged by what is no longer so', async () => {
    const desk = await deskWithCase();
    desk.disk.fill();
    const { commandId } = valueOf(desk.review.start({ customerId }));
    const verdict = { item: 'field:email', verdict: 'approved' as const, reasons: [] };
    const before = bodies(desk).length;
    for (const attempt of [
      desk.review.start({ customerId }),
      desk.review.start({ customerId: 'c-2' }),
      desk.review.release({ customerId }),
      desk.review.mark({ customerId, version: 1, verdict }),
    ])
      expect(attempt).toMatchObject(full);
    expect(bodies(desk)).toHaveLength(before);

    desk.disk.clear();
    expect(valueOf(desk.review.start({ customerId })).commandId).toBe(commandId);
  });

  test('[OBX-9] what was sent and applied meanwhile is not withdrawn or taken back', async () => {
    const desk = await judgedCase();
    const { commandId } = valueOf(approve(desk));
    desk.disk.fill();
    desk.answer(commandId, { result: 'applied', version: 2 });
    expect(desk.parked.withdraw({ commandId, reason: 'not so' })).toMatchObject(full);
    expect(desk.review.undo({ commandId })).toMatchObject(full);

    desk.disk.clear();
    expect(desk.parked.withdraw({ commandId, reason: 'not so' })).toMatchObject({
      problem: { kind: 'not_allowed', detail: 'applied' },
    });
    expect(bodies(desk).map(({ kind }) => kind)).not.toContain('withdrawn');
  });

  test('[OBX-9] what was parked is decided again, or handed on, once', async () => {
    const desk = await judgedCase();
    const { commandId } = valueOf(approve(desk));
    desk.answer(commandId, { result: 'conflict', code: 'version_conflict' });
    desk.disk.fill();
    valueOf(desk.parked.decideAgain({ commandId }));
    expect(desk.parked.decideAgain({ commandId })).toMatchObject(full);
    expect(desk.parked.escalate({ commandId, note: 'please' })).toMatchObject(full);
    expect(desk.parked.withdraw({ commandId, reason: 'not so' })).toMatchObject(full);
    desk.disk.clear();
    expect(desk.parked.decideAgain({ commandId })).toMatchObject({ problem: { detail: 'superseded' } });
  });

  test('a note, which goes by nothing that may be old, is taken', async () => {
    const desk = await deskWithCase();
    desk.disk.fill();
    const ids = ['one', 'two'].map(
      text => valueOf(desk.review.addNote({ customerId, text, mentions: [] })).commandId,
    );
    desk.disk.clear();
    expect(desk.desk.record.behind()).toBeUndefined();
    expect(ids.map(id => desk.cache.outboxRow(id)?.state)).toEqual(['queued', 'queued']);
  });
});

test('[JRN-3] what the journal has taken is never answered with a failure, though the cache can not be read', async () => {
  const desk = await judgedCase();
  let unreadable = false;
  const cache = {
    ...desk.cache,
    outboxRow: (commandId: string) => {
      if (unreadable) throw new StorageError({ kind: 'failed', detail: 'no reading' });
      return desk.cache.outboxRow(commandId);
    },
  };
  const record: typeof desk.desk.record = Object.assign(
    (decided: Parameters<typeof desk.desk.record>[0]) => {
      const recorded = desk.desk.record(decided);
      unreadable = true;
      return recorded;
    },
    { behind: desk.desk.record.behind },
  );
  const review = createReview({ ...desk.desk, cache, record });
  const answer = review.finish({
    customerId,
    version: desk.shown(customerId),
    outcome: 'approve',
    ...plainly,
  });
  expect(answer).toMatchObject({ ok: true, value: { state: 'queued' } });
  expect(desk.view(customerId).check.state).toBe('decided');
});
