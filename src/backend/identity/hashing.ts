import { ok, type Result } from '../../shared/result.ts';
import { refuse, type Refusal } from '../http/refusal.ts';
import { networkOf } from './network.ts';

/** How many passwords are hashed at the same time, and how many wait for it. */
export interface HashingLimits {
  readonly atOnce: number;
  readonly atOnceOfAddress: number;
  readonly waiting: number;
  readonly waitingOfAddress: number;
}

/**
 * A hash takes a core and 19 MiB for some fifty milliseconds, on one of four threads that files are read on too: two of
 * them stay free. An office behind one address signs in within a second or two, and whoever comes with ever new names
 * waits behind themselves.
 */
export const usualHashing: HashingLimits = {
  atOnce: 2,
  atOnceOfAddress: 1,
  waiting: 128,
  waitingOfAddress: 32,
};

type Refused = Refusal<'rate_limited' | 'not_ready'>;

export interface HashingTurns {
  /** Runs a hash once it has a place; refuses where too many wait for one. */
  readonly run: <T>(address: string, hash: () => Promise<T>) => Promise<Result<T, Refused>>;
}

interface Line {
  running: number;
  readonly waiting: (() => void)[];
}

const later = { headers: { 'retry-after': '1' } };

/** Addresses take turns, so that one with many attempts holds up the others by one of them. */
export function hashingTurns(limits: HashingLimits = usualHashing): HashingTurns {
  // In the order of their turns: whoever had one is put at the end.
  const lines = new Map<string, Line>();
  let running = 0;
  let waiting = 0;

  const begin = (): void => {
    for (const line of lines.values()) {
      if (running >= limits.atOnce) return;
      if (line.running >= limits.atOnceOfAddress) continue;
      const first = line.waiting.shift();
      if (!first) continue;
      waiting -= 1;
      running += 1;
      line.running += 1;
      first();
    }
  };

  const end = (address: string, line: Line): void => {
    running -= 1;
    line.running -= 1;
    // Behind those who have not had theirs.
    lines.delete(address);
    if (line.running > 0 || line.waiting.length > 0) lines.set(address, line);
    begin();
  };

  return {
    run: async (from, hash) => {
      const address = networkOf(from);
      const line = lines.get(address) ?? { running: 0, waiting: [] };
      if (line.waiting.length >= limits.waitingOfAddress)
        return refuse('rate_limited', 'Too many sign-ins at once; try again in a moment.', later);
      if (waiting >= limits.waiting)
        return refuse('not_ready', 'Too many sign in at once; try again in a moment.', later);
      lines.set(address, line);
      waiting += 1;
      await new Promise<void>(resolve => {
        line.waiting.push(resolve);
        begin();
      });
      try {
        return ok(await hash());
      } finally {
        end(address, line);
      }
    },
  };
}
