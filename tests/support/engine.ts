import { createEngine, type Engine } from '../../src/main/engine/index.ts';
import {
  calls,
  events,
  type CallInput,
  type CallOutput,
  type EngineCallName,
  type IpcProblemKind,
} from '../../src/shared/ipc/index.ts';
import type { Http, Ports, Timers } from '../../src/main/engine/ports.ts';
import { fail } from '../../src/shared/result.ts';
import { onTestFinished } from 'vitest';
import { eventually } from './eventually.ts';
import { memoryKeychain, type MemoryKeychain } from './keychain.ts';
import { testPorts } from './ports.ts';

export const passphrase = 'a long enough passphrase';

/** The network cable of one workstation. */
export interface Cable {
  cut(): void;
  plug(): void;
}

export interface TestWorkstation {
  readonly engine: Engine;
  readonly cable: Cable;
  readonly keychain: MemoryKeychain;
  readonly ports: Ports;
  /** Moves the wall clock without waiting. */
  passes(milliseconds: number): void;
  /** The value of a call that must succeed. */
  ask<N extends EngineCallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>;
  /** The problem of a call that must not. */
  refused<N extends EngineCallName>(name: N, input: CallInput<N>): Promise<IpcProblemKind>;
}

/** An engine over a real profile directory, real databases and the real network, inline in the test. */
export async function workstation(options: {
  readonly directory: string;
  readonly keychain?: MemoryKeychain;
  /** What lies between the workstation and the network. */
  readonly between?: (real: Http) => Http;
  /** How much of a delay's window is waited, below 1. */
  readonly jitter?: number;
  /** In place of the real ones. */
  readonly timers?: (real: Timers) => Timers;
}): Promise<TestWorkstation> {
  const keychain = options.keychain ?? memoryKeychain();
  let connected = true;
  let ahead = 0;
  const real = testPorts({ directory: options.directory, keychain });
  const through = options.between?.(real.http) ?? real.http;
  const { jitter } = options;
  const random = jitter === undefined ? real.random : { ...real.random, fraction: () => jitter };
  const http: Http = {
    send: request =>
      connected
        ? through.send(request)
        : Promise.resolve(fail({ kind: 'unreachable', detail: 'the cable is cut' } as const)),
  };
  const clock = { now: () => real.clock.now() + ahead, elapsed: real.clock.elapsed };
  const timers = options.timers?.(real.timers) ?? real.timers;
  const ports = { ...real, http, clock, random, timers };
  const engine = createEngine({ ports, suggestion: { deviceName: 'Test desk' } });
  for (const name of [
    'sync.changed',
    'cache.changed',
    'outbox.changed',
    'document.changed',
    'links.changed',
  ] as const) {
    engine.subscribe(name, payload => void events[name].parse(payload));
  }
  await engine.start();
  onTestFinished(() => engine.stop());
  return {
    engine,
    keychain,
    ports,
    cable: {
      cut: () => void (connected = false),
      plug: () => void (connected = true),
    },
    passes: milliseconds => void (ahead += milliseconds),
    async ask(name, input) {
      const answer = await engine.call(name, input);
      if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.problem)}`);
      // The window refuses what the table does not allow, so a test must too.
      calls[name].output.parse(answer.value);
      return answer.value;
    },
    async refused(name, input) {
      const answer = await engine.call(name, input);
      if (answer.ok) throw new Error(`${name} was not refused`);
      return answer.problem.kind;
    },
  };
}

/** First run: signs in, sets the passphrase and waits for the first full copy. */
export async function firstRun(
  { ask }: TestWorkstation,
  url: string,
  account: { readonly email: string; readonly password: string },
): Promise<void> {
  await ask('setup.checkBackend', { url });
  await ask('setup.signIn', {
    url,
    email: account.email,
    password: account.password,
    deviceName: 'Test desk',
  });
  await ask('setup.finish', { passphrase });
  await synced({ ask });
}

/** Waits until the copy is complete and nothing is under way. */
export const synced = ({ ask }: Pick<TestWorkstation, 'ask'>): Promise<unknown> =>
  eventually(async () => {
    const state = await ask('sync.state', {});
    return state.lastSyncedAt !== undefined && state.activity === 'idle' && state.network === 'online';
  });

/** Lets the undo windows end and waits until nothing is left to send. */
export async function drained(desk: TestWorkstation): Promise<void> {
  desk.passes(11_000);
  await desk.ask('sync.now', {});
  await eventually(async () => {
    const { totals } = await desk.ask('outbox.list', { group: 'done', limit: 1 });
    return totals.undoable + totals.waiting === 0 && (await desk.ask('sync.state', {})).activity === 'idle';
  });
}

/** Waits until the documents of a case are on the workstation, as a person does who wants to see them. */
export const documentsHere = ({ ask }: Pick<TestWorkstation, 'ask'>, customerId: string): Promise<unknown> =>
  eventually(async () => {
    const { documents } = await ask('case.open', { customerId });
    return documents.every(({ current, local }) => !current || local === 'ready');
  });

/** Approves every item of an open check; its documents are fetched first. */
export async function approveItems(desk: TestWorkstation, customerId: string): Promise<void> {
  await documentsHere(desk, customerId);
  const { items, customer } = await desk.ask('case.open', { customerId });
  for (const { item } of items) {
    const verdict = { item, verdict: 'approved' as const, reasons: [] };
    await desk.ask('review.mark', { customerId, version: customer.version, verdict });
  }
}

/** The version of a case that a window shows, for acting on it. */
export const shownOf = async (desk: Pick<TestWorkstation, 'ask'>, customerId: string): Promise<number> =>
  (await desk.ask('case.open', { customerId })).customer.version;

/** What a finish needs beside its outcome, when nothing special is said. */
export const plainly = { reasons: [], request: [], tags: [] };
