import { utilityProcess, type UtilityProcess } from 'electron';
import {
  problem,
  type CallInput,
  type CallOutput,
  type EngineCallName,
  type IpcProblem,
} from '../../shared/ipc/index.ts';
import { fail, type Result } from '../../shared/result.ts';
import type { EngineState } from '../engine/engine.ts';
import type { EngineArguments, EngineEventMessage, FromEngine, ToEngine } from '../engine/messages.ts';

/** How long an engine may take to close its databases before it is ended anyway; both are safe to end at any time. */
const closeMilliseconds = 5_000;

type Answer = Result<CallOutput<EngineCallName>, IpcProblem>;

/** What is passed on to the window as it is. */
export type WindowEvent = Exclude<EngineEventMessage, { name: 'app.changed' }>;

export interface EngineHost {
  start(): Promise<void>;
  call(name: EngineCallName, input: CallInput<EngineCallName>): Promise<Answer>;
  /** Closes and ends the process, keys and all, and starts a new one, which is locked. */
  lock(cause: string): Promise<void>;
  stop(): Promise<void>;
}

export interface EngineHostOptions {
  /** The built engine entry. */
  readonly modulePath: string;
  readonly engineArguments: EngineArguments;
  readonly onState: (state: EngineState) => void;
  /** Every event but `app.changed`, which comes as `onState`. */
  readonly onEvent: (event: WindowEvent) => void;
  /** The process ended without being asked to; a new one is already starting. */
  readonly onCrash: (exitCode: number) => void;
}

/** One engine process at a time, spoken to by messages with ids. */
export function createEngineHost(options: EngineHostOptions): EngineHost {
  let current: UtilityProcess | undefined;
  let nextId = 1;
  const waiting = new Map<number, (answer: Answer) => void>();

  function abandon(): void {
    for (const answer of waiting.values()) answer(fail(problem('engine_stopped')));
    waiting.clear();
  }

  function receive(message: FromEngine, started: () => void): void {
    switch (message.type) {
      case 'started':
        options.onState(message.state);
        started();
        return;
      case 'result': {
        const answer = waiting.get(message.id);
        waiting.delete(message.id);
        answer?.(message.result);
        return;
      }
      case 'event':
        if (message.name === 'app.changed') options.onState(message.payload);
        else options.onEvent(message);
    }
  }

  function spawn(): Promise<void> {
    return new Promise(started => {
      const child = utilityProcess.fork(options.modulePath, [JSON.stringify(options.engineArguments)], {
        serviceName: 'Sealdesk engine',
        stdio: 'inherit',
      });
      current = child;
      child.on('message', (message: FromEngine) => {
        if (child === current) receive(message, started);
      });
      child.once('exit', exitCode => {
        if (child !== current) return;
        abandon();
        options.onCrash(exitCode);
        void spawn().then(started);
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

  async function end(build: (id: number) => ToEngine): Promise<void> {
    const child = current;
    if (!child) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>(resolve => {
      timer = setTimeout(resolve, closeMilliseconds);
    });
    await Promise.race([ask(build), late]);
    clearTimeout(timer);
    const gone = new Promise<void>(resolve => child.once('exit', () => resolve()));
    current = undefined;
    abandon();
    if (child.pid === undefined) return;
    child.kill();
    await gone;
  }

  return {
    start: spawn,
    call: (name, input) => ask(id => ({ type: 'call', id, name, input })),
    lock: async cause => {
      await end(id => ({ type: 'lock', id, cause }));
      await spawn();
    },
    stop: () => end(id => ({ type: 'stop', id })),
  };
}
