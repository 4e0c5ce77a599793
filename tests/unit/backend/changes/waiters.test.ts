import { expect, test } from 'vitest';
import { createWaiters } from '../../../../src/backend/changes/waiters.ts';

const long = 60_000;
const never = new AbortController().signal;

async function isSettled(promise: Promise<void>): Promise<boolean> {
  let settled = false;
  void promise.then(() => (settled = true));
  await new Promise(resolve => setTimeout(resolve, 5));
  return settled;
}

test('[FED-2] a commit wakes those of its tenant and nobody else', async () => {
  const waiters = createWaiters();
  const mine = waiters.next('a', waiters.seen('a'), long, never);
  const other = waiters.next('b', waiters.seen('b'), long, never);
  waiters.wake('a');
  await mine;
  expect(await isSettled(other)).toBe(false);
  waiters.close();
  await other;
});

test('[FED-2] a commit between reading and waiting is not slept through', async () => {
  const waiters = createWaiters();
  const seen = waiters.seen('a');
  waiters.wake('a');
  expect(await isSettled(waiters.next('a', seen, long, never))).toBe(true);
  waiters.close();
});

test('a wait ends with its time, with its caller and with the backend', async () => {
  const waiters = createWaiters();
  const timed = waiters.next('a', 0, 1, never);
  await new Promise(resolve => setTimeout(resolve, 20));
  expect(await isSettled(timed)).toBe(true);
  const gone = new AbortController();
  const left = waiters.next('a', 0, long, gone.signal);
  expect(await isSettled(left)).toBe(false);
  gone.abort();
  expect(await isSettled(left)).toBe(true);
  const last = waiters.next('a', 0, long, never);
  waiters.close();
  expect(await isSettled(last)).toBe(true);
  expect(await isSettled(waiters.next('a', 0, long, never))).toBe(true);
});
