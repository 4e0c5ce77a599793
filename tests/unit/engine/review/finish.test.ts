import { describe, expect, test } from 'vitest';
import { payloadSchemas } from '../../../../src/shared/domain/command.ts';
import { canonicalJson } from '../../../../src/shared/domain/canonical.ts';
import type { CallInput } from '../../../../src/shared/ipc/index.ts';
import { customerWith, documentWith } from '../../../support/customer.ts';
import { approveEverything, testDesk, valueOf, type TestDesk } from '../../../support/desk.ts';

const customerId = 'c-1';
const sha = (letter: string): string => letter.repeat(64);
const front = documentWith({ id: 'doc-1', customerId, sha256: sha('a') });
const replacement = documentWith({ id: 'doc-2', customerId, sha256: sha('b'), replaces: 'doc-1' });
const selfie = documentWith({ id: 'doc-3', customerId, type: 'selfie', sha256: sha('d') });

async function openDesk(): Promise<TestDesk> {
  const desk = await testDesk();
  desk.sync(customerWith({ id: customerId, documents: [front, replacement, selfie] }));
  valueOf(desk.review.start({ customerId }));
  return desk;
}

const finish = (desk: TestDesk, over: Partial<CallInput<'review.finish'>>) =>
  desk.review.finish({
    customerId,
    version: desk.shown(customerId),
    outcome: 'approve',
    reasons: [],
    request: [],
    tags: [],
    ...over,
  });

const mark = (
  desk: TestDesk,
  item: string,
  verdict: 'approved' | 'rejected' | 'pending',
  ...reasons: string[]
) => desk.review.mark({ customerId, version: desk.shown(customerId), verdict: { item, verdict, reasons } });

describe('a finish', () => {
  test('[REV-1] approves only when every required item is approved, and names what is open', async () => {
    const desk = await openDesk();
    approveEverything(desk, customerId);
    valueOf(mark(desk, 'field:email', 'pending', 'dataMismatch.crossDocument'));
    expect(finish(desk, {})).toMatchObject({ problem: { kind: 'open_items', items: ['field:email'] } });
    valueOf(mark(desk, 'field:email', 'approved'));
    expect(finish(desk, {}).ok).toBe(true);
  });

  test('[REV-2] is refused while a rejected item has no reason', async () => {
    const desk = await openDesk();
    valueOf(mark(desk, 'document:doc-2', 'rejected'));
    const reject = finish(desk, { outcome: 'reject', reasons: ['fraud.stolenIdentity'] });
    expect(reject).toMatchObject({ problem: { kind: 'reason_missing', items: ['document:doc-2'] } });
  });

  test('[REV-3] rejects with a reason somewhere, [REV-4] and asks again only for something', async () => {
    const desk = await openDesk();
    expect(finish(desk, { outcome: 'reject' })).toMatchObject({ problem: { kind: 'reason_missing' } });
    expect(finish(desk, { outcome: 'resubmission' })).toMatchObject({
      problem: { kind: 'nothing_requested' },
    });
    const unknown = [{ item: 'document:none', reasons: ['imageQuality.glare'] }];
    expect(finish(desk, { outcome: 'resubmission', request: unknown })).toMatchObject({
      problem: { kind: 'unknown_item', items: ['document:none'] },
    });
  });

  test('names as evidence every current document by its bytes, with the pages seen and whole seconds', async () => {
    const desk = await openDesk();
    desk.arrives(replacement);
    valueOf(desk.review.seen({ customerId, documentId: 'doc-2', page: 2, seconds: 3.6 }));
    valueOf(desk.review.seen({ customerId, documentId: 'doc-2', page: 1, seconds: 2 }));
    approveEverything(desk, customerId);
    const { commandId } = valueOf(finish(desk, {}));
    expect(desk.cache.outboxRow(commandId)?.decided.evidence).toEqual([
      { documentId: 'doc-2', sha256: sha('b'), pagesViewed: [1, 2], seconds: 6 },
      { documentId: 'doc-3', sha256: sha('d'), pagesViewed: [], seconds: 0 },
    ]);
  });

  test('[REV-6] asks for a verdict on the document that took the place of a judged one', async () => {
    const desk = await openDesk();
    approveEverything(desk, customerId);
    const newer = documentWith({
      id: 'doc-4',
      customerId,
      sha256: sha('e'),
      replaces: 'doc-3',
      type: 'selfie',
    });
    desk.sync(customerWith({ id: customerId, version: 2, documents: [front, replacement, selfie, newer] }));
    expect(finish(desk, {})).toMatchObject({
      problem: { kind: 'verdicts_lapsed', items: ['document:doc-4'] },
    });
    desk.arrives(newer);
    valueOf(mark(desk, 'document:doc-4', 'approved'));
    const { commandId } = valueOf(finish(desk, {}));
    const { payload, baseVersion } = desk.cache.outboxRow(commandId)?.decided ?? expect.fail('no command');
    const items = payloadSchemas['review.finish'].parse(payload).verdicts.map(({ item }) => item);
    expect(items).not.toContain('document:doc-3');
    expect(baseVersion).toBe(2);
  });

  test('[CMD-5] holds its texts as the backend takes them: without control characters and signs that turn a text', async () => {
    const desk = await openDesk();
    const { commandId } = valueOf(
      finish(desk, {
        outcome: 'reject',
        reasons: ['identity.couldNotBeVerified'],
        note: 'Pasted\u0002 from\u202e a file:\n\ttwo lines',
        tags: ['fraud\u2066'],
      }),
    );
    expect(desk.cache.outboxRow(commandId)?.decided.payload).toMatchObject({
      note: 'Pasted from a file:\n\ttwo lines',
      tags: ['fraud'],
    });
  });

  test('can always be hashed: no undefined members, no text without a UTF-8 form', async () => {
    const desk = await openDesk();
    const { commandId } = valueOf(
      finish(desk, {
        outcome: 'reject',
        reasons: ['identity.couldNotBeVerified'],
        note: 'half \ud83d',
        tags: ['x'],
      }),
    );
    const payload = desk.cache.outboxRow(commandId)?.decided.payload;
    expect(canonicalJson(payload)).toContain('half \ufffd');
  });

  test('approves with a document that was approved and then thrown away to make room', async () => {
    const desk = await openDesk();
    approveEverything(desk, customerId);
    desk.leaves(selfie);
    expect(desk.desk.documents.verified(selfie)).toBe(false);
    expect(finish(desk, {}).ok).toBe(true);
  });

  test('builds on the start of its check', async () => {
    const desk = await openDesk();
    const { commandId: start } = valueOf(desk.review.start({ customerId }));
    approveEverything(desk, customerId);
    const { commandId } = valueOf(finish(desk, {}));
    expect(desk.cache.outboxRow(commandId)?.decided.dependsOn).toBe(start);
  });
});

