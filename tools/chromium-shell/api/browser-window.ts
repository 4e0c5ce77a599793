import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { BrowserWindowConstructorOptions, Rectangle, WebPreferences } from 'electron';
import { unlessClosed } from '../browser/index.ts';
import type { Host } from '../host.ts';
import { notHonoured, refuseUnknown, unsupported } from '../limits.ts';
import { preventable } from './events.ts';
import { WebContents } from './web-contents.ts';

/** What windows need of the program around them. */
export interface WindowSurroundings {
  readonly host: () => Host;
  readonly colorScheme: () => 'light' | 'dark' | undefined;
  readonly onCreated: (window: BrowserWindow) => void;
  readonly onClosed: (window: BrowserWindow) => void;
  readonly onActivity: () => void;
}

let surroundings: WindowSurroundings | undefined;
const open = new Map<number, BrowserWindow>();
let focused: BrowserWindow | null = null;

/** Said once by the composition root, before the program runs. */
export function setSurroundings(value: WindowSurroundings): void {
  surroundings = value;
}

/** Settings that would open what the shipped app keeps shut can't be tried here. */
function checkPreferences(preferences: WebPreferences): void {
  if (preferences.nodeIntegration === true) throw unsupported('webPreferences.nodeIntegration');
  if (preferences.contextIsolation === false) throw unsupported('webPreferences.contextIsolation: false');
  if (preferences.sandbox === false) throw unsupported('webPreferences.sandbox: false');
  if (preferences.webSecurity === false) throw unsupported('webPreferences.webSecurity: false');
  if (preferences.webviewTag === true) throw unsupported('webPreferences.webviewTag');
}

