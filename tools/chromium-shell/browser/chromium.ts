import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Readable, Writable } from 'node:stream';
import { CdpClosed, CdpConnection, unlessClosed, type CdpSession, type Protocol } from './cdp.ts';
import { chromiumFlags } from './flags.ts';
import { createBrowserProfile, removeBrowserProfile } from './profile.ts';

/** A page target, attached and halted before its first script. */
export interface AttachedPage {
  readonly targetId: string;
  readonly session: CdpSession;
  readonly browserContextId: string | undefined;
}

export interface ChromiumOptions {
  readonly executable: string;
  readonly hostRules: readonly string[];
  readonly switches: readonly string[];
  /** Where to write `{ wsEndpoint }`, for a second DevTools client such as a test. */
  readonly endpointFile: string | undefined;
  /** A page that nobody here asked for, such as a link that was clicked with Ctrl; it is closed whatever the answer. */
  readonly onUninvited: (info: Protocol.Target.TargetInfo) => void;
  readonly onExit: () => void;
}

const START_TIMEOUT_MS = 90_000;
const STOP_TIMEOUT_MS = 3_000;

/** One running Chromium: it opens app windows, attaches to them, and goes when the program goes. */
export class Chromium {
  readonly browser: CdpSession;
  readonly #options: ChromiumOptions;
  readonly #flags: readonly string[];
  readonly #profile: string;
  readonly #child: ChildProcess;
  readonly #connection: CdpConnection;
  readonly #awaited = new Map<string, (page: AttachedPage) => void>();
  readonly #detached = new Map<string, () => void>();
  readonly #onProcessExit = () => this.#endNow();

  private constructor(options: ChromiumOptions) {
    this.#options = options;
    this.#profile = createBrowserProfile();
    this.#flags = chromiumFlags({
      profile: this.#profile,
      hostRules: options.hostRules,
      extra: options.switches,
    });
    const debugging = options.endpointFile === undefined ? [] : ['--remote-debugging-port=0'];
    this.#child = spawn(
      options.executable,
      [...this.#flags, '--remote-debugging-pipe', ...debugging, '--no-startup-window'],
      {
        stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
        env: browserEnvironment(),
        // Ctrl+C in a terminal is for the program; the browser ends when the program says so.
        detached: process.platform !== 'win32',
      },
    );
    const [, , , out, input] = this.#child.stdio;
    if (!(out instanceof Writable) || !(input instanceof Readable))
      throw new Error('Chromium has no debugging pipe');
    this.#connection = new CdpConnection(out, input);
    this.browser = this.#connection.session();
    this.#child.once('exit', () => {
      process.off('exit', this.#onProcessExit);
      removeBrowserProfile(this.#profile);
      options.onExit();
    });
    process.on('exit', this.#onProcessExit);
  }

  /** Starts the browser without a window. Throws, naming the executable, when it can't be started. */
  static async start(options: ChromiumOptions): Promise<Chromium> {
    const chromium = new Chromium(options);
    const failed = once(chromium.#child, 'error').then(([error]: unknown[]) => {
      throw new Error(`${options.executable} can't be started`, { cause: error });
    });
    const exited = once(chromium.#child, 'exit').then(([code]: unknown[]) => {
      throw new Error(`${options.executable} ended at once (code ${String(code)}); is there a display?`);
    });
    const late = delay(START_TIMEOUT_MS, undefined, { ref: false }).then(() => {
      throw new Error(`${options.executable} did not answer within ${START_TIMEOUT_MS / 1000} s`);
    });
    // A browser that can't run closes its pipe first; how it ended says more.
    const attached = chromium.#attach().catch((error: unknown) => {
      if (error instanceof CdpClosed) return exited;
      throw error;
    });
    for (const loser of [failed, exited, late]) loser.catch(() => undefined);
    await Promise.race([attached, failed, exited, late]);
    return chromium;
  }

  /** Opens an app window at `url`, which must hold `token` so that its page is known when it appears. */
  openWindow(url: string, token: string): Promise<AttachedPage> {
    return new Promise((resolve, reject) => {
      this.#awaited.set(token, resolve);
      // A second start with the same profile hands its command line to the running browser and ends.
      const messenger = spawn(this.#options.executable, [...this.#flags, `--app=${url}`], {
        stdio: 'ignore',
        env: browserEnvironment(),
      });
      messenger.once('error', reject);
    });
  }

  onDetached(targetId: string, listener: () => void): void {
    this.#detached.set(targetId, listener);
  }

  /** Closes the browser politely, then surely; resolves when its process is gone and its folder removed. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    unlessClosed(this.browser.send('Browser.close'));
    const forced = setTimeout(() => this.#child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await gone;
    clearTimeout(forced);
  }

  async #attach(): Promise<void> {
    this.browser.on('Target.attachedToTarget', event => this.#onAttached(event));
    this.browser.on('Target.detachedFromTarget', ({ sessionId, targetId }) => {
      this.#connection.forget(sessionId);
      if (targetId === undefined) return;
      this.#detached.get(targetId)?.();
      this.#detached.delete(targetId);
    });
    await this.browser.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: true,
      flatten: true,
    });
    await this.browser.send('Browser.setDownloadBehavior', { behavior: 'deny' });
    if (this.#options.endpointFile !== undefined) await this.#writeEndpoint(this.#options.endpointFile);
  }

  #onAttached({ sessionId, targetInfo }: Protocol.Target.attachedToTargetPayload): void {
    const session = this.#connection.session(sessionId);
    if (targetInfo.type !== 'page') {
      unlessClosed(session.send('Runtime.runIfWaitingForDebugger'));
      return;
    }
    const { targetId, browserContextId } = targetInfo;
    for (const [token, found] of this.#awaited) {
      if (!targetInfo.url.includes(token)) continue;
      this.#awaited.delete(token);
      found({ targetId, session, browserContextId });
      return;
    }
    this.#options.onUninvited(targetInfo);
    unlessClosed(this.browser.send('Target.closeTarget', { targetId }));
  }

  async #writeEndpoint(file: string): Promise<void> {
    const [port, path] = (await this.#activePort()).split('\n');
    // Under another name first, so that whoever waits for the file never reads half of it.
    const unfinished = `${file}.new`;
    await writeFile(unfinished, JSON.stringify({ wsEndpoint: `ws://127.0.0.1:${port}${path}` }), {
      mode: 0o600,
    });
    await rename(unfinished, file);
  }

  /** The browser answers its pipe before it has told its port: on a busy machine by seconds. */
  async #activePort(): Promise<string> {
    const file = join(this.#profile, 'DevToolsActivePort');
    const deadline = Date.now() + START_TIMEOUT_MS;
    for (;;) {
      const text = existsSync(file) ? await readFile(file, 'utf8') : '';
      if (text.includes('/devtools/browser/')) return text;
      if (Date.now() > deadline)
        throw new Error(`${this.#options.executable} does not tell its debugging port`);
      await delay(25);
    }
  }

  #endNow(): void {
    this.#child.kill('SIGKILL');
    removeBrowserProfile(this.#profile);
  }
}

/** Distributions bake keys for vendor services into their launchers; an empty one wins over them. */
function browserEnvironment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    GOOGLE_API_KEY: 'no',
    GOOGLE_DEFAULT_CLIENT_ID: 'no',
    GOOGLE_DEFAULT_CLIENT_SECRET: 'no',
  };
}
