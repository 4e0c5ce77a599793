import type {
  BrowserWindow,
  BrowserWindowConstructorOptions,
  CustomScheme,
  Session,
  WebContents,
} from 'electron';

// What the shell hands to Electron, kept for a test to ask. Only Electron obeys these settings; each stand-in has the
// part of Electron's own type that the shell uses, and nothing else: a new use fails here until it is recorded.

type Handler<T> = Exclude<T, null>;
type PermissionRequest = Handler<Parameters<Session['setPermissionRequestHandler']>[0]>;
type PermissionCheck = Handler<Parameters<Session['setPermissionCheckHandler']>[0]>;
type DevicePermission = Handler<Parameters<Session['setDevicePermissionHandler']>[0]>;
type BeforeRequest = (
  details: { readonly url: string },
  answer: (response: { readonly cancel?: boolean }) => void,
) => void;
type PageHandler = (request: Request) => Promise<Response>;
type WindowOpen = Parameters<WebContents['setWindowOpenHandler']>[0];

export function recordedSession() {
  const told: {
    request?: PermissionRequest | null;
    check?: PermissionCheck | null;
    device?: DevicePermission | null;
    spellChecker?: boolean;
    beforeRequest?: BeforeRequest;
    pages: Map<string, PageHandler>;
  } = { pages: new Map() };
  const standIn = {
    setPermissionRequestHandler: (handler: PermissionRequest | null) => void (told.request = handler),
    setPermissionCheckHandler: (handler: PermissionCheck | null) => void (told.check = handler),
    setDevicePermissionHandler: (handler: DevicePermission | null) => void (told.device = handler),
    setSpellCheckerEnabled: (enabled: boolean) => void (told.spellChecker = enabled),
    webRequest: { onBeforeRequest: (listener: BeforeRequest) => void (told.beforeRequest = listener) },
    protocol: {
      handle: (scheme: string, handler: PageHandler) => void told.pages.set(scheme, handler),
    },
  } satisfies Record<
    keyof Pick<
      Session,
      | 'setPermissionRequestHandler'
      | 'setPermissionCheckHandler'
      | 'setDevicePermissionHandler'
      | 'setSpellCheckerEnabled'
      | 'webRequest'
      | 'protocol'
    >,
    unknown
  >;
  return { told, session: standIn as unknown as Session };
}

type Refusable = { preventDefault(): void };

export function recordedContents() {
  const guards = new Map<string, (event: Refusable) => void>();
  const told: { windowOpen?: WindowOpen } = {};
  const standIn = {
    send: () => undefined,
    setWindowOpenHandler: (handler: WindowOpen) => void (told.windowOpen = handler),
    on: (event: string, listener: (event: Refusable) => void) => void guards.set(event, listener),
  } satisfies Record<keyof Pick<WebContents, 'send' | 'setWindowOpenHandler' | 'on'>, unknown>;
  return { guards, told, contents: standIn as unknown as WebContents };
}

export const windowsMade: {
  readonly options: BrowserWindowConstructorOptions;
  readonly contents: ReturnType<typeof recordedContents>;
  readonly calls: (readonly [string, unknown?])[];
  becomeReady(): void;
}[] = [];

type UsedOfWindow = Pick<BrowserWindow, 'setContentProtection' | 'show' | 'loadURL' | 'isDestroyed'>;

class RecordedWindow implements UsedOfWindow {
  readonly webContents: WebContents;
  readonly #calls: (readonly [string, unknown?])[] = [];

  constructor(options: BrowserWindowConstructorOptions) {
    const contents = recordedContents();
    this.webContents = contents.contents;
    const ready: (() => void)[] = [];
    this.once = (event, listener) => {
      if (event !== 'ready-to-show') throw new Error(`${event} is not recorded`);
      ready.push(listener);
    };
    windowsMade.push({
      options,
      contents,
      calls: this.#calls,
      becomeReady: () => ready.forEach(listener => listener()),
    });
  }

  readonly once: (event: string, listener: () => void) => void;

  setContentProtection(enable: boolean): void {
    this.#calls.push(['setContentProtection', enable]);
  }

  show(): void {
    this.#calls.push(['show']);
  }

  async loadURL(url: string): Promise<void> {
    this.#calls.push(['loadURL', url]);
  }

  isDestroyed(): boolean {
    return false;
  }
}

export const schemesRegistered: CustomScheme[] = [];

/** In the place of the package, as far as the window and its pages use it. */
export const recordedElectron = {
  BrowserWindow: RecordedWindow,
  nativeTheme: { shouldUseDarkColors: false },
  protocol: {
    registerSchemesAsPrivileged: (schemes: readonly CustomScheme[]) =>
      void schemesRegistered.push(...schemes),
  },
};
