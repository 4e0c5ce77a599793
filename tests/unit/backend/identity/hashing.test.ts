import { expect, test } from 'vitest';
import { hashingTurns, usualHashing } from '../../../../src/backend/identity/hashing.ts';

const limits = { atOnce: 2, atOnceOfAddress: 1, waiting: 6, waitingOfAddress: 4 };

const pause = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

/** Hashes that end when they are told to; `begun` names those that were begun, in their order. */
function held() {
  const turns = hashingTurns(limits);
  const begun: string[] = [];
  const ends = new Map<string, (fails?: Error) => void>();
  const run = (address: string, name: string) =>
    turns.run(address, () => {
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
  const names = ['a1', 'a2', 'a3', 'a4', 'a5'];
  const all = names.map(name => run('2001:db8::1', name));
  // The same /64.
  const retry = { headers: { 'retry-after': '1' } };
  expect(await run('2001:db8::2', 'a6')).toMatchObject({
    ok: false,
    problem: { code: 'rate_limited', ...retry },
  });
  all.push(...['b1', 'b2', 'b3'].map(name => run('192.0.2.2', name)));
  expect(await run('192.0.2.3', 'c1')).toMatchObject({ ok: false, problem: { code: 'not_ready', ...retry } });
  await end('a1');
  // A place is free for whoever comes now.
  all.push(run('192.0.2.3', 'c2'));
  for (const name of ['b1', 'a2', 'c2', 'b2', 'a3', 'b3', 'a4', 'a5']) await end(name);
  expect((await Promise.all(all)).every(({ ok }) => ok)).toBe(true);
  expect(begun).toHaveLength(9);
});

test('[IDN-8] a process hashes two at a time, of an address one, and has 128 waiting, of an address 32', () => {
  expect(usualHashing).toEqual({ atOnce: 2, atOnceOfAddress: 1, waiting: 128, waitingOfAddress: 32 });
});

test('a hash that fails gives its place back', async () => {
  const { run, end } = held();
  for (const name of ['a1', 'a2', 'a3']) {
    const failing = run('192.0.2.1', name).catch((error: unknown) => error);
    await end(name, new Error('no memory'));
    expect(await failing).toEqual(new Error('no memory'));
  }
});
