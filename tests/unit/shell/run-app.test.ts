import { once } from 'node:events';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { runApp } from '../../../src/main/shell/app.ts';
import { callChannel, callNames, type CallName } from '../../../src/shared/ipc/index.ts';
import { temporaryDirectory } from '../../support/directory.ts';
import { schemesRegistered, windowsMade } from './recorded-electron.ts';

/** What the app tells Electron, from its start on; the engine process is a real one that says that it is locked. */
const told = vi.hoisted(() => ({
  steps: [] as string[],
  profile: '',
  partitions: [] as unknown[][],
  menu: undefined as unknown,
  handlers: new Map<string, (event: unknown, input: unknown) => Promise<unknown>>(),
  engines: 0,
}));
const { windowSession, program, power } = await vi.hoisted(async () => {
  const events = await import('node:events');
  const recorded = await import('./recorded-electron.ts');
  return {
    windowSession: recorded.recordedSession(),
    program: new events.EventEmitter(),
    power: new events.EventEmitter(),
  };
});

vi.mock('electron', async () => {
  const { recordedElectron } = await import('./recorded-electron.ts');
  const { utilityProcess } = await import('../../../tools/chromium-shell/api/utility-process.ts');
  const { join: path } = await import('node:path');
  const step = (name: string) => void told.steps.push(name);
  return {
    ...recordedElectron,
    protocol: {
      registerSchemesAsPrivileged: (schemes: never) => {
        step('registerSchemesAsPrivileged');
        recordedElectron.protocol.registerSchemesAsPrivileged(schemes);
      },
    },
    app: Object.assign(program, {
      requestSingleInstanceLock: () => true,
      enableSandbox: () => step('enableSandbox'),
      whenReady: async () => step('whenReady'),
      getPath: () => told.profile,
      getVersion: () => '0.0.0',
      quit: () => void program.emit('quitting'),
    }),
    powerMonitor: Object.assign(power, { getSystemIdleTime: () => 0 }),
    session: {
      fromPartition: (...given: unknown[]) => {
        told.partitions.push(given);
        return windowSession.session;
      },
    },
    utilityProcess: {
      fork: () => {
        told.engines += 1;
        return utilityProcess.fork(path(import.meta.dirname, 'engine-stand-in.ts'), ['null', 'sound']);
      },
    },
    clipboard: {},
    dialog: {},
    shell: {},
    ipcMain: {
      handle: (channel: string, handler: (event: unknown, input: unknown) => Promise<unknown>) =>
        void told.handlers.set(channel, handler),
    },
    Menu: {
      buildFromTemplate: (template: unknown) => template,
      setApplicationMenu: (template: unknown) => void (told.menu = template),
    },
  };
});

/** The app as it is started, ended with the test. */
async function startApp(): Promise<void> {
  told.profile = temporaryDirectory();
  const files = { engine: 'unused', preload: 'the preload', renderer: join(told.profile, 'pages') };
  await runApp(files);
  onTestFinished(async () => {
    const quits = once(program, 'quitting');
    program.emit('before-quit', { preventDefault: () => undefined });
    await quits;
    program.removeAllListeners();
    power.removeAllListeners();
  });
}

/** A call as the window's page makes it, or another frame. */
const ask = (
  name: CallName,
  input: unknown = {},
  frame: unknown = { url: 'sealdesk://app/', parent: null },
) => told.handlers.get(callChannel(name))?.({ senderFrame: frame }, input);

test('[SHL-1] [SHL-3] [SHL-4] the app hardens what it opens: the sandbox, the session, the window, its calls and its menu', async () => {
  await startApp();

  expect(told.steps).toEqual(['enableSandbox', 'registerSchemesAsPrivileged', 'whenReady']);
  expect(schemesRegistered.map(({ scheme }) => scheme)).toEqual(['sealdesk']);
  expect(told.partitions).toEqual([['sealdesk', { cache: false }]]);
  const { request, check, device, beforeRequest, spellChecker } = windowSession.told;
  for (const handler of [request, check, device, beforeRequest]) expect(handler).toBeTypeOf('function');
  expect(spellChecker).toBe(false);
  expect([...windowSession.told.pages.keys()]).toEqual(['sealdesk']);

  expect(windowsMade).toHaveLength(1);
  expect(windowsMade[0]?.options.webPreferences).toMatchObject({ preload: 'the preload', sandbox: true });
  expect(windowsMade[0]?.options.webPreferences?.session).toBe(windowSession.session);
  expect(windowsMade[0]?.calls).toEqual([
    ['setContentProtection', true],
    ['loadURL', 'sealdesk://app/'],
  ]);
  expect(power.eventNames()).toEqual(expect.arrayContaining(['suspend', 'lock-screen']));

  expect([...told.handlers.keys()].sort()).toEqual(callNames.map(callChannel).sort());
  expect(await ask('app.state', {}, { url: 'https://example.org/', parent: null })).toMatchObject({
    problem: { kind: 'not_allowed' },
  });
  expect(await ask('app.state')).toMatchObject({ ok: true, value: { phase: 'locked' } });
  expect(JSON.stringify(told.menu)).not.toMatch(/reload|devtools/i);
});

test('[SHL-5] [SHL-6] a lock that comes while the vault is being unlocked is not outrun by it', async () => {
  await startApp();
  const before = told.engines;
  const unlocking = ask('vault.unlock', { passphrase: 'a long enough passphrase' });
  expect(await ask('vault.lock')).toMatchObject({ ok: true });
  expect(await unlocking).toMatchObject({ problem: { kind: 'engine_stopped' } });
  expect(told.engines).toBe(before + 1);
  expect(await ask('app.state')).toMatchObject({ value: { phase: 'locked' } });
});
