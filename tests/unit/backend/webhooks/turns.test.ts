import { describe, expect, test } from 'vitest';
import { turns, type Lines, type Turn, type Turns } from '../../../../src/backend/webhooks/turns.ts';

describe('[HOOK-3] attempts of one line', () => {
  const line = (id: string, most: number) => ({ id, most });
  const clockAt = (time: number) => ({ now: () => time });
  const ended = (turn: Turn | undefined) => {
    if (turn?.kind !== 'taken') throw new Error('no turn');
    turn.end();
  };

  test('are few at a time; should nobody call the others, they come by themselves, of however many not all at once', () => {
    const { take } = turns(clockAt(5000));
    const slow: Lines = [line('slow', 2)];
    expect([take(slow, 'a').kind, take(slow, 'b').kind]).toEqual(['taken', 'taken']);
    expect(take(slow, 'c')).toEqual({ kind: 'later', dueAt: 6000 });
    expect(take([line('other', 1)], 'd').kind).toBe('taken');
    const dues = Array.from({ length: 200_002 }, (_, n) => take(slow, `waits ${n}`)).map(turn =>
      turn.kind === 'later' ? turn.dueAt - 5000 : undefined,
    );
    expect([dues[0], dues[4998], dues[9998], dues[199_998]]).toEqual([1000, 250_000, 500_000, 10_000_000]);
    // Of more it is not known who they are: in whatever lines they wait, they come after one another.
    const other: Lines = [line('another slow', 0)];
    const more = Array.from({ length: 200_001 }, (_, n) => take(other, `waits ${n}`)).at(-1);
    expect([...dues.slice(-3), more?.kind === 'later' && more.dueAt - 5000]).toEqual([
      10_000_050, 10_000_100, 10_000_150, 20_000_050,
    ]);
  });

  test('of more than ten thousand that wait each is called', async () => {
    const places = turns(clockAt(5000));
    const slow: Lines = [line('slow', 1)];
    const first = places.take(slow, 'first');
    const waiting = Array.from({ length: 12_000 }, (_, n) => `waits ${n}`);
    for (const id of waiting) places.take(slow, id);
    const came: string[] = [];
    let running = first;
    for (;;) {
      ended(running);
      const [next] = await called(places, slow);
      if (next === undefined) break;
      came.push(next);
      running = places.take(slow, next);
    }
    expect(came).toEqual(waiting);
  });

  /** In how many seconds those come by themselves that begin to wait now, of each tenant so many for one subscription. */
  const comesIn = (counts: Readonly<Record<string, number>>) => {
    const { take } = turns(clockAt(0));
    return Object.entries(counts).map(([tenant, count]) => {
      const own: Lines = [line(`webhook of ${tenant}`, 0), line(tenant, 4)];
      return Array.from({ length: count }, (_, n) => {
        const turn = take(own, `${tenant}/${n}`);
        return turn.kind === 'later' ? turn.dueAt / 1000 : 0;
      });
    });
  };

  test('that come by themselves have turns of their tenants: a few of one do not come after the thousands of another', () => {
    const [, few, others] = comesIn({ many: 10_000, few: 3, others: 101 });
    expect(few).toEqual([1, 1, 1]);
    // A hundred and one of each of two, and the three.
    expect(others?.at(-1)).toBe((2 * 101 + 3) / 20);
  });

  test('that come by themselves are some twenty a second, of however many tenants and in however many lines', () => {
    const { take } = turns(clockAt(0));
    const lines = (n: number): Lines => [line(`webhook ${n}`, 0), line(`tenant ${n % 10}`, 5)];
    const comeAll = () => {
      const dues: number[] = [];
      for (let n = 0; n < 50; n += 1) {
        for (let m = 0; m < 100; m += 1) {
          const turn = take(lines(n), `${n}/${m}`);
          if (turn.kind === 'later') dues.push(turn.dueAt);
        }
      }
      return dues;
    };
    const first = comeAll();
    expect(first.slice(0, 20)).toEqual(Array(20).fill(1000));
    expect(Math.max(...first)).toBe(250_000);
    // Those that wait once more, of tenants that have as many each, come when all of these have come.
    expect(comeAll()).toEqual(Array(5000).fill(250_000));
  });

  /** Who is called; those who are gone do not come. */
  async function called(
    { call }: Turns,
    lines: Parameters<Turns['call']>[0],
    gone: readonly string[] = [],
  ): Promise<readonly string[]> {
    const ids: string[] = [];
    const come = async (id: string): Promise<boolean> => {
      ids.push(id);
      return !gone.includes(id);
    };
    await call(lines, come, new AbortController().signal);
    return ids;
  }

  test('that wait are called in their order, as many as there are places free, and each once', async () => {
    const places = turns(clockAt(5000));
    const { take } = places;
    const slow: Lines = [line('slow', 2)];
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
    const of = (webhook: string): Lines => [line(webhook, 2), line('tenant', 2)];
    const running = take(of('a'), 'a1');
    take(of('a'), 'a2');
    expect([take(of('a'), 'a3').kind, take(of('b'), 'b1').kind]).toEqual(['later', 'later']);
    expect(await called(places, of('b'))).toEqual([]);
    ended(running);
    // There is one place for two: who is called has it in both lines, and the other waits on.
    expect(await called(places, of('a'))).toEqual(['b1']);
    expect(take(of('b'), 'b1').kind).toBe('taken');
    expect(await called(places, of('a'))).toEqual([]);
  });

  test('that wait behind slow subscriptions of their tenant are called before more of these, and those in their turns', async () => {
    const places = turns(clockAt(5000));
    const { take } = places;
    const of = (webhook: string): Lines => [line(webhook, 2), line('tenant', 4)];
    const running = new Map(['a1', 'a2', 'c1', 'c2'].map(id => [id, take(of(id[0] ?? ''), id)]));
    for (const id of ['a3', 'a4', 'c3', 'd1']) expect(take(of(id[0] ?? ''), id).kind).toBe('later');
    const endsAndComes = async (id: string): Promise<readonly string[]> => {
      ended(running.get(id));
      const ids = await called(places, of(id[0] ?? ''));
      for (const next of ids) running.set(next, take(of(next[0] ?? ''), next));
      return ids;
    };
    expect(await endsAndComes('a1')).toEqual(['d1']);
    expect(await endsAndComes('c1')).toEqual(['a3']);
    expect(await endsAndComes('a2')).toEqual(['c3']);
    expect(await endsAndComes('d1')).toEqual(['a4']);
    expect(await endsAndComes('c2')).toEqual([]);
  });

  test('that lost the place which they were called for hold up none of their subscription', async () => {
    const places = turns(clockAt(5000));
    const { take } = places;
    const of = (webhook: string): Lines => [line(webhook, 1), line('tenant', 2)];
    const running = new Map(['a1', 'b1'].map(id => [id, take(of(id[0] ?? ''), id)]));
    for (const id of ['b2', 'b3']) expect(take(of('b'), id).kind).toBe('later');
    ended(running.get('b1'));
    expect(await called(places, of('b'))).toEqual(['b2']);
    // Whoever was just written came before it.
    const c1 = take(of('c'), 'c1');
    expect([c1.kind, take(of('b'), 'b2').kind]).toEqual(['taken', 'later']);
    ended(running.get('a1'));
    expect(await called(places, of('a'))).toEqual(['b3']);
    const b3 = take(of('b'), 'b3');
    ended(c1);
    expect(await called(places, of('c'))).toEqual([]);
    ended(b3);
    expect(await called(places, of('b'))).toEqual(['b2']);
  });

  test('are as many as the last that came had it: a subscription that no longer fails has both of its places', async () => {
    const places = turns(clockAt(5000));
    const { take } = places;
    const of = (most: number): Lines => [line('a', most), line('tenant', 4)];
    const first = take(of(1), 'a1');
    for (const id of ['a2', 'a3', 'a4', 'a5']) expect(take(of(1), id).kind).toBe('later');
    ended(first);
    expect(await called(places, of(1))).toEqual(['a2']);
    expect(take(of(2), 'a2').kind).toBe('taken');
    expect(await called(places, of(2))).toEqual(['a3']);
  });

  test('are as many as the one that ended has it: where a subscription begins to fail no place stays empty for it', async () => {
    const places = turns(clockAt(5000));
    const { take } = places;
    const of = (webhook: string, most = 2): Lines => [line(webhook, most), line('tenant', 4)];
    const running = ['a1', 'a2', 'd1', 'e1'].map(id => take(of(id[0] ?? ''), id));
    for (const id of ['a3', 'd2', 'e2']) expect(take(of(id[0] ?? ''), id).kind).toBe('later');
    // The first of them failed: of its subscription there may be one, and one is under way.
    places.renew(of('a', 1));
    ended(running[0]);
    expect(await called(places, of('a'))).toEqual(['d2']);
    expect(take(of('d'), 'd2').kind).toBe('taken');
    ended(running[1]);
    expect(await called(places, of('a', 1))).toEqual(['a3']);
  });

  test('that could not be called wait on', async () => {
    const places = turns(clockAt(5000));
    const { take } = places;
    const slow: Lines = [line('slow', 1)];
    const first = take(slow, 'a');
    expect(take(slow, 'b').kind).toBe('later');
    ended(first);
    const store = new Error('the store is away');
    const { signal } = new AbortController();
    await expect(places.call(slow, () => Promise.reject(store), signal)).rejects.toBe(store);
    expect(await called(places, slow)).toEqual(['b']);
  });

  test('that are gone, however many, are called no more when the process ends', async () => {
    const places = turns(clockAt(5000));
    const slow: Lines = [line('slow', 1)];
    const first = places.take(slow, 'a');
    for (const id of ['b', 'c', 'd', 'e', 'f']) expect(places.take(slow, id).kind).toBe('later');
    ended(first);
    const ending = new AbortController();
    const ids: string[] = [];
    const isGone = async (id: string): Promise<boolean> => {
      ids.push(id);
      if (ids.length === 3) ending.abort();
      return false;
    };
    await places.call(slow, isGone, ending.signal);
    expect(ids).toEqual(['b', 'c', 'd']);
    // While it ends, the next one is still told that there is a place.
    await places.call(slow, async id => ids.push(id) > 0, ending.signal);
    expect(ids.slice(3)).toEqual(['e']);
  });

  test('of which another line is full are passed over, and called by who ends there: nobody is called only to wait again', async () => {
    const places = turns(clockAt(5000));
    const { take } = places;
    const of = (webhook: string): Lines => [line(webhook, 2), line('tenant', 4)];
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
