import { EventEmitter } from 'node:events';
import { unlessClosed, type CdpSession } from '../browser/index.ts';
import type { Host } from '../host.ts';
import { notHonoured, refuseUnknown, unsupported } from '../limits.ts';
import { BLANK_PATH } from '../node/carrier.ts';
import { fromWire, toWire } from '../node/wire.ts';
import { toAppUrl, toPageUrl } from '../origin.ts';
import type { FromPage } from '../page/messages.ts';
import { Frame } from './frame.ts';
import { ipcMain, type CallEvent } from './ipc-main.ts';
import { NavigationGuard } from './navigation.ts';
import { PageLink } from './page-link.ts';
import { session, standInSession } from './session.ts';

interface OpenDetails {
  readonly url: string;
  readonly frameName: string;
  readonly features: string;
  readonly disposition: 'new-window';
  readonly referrer: { readonly url: string; readonly policy: 'default' };
}
type OpenHandler = (details: OpenDetails) => { readonly action: 'allow' | 'deny' };

export interface ContentsOptions {
  readonly preload: string | undefined;
  readonly argv: readonly string[];
  readonly colorScheme: () => 'light' | 'dark' | undefined;
  readonly onFocus: (focused: boolean) => void;
  readonly onActivity: () => void;
}

let lastId = 0;

/** `webContents`: the page of one window. It exists before its page does, and outlives it as "destroyed". */
export class WebContents extends EventEmitter {
  readonly id = ++lastId;
  readonly mainFrame = new Frame(null, 1);
  readonly session = session.defaultSession;
  readonly #host: () => Host;
  readonly #options: ContentsOptions;
  #link: PageLink | undefined;
  #guard: NavigationGuard | undefined;
  #openHandler: OpenHandler = () => ({ action: 'deny' });
  #isDestroyed = false;
  #isLoading = false;
  #isCrashed = false;
  readonly #facade: WebContents;

  constructor(host: () => Host, options: ContentsOptions) {
    super();
    this.#host = host;
    this.#options = options;
    this.#facade = refuseUnknown('webContents', this);
  }

  /** What the program holds: the same object, refusing what is not there. */
  get facade(): WebContents {
    return this.#facade;
  }

  get targetId(): string | undefined {
    return this.#link?.targetId;
  }

