import { BrowserWindow, nativeTheme, type BrowserWindowConstructorOptions, type Session } from 'electron';
import { appOrigin, hardenContents, webPreferences } from './security.ts';

/** The colour behind the first paint, so that no white flash appears in the dark theme: the desk token of each theme. */
const desk = { light: '#f3f4f6', dark: '#0f141a' } as const;

/** How the main window is made. */
export const windowOptions = (
  preload: string,
  session: Session,
  dark: boolean,
): BrowserWindowConstructorOptions => ({
  width: 1600,
  height: 1000,
  minWidth: 1280,
  minHeight: 800,
  title: 'Sealdesk',
  show: false,
  backgroundColor: dark ? desk.dark : desk.light,
  webPreferences: { ...webPreferences, preload, session },
});

/** The page that the main window shows. */
export const appPage = `${appOrigin}/`;

/** Makes the main window; it shows itself when its page is ready to be seen. */
export function createWindow(preload: string, session: Session): BrowserWindow {
  const window = new BrowserWindow(windowOptions(preload, session, nativeTheme.shouldUseDarkColors));
  hardenContents(window.webContents);
  window.setContentProtection(true);
  window.once('ready-to-show', () => window.show());
  return window;
}
