import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { findCommand, hasDisplay } from './run/paths.mjs';
import { capture } from './run/processes.mjs';
import { Advice } from './run/say.mjs';

/**
 * A desktop to run in: variables for the environment of what runs there, and its end.
 * @typedef {object} DesktopSession
 * @property {Readonly<Record<string, string>>} env
 * @property {() => Promise<void>} close
 */

const ANCHOR = fileURLToPath(new URL('./session-anchor.mjs', import.meta.url));

/**
 * Opens a desktop session of its own: a D-Bus with an unlocked keychain on it and, where there is no display, a
 * virtual one. The person's own keyrings are never touched: the keychain lives in `home`, or in a temporary
 * folder that goes with the session. On other systems than Linux the real desktop serves, and nothing is opened.
 * @param {{ readonly home?: string, readonly virtualDisplay?: boolean }} [options] `virtualDisplay` defaults to "if there is none"
 * @returns {Promise<DesktopSession>}
 */
export async function openDesktopSession({ home, virtualDisplay = !hasDisplay() } = {}) {
  if (process.platform !== 'linux') return { env: {}, close: async () => {} };
  const runtime = mkdtempSync(join(tmpdir(), 'sealdesk-session-'));
  const folders = sessionFolders(runtime, home ?? runtime);
  const wanted = ['keychain', ...(virtualDisplay ? ['display'] : [])];
  // Ended through its input alone, which also closes when this program dies: a signal to dbus-run-session would
  // leave its daemon behind.
  const anchor = spawn('dbus-run-session', ['--', process.execPath, ANCHOR, ...wanted], {
    env: { ...process.env, ...folders },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const complaints = /** @type {string[]} */ ([]);
  anchor.stderr.setEncoding('utf8').on('data', text => complaints.push(String(text)));
  const gone = new Promise(resolve => anchor.once('close', resolve).once('error', resolve));
  const clear = () => rmSync(runtime, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  // Also when a signal ends this program.
  process.once('exit', clear);
  const close = async () => {
    anchor.stdin.end();
    await gone;
    clear();
    process.off('exit', clear);
  };
  try {
    return { env: JSON.parse(await firstLine(anchor)), close };
  } catch (error) {
    await close();
    const cause = complaints.join('').trim() || (error instanceof Error ? error.message : String(error));
    throw new Advice(`No desktop session with a keychain can be opened: ${cause}. Try: npm run setup`);
  }
}

/**
 * Runs `work` in a desktop session and closes it afterwards.
 * @template T
 * @param {(env: Readonly<Record<string, string>>) => Promise<T>} work
 * @param {Parameters<typeof openDesktopSession>[0]} [options]
 * @returns {Promise<T>}
 */
export async function withDesktopSession(work, options) {
  const session = await openDesktopSession(options);
  try {
    return await work(session.env);
  } finally {
    await session.close();
  }
}

/** Whether the person's own desktop offers a keychain to programs. */
export async function hasSecretService() {
  if (process.platform !== 'linux') return true;
  if (!process.env['DBUS_SESSION_BUS_ADDRESS'] || findCommand('dbus-send') === undefined) return false;
  const { output } = await capture('dbus-send', [
    '--session',
    '--print-reply',
    '--dest=org.freedesktop.DBus',
    '/org/freedesktop/DBus',
    'org.freedesktop.DBus.ListActivatableNames',
  ]);
  return output.includes('"org.freedesktop.secrets"');
}

/**
 * @param {string} runtime
 * @param {string} home
 */
function sessionFolders(runtime, home) {
  const folders = {
    XDG_RUNTIME_DIR: join(runtime, 'run'),
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_CACHE_HOME: join(runtime, 'cache'),
  };
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folders;
}

/** @param {import('node:child_process').ChildProcessWithoutNullStreams} child */
async function firstLine(child) {
  const lines = createInterface({ input: child.stdout });
  const [line] = await Promise.race([
    once(lines, 'line'),
    once(child, 'error').then(([error]) => Promise.reject(error)),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`the session ended (code ${code})`))),
  ]);
  return String(line);
}
