import { describe, expect, test } from 'vitest';
import { turns, type Turn, type Turns } from '../../../../src/backend/webhooks/turns.ts';

describe('[HOOK-3] attempts of one line', () => {
  const line = (id: string, most: number) => ({ id, most });
  const clockAt = (time: number) => ({ now: () => time });
  const ended = (turn: Turn | undefined) => {
    if (turn?.kind !== 'taken') throw new Error('no turn');
    turn.end();
  };

  test('are few at a time; should nobody call the others, they come by themselves, of however many not all at once', () => {
    const { take } = turns(clockAt(5000));
    const slow = [line('slow', 2)];
    expect([take(slow, 'a').kind, take(slow, 'b').kind]).toEqual(['taken', 'taken']);
    expect(take(slow, 'c')).toEqual({ kind: 'later', dueAt: 15_000 });
    expect(take([line('other', 1)], 'd').kind).toBe('taken');
    const dues = Array.from({ length: 20_000 }, (_, n) => take(slow, `waits ${n}`)).map(turn =>
      turn.kind === 'later' ? turn.dueAt - 5000 : undefined,
    );
    expect([dues[0], dues[4998], dues[9998], dues[10_998], dues.at(-1)]).toEqual([
      10_000, 100_000, 200_000, 220_000, 400_020,
    ]);
  });

  /** Who is called; those who are gone do not come. */
  async function called(
    { call }: Turns,
    lines: Parameters<Turns['call']>[0],
    gone: readonly string[] = [],
  ): Promise<readonly string[]> {
    const ids: string[] = [];
    await call(lines, async id => {
      ids.push(id);
      return !gone.includes(id);
    });
    return ids;
  }

  test('that wait are called in their order, as many as there are places free, and each once', async () => {
    const places = turns(clockAt(5000));
    const { take } = places;
    const slow = [line('slow', 2)];
    const running = [take(slow, 'a'), take(slow, 'b')];
    for (const id of ['c', 'd', 'e', 'f', 'd', 'g', 'h']) expect(take(slow, id).kind).toBe('later');
    expect(await called(places, slow)).toEqual([]);
    ended(running[0]);
    expect(await called(places, slow)).toEqual(['c']);
    ended(take(slow, 'c'));
    // It came by its own time.
    ended(take(slow, 'e'));
    // In place of one that was delivered elsewhere, the next is called.
    expect(await called(places, slow, ['d'])).toEqual(['d', 'f']);
    ended(running[1]);
    expect(await called(places, slow)).toEqual(['g', 'h']);
    expect(await called(places, slow)).toEqual([]);
  });

  test('that wait for the place of a tenant are called when an attempt of any subscription of it ends', async () => {
    const places = turns(clockAt(5000));
    const { take } = places;
    const of = (webhook: string) => [line(webhook, 2), line('tenant', 2)];
    const running = take(of('a'), 'a1');
    take(of('a'), 'a2');
    expect([take(of('a'), 'a3').kind, take(of('b'), 'b1').kind]).toEqual(['later', 'later']);
    expect(await called(places, of('b'))).toEqual([]);
    ended(running);
    // There is one place for two: who is called has it in both lines, and the other waits on.
    expect(await called(places, of('a'))).toEqual(['a3']);
    expect(take(of('a'), 'a3').kind).toBe('taken');
    expect(await called(places, of('a'))).toEqual([]);
  });

  test('of which another line is full are passed over, and called by who ends there: nobody is called only to wait again', async () => {
    const places = turns(clockAt(5000));
    const { take } = places;
    const of = (webhook: string) => [line(webhook, 2), line('tenant', 4)];
    const running = ['a1', 'a2', 'b1', 'b2'].map(id => [id[0] ?? '', take(of(id[0] ?? ''), id)] as const);
    for (let n = 0; n < 50; n += 1) expect(take(of('c'), `c${n}`).kind).toBe('later');
    ended(running[0]?.[1]);
    ended(running[1]?.[1]);
    expect(await called(places, of('a'))).toEqual(['c0', 'c1']);
    const those = ['c0', 'c1'].map(id => take(of('c'), id));
    expect(those.map(({ kind }) => kind)).toEqual(['taken', 'taken']);
    // Places are free for the tenant, and none for what waits.
    ended(running[2]?.[1]);
    ended(running[3]?.[1]);
    expect(await called(places, of('b'))).toEqual([]);
    ended(those[0]);
    expect(await called(places, of('c'))).toEqual(['c2']);
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
