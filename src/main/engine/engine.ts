import type {
  CallInput,
  CallOutput,
  EngineCallName,
  EventName,
  EventPayload,
  IpcProblem,
} from '../../shared/ipc/index.ts';
import type { Result } from '../../shared/result.ts';
import type { AppState } from '../../shared/ipc/state.ts';

/** The part of the app's state that the engine knows; the shell adds its own name, version and the window's preferences. */
export type EngineState = Omit<AppState, 'shell' | 'platform' | 'version' | 'preferences'>;

/** What a person was told and still has to see when another process takes this one's place. Nothing of any case. */
export type Told = Pick<EngineState, 'phase' | 'problem' | 'notices'>;

/** Events as the engine emits them: `app.changed` without the shell's part. */
export type EngineEvent = EventName;
export type EngineEventPayload<N extends EventName> = N extends 'app.changed' ? EngineState : EventPayload<N>;

/** The workstation without a window. `call` validates its input, checks the phase and never throws for expected failures. */
export interface Engine {
  start(): Promise<void>;
  call<N extends EngineCallName>(name: N, input: CallInput<N>): Promise<Result<CallOutput<N>, IpcProblem>>;
  subscribe<N extends EngineEvent>(name: N, listener: (payload: EngineEventPayload<N>) => void): () => void;
  state(): EngineState;
  /** Checkpoints, anchors and closes everything; keys are gone when the process ends. */
  lock(cause: string): Promise<void>;
  stop(): Promise<void>;
}
