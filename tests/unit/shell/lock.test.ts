import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { EngineState } from '../../../src/main/engine/engine.ts';
import type { EngineArguments } from '../../../src/main/engine/messages.ts';
import { createEngineHost } from '../../../src/main/shell/engineHost.ts';
import type { CallInput, CallOutput, EngineCallName } from '../../../src/shared/ipc/index.ts';
import { utilityProcess } from '../../../tools/chromium-shell/api/utility-process.ts';
import { caseUnderReview } from '../../support/backend-customers.ts';
import { startBackend } from '../../support/backend.ts';
import { temporaryDirectory } from '../../support/directory.ts';
import { eventually } from '../../support/eventually.ts';

const real = process.platform !== 'linux' || process.env['DBUS_SESSION_BUS_ADDRESS'] !== undefined;
const passphrase = 'a long enough passphrase';
const engineFile = join(import.meta.dirname, '../../../src/main/engine-process.ts');

/** The shell's host over real engine processes on one profile. */
function desk() {
  const profileDirectory = join(temporaryDirectory(), 'profile');
  mkdirSync(profileDirectory);
  const states: EngineState[] = [];
  const pids: number[] = [];
  const crashes: number[] = [];
  const host = createEngineHost({
    fork: told => {
      const options: EngineArguments = { profileDirectory, suggestion: { deviceName: 'A desk' }, told };
      const child = utilityProcess.fork(engineFile, [JSON.stringify(options)]);
      child.once('spawn', () => pids.push(child.pid ?? 0));
      return child;
    },
    onState: state => states.push(state),
    onEvent: () => undefined,
    onCrash: exitCode => crashes.push(exitCode),
    onFailing: () => undefined,
  });
  onTestFinished(() => host.stop());
  async function ask<N extends EngineCallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
    const answer = await host.call(name, input);
    if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.problem)}`);
    return answer.value as CallOutput<N>;
  }
  return { host, profileDirectory, states, pids, crashes, ask, phase: () => states.at(-1)?.phase };
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test.skipIf(!real)(
  '[SHL-6] every lock ends the engine process, another one opens, and what was decided right before is kept',
  async () => {
    const server = await startBackend();
    onTestFinished(() => server.close());
    const customer = await caseUnderReview(server, 'a case');
    const { host, profileDirectory, states, pids, crashes, ask, phase } = desk();
    await host.start();
    const { email, password } = server.tenant.analyst;
    await ask('setup.signIn', { url: server.url, email, password, deviceName: 'A desk' });
    await ask('setup.finish', { passphrase });
    await eventually(async () => (await ask('sync.state', {})).cases === 1);

    const note = { customerId: customer.id, text: 'right before the lock', mentions: [] };
    for (const cause of ['person', 'idle', 'suspend', 'session']) {
      const last = pids.at(-1) ?? 0;
      // Neither is waited for: the lock comes while the decision is on its way.
      const deciding = ask('note.add', note);
      const locking = host.lock(cause);
      const { commandId } = await deciding;
      await locking;
      expect(isRunning(last), cause).toBe(false);
      expect(phase(), cause).toBe('locked');
      await ask('vault.unlock', { passphrase });
      expect(phase(), cause).toBe('ready');
      await expect(ask('outbox.detail', { commandId })).resolves.toMatchObject({ item: { commandId } });
    }
    expect(new Set(pids).size).toBe(5);

    // The engine finds its cache damaged and locks by itself.
    const last = pids.at(-1) ?? 0;
    const cache = join(profileDirectory, 'cache.db');
    writeFileSync(cache, readFileSync(cache).fill(0xa5, 4096));
    const opened = await host.call('case.open', { customerId: customer.id });
    expect(opened).toMatchObject({ problem: { kind: 'storage_failed' } });
    await eventually(() => pids.length === 6 && states.at(-1)?.notices.length === 1);
    expect(isRunning(last)).toBe(false);
    expect(states.at(-1)).toMatchObject({
      phase: 'locked',
      problem: { kind: 'storage_failed' },
      notices: [{ kind: 'cache_rebuilt' }],
    });
    await ask('vault.unlock', { passphrase });
    const { totals } = await ask('outbox.list', { group: 'waiting', limit: 50 });
    expect(totals.undoable + totals.waiting + totals.done).toBe(4);
    expect(crashes).toEqual([]);
  },
);
