import type { CallInput, CallOutput, EngineCallName, IpcProblem } from '../../shared/ipc/index.ts';
import type { AppState } from '../../shared/ipc/state.ts';
import type { Result } from '../../shared/result.ts';
import type { EngineEvent, EngineEventPayload, EngineState, Told } from './engine.ts';

/** What the shell hands to a new engine process, as the one JSON argument of its command line. */
export interface EngineArguments {
  readonly profileDirectory: string;
  readonly suggestion: AppState['suggestion'];
  readonly told?: Told | undefined;
}

/** Shell to engine. Every message with an id is answered by exactly one `result` with the same id. */
export type ToEngine =
  | {
      readonly type: 'call';
      readonly id: number;
      readonly name: EngineCallName;
      readonly input: CallInput<EngineCallName>;
    }
  /** Close everything in order; the process is ended after the answer. */
  | { readonly type: 'lock'; readonly id: number; readonly cause: string }
  | { readonly type: 'stop'; readonly id: number };

/** Engine to shell. `started` comes once, when the first phase is known. */
export type FromEngine =
  | { readonly type: 'started'; readonly state: EngineState }
  | {
      readonly type: 'result';
      readonly id: number;
      readonly result: Result<CallOutput<EngineCallName>, IpcProblem>;
    }
  /** The vault is being closed by itself: the process has held its keys, and is to be told to lock and replaced. */
  | { readonly type: 'spent' }
  | EngineEventMessage;

export type EngineEventMessage = {
  [N in EngineEvent]: { readonly type: 'event'; readonly name: N; readonly payload: EngineEventPayload<N> };
}[EngineEvent];
