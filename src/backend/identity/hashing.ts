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
  /**
   * Runs a hash in a turn; refuses where too many wait for one. What has to be done `before` is done while it has a place
   * among those who wait: the store, which others may hold up, keeps no turn from anybody. A refusal of it gives that up.
   */
  readonly run: <B, T, R>(
    address: string,
    before: () => Promise<Result<B, R>>,
    hash: (found: B) => Promise<T>,
  ) => Promise<Result<T, Refused | R>>;
}

interface Line {
  running: number;
  /** Have a place, and something to do before they wait for a turn. */
  coming: number;
  readonly waiting: (() => void)[];
}

const isEmpty = ({ running, coming, waiting }: Line): boolean => running + coming + waiting.length === 0;

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
    if (!isEmpty(line)) lines.set(address, line);
    begin();
  };

  /** Does what comes before a hash, in a place among those who wait, which is given up where that came to nothing. */
  const prepare = async <B, R>(address: string, line: Line, before: () => Promise<Result<B, R>>) => {
    waiting += 1;
    line.coming += 1;
    let isReady = false;
    try {
      const found = await before();
      isReady = found.ok;
      return found;
    } finally {
      if (!isReady) {
        waiting -= 1;
        line.coming -= 1;
        if (isEmpty(line)) lines.delete(address);
      }
    }
  };

  return {
    run: async (from, before, hash) => {
      const address = networkOf(from);
      const line = lines.get(address) ?? { running: 0, coming: 0, waiting: [] };
      if (line.coming + line.waiting.length >= limits.waitingOfAddress)
        return refuse('rate_limited', 'Too many sign-ins at once; try again in a moment.', later);
      if (waiting >= limits.waiting)
        return refuse('not_ready', 'Too many sign in at once; try again in a moment.', later);
      lines.set(address, line);
      const found = await prepare(address, line, before);
      if (!found.ok) return found;
      await new Promise<void>(resolve => {
        line.coming -= 1;
        line.waiting.push(resolve);
        begin();
      });
      try {
        return ok(await hash(found.value));
      } finally {
        end(address, line);
      }
    },
  };
}
