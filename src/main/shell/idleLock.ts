import type { PowerMonitor } from 'electron';
import type { Phase } from '../../shared/ipc/state.ts';

export interface IdleLockOptions {
  readonly power: Pick<PowerMonitor, 'on' | 'getSystemIdleTime'>;
  readonly platform: NodeJS.Platform;
  /** Minutes without input, from policy. */
  readonly idleMinutes: () => number;
  readonly lock: (cause: string) => void;
}

export interface IdleLock {
  /** The window saw input. */
  activity(): void;
  entered(phase: Phase): void;
  stop(): void;
}

/** Nobody stays unlocked for longer than a working day, however busy. */
const absoluteMilliseconds = 8 * 60 * 60 * 1000;
const pollMilliseconds = 5_000;

/**
 * Locks on suspend, screen lock, user switch, idleness and after eight hours. Some Linux desktops report no lock
 * event, so idle time is polled; where the system reports none either, the window's own input counts.
 */
export function watchForLock({ power, platform, idleMinutes, lock }: IdleLockOptions): IdleLock {
  // The clock that nobody can set: a wall clock put back must not keep the workstation open.
  const now = (): number => performance.now();
  let lastActivity = now();
  let unlockedAt: number | undefined;
  let systemReports = false;

  power.on('suspend', () => lock('suspend'));
  power.on('lock-screen', () => lock('screen'));
  if (platform === 'darwin') power.on('user-did-resign-active', () => lock('user'));

  const timer = setInterval(() => {
    if (unlockedAt === undefined) return;
    const system = power.getSystemIdleTime() * 1000;
    systemReports ||= system > 0;
    const window = now() - lastActivity;
    const idle = systemReports ? Math.min(system, window) : window;
    if (now() - unlockedAt >= absoluteMilliseconds) lock('session');
    else if (idle >= idleMinutes() * 60_000) lock('idle');
  }, pollMilliseconds);

  return {
    activity: () => {
      lastActivity = now();
    },
    entered: phase => {
      if (phase !== 'ready') unlockedAt = undefined;
      else if (unlockedAt === undefined) unlockedAt = lastActivity = now();
    },
    stop: () => clearInterval(timer),
  };
}
