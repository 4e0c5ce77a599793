import { expect, test } from 'vitest';
import { hashingTurns, usualHashing } from '../../../../src/backend/identity/hashing.ts';
import { fail, ok, type Result } from '../../../../src/shared/result.ts';

const limits = { atOnce: 2, atOnceOfAddress: 1, waiting: 6, waitingOfAddress: 4 };

const pause = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

type Before = () => Promise<Result<void, { readonly code: 'held' }>>;
const nothing: Before = async () => ok(undefined);

/** Hashes that end when they are told to; `begun` names those that were begun, in their order. */
function held() {
  const turns = hashingTurns(limits);
  const begun: string[] = [];
  const ends = new Map<string, (fails?: Error) => void>();
  const run = (address: string, name: string, before = nothing) =>
    turns.run(address, before, () => {
      begun.push(name);
      return new Promise<string>((resolve, reject) =>
        ends.set(name, error => (error ? reject(error) : resolve(name))),
      );
    });
  /** Ends a hash, which has begun by now, and lets what follows of it happen. */
  const end = async (name: string, fails?: Error): Promise<void> => {
    await pause();
    const finish = ends.get(name);
    if (!finish) throw new Error(`${name} has not begun`);
    finish(fails);
    await pause();
  };
  return { run, begun, end };
}

test('[IDN-8] passwords are hashed two at a time, of an address one, and addresses take turns', async () => {
  const { run, begun, end } = held();
  const all = ['a1', 'a2', 'a3', 'a4'].map(name => run('192.0.2.1', name));
  all.push(run('192.0.2.2', 'b1'), run('192.0.2.3', 'c1'));
  await pause();
  expect(begun).toEqual(['a1', 'b1']);
  await end('a1');
  // Whoever came before with many waits behind who has not had a turn.
  expect(begun).toEqual(['a1', 'b1', 'c1']);
  await end('b1');
  expect(begun).toEqual(['a1', 'b1', 'c1', 'a2']);
  await end('c1');
  expect(begun).toHaveLength(4);
  for (const name of ['a2', 'a3', 'a4']) await end(name);
  expect((await Promise.all(all)).map(({ ok }) => ok)).toEqual(Array(6).fill(true));
  expect(begun.toSorted()).toEqual(['a1', 'a2', 'a3', 'a4', 'b1', 'c1']);
});

test('[IDN-8] who has many waiting is told to come back, and so is everybody once too many wait', async () => {
  const { run, begun, end } = held();
  const all: ReturnType<typeof run>[] = [];
  const arrive = async (address: string, names: readonly string[]): Promise<void> => {
    for (const name of names) {
      all.push(run(address, name));
      await pause();
    }
  };
  await arrive('2001:db8::1', ['a1', 'a2', 'a3', 'a4', 'a5']);
  // The same /64.
  const retry = { headers: { 'retry-after': '1' } };
  expect(await run('2001:db8::2', 'a6')).toMatchObject({
    ok: false,
    problem: { code: 'rate_limited', ...retry },
  });
  await arrive('192.0.2.2', ['b1', 'b2', 'b3']);
  expect(await run('192.0.2.3', 'c1')).toMatchObject({ ok: false, problem: { code: 'not_ready', ...retry } });
  await end('a1');
  // A place is free for whoever comes now.
  await arrive('192.0.2.3', ['c2']);
  for (const name of ['b1', 'a2', 'c2', 'b2', 'a3', 'b3', 'a4', 'a5']) await end(name);
  expect((await Promise.all(all)).every(({ ok }) => ok)).toBe(true);
  expect(begun).toHaveLength(9);
});

test('[IDN-8] a process hashes two at a time, of an address one, and has 128 waiting, of an address 32', () => {
  expect(usualHashing).toEqual({ atOnce: 2, atOnceOfAddress: 1, waiting: 128, waitingOfAddress: 32 });
});

test('[STO-8] [IDN-8] who waits for the store has a place among those who wait, and keeps no turn from anybody', async () => {
  const { run, begun, end } = held();
  const goes: (() => void)[] = [];
  const slow: Before = () => new Promise(resolve => goes.push(() => resolve(ok(undefined))));
  const stuck = ['a1', 'a2', 'a3'].map(name => run('192.0.2.1', name, slow));
  stuck.push(run('192.0.2.2', 'b1', slow), run('192.0.2.3', 'c1', slow));
  const next = run('192.0.2.1', 'a4');
  await pause();
  expect(begun).toEqual(['a4']);
  const last = run('192.0.2.1', 'a5', slow);
  await pause();
  // There are four of the address: more are not begun with.
  expect(goes).toHaveLength(6);
  expect(await run('192.0.2.1', 'a6', slow)).toMatchObject({ problem: { code: 'rate_limited' } });
  expect(await run('192.0.2.4', 'd1', slow)).toMatchObject({ problem: { code: 'not_ready' } });
  expect(goes).toHaveLength(6);
  await end('a4');
  for (const go of goes) go();
  for (const name of ['b1', 'a1', 'c1', 'a2', 'a3', 'a5']) await end(name);
  const all = await Promise.all([next, last, ...stuck]);
  expect(all.map(one => one.ok)).toEqual(Array(7).fill(true));
});

test('what comes before a hash and refuses, or fails, gives its place back', async () => {
  const { run, begun, end } = held();
  const refuses: Before = async () => fail({ code: 'held' });
  const fails: Before = () => Promise.reject(new Error('no store'));
  for (let n = 0; n < 8; n += 1) {
    expect(await run('192.0.2.1', 'refused', refuses)).toEqual(fail({ code: 'held' }));
    await expect(run('192.0.2.1', 'failed', fails)).rejects.toThrow('no store');
  }
  const all = ['a1', 'a2', 'a3', 'a4'].map(name => run('192.0.2.1', name));
  for (const name of ['a1', 'a2', 'a3', 'a4']) await end(name);
  expect((await Promise.all(all)).every(one => one.ok)).toBe(true);
  expect(begun).toEqual(['a1', 'a2', 'a3', 'a4']);
});

test('a hash that fails gives its place back', async () => {
  const { run, end } = held();
  for (const name of ['a1', 'a2', 'a3']) {
    const failing = run('192.0.2.1', name).catch((error: unknown) => error);
    await end(name, new Error('no memory'));
    expect(await failing).toEqual(new Error('no memory'));
  }
});
