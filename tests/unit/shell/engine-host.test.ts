import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { EngineState } from '../../../src/main/engine/engine.ts';
import { createEngineHost, pauseAfter, type EngineProcess } from '../../../src/main/shell/engineHost.ts';
import { utilityProcess } from '../../../tools/chromium-shell/api/utility-process.ts';
import { eventually } from '../../support/eventually.ts';

type Manner = 'sound' | 'crashes while it closes' | 'never comes up' | 'locks itself';

/** The host over real processes that behave as told. */
function world(manner: Manner) {
  const states: EngineState[] = [];
  const crashes: number[] = [];
  let failing = 0;
  const running = new Set<EngineProcess>();
  let started = 0;
  const host = createEngineHost({
    fork: told => {
      started += 1;
      const standIn = join(import.meta.dirname, 'engine-stand-in.ts');
      const child = utilityProcess.fork(standIn, [JSON.stringify(told ?? null), manner]);
      running.add(child);
      child.once('exit', () => running.delete(child));
      return child;
    },
    onState: state => states.push(state),
    onEvent: () => undefined,
    onCrash: exitCode => crashes.push(exitCode),
    onFailing: () => (failing += 1),
  });
  onTestFinished(async () => {
    await host.stop();
    for (const child of running) child.kill();
  });
  return { host, states, crashes, running, started: () => started, failing: () => failing };
}

test('an engine that can not come up is tried again at once, then ever more rarely, and the window is told', async () => {
  expect([1, 2, 3, 4, 5, 6, 7, 100].map(pauseAfter)).toEqual([
    0, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000,
  ]);
  const { host, crashes, failing, started } = world('never comes up');
  await host.start();
  await eventually(() => failing() === 1);
  expect(crashes).toEqual([3, 3, 3]);
  expect(started()).toBe(3);
  expect(await host.call('sync.state', {})).toMatchObject({ problem: { kind: 'engine_stopped' } });
  await host.restart();
  expect(started()).toBe(4);
  expect(failing()).toBe(2);
});

test('calls that wait when the engine crashes are answered, and the next engine takes calls again', async () => {
  const { host, crashes, states, running } = world('sound');
  await host.start();
  const answers = await Promise.all([host.call('sync.now', {}), host.call('queue.counts', {})]);
  expect(answers).toMatchObject([
    { problem: { kind: 'engine_stopped' } },
    { problem: { kind: 'engine_stopped' } },
  ]);
  await eventually(() => states.length === 2);
  expect(crashes).toEqual([4]);
  expect((await host.call('sync.state', {})).ok).toBe(true);
  expect(running.size).toBe(1);
});

test('an engine that crashes while it is being locked is replaced by one engine, not by two', async () => {
  const { host, crashes, states, running, started } = world('crashes while it closes');
  await host.start();
  await host.lock('person');
  await eventually(() => states.length === 2);
  expect(started()).toBe(2);
  expect(running.size).toBe(1);
  expect(crashes).toEqual([]);
  expect((await host.call('sync.state', {})).ok).toBe(true);
});

test('[SHL-5] what an engine said before it heard of the lock never looks unlocked', async () => {
  const { host, states, running } = world('sound');
  await host.start();
  await host.lock('person');
  expect(states.map(({ phase }) => phase)).toEqual(['locked', 'locked']);
  const [first, second] = states.map(({ suggestion }) => suggestion.deviceName);
  expect(first).not.toBe(second);
  expect(running.size).toBe(1);
});

test('[SHL-6] an engine that closes its vault by itself is replaced, and calls wait for the next one', async () => {
  const { host, crashes, states, running, started } = world('locks itself');
  await host.start();
  const cutShort = host.call('sync.now', {});
  await eventually(() => states.length === 2);
  expect((await host.call('sync.state', {})).ok).toBe(true);
  expect(started()).toBe(2);
  expect(running.size).toBe(1);
  expect(crashes).toEqual([]);
  expect(await cutShort).toMatchObject({ problem: { kind: 'engine_stopped' } });
  expect(states.map(({ phase }) => phase)).toEqual(['locked', 'locked', 'locked']);
});

test('what the last engine had told is told again by the next one, but not after a restart', async () => {
  const { host, states } = world('sound');
  await host.start();
  await host.lock('damage');
  expect(states.at(-1)?.notices).toMatchObject([{ text: 'The local copy was damaged.' }]);
  await host.restart();
  expect(states.at(-1)?.notices).toEqual([]);
});

test('quitting while the engine is being locked ends it, and starts no other', async () => {
  const { host, running, started } = world('sound');
  await host.start();
  const locking = host.lock('suspend');
  await host.stop();
  await locking;
  expect(running.size).toBe(0);
  expect(started()).toBe(1);
});

test('two locks at once end one engine and start one', async () => {
  const { host, running, started } = world('sound');
  await host.start();
  await Promise.all([host.lock('suspend'), host.lock('screen')]);
  expect(running.size).toBe(1);
  expect(started()).toBe(2);
});
