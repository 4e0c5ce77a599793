import type { Session, WebContents, WebPreferences } from 'electron';

export const appScheme = 'sealdesk';
export const appOrigin = 'sealdesk://app';

/** Sent with every page of the app; the window can load nothing that is not its own. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "font-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Every switch that keeps web content apart from Node; spelt out even where it is Electron's default. */
export const webPreferences = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  webviewTag: false,
  experimentalFeatures: false,
  navigateOnDragDrop: false,
  spellcheck: false,
  safeDialogs: true,
} as const satisfies WebPreferences;

/** Our own pages, and object URLs that they made of bytes they already hold. */
export function mayRequest(url: string): boolean {
  return url === appOrigin || url.startsWith(`${appOrigin}/`) || url.startsWith(`blob:${appOrigin}/`);
}

/** Refuses every permission, device and request that is not for the app itself. */
export function hardenSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !mayRequest(details.url) }));
}

const guardedNavigations = [
  'will-navigate',
  'will-redirect',
  'will-frame-navigate',
  'will-attach-webview',
] as const;

/** Refuses new windows, and leaving the app's own page by any road. */
export function hardenContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  const refuse = (event: { preventDefault(): void }) => event.preventDefault();
  const guard = contents as {
    on(event: (typeof guardedNavigations)[number], listener: typeof refuse): unknown;
  };
  for (const navigation of guardedNavigations) guard.on(navigation, refuse);
}

/** Whether a message comes from the top frame of our own page; everything else is not answered. */
export function isOwnTopFrame(frame: { readonly url: string; readonly parent: unknown } | null): boolean {
  if (!frame || frame.parent !== null) return false;
  return frame.url === appOrigin || frame.url.startsWith(`${appOrigin}/`);
}
