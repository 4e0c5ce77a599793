import { describe, expect, test } from 'vitest';
import type { Cache } from '../../../../src/main/engine/cache/index.ts';
import type { BodyOf, JournalBody } from '../../../../src/main/engine/journal/index.ts';
import type { CommandResult } from '../../../../src/shared/domain/command.ts';
import { testCache } from '../../../support/cache.ts';
import { customerWith, upsertOf } from '../../../support/customer.ts';
import { temporaryDirectory } from '../../../support/directory.ts';
import { testPorts } from '../../../support/ports.ts';
import { testTime } from '../../../support/time.ts';

const start = Date.UTC(2026, 0, 15, 9);
const at = new Date(start).toISOString();
const hash = 'b'.repeat(64);

const decided = (commandId: string, over: Partial<BodyOf<'decided'>> = {}): JournalBody => ({
  kind: 'decided',
  commandId,
  type: 'review.finish',
  customerId: 'c-1',
  userId: 'u-1',
  deviceId: 'd-1',
  baseVersion: 1,
  dependsOn: null,
  clock: { lastServerTime: null, elapsedMs: null },
  payload: {
    outcome: 'approve',
    verdicts: [{ item: 'field:email', verdict: 'approved', reasons: [] }],
    request: [],
    tags: [],
  },
  evidence: [],
  undoMs: 10_000,
  replaces: null,
  customerName: 'Anna Lindqvist',
  ...over,
});

const sealed = (commandId: string, deviceSeq = 1): JournalBody => ({
  kind: 'sealed',
  commandId,
  deviceSeq,
  prevHash: hash,
  hash,
  signature: 's',
});

const answered = (commandId: string, result: Omit<CommandResult, 'id' | 'status'>): JournalBody => ({
  kind: 'answered',
  commandId,
  result: { id: commandId, status: 200, ...result },
});

function projected(...bodies: readonly JournalBody[]) {
  const time = testTime(start);
  const cache: Cache = testCache(testPorts({ directory: temporaryDirectory(), time }));
  let seq = 0;
  const project = (...more: readonly JournalBody[]) =>
    cache.project(more.map(body => ({ seq: ++seq, at: new Date(time.clock.now()).toISOString(), body })));
  project(...bodies);
  return { cache, time, project, state: (id: string) => cache.outboxRow(id)?.state };
}

describe('the state of a command', () => {
  test('is undoable for its ten seconds, then queued, by the clock alone', async () => {
    const { time, state, cache } = projected(decided('x'));
    expect(state('x')).toBe('undoable');
    expect(cache.outboxInStates(['queued'], 10)).toEqual([]);
    await time.advance(10_000);
    expect(state('x')).toBe('queued');
    expect(cache.outboxInStates(['queued'], 10).map(row => row.commandId)).toEqual(['x']);
  });

  test('[OBX-1] applied stays so when its id is refused to a second command, however that was placed', () => {
    const applied = answered('x', { result: 'applied', version: 2 });
    const taken = answered('x', { result: 'refused', code: 'idempotency_mismatch' });
    const { project, state, cache } = projected(decided('x'), sealed('x'), applied, taken);
    expect(state('x')).toBe('applied');
    project(sealed('x', 2));
    project(taken);
    expect(state('x')).toBe('applied');
    expect(cache.outboxRow('x')).toMatchObject({ appliedVersion: 2, parked: undefined });
    // What a backend that was restored from an older copy says of the same command is news.
    project(answered('x', { result: 'conflict', code: 'version_conflict' }));
    expect(state('x')).toBe('parked');
  });

  test('is queued, not undoable for ever, when the clock jumps back behind the decision', () => {
    const { time, state } = projected(decided('x'));
    time.jump(-3_600_000);
    expect(state('x')).toBe('queued');
  });

  test.each([
    ['applied', { result: 'applied', version: 2 }],
    ['applied', { result: 'replayed', first: { id: 'x', status: 200, result: 'applied', version: 2 } }],
    ['parked', { result: 'conflict', code: 'version_conflict' }],
    ['parked', { result: 'locked', code: 'claimed_by_other' }],
    ['parked', { result: 'held', code: 'held_by' }],
    ['parked', { result: 'refused', code: 'self_approval' }],
    ['parked', { result: 'replayed', first: { id: 'x', status: 409, result: 'conflict' } }],
  ] as const)('is %s after the answer %j', (expected, result) => {
    const { project, state } = projected(decided('x'), sealed('x'));
    expect(state('x')).toBe('queued');
    project(answered('x', result));
    expect(state('x')).toBe(expected);
  });

  test('[OBX-7] is sending only while a request carries it, and queued again when that came to nothing', () => {
    const { cache, state, project } = projected(decided('x', { undoMs: 0 }), sealed('x'));
    expect(state('x')).toBe('queued');
    const revision = cache.revision();
    expect(cache.setSending(new Set(['x']))).toEqual({ customerIds: ['c-1'], outbox: true });
    expect(cache.changedSince(revision)).toEqual(new Set(['c-1']));
    expect(state('x')).toBe('sending');
    expect(cache.outboxInStates(['sealed'], 10).map(row => row.state)).toEqual(['sending']);
    expect(cache.setSending(new Set())).toEqual({ customerIds: ['c-1'], outbox: true });
    expect(state('x')).toBe('queued');
    cache.setSending(new Set(['x']));
    project(answered('x', { result: 'applied', version: 2 }));
    expect(state('x')).toBe('applied');
  });

  test('is parked with code and words when it can not be sent, and ends when it is withdrawn', () => {
    const { project, cache, state } = projected(decided('x'), {
      kind: 'parked',
      commandId: 'x',
      code: 'payload_unreadable',
      detail: 'it can not be read',
    });
    expect(cache.outboxRow('x')?.parked).toEqual({
      result: 'unsendable',
      code: 'payload_unreadable',
      detail: 'it can not be read',
    });
    project({ kind: 'withdrawn', commandId: 'x', reason: 'no' });
    expect(state('x')).toBe('withdrawn');
    expect(cache.outboxCounts()).toEqual({ waiting: 0, parked: 0, applied: 0 });
  });
});

