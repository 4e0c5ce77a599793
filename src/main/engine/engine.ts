import type {
  CallInput,
  CallName,
  CallOutput,
  EventName,
  EventPayload,
  IpcProblem,
} from '../../shared/ipc/index.ts';
import type { Result } from '../../shared/result.ts';
import type { AppState } from '../../shared/ipc/state.ts';

/** The workstation without a window. `call` validates its input, checks the phase and never throws for expected failures. */
export interface Engine {
  start(): Promise<void>;
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<Result<CallOutput<N>, IpcProblem>>;
  subscribe<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void;
  /** What the shell adds itself (its own name and version) is not in here. */
  state(): Omit<AppState, 'shell' | 'platform' | 'version'>;
  /** Checkpoints, anchors and closes everything; keys are gone when the process ends. */
  lock(cause: string): Promise<void>;
  stop(): Promise<void>;
}
