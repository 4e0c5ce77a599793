import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { scrollToRow, spansOf } from '../../../../src/renderer/src/outbox/spans.ts';
import { createOutboxStore, moreDone } from '../../../../src/renderer/src/outbox/store.ts';
import { handedOverWords, itemLine, pagesSeenWords } from '../../../../src/renderer/src/outbox/words.ts';
import {
  outboxGroups,
  problem,
  type CallInput,
  type CommandState,
  type OutboxDetail,
  type OutboxGroup,
  type OutboxItem,
} from '../../../../src/shared/ipc/index.ts';
import { fail, ok } from '../../../../src/shared/result.ts';
import { windowBridge } from '../../../support/window-bridge.ts';

const now = Date.UTC(2026, 10, 21, 12);
const item = (commandId: string, state: CommandState, change: Partial<OutboxItem> = {}): OutboxItem => ({
  commandId,
  type: 'review.finish',
  customerId: 'c1',
  customerName: 'Ng',
  summary: 'Approved',
  decidedAt: new Date(now - 60_000).toISOString(),
  state,
  ...change,
});
const detail = (of: OutboxItem): OutboxDetail => ({
  item: of,
  baseVersion: 1,
  comparison: [],
  evidence: [],
  history: [],
});

const groupOf = (state: CommandState): OutboxGroup => {
  if (state === 'parked') return 'needsYou';
  if (state === 'undoable') return 'undoable';
  return state === 'queued' || state === 'sending' ? 'waiting' : 'done';
};

/** An engine's outbox in memory, a page at a time. */
function outboxOf(...items: readonly OutboxItem[]) {
  let all = [...items];
  const standing = (group: OutboxGroup) => all.filter(({ state }) => groupOf(state) === group);
  const bridge = windowBridge({
    'outbox.list': ({ group, after = 0, limit }: CallInput<'outbox.list'>) => {
      const found = standing(group);
      const page = found.slice(after, after + limit);
      const totals = Object.fromEntries(outboxGroups.map(name => [name, standing(name).length]));
      return ok({
        items: page,
        next: page.length < limit ? null : after + limit,
        totals: totals as Record<OutboxGroup, number>,
        journal: { entries: 1, verified: true, witnessedAt: 0 },
      });
    },
    'outbox.detail': ({ commandId }: CallInput<'outbox.detail'>) => {
      const found = all.find(other => other.commandId === commandId);
      return found ? ok(detail(found)) : fail(problem('not_found'));
    },
    'outbox.withdraw': ({ commandId }: CallInput<'outbox.withdraw'>) => {
      all = all.map(other => (other.commandId === commandId ? { ...other, state: 'withdrawn' } : other));
      return ok({});
    },
  });
  return { ...bridge, outbox: createOutboxStore(bridge.bridge) };
}

const waitingItems = (number: number): readonly OutboxItem[] =>
  Array.from({ length: number }, (_, index) => item(`w${index}`, 'queued'));

