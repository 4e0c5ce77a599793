import { join } from 'node:path';
import {
  app,
  clipboard,
  dialog,
  nativeTheme,
  powerMonitor,
  session,
  shell,
  utilityProcess,
  type BrowserWindow,
} from 'electron';
import {
  eventChannel,
  problem,
  type AppState,
  type CallInput,
  type CallOutput,
  type EngineCallName,
  type IpcProblem,
} from '../../shared/ipc/index.ts';
import { assertNever, fail, ok, type Result } from '../../shared/result.ts';
import type { EngineState } from '../engine/engine.ts';
import type { EngineArguments } from '../engine/messages.ts';
import { createEngineHost, type WindowEvent } from './engineHost.ts';
import { watchForLock } from './idleLock.ts';
import { serveCalls, type Answerer } from './ipc.ts';
import { createLinkDesk } from './link-desk.ts';
import { installMenu } from './menu.ts';
import { readSuggestion } from './suggestion.ts';
import { registerScheme, servePages } from './pages.ts';
import { preferenceFile } from './preferences.ts';
import { hardenSession } from './security.ts';
import { appPage, createWindow } from './window.ts';

export interface BuiltFiles {
  readonly engine: string;
  readonly preload: string;
  readonly renderer: string;
}

const shellName = 'electron' in process.versions ? 'electron' : 'chromium';

