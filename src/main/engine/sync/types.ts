import type { Policy } from '../../../shared/api/index.ts';
import type { IpcProblem } from '../../../shared/ipc/problem.ts';
import type { Touched } from '../cache/types.ts';
import type { Progress } from './progress.ts';

export interface FeedState {
  readonly activity: 'idle' | 'initial' | 'incremental';
  readonly progress?: Progress;
  /** Why the copy can't be brought up to date, beyond the network: an unreadable line, a full disk. */
  readonly problem?: IpcProblem;
  /** RFC 3339; when it is tried again by itself. */
  readonly nextAttemptAt?: string;
}

/** What a feed tells those who live on it. */
export interface FeedListener {
  /** Called after each page that changed something. */
  applied(touched: Touched): void;
  policy(policy: Policy): void;
  /** Links, the plan or levels changed. */
  links(): void;
  /** The backend ordered this device to destroy its cache and keys. The feed has stopped. */
  wipe(): void;
  /** The state of the feed changed. */
  changed(state: FeedState): void;
}

/** Keeps the cache a true copy of what the backend lets this user see. */
export interface Sync {
  start(): void;
  /** Syncs now, whatever pause is on, and lets delays begin anew; also ends a cancellation. */
  now(): void;
  /** Stops the sync that runs; what is applied stays, and `now` goes on from there. */
  cancel(): void;
  state(): FeedState;
  /** What a command says about time: the backend's last word and the milliseconds since, or null where unknown. */
  serverClock(): { readonly lastServerTime: string | null; readonly elapsedMs: number | null };
  stop(): Promise<void>;
}