test('a check that is given up before its start was sent leaves nothing behind', async () => {
  const desk = await openDesk();
  valueOf(mark(desk, 'field:email', 'approved'));
  const { commandId } = valueOf(desk.review.release({ customerId }));
  expect(desk.cache.outboxRow(commandId)).toMatchObject({
    state: 'undone',
    decided: { type: 'review.start' },
  });
  expect(desk.cache.draft(customerId)).toEqual([]);
  // Nobody decided anything: there is nothing to look at.
  const { items, totals } = desk.outbox.list({ group: 'done', limit: 10 });
  expect([items, totals.done]).toEqual([[], 0]);
  valueOf(desk.review.start({ customerId }));
  expect(new Set(desk.view(customerId).items.map(({ verdict }) => verdict.verdict))).toEqual(
    new Set(['unreviewed']),
  );
});

describe('a mark', () => {
  test('needs an open check, a known item and known reasons', async () => {
    const desk = await openDesk();
    expect(mark(desk, 'field:none', 'approved')).toMatchObject({ problem: { kind: 'unknown_item' } });
    expect(mark(desk, 'document:doc-1', 'approved')).toMatchObject({ problem: { kind: 'unknown_item' } });
    expect(mark(desk, 'field:email', 'rejected', 'no.such')).toMatchObject({
      problem: { kind: 'invalid_input', path: 'verdict.reasons.0' },
    });
    valueOf(desk.review.release({ customerId }));
    expect(mark(desk, 'field:email', 'approved')).toMatchObject({ problem: { kind: 'check_not_open' } });
  });

  test('does not approve what is not there', async () => {
    const desk = await testDesk();
    desk.sync(customerWith({ id: customerId, fields: { email: '' } }));
    valueOf(desk.review.start({ customerId }));
    expect(mark(desk, 'field:email', 'approved')).toMatchObject({ problem: { kind: 'invalid_input' } });
  });
});

describe('a note', () => {
  test('shows at once as waiting, and once only when the backend has it', async () => {
    const desk = await openDesk();
    const { commandId } = valueOf(desk.review.addNote({ customerId, text: 'call them', mentions: [] }));
    expect(desk.view(customerId).notes).toMatchObject([{ text: 'call them', waiting: true }]);
    desk.answer(commandId, { result: 'applied', version: null });
    const note = {
      id: 'n-1',
      customerId,
      text: 'call them',
      mentions: [],
      by: 'u-me',
      at: '2026-01-15T09:00:00.000Z',
    };
    desk.cache.applyPage(
      [{ seq: 9, entity: 'note', id: 'n-1', op: 'upsert', version: 1, data: note }],
      'n',
      note.at,
    );
    expect(desk.view(customerId).notes).toMatchObject([{ id: 'n-1', waiting: false }]);
  });
});