/** Runs the app until its window is closed. */
export async function runApp(files: BuiltFiles): Promise<void> {
  const suggestion = readSuggestion(process.env);
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  app.enableSandbox();
  registerScheme();
  await app.whenReady();

  const profileDirectory = app.getPath('userData');
  const preferences = preferenceFile(join(profileDirectory, 'preferences.json'));
  nativeTheme.themeSource = preferences.read().theme;
  let engineState: EngineState = {
    phase: 'starting',
    suggestion,
    idleLockMinutes: 5,
    watermark: true,
    notices: [],
  };
  let window: BrowserWindow | undefined;

  const appState = (): AppState => ({
    ...engineState,
    suggestion,
    preferences: preferences.read(),
    shell: {
      name: shellName,
      version: process.versions['electron'] ?? process.versions['chrome'] ?? 'unknown',
      ...(shellName === 'chromium' ? { notice: 'Development shell: not for real cases' } : {}),
    },
    platform: process.platform,
    version: app.getVersion(),
  });

  function emit(event: WindowEvent | { readonly name: 'app.changed'; readonly payload: AppState }): void {
    if (window && !window.isDestroyed()) window.webContents.send(eventChannel(event.name), event.payload);
  }

  const linkDesk = createLinkDesk({
    clipboard,
    dialog,
    shell,
    window: () => (window?.isDestroyed() ? undefined : window),
  });

  function entered(state: EngineState): void {
    engineState = state;
    if (state.phase !== 'ready') void linkDesk.forget();
    idleLock.entered(state.phase);
    emit({ name: 'app.changed', payload: appState() });
  }

  /** Nothing of any case may stay on the screen while the engine is being closed, or gone. */
  function paintLocked(): void {
    if (engineState.phase === 'ready') entered({ ...engineState, phase: 'locked', user: undefined });
  }

  // Every user of the machine can read a command line: the sample data's password stays here.
  const { deviceName } = suggestion;
  const engineArguments: EngineArguments = { profileDirectory, suggestion: { deviceName } };
  const engine = createEngineHost({
    fork: told =>
      utilityProcess.fork(files.engine, [JSON.stringify({ ...engineArguments, told })], {
        serviceName: 'Sealdesk engine',
        stdio: 'inherit',
      }),
    onState: entered,
    onEvent: emit,
    onCrash: exitCode => {
      console.error(JSON.stringify({ event: 'engine_crashed', exitCode }));
      paintLocked();
    },
    onFailing: () => entered({ ...engineState, phase: 'blocked', problem: problem('engine_stopped') }),
  });

  /** Calls under way that may open the vault: a lock that comes meanwhile must not be outrun by them. */
  let opening = 0;
  async function lock(cause: string): Promise<void> {
    if (engineState.phase !== 'ready' && opening === 0) return;
    paintLocked();
    await engine.lock(cause);
  }
  const idleLock = watchForLock({
    power: powerMonitor,
    platform: process.platform,
    idleMinutes: () => engineState.idleLockMinutes,
    lock: cause => void lock(cause),
  });

  async function retry(): Promise<Result<unknown, IpcProblem>> {
    // Also when it is asked for twice: the first one has left this phase already.
    if (engineState.phase !== 'blocked') return fail(problem('wrong_phase'));
    const { problem: _passed, ...rest } = engineState;
    entered({ ...rest, phase: 'starting' });
    await engine.restart();
    return ok({});
  }

  async function answerLinkCall(
    name: 'links.copy' | 'links.mail' | 'links.savePicture',
    input: unknown,
  ): Promise<Result<unknown, IpcProblem>> {
    switch (name) {
      case 'links.copy':
        return linkDesk.copy(input as CallInput<'links.copy'>);
      case 'links.mail':
        return linkDesk.mail(input as CallInput<'links.mail'>);
      case 'links.savePicture':
        return linkDesk.savePicture(input as CallInput<'links.savePicture'>);
      default:
        return assertNever(name);
    }
  }

  async function answerShellCall(name: ShellCallName, input: unknown): Promise<Result<unknown, IpcProblem>> {
    switch (name) {
      case 'app.state':
        return ok(appState());
      case 'app.setPreferences': {
        const written = preferences.write(input as CallInput<'app.setPreferences'>);
        nativeTheme.themeSource = preferences.read().theme;
        emit({ name: 'app.changed', payload: appState() });
        return written;
      }
      case 'app.activity':
        idleLock.activity();
        return ok({});
      case 'app.retry':
        return retry();
      case 'app.quit':
        app.quit();
        return ok({});
      case 'vault.lock':
        await lock('person');
        return ok({});
      case 'links.copy':
      case 'links.mail':
      case 'links.savePicture':
        // Of an open workstation alone: what comes while it locks would outlive the lock.
        if (engineState.phase !== 'ready') return fail(problem('wrong_phase'));
        return answerLinkCall(name, input);
      default:
        return assertNever(name);
    }
  }

  const answerer: Answerer = async (name, input) => {
    type Output = Result<CallOutput<typeof name>, IpcProblem>;
    if (isShellCall(name)) return (await answerShellCall(name, input)) as Output;
    const opens = name === 'vault.unlock' || name === 'setup.finish';
    if (opens) opening += 1;
    try {
      return (await engine.call(name, input as CallInput<EngineCallName>)) as Output;
    } finally {
      if (opens) opening -= 1;
    }
  };

  const windowSession = session.fromPartition('sealdesk', { cache: false });
  hardenSession(windowSession);
  servePages(windowSession, files.renderer);
  serveCalls(answerer);
  installMenu();

  app.on('second-instance', () => {
    if (!window || window.isDestroyed()) return;
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  app.on('window-all-closed', () => app.quit());
  let ending: 'no' | 'engine stops' | 'engine stopped' = 'no';
  app.on('before-quit', event => {
    if (ending === 'engine stopped') return;
    event.preventDefault();
    // Asked again while the engine closes its databases: they are worth the wait.
    if (ending === 'engine stops') return;
    ending = 'engine stops';
    idleLock.stop();
    void Promise.allSettled([engine.stop(), linkDesk.forget()]).then(() => {
      ending = 'engine stopped';
      app.quit();
    });
  });

  const starting = engine.start();
  // Known before its page is there: what the engine says while it loads must reach it.
  window = createWindow(files.preload, windowSession);
  await window.loadURL(appPage);
  await starting;
}

const shellCallNames = [
  'app.state',
  'app.setPreferences',
  'app.activity',
  'app.retry',
  'app.quit',
  'vault.lock',
  'links.copy',
  'links.mail',
  'links.savePicture',
] as const;
type ShellCallName = (typeof shellCallNames)[number];
const isShellCall = (name: string): name is ShellCallName =>
  (shellCallNames as readonly string[]).includes(name);
