import { describe, expect, it } from 'vitest';
import { createRoomStore } from '../../../../src/renderer/src/review/room-store.ts';
import { problem, type CaseView } from '../../../../src/shared/ipc/index.ts';
import { fail, ok } from '../../../../src/shared/result.ts';
import { caseItem, caseView } from '../../../support/case-view.ts';
import { customerWith } from '../../../support/customer.ts';
import { windowBridge } from '../../../support/window-bridge.ts';

const item = 'field:firstName';
const verdictIn = (view: CaseView | undefined) => view?.items[0]?.verdict;

async function room(answers: Parameters<typeof windowBridge>[0] = {}) {
  const engine = windowBridge({
    'case.open': () => ok(caseView({ items: [caseItem(item)] })),
    'review.mark': () => ok({}),
    ...answers,
  });
  const store = createRoomStore(engine.bridge, 'c1');
  await store.getState().load();
  return { engine, store };
}

describe('a verdict in the room', () => {
  it('leaves every other part of the case as it was, so that only its own line is drawn anew', async () => {
    const view = caseView({ items: [caseItem(item), caseItem('field:lastName')] });
    const { store } = await room({ 'case.open': () => ok(structuredClone(view)) });
    const before = store.getState().view;
    await store.getState().mark(item, { verdict: 'approved' });
    const after = store.getState().view;
    expect(after?.items[0]).not.toBe(before?.items[0]);
    expect(after?.items[1]).toBe(before?.items[1]);
    expect(after?.customer).toBe(before?.customer);
    expect(after?.documents).toBe(before?.documents);
  });

  it('that was recorded is the one to be said; a comment alone is not', async () => {
    const { store } = await room();
    await store.getState().mark(item, { verdict: 'pending' });
    await store.getState().mark(item, { note: 'Ask again.' });
    expect(store.getState().judged).toEqual({ item, verdict: 'pending' });
  });

  it('[JRN-3] is painted when the journal has it, and not before', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { store } = await room({ 'review.mark': () => promise.then(() => ok({})) });
    const marked = store.getState().mark(item, { verdict: 'approved' });
    await Promise.resolve();
    expect(verdictIn(store.getState().view)?.verdict).toBe('unreviewed');
    expect(store.getState().marking.has(item)).toBe(true);
    resolve();
    expect(await marked).toBe(true);
    expect(verdictIn(store.getState().view)?.verdict).toBe('approved');
    expect(store.getState().marking.size).toBe(0);
  });

  it('that was refused is not painted, and the reason is said', async () => {
    const { store } = await room({ 'review.mark': () => fail(problem('disk_full')) });
    expect(await store.getState().mark(item, { verdict: 'rejected' })).toBe(false);
    expect(verdictIn(store.getState().view)?.verdict).toBe('unreviewed');
    expect(store.getState().refusal?.kind).toBe('disk_full');
  });

  it('and its comment given at once are both kept: changes build on each other', async () => {
    const { engine, store } = await room();
    const { mark } = store.getState();
    await Promise.all([
      mark(item, { verdict: 'rejected' }),
      mark(item, { reasons: ['dataMismatch.fullName'] }),
      mark(item, { customerComment: 'Please check the spelling.' }),
      mark(item, { note: 'Second time.' }),
    ]);
    const last = engine.inputsOf('review.mark').at(-1)?.verdict;
    expect(last).toEqual({
      item,
      verdict: 'rejected',
      reasons: ['dataMismatch.fullName'],
      customerComment: 'Please check the spelling.',
      note: 'Second time.',
    });
    expect(verdictIn(store.getState().view)).toEqual(last);
  });

  it('of approval drops the reasons of the rejection before it', async () => {
    const { store } = await room();
    await store.getState().mark(item, { verdict: 'rejected', reasons: ['dataMismatch.fullName'] });
    await store.getState().mark(item, { verdict: 'approved' });
    expect(verdictIn(store.getState().view)).toMatchObject({ verdict: 'approved', reasons: [] });
  });

  it('is not painted over by an answer that is older than it', async () => {
    const first = Promise.withResolvers<void>();
    let opened = 0;
    const fresh = caseView({
      items: [caseItem(item, { verdict: { item, verdict: 'approved', reasons: [] } })],
    });
    const { store } = await room({
      'case.open': () => {
        opened += 1;
        if (opened === 1) return ok(caseView({ items: [caseItem(item)] }));
        if (opened === 2) return first.promise.then(() => ok(caseView({ items: [caseItem(item)] })));
        return ok(fresh);
      },
    });
    const stale = store.getState().load();
    await store.getState().mark(item, { verdict: 'approved' });
    first.resolve();
    await stale;
    expect(opened).toBe(3);
    expect(verdictIn(store.getState().view)?.verdict).toBe('approved');
  });
});

