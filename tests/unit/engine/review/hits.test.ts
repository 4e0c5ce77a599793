import { describe, expect, test } from 'vitest';
import type { Customer, ScreeningHit } from '../../../../src/shared/domain/customer.ts';
import type { Role } from '../../../../src/shared/domain/status.ts';
import type { CallInput } from '../../../../src/shared/ipc/index.ts';
import { customerWith } from '../../../support/customer.ts';
import { approveEverything, deskStart, testDesk, valueOf, type TestDesk } from '../../../support/desk.ts';

const customerId = 'c-1';
const hit = { id: 'h-1', listName: 'A list', name: 'Jane Listed', score: 75, matched: ['name'] };
const other = { ...hit, id: 'h-2', name: 'June Listed' };
const plainly = { outcome: 'approve' as const, reasons: [], request: [], tags: [] };

const caseWith = (hits: readonly ScreeningHit[], more: Partial<Customer> = {}): Customer => {
  const { fields: _fields, documents: _documents, risk: _risk, ...rest } = more;
  return customerWith({ id: customerId, screening: { hits: [...hits] }, ...rest });
};

async function desk(roles?: readonly Role[]): Promise<TestDesk> {
  const opened = await testDesk(roles ? { roles } : {});
  opened.sync(caseWith([hit, other]));
  return opened;
}

const resolve = (
  { review, shown }: TestDesk,
  over: Partial<CallInput<'screening.resolve'>> = {},
): ReturnType<TestDesk['review']['resolveHit']> =>
  review.resolveHit({
    customerId,
    version: shown(customerId),
    hitId: hit.id,
    resolution: 'falsePositive',
    note: 'Another year of birth.',
    ...over,
  });

const hitOf = ({ view }: TestDesk) => view(customerId).hits.find(({ id }) => id === hit.id);
const conflict = (current: Customer) => ({
  result: 'conflict' as const,
  code: 'version_conflict',
  current,
  differs: [`hit:${hit.id}`],
});

