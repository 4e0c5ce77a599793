import type { IpcProblem } from '../../../shared/ipc/problem.ts';

/** Where the stream of decisions stands. What happened to each of them is in the journal, never here. */
export interface ReplayState {
  readonly sending: boolean;
  /** Why nothing goes out just now, beyond the network. */
  readonly problem?: IpcProblem;
  /** RFC 3339. */
  readonly nextAttemptAt?: string;
}

/** Sends this device's decisions to the backend: one stream, in order, one request in flight. */
export interface Replay {
  start(): void;
  /** There may be something to send. A pause that the backend asked for is kept. */
  wake(): void;
  /** The person wants it tried now; delays begin anew. */
  now(): void;
  state(): ReplayState;
  stop(): Promise<void>;
}
