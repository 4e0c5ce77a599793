import type { IpcProblem } from '../../../shared/ipc/problem.ts';
import type { ApiFault } from '../session/types.ts';

/**
 * Whether the backend can be used just now.
 *
 *   connecting ──worked──▶ online
 *       │  ▲                 │
 *     fault  time, or asked   fault
 *       ▼  │                 ▼
 *        offline ◀───────────┘        paused: offline until the person resumes
 */
export interface ConnectionState {
  readonly network: 'online' | 'connecting' | 'offline';
  /** Offline because the person asked for it. */
  readonly paused: boolean;
  readonly problem?: IpcProblem;
  /** RFC 3339. */
  readonly nextAttemptAt?: string;
}

/** Shared by everything that talks to the backend, so that one finding of "offline" serves all of it. */
export interface Connection {
  state(): ConnectionState;
  /** Waits until a request may be tried; false when the connection has been closed. */
  ready(): Promise<boolean>;
  /** Aborts requests when the person pauses and when the connection is closed; a new one after each pause. */
  signal(): AbortSignal;
  worked(): void;
  failed(fault: ApiFault): void;
  setPaused(paused: boolean): void;
  /** The person wants it tried at once; should it fail again, the delays begin anew with the shortest. */
  tryNow(): void;
  subscribe(listener: (state: ConnectionState) => void): () => void;
  close(): void;
}
