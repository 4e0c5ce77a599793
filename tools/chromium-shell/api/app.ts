import { EventEmitter } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { notHonoured, refuseUnknown, unsupported } from '../limits.ts';
import { InstanceLock } from '../node/instance-lock.ts';
import { defaultPath, packageRoot } from './app-paths.ts';
import { CommandLine } from './command-line.ts';
import { preventable } from './events.ts';

/** How the app ends the rest of the program. */
export interface Ending {
  readonly closeWindows: () => readonly { readonly isDestroyed: () => boolean }[];
  readonly destroyWindows: () => void;
  readonly stop: () => Promise<void>;
}

/** `app`: the life of the program, its names and its folders. */
export class App extends EventEmitter {
  readonly isPackaged = false;
  readonly commandLine = refuseUnknown('app.commandLine', new CommandLine());
  readonly #root = packageRoot(process.argv[1] ?? process.cwd());
  readonly #paths = new Map<string, string>();
  readonly #manifest: Readonly<Record<string, unknown>>;
  #ready = Promise.withResolvers<void>();
  #isReady = false;
  #lock: InstanceLock | undefined;
  #ending: Ending | undefined;
  #isQuitting = false;
  #name: string;

  constructor() {
    super();
    this.#manifest = JSON.parse(readFileSync(join(this.#root, 'package.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    this.#name = String(this.#manifest['productName'] ?? this.#manifest['name']);
    const given = process.argv.find(argument => argument.startsWith('--user-data-dir='));
    if (given !== undefined) this.#paths.set('userData', resolve(given.slice('--user-data-dir='.length)));
  }

  whenReady(): Promise<void> {
    return this.#ready.promise;
  }

  isReady(): boolean {
    return this.#isReady;
  }

  getName(): string {
    return this.#name;
  }

  setName(name: string): void {
    this.#name = name;
  }

  get name(): string {
    return this.#name;
  }

  set name(name: string) {
    this.#name = name;
  }

  getVersion(): string {
    return String(this.#manifest['version']);
  }

  getAppPath(): string {
    return this.#root;
  }

  getLocale(): string {
    return Intl.DateTimeFormat().resolvedOptions().locale;
  }

  getSystemLocale(): string {
    return this.getLocale();
  }

  getPreferredSystemLanguages(): readonly string[] {
    return [this.getLocale()];
  }

  getPath(name: string): string {
    return (
      this.#paths.get(name) ?? defaultPath(name, { app: this.#name, pathOf: other => this.getPath(other) })
    );
  }

  setPath(name: string, path: string): void {
    this.#paths.set(name, path);
  }

  /** No sandbox is switched off here, so there is nothing to switch on. */
  enableSandbox(): void {}
  disableHardwareAcceleration(): void {
    this.commandLine.appendSwitch('disable-gpu');
  }

  setAppUserModelId(_id: string): void {}
  setAboutPanelOptions(_options: unknown): void {}

  setAsDefaultProtocolClient(_protocol: string): boolean {
    notHonoured('app.setAsDefaultProtocolClient');
    return false;
  }

  isDefaultProtocolClient(_protocol: string): boolean {
    return false;
  }

  removeAsDefaultProtocolClient(_protocol: string): boolean {
    return false;
  }

  configureHostResolver(_options: unknown): void {}
  setAccessibilitySupportEnabled(_enabled: boolean): void {
    notHonoured('app.setAccessibilitySupportEnabled');
  }

  requestSingleInstanceLock(additionalData: unknown = null): boolean {
    const profile = this.getPath('userData');
    mkdirSync(profile, { recursive: true, mode: 0o700 });
    this.#lock ??= new InstanceLock(profile);
    return this.#lock.acquire(
      start => this.emit('second-instance', {}, start.argv, start.workingDirectory, start.additionalData),
      { argv: process.argv, workingDirectory: process.cwd(), additionalData },
    );
  }

  hasSingleInstanceLock(): boolean {
    return this.#lock?.isHeld === true;
  }

  releaseSingleInstanceLock(): void {
    this.#lock?.release();
  }

  /** Asks every window and listener, then ends. */
  quit(): void {
    if (this.#isQuitting) return;
    const before = preventable({});
    this.emit('before-quit', before);
    if (before.defaultPrevented) return;
    this.#isQuitting = true;
    const windows = this.#ending?.closeWindows() ?? [];
    // A window whose 'close' was prevented stays, and with it the program; else the last 'closed' finishes.
    if (windows.length === 0) this.#finish(0);
  }

  /** Ends without asking. */
  exit(code = 0): void {
    this.#isQuitting = true;
    this.#ending?.destroyWindows();
    this.#leave(code);
  }

  relaunch(): void {
    throw unsupported('app.relaunch');
  }

  focus(): void {}

  /** The composition root says how to end what it has built. */
  setEnding(ending: Ending): void {
    this.#ending = ending;
  }

  becomeReady(): void {
    this.#isReady = true;
    this.emit('ready', {}, {});
    this.#ready.resolve();
  }

  /** A window stays although the program wanted to quit: it no longer does. */
  cancelQuit(): void {
    this.#isQuitting = false;
  }

  noteAllWindowsClosed(): void {
    if (this.#isQuitting) this.#finish(0);
    // Without a listener Electron quits when the last window closes.
    else if (!this.emit('window-all-closed')) this.quit();
  }

  #finish(code: number): void {
    const will = preventable({});
    this.emit('will-quit', will);
    if (will.defaultPrevented) this.#isQuitting = false;
    else this.#leave(code);
  }

  #leave(code: number): void {
    this.emit('quit', {}, code);
    this.#lock?.release();
    void (this.#ending?.stop() ?? Promise.resolve()).finally(() => process.exit(code));
  }
}
