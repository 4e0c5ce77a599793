import type { Log } from './log.ts';
import type { Waiters } from './changes/index.ts';
import type { Clock, Random } from './environment.ts';
import type { Keys } from './identity/index.ts';
import type { RunWork, Store } from './store/index.ts';

/** What every capability is made from; put together once, in backend.ts. */
export interface Context {
  readonly store: Store;
  readonly work: RunWork;
  readonly clock: Clock;
  readonly random: Random;
  readonly keys: Keys;
  readonly waiters: Waiters;
  readonly log: Log;
  /** Names this run of the process. */
  readonly run: string;
}