describe('[REV-11] a mark on a hit', () => {
  test('is in the journal, is sent as a command of its own on that version, and is shown at once as waiting', async () => {
    const opened = await desk();
    const { commandId } = valueOf(resolve(opened));
    expect(opened.journal.entriesOfCommand(commandId).map(({ body }) => body)).toMatchObject([
      {
        kind: 'decided',
        type: 'screening.resolve',
        baseVersion: 1,
        dependsOn: null,
        undoMs: 0,
        payload: { hitId: hit.id, resolution: 'falsePositive', note: 'Another year of birth.' },
      },
    ]);
    const view = opened.view(customerId);
    expect(view.hits).toEqual([
      {
        ...hit,
        resolution: 'falsePositive',
        waiting: {
          resolution: 'falsePositive',
          note: 'Another year of birth.',
          changed: false,
          inCase: null,
        },
      },
      other,
    ]);
    expect(view.customer.screening.hits[0]?.resolution).toBe('falsePositive');
    expect(view.notes).toMatchObject([{ id: commandId, text: 'Another year of birth.', waiting: true }]);
  });

  test('waits until the case has it, and is then what the case says', async () => {
    const opened = await desk();
    const { commandId } = valueOf(resolve(opened));
    opened.answer(commandId, { result: 'applied', version: 2 });
    expect(hitOf(opened)).toMatchObject({ resolution: 'falsePositive', waiting: { changed: false } });
    opened.sync(caseWith([{ ...hit, resolution: 'falsePositive' }, other], { version: 2 }));
    expect(hitOf(opened)).toEqual({ ...hit, resolution: 'falsePositive' });
    // What a colleague makes of it later counts.
    opened.sync(caseWith([{ ...hit, resolution: 'match' }, other], { version: 3 }));
    expect(hitOf(opened)).toEqual({ ...hit, resolution: 'match' });
  });

  test('can be made again, before the first is sent and after it: the last one is shown', async () => {
    const opened = await desk();
    const first = valueOf(resolve(opened)).commandId;
    const second = valueOf(resolve(opened, { resolution: 'match', note: 'The same passport.' })).commandId;
    expect(hitOf(opened)).toMatchObject({ resolution: 'match', waiting: { note: 'The same passport.' } });
    opened.answer(first, { result: 'applied', version: 2 });
    opened.sync(caseWith([{ ...hit, resolution: 'falsePositive' }, other], { version: 2 }));
    expect(hitOf(opened)).toMatchObject({ resolution: 'match', waiting: { changed: false } });
    opened.answer(second, { result: 'applied', version: 3 });
    opened.sync(caseWith([{ ...hit, resolution: 'match' }, other], { version: 3 }));
    expect(hitOf(opened)).toEqual({ ...hit, resolution: 'match' });
    valueOf(resolve(opened, { resolution: 'inconclusive', note: 'No document says.' }));
    expect(hitOf(opened)).toMatchObject({ resolution: 'inconclusive', waiting: {} });
  });

  test('falls when it is withdrawn before it was sent', async () => {
    const opened = await desk();
    const { commandId } = valueOf(resolve(opened));
    valueOf(opened.parked.withdraw({ commandId, reason: 'Wrong case.' }));
    expect(hitOf(opened)).toEqual(hit);
    expect(opened.view(customerId).notes).toEqual([]);
  });

  test('does not count for a hit that says something else than when it was made', async () => {
    const opened = await desk();
    valueOf(resolve(opened));
    opened.sync(caseWith([{ ...hit, score: 95 }, other], { version: 2 }));
    const now = hitOf(opened);
    expect(now?.resolution).toBeUndefined();
    expect(now?.waiting).toMatchObject({ resolution: 'falsePositive', changed: true });
  });

  test('does not hide what a colleague made of the hit meanwhile', async () => {
    const opened = await desk();
    valueOf(resolve(opened));
    opened.sync(caseWith([{ ...hit, resolution: 'match' }, other], { version: 2 }));
    const view = opened.view(customerId);
    expect(view.hits[0]).toMatchObject({
      resolution: 'match',
      waiting: { resolution: 'falsePositive', changed: true, inCase: 'match' },
    });
    expect(view.customer.screening.hits[0]?.resolution).toBe('match');
  });

  test('and made again does not either, of a hit that comes to be what a colleague said before', async () => {
    const opened = await desk();
    opened.sync(caseWith([{ ...hit, resolution: 'match' }, other], { version: 2 }));
    const first = valueOf(resolve(opened)).commandId;
    valueOf(resolve(opened, { resolution: 'inconclusive' }));
    opened.answer(first, { result: 'applied', version: 3 });
    opened.sync(caseWith([{ ...hit, resolution: 'falsePositive' }, other], { version: 3 }));
    expect(hitOf(opened)).toMatchObject({ resolution: 'inconclusive', waiting: { changed: false } });
    opened.sync(caseWith([{ ...hit, resolution: 'match' }, other], { version: 4 }));
    expect(hitOf(opened)).toMatchObject({ resolution: 'match', waiting: { changed: true } });
  });

  test.each(['a finish', 'a mark'])(
    'does not let %s through that was decided before a colleague’s mark was to be seen',
    async act => {
      const opened = await desk();
      valueOf(opened.review.start({ customerId }));
      approveEverything(opened, customerId);
      valueOf(resolve(opened));
      const version = opened.shown(customerId);
      opened.sync(caseWith([{ ...hit, resolution: 'match' }, other], { version: 2 }));
      const decide = () =>
        act === 'a mark'
          ? resolve(opened, { version })
          : opened.review.finish({ customerId, version, ...plainly });
      expect(decide()).toMatchObject({ problem: { kind: 'case_changed', items: ['screening'] } });
    },
  );

  test('that the case shows before the answer to it is here is no change of the hit', async () => {
    const opened = await desk();
    valueOf(resolve(opened));
    opened.sync(caseWith([{ ...hit, resolution: 'falsePositive' }, other], { version: 2 }));
    expect(hitOf(opened)).toMatchObject({ resolution: 'falsePositive', waiting: { changed: false } });
  });

  test.each([
    ['says something else', [{ ...hit, score: 95 }, other]],
    ['was marked by a colleague', [{ ...hit, resolution: 'match' as const }, other]],
    ['is gone', [other]],
  ])('is refused when the hit %s by now, and nothing is recorded', async (_now, hits) => {
    const opened = await desk();
    const version = opened.shown(customerId);
    opened.sync(caseWith(hits, { version: 2 }));
    expect(resolve(opened, { version })).toMatchObject({
      problem: { kind: 'case_changed', items: ['screening'] },
    });
    expect(opened.cache.outboxOfCustomer(customerId)).toEqual([]);
  });

  test('is taken on a case in which something else has changed, and on the version that it has now', async () => {
    const opened = await desk();
    const version = opened.shown(customerId);
    opened.sync(caseWith([hit, { ...other, score: 80 }], { version: 2 }));
    const { commandId } = valueOf(resolve(opened, { version }));
    expect(opened.cache.outboxRow(commandId)?.decided.baseVersion).toBe(2);
  });

  test.each(['', '  \n', '\u202E'])('needs a reason in words, which %j is not', async note => {
    expect(resolve(await desk(), { note })).toMatchObject({
      problem: { kind: 'invalid_input', path: 'note' },
    });
  });

  test.each([
    ['auditor', false],
    ['admin', false],
    ['analyst', true],
    ['supervisor', true],
  ] as const)('of one with the role %s: allowed is %s', async (role, allowed) => {
    const opened = await desk([role]);
    expect(opened.view(customerId).mayResolve).toBe(allowed);
    const answer = resolve(opened);
    expect(answer.ok).toBe(allowed);
    if (!answer.ok) expect(answer.problem.kind).toBe('not_allowed');
  });

  test.each([
    ['CREATED', true],
    ['UNDER_REVIEW', true],
    ['NEEDS_ADDITIONAL_INFORMATION', true],
    ['ACTIVE', false],
    ['REJECTED', false],
  ] as const)('on a case with the status %s: allowed is %s', async (status, allowed) => {
    const opened = await desk();
    opened.sync(caseWith([hit], { version: 2, status }));
    expect(opened.view(customerId).mayResolve).toBe(allowed);
    expect(resolve(opened).ok).toBe(allowed);
  });

  test('waits for a colleague who is checking the case', async () => {
    const opened = await desk();
    const at = (ms: number): string => new Date(deskStart + ms).toISOString();
    const check = { id: 'k', by: 'u-other', startedAt: at(0), expiresAt: at(60_000) };
    opened.sync(caseWith([hit], { version: 2, check }));
    expect(opened.view(customerId).mayResolve).toBe(false);
    expect(resolve(opened)).toMatchObject({ problem: { kind: 'claimed_by_other' } });
    opened.time.jump(61_000);
    expect(resolve(opened).ok).toBe(true);
  });

  test('is refused once the case is decided here', async () => {
    const opened = await desk();
    valueOf(opened.review.start({ customerId }));
    approveEverything(opened, customerId);
    valueOf(opened.review.finish({ customerId, version: opened.shown(customerId), ...plainly }));
    expect(opened.view(customerId).mayResolve).toBe(false);
    expect(resolve(opened)).toMatchObject({ problem: { kind: 'already_decided' } });
  });

  test.each(['waits', 'is applied'])(
    'that %s is no change of the case that a finish of the same person is refused for',
    async state => {
      const opened = await desk();
      valueOf(opened.review.start({ customerId }));
      approveEverything(opened, customerId);
      const { commandId } = valueOf(resolve(opened));
      const version = opened.shown(customerId);
      const applied = state === 'is applied';
      if (applied) opened.answer(commandId, { result: 'applied', version: 2 });
      const now = applied ? { ...hit, resolution: 'falsePositive' as const } : hit;
      opened.sync(caseWith([now, other], { version: 2, assignee: 'u-other' }));
      expect(opened.review.finish({ customerId, version, ...plainly }).ok).toBe(true);
    },
  );

  test('that a colleague made is one', async () => {
    const opened = await desk();
    valueOf(opened.review.start({ customerId }));
    approveEverything(opened, customerId);
    const version = opened.shown(customerId);
    opened.sync(caseWith([{ ...hit, resolution: 'falsePositive' }, other], { version: 2 }));
    expect(opened.review.finish({ customerId, version, ...plainly })).toMatchObject({
      problem: { kind: 'case_changed', items: ['screening'] },
    });
  });
});

