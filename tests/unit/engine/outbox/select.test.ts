import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { OutboxRow } from '../../../../src/main/engine/cache/index.ts';
import { selectBatch } from '../../../../src/main/engine/outbox/select.ts';
import { decidedBody, idOf, sealedBody } from '../../../support/journal.ts';

interface Traits {
  readonly customerId?: string;
  readonly dependsOn?: string | null;
  readonly deviceSeq?: number;
}

function rowOf(number: number, state: OutboxRow['state'], traits: Traits = {}): OutboxRow {
  const decided = decidedBody(number);
  const sealed = traits.deviceSeq === undefined ? undefined : sealedBody(number, traits.deviceSeq);
  if (decided.kind !== 'decided' || (sealed && sealed.kind !== 'sealed')) throw new Error('bodies');
  return {
    commandId: idOf(number),
    seq: number,
    decidedAt: '2026-01-15T09:00:00.000Z',
    decided: {
      ...decided,
      customerId: traits.customerId ?? `customer-${number}`,
      dependsOn: traits.dependsOn ?? null,
    },
    state,
    undoUntil: undefined,
    sealed,
    answer: undefined,
    appliedVersion: undefined,
    parked: undefined,
    endedAt: undefined,
  };
}

function select(rows: readonly OutboxRow[], limit = 100) {
  const byId = new Map(rows.map(row => [row.commandId, row]));
  const inState = (state: OutboxRow['state']) => rows.filter(row => row.state === state);
  return selectBatch(
    {
      sealed: rows.filter(row => row.sealed !== undefined),
      queued: inState('queued').filter(row => row.sealed === undefined),
      undoable: inState('undoable'),
    },
    id => byId.get(id),
    limit,
  );
}
const numbers = (rows: readonly OutboxRow[]) => rows.map(row => row.seq);

test('what was sealed goes first, in the order of its places, then what is new in the order of decision', () => {
  const { resend, seal } = select([
    rowOf(1, 'queued'),
    rowOf(2, 'queued', { deviceSeq: 8 }),
    rowOf(3, 'queued', { deviceSeq: 7 }),
    rowOf(4, 'queued'),
  ]);
  expect([numbers(resend), numbers(seal)]).toEqual([
    [3, 2],
    [1, 4],
  ]);
});

test('a batch has at most so many, counted together', () => {
  const rows = Array.from({ length: 30 }, (_, index) =>
    rowOf(index + 1, 'queued', index < 4 ? { deviceSeq: index + 1 } : {}),
  );
  const { resend, seal } = select(rows, 10);
  expect([resend.length, seal.length]).toEqual([4, 6]);
});

test('a decision waits for the one that it builds on while that can be taken back', () => {
  const rows = [rowOf(1, 'undoable'), rowOf(2, 'queued', { dependsOn: idOf(1) }), rowOf(3, 'queued')];
  expect(numbers(select(rows).seal)).toEqual([3]);
});

test('what waits holds back what builds on it in turn, and what follows on its case', () => {
  const rows = [
    rowOf(1, 'undoable', { customerId: 'a' }),
    rowOf(2, 'queued', { customerId: 'a' }),
    rowOf(3, 'queued', { customerId: 'b', dependsOn: idOf(2) }),
    rowOf(4, 'queued', { customerId: 'b' }),
    rowOf(5, 'queued', { customerId: 'c' }),
  ];
  expect(numbers(select(rows).seal)).toEqual([5]);
});

test.each<OutboxRow['state']>(['undone', 'withdrawn', 'superseded', 'parked'])(
  'what builds on a command that was %s before it was sent is parked, and so is what builds on that',
  state => {
    const rows = [
      rowOf(1, state),
      rowOf(2, 'queued', { dependsOn: idOf(1) }),
      rowOf(3, 'queued', { dependsOn: idOf(2) }),
    ];
    const { seal, park } = select(rows);
    expect(seal).toEqual([]);
    expect(park.map(({ row, code }) => [row.seq, code])).toEqual([
      [2, 'base_not_sent'],
      [3, 'base_not_sent'],
    ]);
  },
);

test('what builds on a command that was sent is sent, whatever came of it: the backend answers for it', () => {
  const rows = [rowOf(1, 'parked', { deviceSeq: 1 }), rowOf(2, 'queued', { dependsOn: idOf(1) })];
  expect(numbers(select(rows).seal)).toEqual([2]);
});

test('[OBX-2] on each case decisions never overtake one another, and no two batches share a decision', () => {
  const states = fc.constantFrom<OutboxRow['state']>('queued', 'queued', 'queued', 'undoable');
  const trait = fc.record({
    state: states,
    customer: fc.nat(4),
    base: fc.option(fc.nat(20), { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(trait, { maxLength: 30 }), fc.integer({ min: 1, max: 12 }), (traits, limit) => {
      const rows = traits.map(({ state, customer, base }, index) =>
        rowOf(index + 1, state, {
          customerId: `customer-${customer}`,
          dependsOn: base !== undefined && base < index ? idOf(base + 1) : null,
        }),
      );
      const { seal } = select(rows, limit);
      const chosen = new Set(seal.map(row => row.commandId));
      for (const row of seal) {
        const earlier = rows.filter(
          other => other.seq < row.seq && other.decided.customerId === row.decided.customerId,
        );
        expect(earlier.every(other => chosen.has(other.commandId))).toBe(true);
        const base = row.decided.dependsOn;
        expect(base === null || chosen.has(base)).toBe(true);
      }
      expect(numbers(seal)).toEqual(numbers(seal).toSorted((a, b) => a - b));
      expect(chosen.size).toBe(seal.length);
      expect(seal.length).toBeLessThanOrEqual(limit);
    }),
  );
});
