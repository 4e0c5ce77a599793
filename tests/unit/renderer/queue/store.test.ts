import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ok } from '../../../../src/shared/result.ts';
import { problem, type CallInput } from '../../../../src/shared/ipc/index.ts';
import { rowAt, selectedRow } from '../../../../src/renderer/src/list/rows.ts';
import { createQueueStore, type QueueState } from '../../../../src/renderer/src/queue/store.ts';
import { appState, queueRow, windowBridge } from '../../../support/window-bridge.ts';

/** A list of so many cases whose ids are their places, from a revision that can be changed. */
function listOf(total: number, idAt = (index: number) => `c${index}`) {
  let revision = 1;
  let ids = idAt;
  const windows = windowBridge({
    'queue.window': ({ offset, limit }: CallInput<'queue.window'>) =>
      ok({
        rows: Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, index) =>
          queueRow({ id: ids(offset + index), name: `Case ${ids(offset + index)}` }),
        ),
        offset,
        total,
        revision,
      }),
  });
  const change = (next: (index: number) => string) => {
    ids = next;
    revision += 1;
    windows.emit('cache.changed', { revision, customerIds: null });
  };
  return { ...windows, change };
}

const settle = () => vi.advanceTimersByTimeAsync(1000);

describe('the queue', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('fetches one stretch for many steps of scrolling', async () => {
    const { bridge, inputsOf } = listOf(100_000);
    const queue = createQueueStore(bridge);
    queue.getState().reload();
    await settle();
    for (let first = 0; first < 90; first += 3) queue.getState().show(first, first + 30);
    await settle();
    expect(inputsOf('queue.window')).toHaveLength(1);
    expect(queue.getState().total).toBe(100_000);
  });

  it('fetches around a place far away and has its rows at hand', async () => {
    const { bridge, inputsOf } = listOf(100_000);
    const queue = createQueueStore(bridge);
    queue.getState().reload();
    await settle();
    queue.getState().show(73_210, 73_240);
    await settle();
    expect(inputsOf('queue.window').at(-1)).toMatchObject({ offset: 73_100, limit: 300 });
    expect(rowAt(queue.getState(), 73_210)?.id).toBe('c73210');
    expect(rowAt(queue.getState(), 0)).toBeUndefined();
  });

  it('has the next rows before a steady scroll reaches them, down and up', async () => {
    const { bridge } = listOf(100_000);
    const queue = createQueueStore(bridge);
    queue.getState().reload();
    await settle();
    const steps = Array.from({ length: 120 }, (_, step) => step * 25);
    for (const first of [...steps, ...steps.toReversed()]) {
      expect(rowAt(queue.getState(), first)?.id).toBe(`c${first}`);
      expect(rowAt(queue.getState(), first + 37)?.id).toBe(`c${first + 37}`);
      queue.getState().show(first, first + 38);
      await settle();
    }
  });

  it('keeps the rows that are as they were when they are fetched again, wherever they stand', async () => {
    const { bridge, change } = listOf(500);
    const queue = createQueueStore(bridge);
    queue.getState().reload();
    await settle();
    const before = rowAt(queue.getState(), 10);
    change(index => `c${index - 3}`);
    await settle();
    expect(before?.id).toBe('c10');
    expect(rowAt(queue.getState(), 13)).toBe(before);
  });

  it('narrows by one dimension and leaves the others and the text as they are', () => {
    const queue = createQueueStore(listOf(10).bridge);
    queue.getState().setText('maria');
    queue.getState().narrow({ kinds: ['business'] });
    queue.getState().narrow({ statuses: [] });
    expect(queue.getState().view.filter).toEqual({ kinds: ['business'], text: 'maria' });
  });

  it('keeps the selection on its case when rows move', async () => {
    const { bridge, change } = listOf(500);
    const queue = createQueueStore(bridge);
    queue.getState().reload();
    await settle();
    queue.getState().select(10);
    change(index => `c${index - 3}`);
    await settle();
    expect(queue.getState().selected).toEqual({ index: 13, id: 'c10' });
  });

  it('shows a single change at once', async () => {
    const { bridge, change } = listOf(500);
    const queue = createQueueStore(bridge);
    queue.getState().reload();
    await settle();
    change(index => `new${index}`);
    await vi.advanceTimersByTimeAsync(1);
    expect(rowAt(queue.getState(), 0)?.id).toBe('new0');
  });

  it('asks twice for a burst of changes, for the first and for all of them', async () => {
    const { bridge, change, inputsOf } = listOf(500);
    const queue = createQueueStore(bridge);
    queue.getState().reload();
    await settle();
    for (let round = 0; round < 50; round += 1) change(index => `c${index + round}`);
    await settle();
    expect(inputsOf('queue.window')).toHaveLength(3);
    expect(rowAt(queue.getState(), 0)?.id).toBe('c49');
  });

  it('is not kept from moving by changes that never pause', async () => {
    const { bridge, change, inputsOf } = listOf(500);
    const queue = createQueueStore(bridge);
    queue.getState().reload();
    await settle();
    for (let round = 0; round < 40; round += 1) {
      change(index => `c${index}`);
      await vi.advanceTimersByTimeAsync(50);
    }
    expect(inputsOf('queue.window').length).toBeGreaterThanOrEqual(5);
  });

  it('never shows the answer to a view that was left meanwhile', async () => {
    const answers: (() => void)[] = [];
    const { bridge, inputsOf } = windowBridge({
      'queue.window': ({ view }: CallInput<'queue.window'>) =>
        new Promise(resolve => {
          const name = view.filter.text ?? 'all';
          answers.push(() => resolve(ok({ rows: [queueRow({ name })], offset: 0, total: 1, revision: 1 })));
        }),
    });
    const queue = createQueueStore(bridge);
    queue.getState().reload();
    await settle();
    queue.getState().setText('ng');
    await settle();
    answers[0]?.();
    await settle();
    expect(queue.getState().window.rows).toEqual([]);
    expect(inputsOf('queue.window').at(-1)?.view.filter.text).toBe('ng');
    answers[1]?.();
    await settle();
    expect(rowAt(queue.getState(), 0)?.name).toBe('ng');
  });

  it('opens nothing while the rows still are those of the view before', async () => {
    const { bridge } = listOf(500);
    const queue = createQueueStore(bridge);
    queue.getState().reload();
    await settle();
    expect(selectedRow(queue.getState())?.id).toBe('c0');
    queue.getState().setText('other');
    expect(selectedRow(queue.getState())).toBeUndefined();
    await settle();
    expect(selectedRow(queue.getState())?.id).toBe('c0');
  });

  it('searches once typing pauses, not letter by letter', async () => {
    const { bridge, inputsOf } = listOf(500);
    const queue = createQueueStore(bridge);
    for (const text of ['n', 'ng', 'ngu']) queue.getState().setText(text);
    await settle();
    expect(inputsOf('queue.window').map(input => input.view.filter.text)).toEqual(['ngu']);
    queue.getState().setText('');
    await settle();
    expect(inputsOf('queue.window').at(-1)?.view.filter).not.toHaveProperty('text');
  });

  it('keeps the rows in sight when fetching fails, and says why', async () => {
    let broken = false;
    const { bridge } = windowBridge({
      'queue.window': () =>
        broken
          ? { ok: false, problem: problem('storage_failed') }
          : ok({ rows: [queueRow()], offset: 0, total: 1, revision: 1 }),
    });
    const queue = createQueueStore(bridge);
    queue.getState().reload();
    await settle();
    broken = true;
    queue.getState().reload();
    await settle();
    expect(queue.getState().problem?.kind).toBe('storage_failed');
    expect(rowAt(queue.getState(), 0)?.id).toBe('c1');
    broken = false;
    queue.getState().reload();
    await settle();
    expect(queue.getState().problem).toBeUndefined();
  });

  it('claims the next free case of the view', async () => {
    const { bridge, inputsOf } = windowBridge({
      'queue.next': () => ok({ customerId: 'c7' }),
      'review.start': () => ok({ commandId: 'k1', state: 'queued' }),
    });
    const queue = createQueueStore(bridge);
    expect(await queue.getState().claimNext()).toEqual({ customerId: 'c7' });
    expect(inputsOf('queue.next')).toEqual([{ view: queue.getState().view, claimable: true }]);
    expect(inputsOf('review.start')).toEqual([{ customerId: 'c7' }]);
  });

  it('still leads to the case when somebody was faster, saying so', async () => {
    const taken = problem('claimed_by_other', { holder: 'Anna Lindqvist' });
    const { bridge } = windowBridge({
      'queue.next': () => ok({ customerId: 'c7' }),
      'review.start': () => ({ ok: false, problem: taken }),
    });
    expect(await createQueueStore(bridge).getState().claimNext()).toEqual({
      customerId: 'c7',
      problem: taken,
    });
  });

  it('starts nothing when no case is free', async () => {
    const { bridge, inputsOf } = windowBridge({ 'queue.next': () => ok({ customerId: null }) });
    expect(await createQueueStore(bridge).getState().claimNext()).toEqual({});
    expect(inputsOf('review.start')).toEqual([]);
  });

  it('[WIN-2] forgets every case when the workstation locks', async () => {
    const { bridge, emit } = listOf(500);
    const queue = createQueueStore(bridge);
    queue.getState().reload();
    await settle();
    queue.getState().setText('somebody');
    await settle();
    emit('app.changed', appState({ phase: 'locked' }));
    expect(queue.getState().window.rows).toEqual([]);
    expect(queue.getState().view.filter.text).toBeUndefined();
    expect(queue.getState().total).toBeUndefined();
  });

  it('[WIN-2] paints no answer that was on its way when the workstation locked', async () => {
    let answer: (() => void) | undefined;
    const { bridge, emit, inputsOf } = windowBridge({
      'queue.window': () =>
        new Promise(resolve => {
          answer = () => resolve(ok({ rows: [queueRow()], offset: 0, total: 1, revision: 1 }));
        }),
    });
    const queue = createQueueStore(bridge);
    queue.getState().reload();
    await settle();
    queue.getState().show(0, 40);
    emit('app.changed', appState({ phase: 'locked' }));
    answer?.();
    await settle();
    expect([queue.getState().window.rows, queue.getState().total]).toEqual([[], undefined]);
    expect(inputsOf('queue.window')).toHaveLength(1);
  });

  it('opens what was searched for when Enter came before the answer', async () => {
    const { bridge } = listOf(3);
    const queue = createQueueStore(bridge);
    queue.getState().reload();
    await settle();
    queue.getState().setText('Ng');
    expect(selectedRow(queue.getState())).toBeUndefined();
    const opened = queue.getState().awaitSelected();
    await settle();
    expect((await opened)?.id).toBe('c0');
  });

  it.each([
    ['something else is typed', (state: QueueState) => state.setText('Ngo')],
    ['another row is chosen', (state: QueueState) => state.select(2)],
  ])('opens nothing when %s before the answer', async (_what, goOn) => {
    const { bridge } = listOf(3);
    const queue = createQueueStore(bridge);
    queue.getState().reload();
    await settle();
    queue.getState().setText('Ng');
    const opened = queue.getState().awaitSelected();
    goOn(queue.getState());
    await settle();
    expect(await opened).toBeUndefined();
  });

  it('opens nothing when nothing was found', async () => {
    const { bridge } = listOf(0);
    const queue = createQueueStore(bridge);
    queue.getState().setText('nobody');
    const opened = queue.getState().awaitSelected();
    await settle();
    expect(await opened).toBeUndefined();
  });
});
