import { describe, expect, it } from 'vitest';
import { grouped } from '../../../../src/renderer/src/outbox/groups.ts';
import { createOutboxStore } from '../../../../src/renderer/src/outbox/store.ts';
import { itemLine, parkedReason } from '../../../../src/renderer/src/outbox/words.ts';
import {
  commandStateSchema,
  problem,
  type CallInput,
  type CommandState,
  type OutboxDetail,
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

function outboxOf(...items: readonly OutboxItem[]) {
  const list = {
    items: [...items],
    appliedTotal: 0,
    journal: { entries: 1, verified: true, witnessedAt: 0 },
  };
  const find = (commandId: string) => list.items.find(other => other.commandId === commandId);
  const bridge = windowBridge({
    'outbox.list': () => ok(list),
    'outbox.detail': ({ commandId }: CallInput<'outbox.detail'>) => {
      const found = find(commandId);
      return found ? ok(detail(found)) : fail(problem('not_found'));
    },
    'outbox.withdraw': ({ commandId }: CallInput<'outbox.withdraw'>) => {
      list.items = list.items.map(other =>
        other.commandId === commandId ? { ...other, state: 'withdrawn' } : other,
      );
      return ok({});
    },
  });
  return { ...bridge, outbox: createOutboxStore(bridge.bridge) };
}

describe('the outbox', () => {
  it('leaves out no state: every decision stands in some group', () => {
    const items = commandStateSchema.options.map(state => item(state, state));
    const shown = grouped(items).flatMap(group => group.items);
    expect(shown).toHaveLength(items.length);
    expect(grouped(items).map(group => group.name)).toEqual(['needsYou', 'undoable', 'waiting', 'done']);
  });

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

  it('follows the engine until it is closed', async () => {
    const { outbox, emit, asked } = outboxOf(item('k1', 'queued'));
    await outbox.getState().load();
    const before = asked.length;
    emit('outbox.changed', { waiting: 1, parked: 0 });
    expect(asked.length).toBeGreaterThan(before);
    outbox.close();
    const after = asked.length;
    emit('outbox.changed', { waiting: 0, parked: 0 });
    expect(asked).toHaveLength(after);
  });

  it('shows longer stretches of what is done, as far as the contract goes', async () => {
    const { outbox, inputsOf } = outboxOf(item('k1', 'applied'));
    await outbox.getState().load();
    while (outbox.getState().mayShowMore) await outbox.getState().showMoreApplied();
    expect(inputsOf('outbox.list').map(({ appliedLimit }) => appliedLimit)).toEqual([50, 250, 450, 500]);
  });

  it('says why deciding again failed and opens nothing', async () => {
    const { outbox } = outboxOf(item('k1', 'parked'));
    expect(await outbox.getState().decideAgain('k1')).toBeNull();
    expect(outbox.getState().problem?.kind).toBe('not_found');
  });
});

describe('the words of a decision', () => {
  it.each([
    [item('k', 'queued', { ahead: 0 }), 'Approved · next to be sent'],
    [item('k', 'queued', { ahead: 2 }), 'Approved · after 2 others'],
    [item('k', 'undoable', { undoUntil: new Date(now + 6_400).toISOString() }), 'Approved · undo for 7 s'],
    [item('k', 'applied', { appliedVersion: 9 }), 'Approved · applied, version 9'],
    [item('k', 'parked', { parked: { result: 'conflict' } }), 'Approved · the case has changed since'],
  ])('%#: %s', (of, words) => {
    expect(itemLine(of, now)).toBe(words);
  });

  it.each(['conflict', 'locked', 'held', 'refused', 'unreadable'])(
    'explain “%s” and that the backend was not changed',
    result => {
      const reason = parkedReason(
        detail(item('k', 'parked', { parked: { result, detail: 'So it is.' } })),
        now,
      );
      expect(reason).toMatch(
        /^You decided on Ng at .+\. .+ So it is\. Nothing has changed at the backend\.$/,
      );
    },
  );
});
