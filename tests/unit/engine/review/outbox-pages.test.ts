import { expect, test } from 'vitest';
import type { BodyOf, JournalBody } from '../../../../src/main/engine/journal/index.ts';
import type { CallInput, OutboxGroup } from '../../../../src/shared/ipc/index.ts';
import { deskUser, testDesk, valueOf, type TestDesk } from '../../../support/desk.ts';

const many = 10_000;
const pageSize = 500;
const idOf = (number: number): string => `k-${String(number).padStart(5, '0')}`;

const decided = (
  commandId: string,
  type: 'review.start' | 'review.finish',
  customerId: string,
  dependsOn: string | null,
): BodyOf<'decided'> => ({
  kind: 'decided',
  commandId,
  type,
  customerId,
  userId: deskUser,
  deviceId: 'd-1',
  baseVersion: 1,
  dependsOn,
  clock: { lastServerTime: null, elapsedMs: null },
  payload:
    type === 'review.start'
      ? {}
      : { outcome: 'reject', reasons: ['identity.couldNotBeVerified'], verdicts: [], request: [], tags: [] },
  evidence: [],
  undoMs: 0,
  replaces: null,
  customerName: 'Anna Lindqvist',
});

/** So many decisions made offline, each with the start of its check. */
async function offlineDesk(): Promise<TestDesk> {
  const desk = await testDesk();
  for (let from = 0; from < many; from += 1000) {
    const bodies = Array.from({ length: 1000 }, (_, index): readonly JournalBody[] => {
      const number = from + index;
      const customerId = `c-${number}`;
      return [
        decided(`s-${number}`, 'review.start', customerId, null),
        decided(idOf(number), 'review.finish', customerId, `s-${number}`),
      ];
    });
    valueOf(desk.desk.record(bodies.flat()));
  }
  return desk;
}

function walk({ outbox }: TestDesk, group: OutboxGroup): readonly string[] {
  const ids: string[] = [];
  let after: number | undefined;
  for (;;) {
    const input: CallInput<'outbox.list'> = {
      group,
      limit: pageSize,
      ...(after === undefined ? {} : { after }),
    };
    const { items, next } = outbox.list(input);
    ids.push(...items.map(({ commandId }) => commandId));
    if (next === null) return ids;
    after = next;
  }
}

test('[OBX-8] ten thousand waiting decisions are counted and listed page by page, each once and in order', async () => {
  const desk = await offlineDesk();
  const { totals, items, next } = desk.outbox.list({ group: 'waiting', limit: pageSize });
  expect(totals).toEqual({ needsYou: 0, undoable: 0, waiting: many, done: 0 });
  expect(desk.cache.outboxCounts().waiting).toBe(many);
  expect(items).toHaveLength(pageSize);
  expect(walk(desk, 'waiting')).toEqual(Array.from({ length: many }, (_, number) => idOf(number)));

  // What is sent meanwhile at the head moves nobody who reads on behind it.
  for (const number of [0, 1]) {
    desk.answer(`s-${number}`, { result: 'applied', version: 2 });
    desk.answer(idOf(number), number === 0 ? { result: 'applied', version: 3 } : { result: 'conflict' });
  }
  const second = desk.outbox.list({ group: 'waiting', limit: 2, after: next ?? 0 });
  expect(second.items.map(({ commandId }) => commandId)).toEqual([idOf(pageSize), idOf(pageSize + 1)]);
  expect(second.totals).toEqual({ needsYou: 1, undoable: 0, waiting: many - 2, done: 1 });
});

test('[OBX-8] parked and done decisions have no last page before the last one', async () => {
  const desk = await offlineDesk();
  const answers = Array.from({ length: 2400 }, (_, number): JournalBody => ({
    kind: 'parked',
    commandId: idOf(number),
    code: 'base_unknown',
    detail: 'a test',
  }));
  valueOf(desk.desk.record(answers));
  expect(walk(desk, 'needsYou')).toEqual(Array.from({ length: 2400 }, (_, number) => idOf(number)));
  const withdrawn = Array.from(
    { length: 1200 },
    (_, number): JournalBody =>
      ({
        kind: number % 2 === 0 ? 'withdrawn' : 'superseded',
        commandId: idOf(number),
        ...(number % 2 === 0 ? { reason: 'a test' } : { by: null }),
      }) as JournalBody,
  );
  valueOf(desk.desk.record(withdrawn));
  // The latest first, whatever became of them.
  expect(walk(desk, 'done')).toEqual(Array.from({ length: 1200 }, (_, number) => idOf(1199 - number)));
  const { totals } = desk.outbox.list({ group: 'done', limit: 1 });
  // Their starts stand alone now and wait.
  expect(totals).toEqual({ needsYou: 1200, undoable: 0, waiting: many - 2400 + 1200, done: 1200 });
});
