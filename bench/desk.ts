import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPorts } from '../src/main/engine/adapters/index.ts';
import { createEngine, type Engine } from '../src/main/engine/index.ts';
import type { Ports } from '../src/main/engine/ports.ts';
import type { CallInput, CallOutput, EngineCallName } from '../src/shared/ipc/index.ts';

export interface Account {
  readonly url: string;
  readonly email: string;
  readonly password: string;
}

/** An engine on a new profile, with the real files, databases, network and keychain. */
export interface Desk {
  readonly engine: Engine;
  readonly ports: Ports;
  readonly profile: string;
  /** Moves the wall clock: undo windows end without being waited for. */
  passes(milliseconds: number): void;
  ask<N extends EngineCallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>;
  /** Signs in and seals the profile; the first sync begins. */
  setUp(account: Account): Promise<void>;
  /** Waits until the copy is complete. */
  synced(): Promise<void>;
  close(): Promise<void>;
}

export async function openDesk(): Promise<Desk> {
  const profile = mkdtempSync(join(tmpdir(), 'sealdesk-bench-'));
  let ahead = 0;
  const real = createPorts({ profileDirectory: profile, log: () => undefined });
  const ports: Ports = {
    ...real,
    clock: { now: () => real.clock.now() + ahead, elapsed: real.clock.elapsed },
  };
  const engine = createEngine({ ports, suggestion: { deviceName: 'Bench' } });
  await engine.start();
  const ask: Desk['ask'] = async (name, input) => {
    const answer = await engine.call(name, input);
    if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.problem)}`);
    return answer.value;
  };
  return {
    engine,
    ports,
    profile,
    passes: milliseconds => {
      ahead += milliseconds;
    },
    ask,
    setUp: async ({ url, email, password }) => {
      await ask('setup.signIn', { url, email, password, deviceName: 'Bench' });
      await ask('setup.finish', { passphrase: 'a long enough passphrase' });
    },
    synced: () => until(async () => (await ask('sync.state', {})).lastSyncedAt !== undefined),
    close: async () => {
      await engine.stop();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** Polls every 5 ms; throws after ten minutes. */
export async function until(reached: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 600_000;
  while (!(await reached())) {
    if (performance.now() > deadline) throw new Error('waited for ten minutes in vain');
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}
