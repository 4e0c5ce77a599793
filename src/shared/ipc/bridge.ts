import type { Result } from '../result.ts';
import type { CallName, EventName } from './names.ts';
import type { IpcProblem } from './problem.ts';
import type { CallInput, CallOutput, EventPayload } from './table.ts';

/** What the preload puts on `window.sealdesk`: one function per call and one subscription per event, nothing generic. */
export type Bridge = {
  readonly [N in CallName]: (input: CallInput<N>) => Promise<Result<CallOutput<N>, IpcProblem>>;
} & {
  readonly on: { readonly [N in EventName]: (listener: (payload: EventPayload<N>) => void) => () => void };
};
