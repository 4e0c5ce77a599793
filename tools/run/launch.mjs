import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { electronExecutable } from '../setup/electron-binary.mjs';
import { NODE, OUT, ROOT } from './paths.mjs';
import { end, exitOf, start } from './processes.mjs';
import { Advice } from './say.mjs';

/** @typedef {'electron' | 'chromium'} Shell */

/**
 * The built app, running.
 * @typedef {object} RunningApp
 * @property {Shell} shell
 * @property {import('node:child_process').ChildProcess} process
 * @property {Promise<number>} exit its exit code
 * @property {() => Promise<string>} devToolsEndpoint a WebSocket address, when launched with `devTools`
 * @property {() => Promise<void>} stop as a person would: it may save what it has
 */

const ENDPOINT_TIMEOUT_MS = 90_000;

const STAND_IN = pathToFileURL(join(ROOT, 'tools', 'chromium-shell', 'register.mjs')).href;

/**
 * The shell that runs the app here: Electron where its binary is, else the stand-in; `SEALDESK_SHELL` forces one.
 * @returns {Shell}
 */
export function chooseShell() {
  const forced = process.env['SEALDESK_SHELL'];
  if (forced !== undefined && forced !== 'electron' && forced !== 'chromium') {
    throw new Advice(`SEALDESK_SHELL is "${forced}"; it can be "electron" or "chromium".`);
  }
  if (forced === 'electron' && electronExecutable() === undefined) {
    throw new Advice(
      "SEALDESK_SHELL=electron, but Electron's binary is not here. Try: npm run setup -- --electron",
    );
  }
  return forced ?? (electronExecutable() === undefined ? 'chromium' : 'electron');
}

/**
 * Opens the built app on a profile folder.
 * @param {{
 *   readonly profile: string,
 *   readonly env?: NodeJS.ProcessEnv,
 *   readonly devTools?: boolean,
 *   readonly stdio?: import('node:child_process').StdioOptions,
 *   readonly args?: readonly string[],
 *   readonly main?: string,
 * }} options `devTools` lets a test attach; `env` is added to this program's own; `main` is another program to run in the shell
 * @returns {RunningApp}
 */
export function launchApp({ profile, env = {}, devTools = false, stdio = 'inherit', args = [], main }) {
  const shell = chooseShell();
  mkdirSync(profile, { recursive: true, mode: 0o700 });
  const folder = devTools ? mkdtempSync(join(tmpdir(), 'sealdesk-devtools-')) : undefined;
  const endpointFile = folder === undefined ? undefined : join(folder, 'endpoint.json');
  const { command, commandArgs } = commandFor(shell, devTools, main);
  const child = start(command, [...commandArgs, `--user-data-dir=${profile}`, ...args], {
    cwd: ROOT,
    stdio,
    env: {
      ...process.env,
      ...env,
      ...(endpointFile === undefined ? {} : { SEALDESK_CDP_FILE: endpointFile }),
    },
  });
  const exit = exitOf(child);
  void exit.finally(() => folder !== undefined && rmSync(folder, { recursive: true, force: true }));
  return {
    shell,
    process: child,
    exit,
    stop: () => end(child, 10_000),
    devToolsEndpoint: async () => {
      if (endpointFile === undefined) throw new Error('the app was launched without devTools');
      const file = shell === 'electron' ? join(profile, 'DevToolsActivePort') : endpointFile;
      return endpointIn(await contentOf(file, child), shell);
    },
  };
}

/**
 * @param {Shell} shell
 * @param {boolean} devTools
 * @param {string | undefined} main
 */
function commandFor(shell, devTools, main) {
  if (shell === 'chromium') {
    return { command: NODE, commandArgs: ['--import', STAND_IN, main ?? join(OUT, 'main', 'index.js')] };
  }
  const executable = electronExecutable();
  if (executable === undefined) throw new Error("Electron's binary has gone");
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return {
    command: executable,
    commandArgs: [main ?? ROOT, ...asRoot, ...(devTools ? ['--remote-debugging-port=0'] : [])],
  };
}

/**
 * Waits for a file that appears, whole, once the app is up.
 * @param {string} file
 * @param {import('node:child_process').ChildProcess} child
 */
async function contentOf(file, child) {
  const deadline = Date.now() + ENDPOINT_TIMEOUT_MS;
  while (!existsSync(file)) {
    if (child.exitCode !== null)
      throw new Error(`the app ended (exit code ${child.exitCode}) before a test could attach`);
    if (Date.now() > deadline) throw new Error('the app offered nothing to attach to');
    await delay(25);
  }
  return readFileSync(file, 'utf8');
}

/**
 * @param {string} content
 * @param {Shell} shell
 */
function endpointIn(content, shell) {
  if (shell === 'chromium') return String(JSON.parse(content).wsEndpoint);
  const [port, path] = content.split('\n');
  return `ws://127.0.0.1:${port}${path}`;
}