  /** Loads an address of the app. Rejects like Electron does, with the network error's name. */
  async loadURL(appUrl: string): Promise<void> {
    const url = toPageUrl(appUrl);
    const link = (this.#link ??= await this.#open(new URL(url).origin));
    const loaded = new Promise<void>(resolve => this.once('did-finish-load', () => resolve()));
    this.#guard?.expect(url);
    this.#isLoading = true;
    this.emit('did-start-loading');
    const { errorText } = await link.session.send('Page.navigate', { url });
    if (errorText !== undefined) {
      this.emit('did-fail-load', {}, -2, errorText, appUrl, true);
      throw new Error(`${errorText} loading '${appUrl}'`);
    }
    await loaded;
  }

  send(channel: string, ...args: unknown[]): void {
    if (this.#isDestroyed) throw new TypeError('Object has been destroyed');
    const wire = toWire(args, this.#host().carrier, this);
    this.#link?.post({ type: 'event', channel, args: wire });
  }

  async executeJavaScript(code: string): Promise<unknown> {
    const { result, exceptionDetails } = await this.#page().send('Runtime.evaluate', {
      expression: code,
      awaitPromise: true,
      allowUnsafeEvalBlockedByCSP: false,
      returnByValue: true,
    });
    if (exceptionDetails === undefined) return result.value;
    throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }

  getURL(): string {
    return this.mainFrame.url;
  }

  isLoading(): boolean {
    return this.#isLoading;
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  isCrashed(): boolean {
    return this.#isCrashed;
  }

  reload(): void {
    unlessClosed(this.#page().send('Page.reload'));
  }

  forcefullyCrashRenderer(): void {
    unlessClosed(this.#page().send('Page.crash'));
  }

  async setVisualZoomLevelLimits(_minimum: number, _maximum: number): Promise<void> {}

  setWebRTCIPHandlingPolicy(_policy: string): void {
    notHonoured('webContents.setWebRTCIPHandlingPolicy');
  }

  setBackgroundThrottling(_allowed: boolean): void {
    notHonoured('webContents.setBackgroundThrottling');
  }

  closeDevTools(): void {}

  openDevTools(): void {
    throw unsupported('webContents.openDevTools');
  }

  /** Follows `nativeTheme`. */
  applyColorScheme(): void {
    if (this.#link !== undefined) unlessClosed(this.#link.setColorScheme(this.#options.colorScheme()));
  }

  #page(): CdpSession {
    if (this.#link === undefined || this.#isDestroyed) throw new TypeError('Object has been destroyed');
    return this.#link.session;
  }

  async #open(pageOrigin: string): Promise<PageLink> {
    const host = this.#host();
    const page = await host.openWindow(pageOrigin);
    host.chromium.onDetached(page.targetId, () => this.#gone());
    this.#follow(page.session);
    const link = await PageLink.establish(page, host, {
      pageOrigin,
      preload: this.#options.preload,
      argv: this.#options.argv,
      colorScheme: this.#options.colorScheme(),
      mainFrame: this.mainFrame,
      onMessage: (message, frame) => this.#onMessage(message, frame),
    });
    this.#guard = new NavigationGuard(link, pageOrigin, this, standInSession.webRequest);
    return link;
  }

  #follow(page: CdpSession): void {
    page.on('Page.domContentEventFired', () => this.emit('dom-ready', {}));
    page.on('Page.loadEventFired', () => {
      // The empty page that a window begins with is the stand-in's own affair.
      if (this.mainFrame.url === '' || this.mainFrame.url.includes(BLANK_PATH)) return;
      this.#isLoading = false;
      this.emit('did-finish-load');
      this.emit('did-stop-loading');
    });
    page.on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId !== undefined) return;
      this.#host().carrier.drop(this);
      this.emit('did-navigate', {}, toAppUrl(frame.url), 200, 'OK');
    });
    page.on('Page.windowOpen', ({ url, windowName, windowFeatures }) => {
      const { action } = this.#openHandler({
        url: toAppUrl(url),
        frameName: windowName,
        features: windowFeatures.join(','),
        disposition: 'new-window',
        referrer: { url: this.mainFrame.url, policy: 'default' },
      });
      if (action === 'allow') notHonoured('a window that a page opens by itself');
    });
    page.on('Inspector.targetCrashed', () => {
      this.#isCrashed = true;
      this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 });
    });
  }

  #onMessage(message: FromPage, frame: Frame): void {
    switch (message.type) {
      case 'focus':
        return this.#options.onFocus(message.focused);
      case 'activity':
        return this.#options.onActivity();
      case 'send':
        return ipcMain.receive(message.channel, this.#event(frame), this.#arguments(message.args));
      case 'invoke':
        void this.#answer(message.id, message.channel, frame, message.args);
    }
  }

  async #answer(
    id: number,
    channel: string,
    frame: Frame,
    args: Parameters<typeof fromWire>[0],
  ): Promise<void> {
    try {
      const value = await ipcMain.answer(channel, this.#event(frame), this.#arguments(args));
      this.#link?.post({ type: 'result', id, value: toWire(value, this.#host().carrier, this) });
    } catch (error) {
      this.#link?.post({ type: 'failure', id, message: String(error) });
    }
  }

  #arguments(wire: Parameters<typeof fromWire>[0]): readonly unknown[] {
    const args = fromWire(wire, this.#host().carrier);
    if (!Array.isArray(args)) throw new Error('the page sent a message without arguments');
    return args;
  }

  #event(frame: Frame): CallEvent {
    return {
      type: 'frame',
      sender: this.#facade,
      senderFrame: frame,
      processId: 0,
      frameId: frame.routingId,
    };
  }

  #gone(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.#host().carrier.drop(this);
    this.emit('destroyed');
  }
}
