import type { IpcProblem } from '../../../shared/ipc/problem.ts';
import type { Ports } from '../ports.ts';
import { problemOfFault, retryAfterOf, type ApiFault } from '../session/index.ts';
import { createBackoff } from './backoff.ts';
import type { Connection, ConnectionState } from './types.ts';

export interface ConnectionOptions {
  readonly ports: Pick<Ports, 'clock' | 'timers' | 'random'>;
}

/** A connection that has not been tried yet. */
export function createConnection({ ports }: ConnectionOptions): Connection {
  const backoff = createBackoff(ports.random);
  const listeners = new Set<(state: ConnectionState) => void>();
  const waiting = new Set<(open: boolean) => void>();
  let network: ConnectionState['network'] = 'connecting';
  let paused = false;
  let closed = false;
  let problem: IpcProblem | undefined;
  let nextAttemptAt: string | undefined;
  let cancelAttempt = (): void => undefined;
  let aborting = new AbortController();

  const state = (): ConnectionState => ({
    network: paused ? 'offline' : network,
    paused,
    // Who works offline on purpose is not told that the network is away.
    ...(problem && !paused && { problem }),
    ...(nextAttemptAt && !paused && { nextAttemptAt }),
  });
  const changed = (): void => listeners.forEach(listener => listener(state()));
  const usable = (): boolean => !paused && network !== 'offline';
  const release = (open: boolean): void => {
    const released = [...waiting];
    waiting.clear();
    released.forEach(resolve => resolve(open));
  };

  const attempt = (): void => {
    cancelAttempt();
    nextAttemptAt = undefined;
    if (network === 'offline') network = 'connecting';
    changed();
    if (usable()) release(true);
  };

  return {
    state,
    ready: () => {
      if (closed) return Promise.resolve(false);
      return usable() ? Promise.resolve(true) : new Promise(resolve => waiting.add(resolve));
    },
    signal: () => aborting.signal,
    worked: () => {
      backoff.reset();
      if (network === 'online' || closed) return;
      cancelAttempt();
      network = 'online';
      problem = undefined;
      nextAttemptAt = undefined;
      changed();
      if (usable()) release(true);
    },
    failed: fault => {
      if (closed || isAborted(fault)) return;
      // Several requests may fail together; they are one finding and one delay.
      if (network === 'offline') return;
      network = 'offline';
      problem = problemOfFault(fault);
      cancelAttempt();
      // Only the person can sign in; trying again by the clock would be refused each time.
      if (fault.kind !== 'signedOut') {
        const delay = backoff.next(retryAfterOf(fault));
        nextAttemptAt = new Date(ports.clock.now() + delay).toISOString();
        cancelAttempt = ports.timers.after(delay, attempt);
      }
      changed();
    },
    setPaused: wanted => {
      if (wanted === paused || closed) return;
      paused = wanted;
      if (paused) {
        aborting.abort();
        aborting = new AbortController();
        changed();
      } else {
        backoff.reset();
        attempt();
      }
    },
    tryNow: () => {
      if (closed) return;
      backoff.reset();
      attempt();
    },
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      closed = true;
      cancelAttempt();
      aborting.abort();
      release(false);
    },
  };
}

const isAborted = (fault: ApiFault): boolean => fault.kind === 'network' && fault.fault.kind === 'aborted';