describe('the outbox', () => {
  it('selects what needs a person first', async () => {
    const { outbox } = outboxOf(item('k1', 'applied'), item('k2', 'parked'), item('k3', 'queued'));
    await outbox.getState().load();
    expect(outbox.getState().selectedId).toBe('k2');
    await outbox.getState().move(1);
    expect(outbox.getState().detail?.item.commandId).toBe('k3');
    await outbox.getState().move(5);
    expect(outbox.getState().selectedId).toBe('k1');
  });

  it('stays on a decision while its state changes', async () => {
    const { outbox } = outboxOf(item('k1', 'queued'), item('k2', 'parked'));
    await outbox.getState().load();
    expect(await outbox.getState().withdraw('k2', 'wrong customer')).toBe(true);
    expect(outbox.getState().selectedId).toBe('k2');
    expect(outbox.getState().detail?.item.state).toBe('withdrawn');
  });

  it('follows the engine, not more often than it can be looked at, until it is closed', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const { outbox, emit, inputsOf } = outboxOf(item('k1', 'queued'));
    await outbox.getState().load();
    const reads = () => inputsOf('outbox.list').length;
    const before = reads();
    for (let times = 0; times < 50; times += 1) emit('outbox.changed', { waiting: 1, parked: 0 });
    await vi.advanceTimersByTimeAsync(1000);
    expect(reads()).toBe(before + outboxGroups.length);
    emit('outbox.changed', { waiting: 0, parked: 0 });
    outbox.close();
    await vi.advanceTimersByTimeAsync(1000);
    expect(reads()).toBe(before + outboxGroups.length);
  });

  it('[OBX-8] has ten thousand in its counts and only what is in sight at hand', async () => {
    const { outbox, inputsOf } = outboxOf(...waitingItems(10_000), item('p', 'parked'));
    const { load, show, move } = outbox.getState();
    await load();
    expect(outbox.getState().totals).toMatchObject({ needsYou: 1, waiting: 10_000 });
    expect(outbox.getState().loaded.waiting.length).toBeLessThan(100);
    show('waiting', 2_000);
    await expect.poll(() => outbox.getState().loaded.waiting.length).toBeGreaterThanOrEqual(2_000);
    expect(outbox.getState().loaded.waiting.map(({ commandId }) => commandId)).toEqual(
      waitingItems(outbox.getState().loaded.waiting.length).map(({ commandId }) => commandId),
    );
    expect(Math.max(...inputsOf('outbox.list').map(({ limit }) => limit))).toBeLessThanOrEqual(500);
    // Back at the top, no more is read anew than is looked at.
    show('waiting', 20);
    await load();
    expect(outbox.getState().loaded.waiting.length).toBeLessThan(100);
    await move(20_000);
    expect(outbox.getState().selectedId).toBe('w9999');
  });

  it('shows its totals with its rows, never before them', async () => {
    const { outbox } = outboxOf(item('k1', 'applied'), item('k2', 'applied'));
    const shown: (readonly [number, number])[] = [];
    outbox.subscribe(({ totals, loaded }) => shown.push([totals?.done ?? 0, loaded.done.length]));
    await outbox.getState().load();
    expect(shown.length).toBeGreaterThan(0);
    for (const [total, rows] of shown) expect(total).toBe(rows);
  });

  it('says that a later page could not be had, until it can', async () => {
    const { bridge, outbox } = outboxOf(...waitingItems(300));
    await outbox.getState().load();
    const answer = bridge['outbox.list'];
    let failing = true;
    Object.assign(bridge, {
      'outbox.list': (input: CallInput<'outbox.list'>) =>
        failing ? Promise.resolve(fail(problem('storage_failed'))) : answer(input),
    });
    outbox.getState().show('waiting', 200);
    await expect.poll(() => outbox.getState().unread?.kind).toBe('storage_failed');
    failing = false;
    await outbox.getState().load();
    expect(outbox.getState().unread).toBeUndefined();
    expect(outbox.getState().loaded.waiting.length).toBeGreaterThanOrEqual(200);
  });

  it('draws the rows in sight of any group and none of the others', () => {
    const totals = { needsYou: 3, undoable: 0, waiting: 10_000, done: 70 };
    const loaded = { needsYou: [], undoable: [], waiting: [], done: [item('d', 'applied')] };
    const at = (scrollTop: number) =>
      spansOf(totals, loaded, scrollTop, 800).map(({ group, first, end }) => [group, first, end]);
    expect(at(0)).toEqual([
      ['needsYou', 0, 3],
      ['waiting', 0, 31],
      ['done', 0, 0],
    ]);
    const [, waiting] = spansOf(totals, loaded, 0, 800);
    const middle = scrollToRow(waiting ?? expect.fail('no group'), 5_000, 0, 800);
    const [parked, drawn] = at(middle);
    expect(parked).toEqual(['needsYou', 3, 3]);
    expect(Number(drawn?.[1])).toBeLessThanOrEqual(5_000);
    expect(Number(drawn?.[2])).toBeGreaterThan(5_000);
    expect(Number(drawn?.[2]) - Number(drawn?.[1])).toBeLessThan(60);
  });

  it('shows longer stretches of what is done when asked', async () => {
    const done = Array.from({ length: 400 }, (_, index) => item(`d${index}`, 'applied'));
    const { outbox } = outboxOf(...done);
    await outbox.getState().load();
    expect(moreDone(outbox.getState())).toBe(350);
    while (moreDone(outbox.getState()) > 0) await outbox.getState().showMoreDone();
    expect(outbox.getState().loaded.done).toHaveLength(400);
  });

  it('says why deciding again failed and opens nothing', async () => {
    const { outbox } = outboxOf(item('k1', 'parked'));
    expect(await outbox.getState().decideAgain('k1')).toBeNull();
    expect(outbox.getState().problem?.kind).toBe('not_found');
  });
});

describe('the words of a decision', () => {
  it('name the pages that were looked at, which need not be all', () => {
    expect(pagesSeenWords([])).toBe('not looked at');
    expect(pagesSeenWords([1])).toBe('page 1 seen');
    expect(pagesSeenWords([1, 2, 3, 5])).toBe('pages 1–3, 5 seen');
  });

  it('promise to send later only what can’t be sent now', () => {
    expect(handedOverWords(true)).toBe('Handed to a supervisor.');
    expect(handedOverWords(false)).toMatch(/as soon as the backend can be reached/);
  });

  it('say how many go before it, where that is known', () => {
    expect(itemLine(item('k', 'queued'), now, 0)).toBe('Approved · next to be sent');
    expect(itemLine(item('k', 'queued'), now, 2)).toBe('Approved · after 2 others');
  });

  it.each([
    [item('k', 'queued'), 'Approved · waiting to be sent'],
    [item('k', 'undoable', { undoUntil: new Date(now + 6_400).toISOString() }), 'Approved · undo for 7 s'],
    [item('k', 'applied', { appliedVersion: 9 }), 'Approved · applied, version 9'],
    [item('k', 'parked', { parked: { result: 'conflict' } }), 'Approved · the case has changed since'],
    [item('k', 'superseded'), 'Approved · decided again'],
    [item('k', 'superseded', { supersededBy: 'review.finish' }), 'Approved · decided again'],
    [item('k', 'superseded', { supersededBy: 'customer.escalate' }), 'Approved · handed to a supervisor'],
  ])('%#: %s', (of, words) => {
    expect(itemLine(of, now)).toBe(words);
  });
});
