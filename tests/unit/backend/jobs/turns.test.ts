import { expect, test } from 'vitest';
import { inTurn, tenantTurns } from '../../../../src/backend/jobs/turns.ts';

interface Due {
  readonly tenantId: string;
  readonly dueAt: number;
}

/** A lane of so many places, in each of which a job takes ten rounds; whose jobs begin in each round. */
function laneOf(places: number) {
  const turns = tenantTurns();
  const due: Due[] = [];
  let underWay: { readonly tenantId: string; readonly ends: number }[] = [];
  let now = 0;
  const round = (): readonly string[] => {
    now += 1;
    underWay = underWay.filter(({ ends }) => ends > now);
    const running = new Map<string, number>();
    for (const { tenantId } of underWay) running.set(tenantId, (running.get(tenantId) ?? 0) + 1);
    const taken = inTurn(due, { running, turns }, places - underWay.length);
    for (const [place, job] of taken.entries()) {
      due.splice(due.indexOf(job), 1);
      turns.had(job.tenantId);
      // Not all of them end at once.
      underWay.push({ tenantId: job.tenantId, ends: now + 10 + (place % 3) });
    }
    return taken.map(({ tenantId }) => tenantId);
  };
  const wait = (tenantId: string, count: number): void => {
    for (let n = 0; n < count; n += 1) due.push({ tenantId, dueAt: now });
  };
  return { wait, rounds: (count: number) => Array.from({ length: count }, round).flat() };
}

for (const slow of [4, 5, 30]) {
  test(`[PRV-48] [HOOK-3] ${slow} tenants with a hundred slow jobs each keep nobody from its turn, in a lane of four places`, () => {
    const lane = laneOf(4);
    for (let n = 0; n < slow; n += 1) lane.wait(`slow ${n}`, 100);
    lane.rounds(150);
    lane.wait('z', 5);
    const taken = lane.rounds(600);
    const turns = taken.flatMap((tenantId, place) => (tenantId === 'z' ? [place] : []));
    // The next place is its; then it has one wherever each of the others had one.
    expect(turns).toHaveLength(5);
    expect(turns[0]).toBe(0);
    for (const [place, turn] of turns.slice(1).entries())
      expect(turn - (turns[place] ?? 0)).toBeLessThanOrEqual(slow + 1);
    const [least, most] = [Math.min, Math.max].map(of =>
      of(
        ...Array.from({ length: slow }, (_, n) => taken.filter(tenantId => tenantId === `slow ${n}`).length),
      ),
    );
    expect((most ?? 0) - (least ?? 0)).toBeLessThanOrEqual(5);
  });
}

test('[PRV-48] of tenants with as many under way the next is who had its turn the longest ago, or never had any', () => {
  const turns = tenantTurns();
  for (const tenantId of ['a', 'b', 'c', 'a']) turns.had(tenantId);
  const due = ['a', 'b', 'c', 'new', 'a', 'b'].map((tenantId, dueAt) => ({ tenantId, dueAt }));
  const next = (running: Readonly<Record<string, number>>, limit = 6) =>
    inTurn(due, { running: new Map(Object.entries(running)), turns }, limit).map(({ tenantId }) => tenantId);
  expect(next({})).toEqual(['new', 'b', 'c', 'a', 'b', 'a']);
  expect(next({ b: 1, new: 1 })).toEqual(['c', 'a', 'new', 'b', 'a', 'b']);
  expect(next({ new: 2, c: 2 }, 3)).toEqual(['b', 'a', 'b']);
  expect(next({}, 0)).toEqual([]);
});

test('[PRV-48] of more than ten thousand tenants those are forgotten that had their turn the longest ago', () => {
  const turns = tenantTurns();
  for (let n = 0; n < 10_000; n += 1) turns.had(`t${n}`);
  turns.had('t0');
  turns.had('another');
  expect(['t0', 't1', 't2', 'another'].map(turns.lastOf)).toEqual([10_001, 0, 3, 10_002]);
});
