import { EventEmitter } from 'node:events';
import type { PowerMonitor } from 'electron';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchForLock } from '../../../src/main/shell/idleLock.ts';

const minute = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A machine whose power events and idle time the test decides. */
function machine(platform: NodeJS.Platform = 'linux') {
  const idle = { seconds: 0 };
  const power = Object.assign(new EventEmitter(), { getSystemIdleTime: () => idle.seconds });
  const locks: string[] = [];
  const watch = watchForLock({
    power: power as unknown as PowerMonitor,
    platform,
    idleMinutes: () => 5,
    lock: cause => locks.push(cause),
  });
  return { watch, locks, idle, happens: (name: string) => power.emit(name) };
}

test.each([
  ['suspend', 'suspend', 'linux'],
  ['lock-screen', 'screen', 'linux'],
  ['lock-screen', 'screen', 'win32'],
  ['user-did-resign-active', 'user', 'darwin'],
] as const)('[SHL-9] %s locks, because of %s, on %s', (event, cause, platform) => {
  const { watch, locks, happens } = machine(platform);
  watch.entered('ready');
  happens(event);
  expect(locks).toEqual([cause]);
});

test('[SHL-9] five minutes without input lock, where the system reports idle time and where it reports none', () => {
  const silent = machine();
  silent.watch.entered('ready');
  vi.advanceTimersByTime(5 * minute - 5_000);
  expect(silent.locks).toEqual([]);
  vi.advanceTimersByTime(5_000);
  expect(silent.locks).toEqual(['idle']);
  silent.watch.stop();

  const reporting = machine();
  reporting.watch.entered('ready');
  reporting.idle.seconds = 299;
  vi.advanceTimersByTime(6 * minute);
  expect(reporting.locks).toEqual([]);
  reporting.idle.seconds = 300;
  vi.advanceTimersByTime(5_000);
  expect(reporting.locks).toEqual(['idle']);
  reporting.watch.stop();
});

test('[SHL-9] whoever works without a pause is locked after eight hours all the same', () => {
  const { watch, locks } = machine();
  watch.entered('ready');
  for (let minutes = 1; minutes < 8 * 60; minutes += 1) {
    watch.activity();
    vi.advanceTimersByTime(minute);
  }
  expect(locks).toEqual([]);
  watch.activity();
  vi.advanceTimersByTime(minute);
  expect(locks).toEqual(['session']);
});

test('a workstation that is locked already is not locked by time, and an unlock starts the time anew', () => {
  const { watch, locks } = machine();
  watch.entered('ready');
  watch.entered('locked');
  vi.advanceTimersByTime(9 * 60 * minute);
  expect(locks).toEqual([]);
  watch.entered('ready');
  vi.advanceTimersByTime(minute);
  expect(locks).toEqual([]);
});
