import {
  callNames,
  defaultPreferences,
  eventNames,
  problem,
  type AppState,
  type Bridge,
  type CallInput,
  type CallName,
  type CallOutput,
  type EventName,
  type EventPayload,
  type IpcProblem,
  type QueueRow,
  type SyncState,
} from '../../src/shared/ipc/index.ts';
import { fail, type Result } from '../../src/shared/result.ts';

type Answers = {
  readonly [N in CallName]?: (
    input: CallInput<N>,
  ) => Result<CallOutput<N>, IpcProblem> | Promise<Result<CallOutput<N>, IpcProblem>>;
};

export interface WindowBridge {
  readonly bridge: Bridge;
  /** Every call in order, as the engine would see it. */
  readonly asked: readonly { readonly name: CallName; readonly input: unknown }[];
  inputsOf<N extends CallName>(name: N): readonly CallInput<N>[];
  emit<N extends EventName>(name: N, payload: EventPayload<N>): void;
}

/** The engine's side of the contract in memory: answers as told, refuses the rest as not found. */
export function windowBridge(answers: Answers = {}): WindowBridge {
  const asked: { name: CallName; input: unknown }[] = [];
  const listeners = new Map<EventName, Set<(payload: never) => void>>(
    eventNames.map(name => [name, new Set()]),
  );
  const answer = async (name: CallName, input: unknown): Promise<unknown> => {
    asked.push({ name, input });
    const respond = answers[name] as ((input: unknown) => unknown) | undefined;
    return respond ? await respond(input) : fail(problem('not_found'));
  };
  const on = eventNames.map(name => [
    name,
    (listener: (payload: never) => void) => {
      listeners.get(name)?.add(listener);
      return () => listeners.get(name)?.delete(listener);
    },
  ]);
  return {
    bridge: {
      ...Object.fromEntries(callNames.map(name => [name, (input: unknown) => answer(name, input)])),
      on: Object.fromEntries(on),
    } as unknown as Bridge,
    asked,
    inputsOf: <N extends CallName>(name: N) =>
      asked.filter(call => call.name === name).map(call => call.input as CallInput<N>),
    emit(name, payload) {
      for (const listener of listeners.get(name) ?? []) (listener as (payload: unknown) => void)(payload);
    },
  };
}

export const appState = (change: Partial<AppState> = {}): AppState => ({
  phase: 'ready',
  shell: { name: 'none', version: '0' },
  platform: 'linux',
  version: '0.1.0',
  suggestion: { deviceName: 'Desk 4' },
  idleLockMinutes: 5,
  preferences: defaultPreferences,
  watermark: true,
  notices: [],
  ...change,
});

export const syncState = (change: Partial<SyncState> = {}): SyncState => ({
  network: 'online',
  paused: false,
  activity: 'idle',
  serverAheadMs: 0,
  cases: 0,
  documentsWaiting: 0,
  waiting: 0,
  parked: 0,
  ...change,
});

export const queueRow = (change: Partial<QueueRow> = {}): QueueRow => ({
  id: 'c1',
  name: 'Zoë Łukasz-O’Brien',
  kind: 'individual',
  levelName: 'KYC Enhanced',
  status: 'UNDER_REVIEW',
  risk: { score: 46, band: 'medium' },
  open: '2 of 16 open',
  missing: 0,
  draft: false,
  ...change,
});
