import { calls, type CallInput, type CallOutput, type EngineCallName } from '../../shared/ipc/index.ts';
import { problem, type IpcProblem } from '../../shared/ipc/problem.ts';
import type { Phase } from '../../shared/ipc/state.ts';
import { fail, type Result } from '../../shared/result.ts';
import type { Handlers } from './handlers.ts';
import { StorageError, type Log } from './ports.ts';
import { storageProblem } from './storage-problem.ts';

export interface DispatchOptions {
  readonly phase: () => Phase;
  /** The handlers of the phase that is; asked at each call, because they come and go with the vault. */
  readonly handlers: () => Partial<Handlers>;
  readonly log: Log;
  /** A database turned out to be damaged under a call. */
  readonly damaged: () => void;
}

export type Dispatch = <N extends EngineCallName>(
  name: N,
  input: CallInput<N>,
) => Promise<Result<CallOutput<N>, IpcProblem>>;

/** Validates the input by the table, checks the phase, and makes every failure a problem. */
export function createDispatch({ phase, handlers, log, damaged }: DispatchOptions): Dispatch {
  return async (name, input) => {
    // The name comes over a process boundary: the type is a promise, not a fact.
    if (!Object.hasOwn(calls, name)) return fail(problem('invalid_input', { path: 'name' }));
    const call = calls[name];
    const phases: readonly Phase[] = call.phases;
    if (!phases.includes(phase())) return fail(problem('wrong_phase', { detail: phase() }));
    const parsed = call.input.safeParse(input);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      return fail(problem('invalid_input', { path: issue?.path.join('.') ?? '', detail: issue?.code }));
    }
    const handle = handlers()[name];
    if (!handle) return fail(problem('engine_stopped'));
    try {
      return await handle(parsed.data as typeof input);
    } catch (error) {
      // Locked meanwhile: its databases are closed, and whatever it met then is no fault of anybody's.
      if (handlers()[name] !== handle) return fail(problem('engine_stopped'));
      if (error instanceof StorageError) {
        if (error.fault.kind === 'damaged') damaged();
        return fail(storageProblem(error.fault));
      }
      // A bug. The message may name a case: it is not logged.
      log('engine.bug', { ready: phase() === 'ready' });
      return fail(problem('internal', { detail: error instanceof Error ? error.message : 'not an error' }));
    }
  };
}
