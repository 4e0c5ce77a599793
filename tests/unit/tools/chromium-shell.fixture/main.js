// A tiny app for the stand-in's tests. It tells the test what happens by JSON lines on standard output.
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { app, BrowserWindow, ipcMain, protocol, screen, session, utilityProcess } from 'electron';

const here = import.meta.dirname;
const types = { '.html': 'text/html', '.js': 'text/javascript' };
const policy =
  "default-src 'none'; script-src 'self'; connect-src 'self'; frame-src 'self'; worker-src 'self'";
const tell = fact => process.stdout.write(`${JSON.stringify(fact)}\n`);

protocol.registerSchemesAsPrivileged([{ scheme: 'sealdesk', privileges: { standard: true, secure: true } }]);
if (app.requestSingleInstanceLock()) await run();
else {
  tell({ is: 'second' });
  app.quit();
}

async function run() {
  app.on('second-instance', (_event, argv) => tell({ is: 'second-instance', argv }));
  await app.whenReady();
  const asked = [];
  session.defaultSession.webRequest.onBeforeRequest((details, answer) => {
    asked.push(details.url);
    answer({ cancel: !details.url.startsWith('sealdesk://app/') });
  });
  protocol.handle('sealdesk', async request => {
    const { pathname } = new URL(request.url);
    if (!(extname(pathname) in types)) return new Response(null, { status: 404 });
    const headers = { 'content-type': types[extname(pathname)], 'content-security-policy': policy };
    return new Response(await readFile(join(here, 'page', pathname)), { headers });
  });

  const engine = utilityProcess.fork(join(here, 'engine.js'), ['argument']);
  const waiting = new Map();
  engine.on('message', ({ id, value }) => waiting.get(id)(value));
  engine.on('exit', code => tell({ is: 'engine-exit', code }));
  ipcMain.handle('engine', (_event, value) => {
    const { promise, resolve } = Promise.withResolvers();
    waiting.set(waiting.size, resolve);
    engine.postMessage({ id: waiting.size - 1, value });
    return promise;
  });

  const window = new BrowserWindow({
    width: 1000,
    height: 700,
    webPreferences: { preload: join(here, 'preload.cjs'), additionalArguments: ['--given=1'] },
  });
  const sent = [];
  ipcMain.on('note', (_event, ...args) => sent.push(...args));
  ipcMain.handle('echo', (_event, ...args) => args);
  ipcMain.handle('sent', () => sent);
  ipcMain.handle('asked', () => asked);
  ipcMain.handle('fail', () => {
    throw new TypeError('on purpose');
  });
  ipcMain.handle('sender', event => ({
    url: event.senderFrame.url,
    origin: event.senderFrame.origin,
    isTop: event.senderFrame.parent === null,
    isMainFrame: event.senderFrame === window.webContents.mainFrame,
    isSender: event.sender === window.webContents,
  }));
  ipcMain.handle('push', (_event, count, size) => {
    for (let n = 0; n < count; n += 1)
      window.webContents.send('pushed', n, new Uint8Array(n % 2 === 0 ? size : 1));
  });
  ipcMain.handle('unknown', () => screen.getPrimaryDisplay());
  window.webContents.on('will-navigate', (event, url) => {
    tell({ is: 'will-navigate', url });
    event.preventDefault();
  });
  window.webContents.setWindowOpenHandler(({ url }) => {
    tell({ is: 'window-open', url });
    return { action: 'deny' };
  });
  await window.loadURL('sealdesk://app/index.html');
  tell({ is: 'ready', engine: engine.pid, version: app.getVersion(), userData: app.getPath('userData') });
}