describe('the case', () => {
  it('is asked for once after a run of verdicts, not between them', async () => {
    const { engine, store } = await room();
    const { mark, load } = store.getState();
    const marks = (['approved', 'pending', 'rejected', 'approved'] as const).map(verdict =>
      mark(item, { verdict }),
    );
    await load();
    await Promise.all(marks);
    expect(engine.asked.map(({ name }) => name)).toEqual([
      'case.open',
      ...marks.map(() => 'review.mark'),
      'case.open',
    ]);
  });
});

describe('deciding', () => {
  it('waits for the verdict that was given just before', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { engine, store } = await room({
      'review.mark': () => promise.then(() => ok({})),
      'review.finish': () => ok({ commandId: 'k1', state: 'undoable' }),
    });
    void store.getState().mark(item, { verdict: 'approved' });
    const finished = store
      .getState()
      .finish({ version: 1, outcome: 'approve', reasons: [], request: [], tags: [] });
    await Promise.resolve();
    expect(engine.inputsOf('review.finish')).toEqual([]);
    resolve();
    expect((await finished)?.commandId).toBe('k1');
    expect(engine.asked.map(({ name }) => name)).toEqual(['case.open', 'review.mark', 'review.finish']);
  });

  it('twice in a row is one decision', async () => {
    const { engine, store } = await room({
      'review.finish': () => ok({ commandId: 'k1', state: 'undoable' }),
    });
    const input = { version: 1, outcome: 'approve', reasons: [], request: [], tags: [] } as const;
    const decide = () => store.getState().finish({ ...input, reasons: [], request: [], tags: [] });
    await Promise.all([decide(), decide()]);
    expect(engine.inputsOf('review.finish')).toHaveLength(1);
  });

  it('that is refused leaves the case on the screen with the reason', async () => {
    const { store } = await room({
      'review.finish': () => fail(problem('open_items', { items: [item] })),
    });
    const receipt = await store
      .getState()
      .finish({ version: 1, outcome: 'approve', reasons: [], request: [], tags: [] });
    expect(receipt).toBeUndefined();
    expect(store.getState()).toMatchObject({ refusal: { kind: 'open_items' }, acting: undefined });
    expect(store.getState().view).toBeDefined();
  });
});

describe('a mark on a hit', () => {
  const mark = { version: 1, hitId: 'h-1', resolution: 'match', note: 'The same passport.' } as const;

  it('is sent, and shown once it is recorded', async () => {
    let marked = false;
    const hit = { id: 'h-1', listName: 'A list', name: 'Ng', score: 80, matched: [] };
    const { engine, store } = await room({
      'case.open': () => ok(caseView({ hits: [marked ? { ...hit, resolution: 'match' } : hit] })),
      'screening.resolve': () => {
        marked = true;
        return ok({ commandId: 'k1', state: 'queued' });
      },
    });
    expect(await store.getState().resolveHit(mark)).toBe(true);
    expect(engine.inputsOf('screening.resolve')).toEqual([{ customerId: 'c1', ...mark }]);
    expect(store.getState().view?.hits[0]?.resolution).toBe('match');
  });

  it('[REV-11] is given on the case as it was when the choice was made, whatever has arrived since', async () => {
    const { engine, store } = await room({
      'screening.resolve': () => ok({ commandId: 'k1', state: 'queued' }),
    });
    store.setState({ view: caseView({ customer: customerWith({ id: 'c1', version: 2 }) }) });
    await store.getState().resolveHit(mark);
    expect(engine.inputsOf('screening.resolve')).toEqual([{ customerId: 'c1', ...mark }]);
  });

  it('that is refused says why, and shows the hit as it is now', async () => {
    const { engine, store } = await room({
      'screening.resolve': () => fail(problem('case_changed', { items: ['screening'] })),
    });
    expect(await store.getState().resolveHit(mark)).toBe(false);
    expect(store.getState().refusal?.kind).toBe('case_changed');
    expect(engine.asked.map(({ name }) => name)).toEqual(['case.open', 'screening.resolve', 'case.open']);
  });
});