describe('[REV-11] a finish that was not taken', () => {
  async function finished() {
    const opened = await desk();
    valueOf(opened.review.start({ customerId }));
    approveEverything(opened, customerId);
    const { commandId: mark } = valueOf(resolve(opened));
    opened.time.jump(1);
    const version = opened.shown(customerId);
    const { commandId } = valueOf(opened.review.finish({ customerId, version, ...plainly }));
    opened.time.jump(60_000);
    const current = caseWith([{ ...hit, resolution: 'match' }, other], { version: 2 });
    const openHits = () =>
      valueOf(opened.outbox.detail({ commandId })).comparison.find(
        ({ label }) => label === 'Open screening hits',
      );
    return { opened, mark, commandId, current, openHits };
  }
  const asSeen = { mine: [{ value: '1' }], current: [{ value: '1, not the same' }], changed: true };

  test('is compared with the case as it was marked then, when the mark was not taken either', async () => {
    const { opened, mark, commandId, current, openHits } = await finished();
    opened.answer(mark, conflict(current));
    opened.answer(commandId, conflict(current));
    opened.sync(current);
    expect(openHits()).toMatchObject(asSeen);
    valueOf(opened.parked.withdraw({ commandId: mark, reason: 'He is right.' }));
    expect(openHits()).toMatchObject(asSeen);
  });

  test('is not compared with what was marked after it', async () => {
    const { opened, mark, commandId, current, openHits } = await finished();
    opened.answer(mark, conflict(current));
    opened.answer(commandId, conflict(current));
    opened.sync(current);
    valueOf(opened.parked.withdraw({ commandId, reason: 'He is right.' }));
    valueOf(resolve(opened, { hitId: other.id }));
    expect(openHits()).toMatchObject(asSeen);
  });
});

