/**
 * The subset of Electron's main-process module that Sealdesk uses, over a system Chromium. Resolved in place of
 * the package by register.mjs; whatever is not here throws an error that names it.
 */
import { App } from './api/app.ts';
import { BrowserWindow, setSurroundings } from './api/browser-window.ts';
import { clipboard, dialog, Notification, shell } from './api/desktop.ts';
import { ipcMain } from './api/ipc-main.ts';
import { Menu } from './api/menu.ts';
import { nativeTheme, theme } from './api/native-theme.ts';
import { power, powerMonitor } from './api/power-monitor.ts';
import { appProtocol, protocol } from './api/protocol.ts';
import { session, standInSession } from './api/session.ts';
import { endUtilityProcesses, utilityProcess } from './api/utility-process.ts';
import { Host } from './host.ts';
import { refuseUnknown, say, START_NOTICE } from './limits.ts';

const program = new App();
export const app = refuseUnknown('app', program);
let host: Host | undefined;
let isStopping = false;

function theHost(): Host {
  if (host === undefined) throw new Error('windows can be opened only after the app is ready');
  return host;
}

setSurroundings({
  host: theHost,
  colorScheme: () => theme.colorScheme,
  onActivity: () => power.noteActivity(),
  onCreated: window => {
    app.emit('web-contents-created', {}, window.webContents);
    app.emit('browser-window-created', {}, window);
  },
  onClosed: () => {
    if (BrowserWindow.getAllWindows().length === 0 && !isStopping) program.noteAllWindowsClosed();
  },
});

theme.on('updated', () => BrowserWindow.getAllWindows().forEach(window => window.applyColorScheme()));

program.setEnding({
  closeWindows: () => {
    const windows = BrowserWindow.getAllWindows();
    windows.forEach(window => window.close());
    return BrowserWindow.getAllWindows();
  },
  destroyWindows: () => BrowserWindow.getAllWindows().forEach(window => window.destroy()),
  stop: async () => {
    isStopping = true;
    endUtilityProcesses();
    await host?.chromium.stop();
  },
});

async function begin(): Promise<void> {
  say(START_NOTICE);
  host = await Host.start({
    schemes: appProtocol.schemes,
    switches: app.commandLine.switches,
    serve: (pageUrl, request) => appProtocol.serve(pageUrl, request, standInSession),
    onPopup: () => say('a page tried to open a window; it was closed'),
    onBrowserExit: () => {
      if (!isStopping) BrowserWindow.getAllWindows().forEach(window => window.webContents.emit('destroyed'));
    },
  });
  program.becomeReady();
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit());

// After the program's own top level, which registers schemes and switches.
setImmediate(() => {
  if (isStopping) return;
  begin().catch((error: unknown) => {
    say(error instanceof Error ? error.message : String(error));
    process.exit(1);
  });
});

/** A part of Electron that may be imported but not used. */
const absent = (name: string) => refuseUnknown(name, {});
export const autoUpdater = absent('autoUpdater');
export const crashReporter = absent('crashReporter');
export const globalShortcut = absent('globalShortcut');
export const nativeImage = absent('nativeImage');
export const net = absent('net');
export const safeStorage = absent('safeStorage');
export const screen = absent('screen');
export const systemPreferences = absent('systemPreferences');

export { BrowserWindow, clipboard, dialog, ipcMain, Menu, nativeTheme, Notification, powerMonitor, protocol };
export { session, shell, utilityProcess };