describe('a draft', () => {
  const mark = (item: string, verdict: 'approved' | 'unreviewed'): JournalBody => ({
    kind: 'marked',
    customerId: 'c-1',
    verdict: { item, verdict, reasons: [] },
  });

  test('holds the last verdict of each item; one that says nothing leaves it', () => {
    const { cache, project } = projected(mark('field:email', 'approved'), mark('field:phone', 'approved'));
    project(mark('field:email', 'unreviewed'));
    expect(cache.draft('c-1').map(({ item }) => item)).toEqual(['field:phone']);
  });

  test('is news where it begins or ends, not with each verdict in it', () => {
    const { cache, project } = projected();
    const revision = () => cache.revision();
    const started = revision();
    expect(project(mark('field:email', 'approved'))).toEqual({ customerIds: ['c-1'], outbox: false });
    expect(cache.changedSince(started)).toEqual(new Set(['c-1']));
    const begun = revision();
    expect(project(mark('field:phone', 'approved'))).toEqual({ customerIds: [], outbox: false });
    expect(project(mark('field:email', 'unreviewed'))).toEqual({ customerIds: [], outbox: false });
    expect(revision()).toBe(begun);
    expect(project(mark('field:phone', 'unreviewed'))).toEqual({ customerIds: ['c-1'], outbox: false });
  });

  test.each([
    ['undone', { kind: 'undone', commandId: 'x' }],
    ['withdrawn', { kind: 'withdrawn', commandId: 'x', reason: 'not so' }],
  ] as const)('[REV-10] goes with the finish and comes back when that is %s', (_, takenBack) => {
    const { cache, project } = projected(mark('field:email', 'approved'), decided('x'));
    expect(cache.draft('c-1')).toEqual([]);
    project(takenBack);
    expect(cache.draft('c-1')).toEqual([{ item: 'field:email', verdict: 'approved', reasons: [] }]);
  });
});

describe('pages seen', () => {
  const viewed = (page: number, seconds: number, sha256 = hash): JournalBody => ({
    kind: 'viewed',
    customerId: 'c-1',
    documentId: 'p-1',
    sha256,
    page,
    seconds,
  });

  test('add up by document and end with the check that they belong to', () => {
    const { cache, project } = projected(viewed(2, 3), viewed(1, 4), viewed(2, 5));
    expect(cache.viewed({ id: 'c-1' }).get('p-1')).toEqual({ sha256: hash, pages: [1, 2], seconds: 12 });
    project(decided('x'), sealed('x'), answered('x', { result: 'applied', version: 2 }));
    expect(cache.viewed({ id: 'c-1' }).size).toBe(0);
  });
});

describe('projecting', () => {
  test('[CCH-2] passes over what is projected already, so that bringing up twice changes nothing', () => {
    const { cache } = projected(decided('x'));
    const entries = [
      { seq: 1, at, body: decided('x') },
      { seq: 2, at, body: decided('y', { type: 'note.add', payload: { text: 'a', mentions: [] } }) },
    ];
    cache.project(entries);
    cache.project(entries);
    expect(cache.outboxOfCustomer('c-1').map(row => row.commandId)).toEqual(['x', 'y']);
    expect(cache.projectedSeq()).toBe(2);
  });

  test('keeps the case as it was decided on until the decision is applied', () => {
    const { cache, project } = projected();
    const customer = customerWith({ id: 'c-1' });
    cache.applyPage([upsertOf(customer)], 'a', at);
    project(decided('x'));
    cache.applyPage([upsertOf({ ...customer, version: 2, name: 'Other' })], 'b', at);
    expect(cache.decidedOn('x')).toEqual(customer);
    project(sealed('x'), answered('x', { result: 'applied', version: 3 }));
    expect(cache.decidedOn('x')).toBeUndefined();
  });
});