describe('[WIN-13] a mark that the backend did not take', () => {
  test('is told at its hit and in the outbox, beside what the hit is now', async () => {
    const opened = await desk();
    const { commandId } = valueOf(resolve(opened));
    const current = caseWith([{ ...hit, score: 95, resolution: 'match' }, other], { version: 2 });
    opened.answer(commandId, conflict(current));
    opened.sync(current);
    expect(hitOf(opened)).toEqual({
      ...hit,
      score: 95,
      resolution: 'match',
      parked: {
        commandId,
        resolution: 'falsePositive',
        note: 'Another year of birth.',
        why: { result: 'conflict', code: 'version_conflict' },
      },
    });
    expect(opened.view(customerId).notes).toEqual([]);
    const { item, comparison } = valueOf(opened.outbox.detail({ commandId }));
    expect(item).toMatchObject({ state: 'parked', summary: 'Screening hit: not this person' });
    expect(comparison).toEqual([
      {
        label: 'Marked',
        mine: [{ value: 'Not resolved' }],
        mineMark: 'Not this person',
        current: [{ value: 'Match' }],
        changed: true,
      },
      { label: 'Similarity', mine: [{ value: '75 %' }], current: [{ value: '95 %' }], changed: true },
      {
        label: 'Name on the list',
        mine: [{ value: 'Jane Listed' }],
        current: [{ value: 'Jane Listed' }],
        changed: false,
      },
      { label: 'List', mine: [{ value: 'A list' }], current: [{ value: 'A list' }], changed: false },
      { label: 'What agrees', mine: [{ value: 'name' }], current: [{ value: 'name' }], changed: false },
    ]);
  });

  test('says of a hit that is gone that there is none any more', async () => {
    const opened = await desk();
    const { commandId } = valueOf(resolve(opened));
    const current = caseWith([other], { version: 2 });
    opened.answer(commandId, conflict(current));
    opened.sync(current);
    const { comparison } = valueOf(opened.outbox.detail({ commandId }));
    expect(comparison.map(({ changed }) => changed)).not.toContain(false);
    expect(comparison[0]?.current).toEqual([{ value: 'no hit any more' }]);
  });

  test('stays until the hit is marked again, which takes its place, or until it is withdrawn', async () => {
    const opened = await desk();
    const first = valueOf(resolve(opened)).commandId;
    const current = caseWith([{ ...hit, score: 95 }, other], { version: 2 });
    opened.answer(first, conflict(current));
    opened.sync(current);
    valueOf(resolve(opened, { hitId: other.id }));
    expect(opened.cache.outboxRow(first)?.state).toBe('parked');
    const second = valueOf(resolve(opened, { resolution: 'match' })).commandId;
    expect(opened.cache.outboxRow(first)?.state).toBe('superseded');
    expect(opened.cache.outboxRow(second)?.decided.replaces).toBe(first);
    const { item, history } = valueOf(opened.outbox.detail({ commandId: first }));
    expect(item.supersededBy).toBe('screening.resolve');
    expect(history.at(-1)?.text).toBe('Decided again');
    expect(hitOf(opened)?.parked).toBeUndefined();
  });

  test('once applied is compared with nothing that was not kept', async () => {
    const opened = await desk();
    const { commandId } = valueOf(resolve(opened));
    opened.answer(commandId, { result: 'applied', version: 2 });
    opened.sync(caseWith([{ ...hit, resolution: 'falsePositive' }, other], { version: 2 }));
    const { comparison } = valueOf(opened.outbox.detail({ commandId }));
    expect(comparison[0]).toEqual({
      label: 'Marked',
      mine: [],
      mineMark: 'Not this person',
      current: [{ value: 'Not this person' }],
      changed: false,
    });
  });
});
