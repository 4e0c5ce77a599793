import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WebFrameMain } from 'electron';
import { expect, test, vi } from 'vitest';
import { registerScheme, servePages } from '../../../src/main/shell/pages.ts';
import { hardenContents, hardenSession, webPreferences } from '../../../src/main/shell/security.ts';
import { createWindow } from '../../../src/main/shell/window.ts';
import { temporaryDirectory } from '../../support/directory.ts';
import { recordedContents, recordedSession, schemesRegistered, windowsMade } from './recorded-electron.ts';

vi.mock('electron', async () => (await import('./recorded-electron.ts')).recordedElectron);

const contentSecurityPolicy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob:; font-src 'self'; " +
  "worker-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

test('[SHL-7] every permission that is asked for, checked or wanted for a device is denied, and spelling is not checked', () => {
  const { told, session } = recordedSession();
  hardenSession(session);
  const { contents } = recordedContents();
  const url = 'sealdesk://app/';
  for (const permission of [
    'media',
    'geolocation',
    'clipboard-read',
    'fullscreen',
    'openExternal',
  ] as const) {
    const answers: boolean[] = [];
    const details = { requestingUrl: url, isMainFrame: true };
    told.request?.(contents, permission, granted => answers.push(granted), details);
    expect(answers, permission).toEqual([false]);
  }
  for (const permission of ['media', 'hid', 'serial', 'usb', 'clipboard-sanitized-write'] as const) {
    const details = { requestingUrl: url, isMainFrame: true };
    expect(told.check?.(contents, permission, url, details), permission).toBe(false);
  }
  for (const deviceType of ['hid', 'serial', 'usb'] as const) {
    const frame: WebFrameMain | null = null;
    const device = { deviceId: '1', productId: 1, vendorId: 1, name: 'a reader' };
    const details = { deviceType, origin: url, device, frame };
    expect(Reflect.apply(told.device ?? (() => true), undefined, [details]), deviceType).toBe(false);
  }
  expect(told.spellChecker).toBe(false);
});

test.each([
  ['sealdesk://app/index.html', false],
  ['blob:sealdesk://app/0b1c', false],
  ['https://cases.example.com/', true],
  ['http://127.0.0.1:8480/', true],
  ['file:///etc/passwd', true],
  ['data:text/html,x', true],
  ['devtools://devtools/', true],
  ['sealdesk://other/', true],
])('[SHL-3] a request of the window for %s is cancelled: %s', (url, cancelled) => {
  const { told, session } = recordedSession();
  hardenSession(session);
  const answers: (boolean | undefined)[] = [];
  told.beforeRequest?.({ url }, ({ cancel }) => answers.push(cancel));
  expect(answers).toEqual([cancelled]);
});

test('[SHL-8] no page opens a window, and none leaves the app by any road', () => {
  const { guards, told, contents } = recordedContents();
  hardenContents(contents);
  expectGuarded(guards);
  expect(opened(told)).toEqual({ action: 'deny' });
});

test('[SHL-1] the window is made with every switch, in the hardened session, guarded, and not to be captured', () => {
  windowsMade.length = 0;
  const { session } = recordedSession();
  createWindow('a preload', session);
  expect(windowsMade).toHaveLength(1);
  const [made] = windowsMade;
  if (!made) throw new Error('no window');
  const preferences = { ...webPreferences, preload: 'a preload', session };
  expect(made.options.webPreferences).toEqual(preferences);
  expect(made.options.webPreferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
    spellcheck: false,
  });
  expectGuarded(made.contents.guards);
  expect(opened(made.contents.told)).toEqual({ action: 'deny' });
  expect(made.options.show).toBe(false);
  expect(made.calls).toEqual([['setContentProtection', true]]);
  made.becomeReady();
  expect(made.calls).toEqual([['setContentProtection', true], ['show']]);
});

function expectGuarded(guards: ReturnType<typeof recordedContents>['guards']): void {
  for (const road of ['will-navigate', 'will-redirect', 'will-frame-navigate', 'will-attach-webview']) {
    const preventDefault = vi.fn();
    guards.get(road)?.({ preventDefault });
    expect(preventDefault, road).toHaveBeenCalledOnce();
  }
}

const opened = ({ windowOpen }: ReturnType<typeof recordedContents>['told']) =>
  windowOpen?.({
    url: 'https://example.org/',
    frameName: '',
    features: '',
    disposition: 'new-window',
    referrer: { url: '', policy: 'default' },
  });

test('the scheme of the pages is standard and secure, and no other page may read it', () => {
  schemesRegistered.length = 0;
  registerScheme();
  expect(schemesRegistered).toEqual([
    { scheme: 'sealdesk', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
});

/** The handler that answers the window's requests, over a folder of pages with a secret beside it. */
function pages() {
  const home = temporaryDirectory();
  const root = join(home, 'pages');
  for (const folder of [join(root, 'assets'), join(home, 'pages-secret')])
    mkdirSync(folder, { recursive: true });
  const files = [
    'pages/index.html',
    'pages/assets/app.js',
    'pages/assets/a b.css',
    'pages/assets/font.woff2',
  ];
  for (const name of [...files, 'pages/unknown.exe', 'pages-secret/a.js', 'secret.js']) {
    writeFileSync(join(home, name), `content of ${name}`);
  }
  const { told, session } = recordedSession();
  servePages(session, root);
  expect([...told.pages.keys()]).toEqual(['sealdesk']);
  return async (url: string): Promise<Response> => {
    const handler = told.pages.get('sealdesk');
    if (!handler) throw new Error('nobody serves the pages');
    // Only the address is read; `Request` itself would refuse some of the addresses tried here.
    return handler({ url } as Request);
  };
}

test.each([
  ['/', 'index.html', 'text/html; charset=utf-8'],
  ['/index.html', 'index.html', 'text/html; charset=utf-8'],
  ['/assets/app.js', 'assets/app.js', 'text/javascript; charset=utf-8'],
  ['/assets/a%20b.css', 'assets/a b.css', 'text/css; charset=utf-8'],
  ['/assets/../index.html?x#y', 'index.html', 'text/html; charset=utf-8'],
  ['/assets/font.woff2', 'assets/font.woff2', 'font/woff2'],
])('[SHL-2] %s is answered with its file, its type and the whole policy', async (path, file, type) => {
  const answer = await pages()(`sealdesk://app${path}`);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe(`content of pages/${file}`);
  expect(Object.fromEntries(answer.headers)).toEqual({
    'content-type': type,
    'content-security-policy': contentSecurityPolicy,
    'cross-origin-opener-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
});

test.each([
  'sealdesk://app/..%2fsecret.js',
  'sealdesk://app/..%2fpages-secret/a.js',
  'sealdesk://app/assets/..%2f..%2fpages-secret%2fa.js',
  'sealdesk://app/%2e%2e/%2e%2e/secret.js',
  'sealdesk://app/../secret.js',
  'sealdesk://app//etc/passwd',
  'sealdesk://app/index.html%00.js',
  'sealdesk://app/%ff.js',
  'sealdesk://app/unknown.exe',
  'sealdesk://app/assets',
  'sealdesk://app/index.html/more.js',
  'sealdesk://app/absent.js',
  'sealdesk://other/index.html',
  'https://app/index.html',
])('[SHL-3] %s is not one of the pages', async address => {
  const answer = await pages()(address);
  expect(answer.status).toBe(404);
  expect(await answer.text()).not.toContain('content of');
});
