import { problem, type IpcProblem } from '../../shared/ipc/problem.ts';
import type { AppState } from '../../shared/ipc/state.ts';
import { fail } from '../../shared/result.ts';
import type { Engine, EngineState } from './engine.ts';

/** Stands where no engine can be: the profile's folder can't be made or entered. Says why, and refuses every call. */
export function createBlockedEngine(suggestion: AppState['suggestion'], why: IpcProblem): Engine {
  const state: EngineState = {
    phase: 'blocked',
    problem: why,
    suggestion,
    idleLockMinutes: 5,
    watermark: true,
    notices: [],
  };
  return {
    start: async () => undefined,
    call: async () => fail(problem('wrong_phase', { detail: state.phase })),
    subscribe: () => () => undefined,
    state: () => state,
    lock: async () => undefined,
    stop: async () => undefined,
  };
}
