// The least that a program in this shell can be: one window with one word in it.
import { app, BrowserWindow, protocol } from 'electron';

protocol.registerSchemesAsPrivileged([{ scheme: 'sealdesk', privileges: { standard: true, secure: true } }]);
app.enableSandbox();
await app.whenReady();
protocol.handle(
  'sealdesk',
  () =>
    new Response('<!doctype html><title>Blank</title><h1>Blank</h1>', {
      headers: { 'content-type': 'text/html; charset=utf-8' },
    }),
);
app.on('window-all-closed', () => app.quit());
const window = new BrowserWindow({ width: 1600, height: 1000, show: false });
window.once('ready-to-show', () => window.show());
await window.loadURL('sealdesk://app/');
