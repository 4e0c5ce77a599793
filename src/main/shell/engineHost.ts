import type { UtilityProcess } from 'electron';
import {
  problem,
  type CallInput,
  type CallOutput,
  type EngineCallName,
  type IpcProblem,
} from '../../shared/ipc/index.ts';
import { fail, type Result } from '../../shared/result.ts';
import type { EngineState, Told } from '../engine/engine.ts';
import type { EngineEventMessage, FromEngine, ToEngine } from '../engine/messages.ts';

/** How long an engine may take to close its databases before it is ended anyway; both are safe to end at any time. */
const closeMilliseconds = 5_000;

/** An engine that ran this long was sound: its end starts the count of failures anew. */
const soundMilliseconds = 60_000;
const longestPauseMilliseconds = 30_000;
/** Starts that came to nothing, one after another, before the window says so. */
const failuresUntilTold = 3;

/** Milliseconds before an engine that ended `failures` times in a row is started again: at once, then 1 s doubling to 30 s. */
export const pauseAfter = (failures: number): number =>
  failures <= 1 ? 0 : Math.min(longestPauseMilliseconds, 1_000 * 2 ** Math.min(failures - 2, 10));

type Answer = Result<CallOutput<EngineCallName>, IpcProblem>;

/** What is passed on to the window as it is. */
export type WindowEvent = Exclude<EngineEventMessage, { name: 'app.changed' }>;

/** The part of Electron's `UtilityProcess` that the host uses. */
export type EngineProcess = Pick<UtilityProcess, 'on' | 'once' | 'postMessage' | 'kill'>;

export interface EngineHost {
  /** Resolves when the first process has said where it stands, or has ended. */
  start(): Promise<void>;
  /** Waits for the next process while one is being replaced. */
  call(name: EngineCallName, input: CallInput<EngineCallName>): Promise<Answer>;
  /** Closes and ends the process, keys and all, and starts a new one, which is locked and repeats what was told. */
  lock(cause: string): Promise<void>;
  /** Closes and ends the process and starts a new one that looks at everything afresh. */
  restart(): Promise<void>;
  /** Closes and ends the process for good, also one that is being locked. */
  stop(): Promise<void>;
}

export interface EngineHostOptions {
  /** Starts an engine process; with what the last one had told where the vault was closed. */
  readonly fork: (told: Told | undefined) => EngineProcess;
  /** Never from a process that is being locked: what it said before it heard of it must not look unlocked. */
  readonly onState: (state: EngineState) => void;
  /** Every event but `app.changed`, which comes as `onState`. */
  readonly onEvent: (event: WindowEvent) => void;
  /** The process ended without being asked to; a new one follows, later each time. */
  readonly onCrash: (exitCode: number) => void;
  /** No process has come up several times in a row. More tries follow; the next state says that one succeeded. */
  readonly onFailing: () => void;
}

/** One engine process at a time, spoken to by messages with ids. */
export function createEngineHost(options: EngineHostOptions): EngineHost {
  let current: EngineProcess | undefined;
  /** The process that is being closed; it may answer calls, and is not listened to otherwise. */
  let leaving: EngineProcess | undefined;
  let ending: Promise<void> | undefined;
  let replacing: Promise<void> | undefined;
  /** The last word of the process that is there, or that was. */
  let told: Told | undefined;
  let stopped = false;
  let failures = 0;
  let pause: NodeJS.Timeout | undefined;
  let nextId = 1;
  const waiting = new Map<number, (answer: Answer) => void>();

  function abandon(): void {
    for (const answer of waiting.values()) answer(fail(problem('engine_stopped')));
    waiting.clear();
  }

  function hear(state: EngineState, listening: boolean): void {
    const { phase, problem: trouble, notices } = state;
    told = { phase, problem: trouble, notices };
    if (listening) options.onState(state);
  }

  function receive(message: FromEngine, listening: boolean, started: () => void): void {
    switch (message.type) {
      case 'started':
        hear(message.state, listening);
        started();
        return;
      case 'spent':
        if (listening) void replace(id => ({ type: 'lock', id, cause: 'spent' }), true);
        return;
      case 'result': {
        const answer = waiting.get(message.id);
        waiting.delete(message.id);
        answer?.(message.result);
        return;
      }
      case 'event':
        if (message.name === 'app.changed') hear(message.payload, listening);
        else if (listening) options.onEvent(message);
    }
  }

  /** Resolves when the process has said where it stands, or has ended. */
  function spawn(after?: Told): Promise<void> {
    return new Promise(settled => {
      const child = options.fork(after);
      const since = performance.now();
      let cameUp = false;
      current = child;
      child.on('message', (message: FromEngine) => {
        if (child !== current) return;
        receive(message, child !== leaving, () => {
          cameUp = true;
          settled();
        });
      });
      child.once('exit', exitCode => {
        settled();
        if (child !== current) return;
        current = undefined;
        abandon();
        if (child === leaving) return;
        failures = performance.now() - since >= soundMilliseconds ? 1 : failures + 1;
        options.onCrash(exitCode);
        if (!cameUp && failures >= failuresUntilTold) options.onFailing();
        pause = setTimeout(() => void spawn(), pauseAfter(failures));
      });
    });
  }

  const send = (message: ToEngine): void => current?.postMessage(message);

  function ask(build: (id: number) => ToEngine): Promise<Answer> {
    if (!current) return Promise.resolve(fail(problem('engine_stopped')));
    const id = nextId++;
    return new Promise(resolve => {
      waiting.set(id, resolve);
      send(build(id));
    });
  }

  async function close(child: EngineProcess, build: (id: number) => ToEngine): Promise<void> {
    leaving = child;
    // Listened for before it is asked: one that crashes while it closes is gone all the same.
    const gone = new Promise<void>(resolve => child.once('exit', () => resolve()));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>(resolve => {
      timer = setTimeout(resolve, closeMilliseconds);
    });
    await Promise.race([ask(build), gone, late]);
    clearTimeout(timer);
    if (current === child) {
      current = undefined;
      abandon();
    }
    // One that was not yet up when it was told to end is told again.
    child.once('spawn', () => child.kill());
    child.kill();
    await gone;
    leaving = undefined;
  }

  /** Once, however many ask for it at the same time. */
  function end(build: (id: number) => ToEngine): Promise<void> {
    if (ending || !current) return ending ?? Promise.resolve();
    ending = close(current, build).finally(() => {
      ending = undefined;
    });
    return ending;
  }

  /** Ends the process and starts the next one, once, however many ask for it at the same time. */
  function replace(build: (id: number) => ToEngine, repeat: boolean): Promise<void> {
    replacing ??= (async () => {
      await end(build);
      // Somebody asks: the pause after a crash is not for them.
      clearTimeout(pause);
      if (!stopped && !current) await spawn(repeat ? told : undefined);
    })().finally(() => {
      replacing = undefined;
    });
    return replacing;
  }

  return {
    start: () => spawn(),
    call: (name, input) => {
      const asking = (): Promise<Answer> => ask(id => ({ type: 'call', id, name, input }));
      // At once where it can be: what was decided before a lock must reach the engine before it.
      return replacing ? replacing.then(asking) : asking();
    },
    lock: cause => replace(id => ({ type: 'lock', id, cause }), true),
    restart: () => replace(id => ({ type: 'lock', id, cause: 'restart' }), false),
    stop: () => {
      stopped = true;
      clearTimeout(pause);
      return end(id => ({ type: 'stop', id }));
    },
  };
}