/** `BrowserWindow` as an app window of Chromium. The window appears with its first page. */
export class BrowserWindow extends EventEmitter {
  readonly id: number;
  readonly webContents: WebContents;
  readonly #contents: WebContents;
  readonly #host: () => Host;
  readonly #facade: this;
  #bounds: Rectangle;
  #state: 'normal' | 'minimized' | 'maximized' | 'fullscreen' = 'normal';
  #isVisible: boolean;
  #isDestroyed = false;

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super();
    if (surroundings === undefined) throw new Error('the stand-in is not started');
    const around = surroundings;
    const preferences = options.webPreferences ?? {};
    checkPreferences(preferences);
    const { x = 0, y = 0, width = 800, height = 600 } = options;
    this.#bounds = { x, y, width, height };
    this.#isVisible = options.show !== false;
    this.#host = around.host;
    this.#contents = new WebContents(around.host, {
      preload: preferences.preload === undefined ? undefined : readFileSync(preferences.preload, 'utf8'),
      argv: preferences.additionalArguments ?? [],
      colorScheme: around.colorScheme,
      onActivity: around.onActivity,
      onFocus: isFocused => this.#onFocus(isFocused),
    });
    this.id = this.#contents.id;
    this.webContents = this.#contents.facade;
    this.#contents.once('did-finish-load', () => this.emit('ready-to-show'));
    this.#contents.once('destroyed', () => this.#gone(around));
    this.#facade = refuseUnknown('BrowserWindow', this);
    open.set(this.id, this.#facade);
    around.onCreated(this.#facade);
    return this.#facade;
  }

  static getAllWindows(): readonly BrowserWindow[] {
    return [...open.values()];
  }

  static getFocusedWindow(): BrowserWindow | null {
    return focused;
  }

  static fromId(id: number): BrowserWindow | null {
    return open.get(id) ?? null;
  }

  static fromWebContents(contents: { readonly id: number }): BrowserWindow | null {
    return open.get(contents.id) ?? null;
  }

  async loadURL(url: string): Promise<void> {
    const isFirst = this.#contents.targetId === undefined;
    const loading = this.#contents.loadURL(url);
    if (isFirst) this.#contents.once('did-start-loading', () => this.#applyBounds(this.#bounds));
    await loading;
  }

  loadFile(): Promise<void> {
    throw unsupported('BrowserWindow.loadFile');
  }

  show(): void {
    this.#isVisible = true;
    this.emit('show');
    this.focus();
  }

  showInactive(): void {
    this.#isVisible = true;
    this.emit('show');
  }

  hide(): void {
    this.#isVisible = false;
    notHonoured('BrowserWindow.hide');
  }

  focus(): void {
    const { targetId } = this.#contents;
    if (targetId !== undefined)
      unlessClosed(this.#host().chromium.browser.send('Target.activateTarget', { targetId }));
  }

  blur(): void {
    notHonoured('BrowserWindow.blur');
  }

  isVisible(): boolean {
    return this.#isVisible && this.#state !== 'minimized';
  }

  isFocused(): boolean {
    return focused === this.#facade;
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  isMinimized(): boolean {
    return this.#state === 'minimized';
  }

  isMaximized(): boolean {
    return this.#state === 'maximized';
  }

  isFullScreen(): boolean {
    return this.#state === 'fullscreen';
  }

  minimize(): void {
    this.#applyState('minimized');
    this.emit('minimize');
  }

  restore(): void {
    this.#applyState('normal');
    this.emit('restore');
  }

  maximize(): void {
    this.#applyState('maximized');
    this.emit('maximize');
  }

  unmaximize(): void {
    this.#applyState('normal');
    this.emit('unmaximize');
  }

  setFullScreen(on: boolean): void {
    this.#applyState(on ? 'fullscreen' : 'normal');
    this.emit(on ? 'enter-full-screen' : 'leave-full-screen');
  }

  getBounds(): Rectangle {
    return this.#bounds;
  }

  getNormalBounds(): Rectangle {
    return this.#bounds;
  }

  setBounds(bounds: Partial<Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    this.#applyBounds(this.#bounds);
    this.emit('resize');
  }

  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }

  setMinimumSize(_width: number, _height: number): void {
    notHonoured('BrowserWindow.setMinimumSize');
  }

  setTitle(_title: string): void {
    notHonoured('BrowserWindow.setTitle (the window shows the title of its document)');
  }

  setContentProtection(on: boolean): void {
    if (on) notHonoured('BrowserWindow.setContentProtection');
  }

  setBackgroundColor(_color: string): void {}

  setMenu(_menu: unknown): void {
    notHonoured('BrowserWindow.setMenu');
  }

  removeMenu(): void {}

  setMenuBarVisibility(_visible: boolean): void {}

  setAutoHideMenuBar(_hide: boolean): void {}

  /** Asks the program ('close' may be prevented), then closes. */
  close(): void {
    if (this.#isDestroyed) return;
    const event = preventable({});
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }

  /** Closes without asking. */
  destroy(): void {
    const { targetId } = this.#contents;
    if (targetId === undefined) this.#contents.emit('destroyed');
    else unlessClosed(this.#host().chromium.browser.send('Target.closeTarget', { targetId }));
  }

  /** Follows `nativeTheme`. */
  applyColorScheme(): void {
    this.#contents.applyColorScheme();
  }

  #onFocus(isFocused: boolean): void {
    if (isFocused) focused = this.#facade;
    else if (focused === this.#facade) focused = null;
    this.emit(isFocused ? 'focus' : 'blur');
  }

  #applyState(windowState: 'normal' | 'minimized' | 'maximized' | 'fullscreen'): void {
    this.#state = windowState;
    unlessClosed(this.#setBounds({ windowState }));
  }

  #applyBounds({ x, y, width, height }: Rectangle): void {
    unlessClosed(this.#setBounds({ left: x, top: y, width, height }));
  }

  async #setBounds(bounds: object): Promise<void> {
    const { targetId } = this.#contents;
    if (targetId === undefined || this.#isDestroyed) return;
    const { browser } = this.#host().chromium;
    const { windowId } = await browser.send('Browser.getWindowForTarget', { targetId });
    await browser.send('Browser.setWindowBounds', { windowId, bounds });
  }

  #gone(around: WindowSurroundings): void {
    this.#isDestroyed = true;
    open.delete(this.id);
    if (focused === this.#facade) focused = null;
    this.emit('closed');
    around.onClosed(this.#facade);
  }
}
