import { describe, expect, test } from 'vitest';
import { turns, type Turn } from '../../../../src/backend/webhooks/turns.ts';

describe('[HOOK-3] attempts of one line', () => {
  const line = (id: string, most: number) => ({ id, most });
  function clockAt(first: number) {
    const clock = { time: first, now: () => clock.time };
    return clock;
  }
  const ended = (turn: Turn) => {
    if (turn.kind !== 'taken') throw new Error('no turn');
    turn.end();
  };

  test('are few at a time; the others come back one after the other, as fast as attempts end', () => {
    const clock = clockAt(5000);
    const { take } = turns(clock);
    const slow = [line('slow', 2)];
    const first = take(slow, 'a');
    expect([first.kind, take(slow, 'b').kind]).toEqual(['taken', 'taken']);
    expect([take(slow, 'c'), take(slow, 'd')]).toEqual([
      { kind: 'later', dueAt: 5250 },
      { kind: 'later', dueAt: 5500 },
    ]);
    expect(take([line('other', 1)], 'e').kind).toBe('taken');
    clock.time = 9000;
    ended(first);
    expect(take(slow, 'f').kind).toBe('taken');
    expect([take(slow, 'g'), take(slow, 'h')]).toEqual([
      { kind: 'later', dueAt: 11_000 },
      { kind: 'later', dueAt: 13_000 },
    ]);
  });

  test('are put off for five minutes at the most, however many wait and however slow the last one was', () => {
    const clock = clockAt(5000);
    const { take } = turns(clock);
    const slow = [line('slow', 1)];
    const first = take(slow, 'first');
    clock.time += 10_000;
    ended(first);
    take(slow, 'second');
    const dues = Array.from({ length: 100 }, (_, n) => take(slow, `waits ${n}`)).map(turn =>
      turn.kind === 'later' ? turn.dueAt - clock.time : undefined,
    );
    expect([dues[0], dues[1], dues.at(-1)]).toEqual([10_000, 20_000, 300_000]);
  });

  test('that wait are called in their order, as many as there are places free, and each once', () => {
    const { take, next } = turns(clockAt(5000));
    const slow = [line('slow', 2)];
    const running = [take(slow, 'a'), take(slow, 'b')];
    for (const id of ['c', 'd', 'e', 'd']) expect(take(slow, id).kind).toBe('later');
    expect(next(slow)).toEqual([]);
    ended(running[0] as Turn);
    expect(next(slow)).toEqual(['c']);
    ended(take(slow, 'c'));
    // It came by its own time.
    ended(take(slow, 'e'));
    ended(running[1] as Turn);
    expect(next(slow)).toEqual(['d']);
    expect(next(slow)).toEqual([]);
  });

  test('that wait for the place of a tenant are called when an attempt of any subscription of it ends', () => {
    const { take, next } = turns(clockAt(5000));
    const of = (webhook: string) => [line(webhook, 2), line('tenant', 2)];
    const running = take(of('a'), 'a1');
    take(of('a'), 'a2');
    expect([take(of('a'), 'a3').kind, take(of('b'), 'b1').kind]).toEqual(['later', 'later']);
    expect(next(of('b'))).toEqual([]);
    ended(running);
    // There is one place for two: who comes second waits again.
    expect(next(of('a'))).toEqual(['a3', 'b1']);
    expect([take(of('b'), 'b1').kind, take(of('a'), 'a3').kind]).toEqual(['taken', 'later']);
  });

  test('are taken in each of several lines or in none, and given back in all', () => {
    const { take } = turns(clockAt(5000));
    const first = take([line('a', 1), line('tenant', 2)], '1');
    expect(take([line('a', 1), line('tenant', 2)], '2').kind).toBe('later');
    const second = take([line('b', 1), line('tenant', 2)], '3');
    expect([first.kind, second.kind]).toEqual(['taken', 'taken']);
    expect(take([line('c', 1), line('tenant', 2)], '4').kind).toBe('later');
    ended(first);
    expect(take([line('c', 1), line('tenant', 2)], '5').kind).toBe('taken');
  });
});
