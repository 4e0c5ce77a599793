import { expect, test } from 'vitest';
import { createBackoff, createConnection } from '../../../../src/main/engine/connection/index.ts';
import type { ApiFault } from '../../../../src/main/engine/session/index.ts';
import { seededRandom } from '../../../support/random.ts';
import { testTime } from '../../../support/time.ts';

const unreachable: ApiFault = { kind: 'network', fault: { kind: 'unreachable', detail: 'econnrefused' } };

function world() {
  const time = testTime();
  const random = { ...seededRandom(1), fraction: () => 0.5 };
  const connection = createConnection({ ports: { ...time, random } });
  return { time, connection };
}

/** Whether `ready` has resolved by now. */
async function isOpen(ready: Promise<boolean>): Promise<boolean> {
  return Promise.race([ready, new Promise<false>(resolve => setImmediate(() => resolve(false)))]);
}

test('delays double below full jitter, from one second to five minutes, and start again after a success', () => {
  const largest = createBackoff({ fraction: () => 0.999999 });
  const delays = Array.from({ length: 12 }, () => largest.next());
  expect(delays.slice(0, 4)).toEqual([1000, 2000, 4000, 8000]);
  expect(delays.at(-1)).toBe(300_000);
  largest.reset();
  expect(largest.next()).toBe(1000);
  expect(createBackoff({ fraction: () => 0 }).next(7000)).toBe(7000);
});

test('what is offline tries again when its delay is over', async () => {
  const { time, connection } = world();
  expect(connection.state()).toEqual({ network: 'connecting', paused: false });
  connection.failed(unreachable);
  expect(connection.state()).toMatchObject({
    network: 'offline',
    problem: { kind: 'backend_unreachable' },
    nextAttemptAt: '2026-01-15T09:00:00.500Z',
  });
  const ready = connection.ready();
  expect(await isOpen(ready)).toBe(false);
  await time.advance(499);
  expect(await isOpen(ready)).toBe(false);
  await time.advance(1);
  expect(await ready).toBe(true);
  expect(connection.state().network).toBe('connecting');
  connection.worked();
  expect(connection.state()).toEqual({ network: 'online', paused: false });
});

test('requests that fail together are one failure with one delay', () => {
  const { connection } = world();
  connection.failed(unreachable);
  const { nextAttemptAt } = connection.state();
  connection.failed(unreachable);
  connection.failed(unreachable);
  expect(connection.state().nextAttemptAt).toBe(nextAttemptAt);
});

test('a Retry-After is waited for', () => {
  const { connection } = world();
  connection.failed({
    kind: 'problem',
    problem: { type: '', title: '', detail: '', status: 503, code: 'not_ready' },
    retryAfterMs: 60_000,
  });
  expect(connection.state().nextAttemptAt).toBe('2026-01-15T09:01:00.000Z');
});

test('signed out is not tried by the clock, only when the person has signed in', async () => {
  const { time, connection } = world();
  connection.failed({ kind: 'signedOut' });
  const ready = connection.ready();
  expect(connection.state()).toMatchObject({ network: 'offline', problem: { kind: 'signed_out' } });
  await time.advance(3_600_000);
  expect(await isOpen(ready)).toBe(false);
  connection.tryNow();
  expect(await ready).toBe(true);
});

test('a pause ends what is in flight, lets nothing out and is no failure', async () => {
  const { connection } = world();
  connection.worked();
  const signal = connection.signal();
  connection.setPaused(true);
  expect(signal.aborted).toBe(true);
  connection.failed({ kind: 'network', fault: { kind: 'aborted', detail: 'aborted' } });
  expect(connection.state()).toEqual({ network: 'offline', paused: true });
  const ready = connection.ready();
  connection.tryNow();
  expect(await isOpen(ready)).toBe(false);
  connection.setPaused(false);
  expect(await ready).toBe(true);
  expect(connection.signal().aborted).toBe(false);
});

test('closing releases whoever waits and tells them to stop', async () => {
  const { connection } = world();
  connection.failed(unreachable);
  const ready = connection.ready();
  connection.close();
  expect(await ready).toBe(false);
  expect(await connection.ready()).toBe(false);
  expect(connection.signal().aborted).toBe(true);
});
