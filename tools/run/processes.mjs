import { spawn } from 'node:child_process';

/** @typedef {import('node:child_process').SpawnOptions} SpawnOptions */
/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

/** Every process started here and still running; ended when this program ends, however it does. */
const running = /** @type {Set<ChildProcess>} */ (new Set());

let ending = false;

/** Whether this program was told to end, and is ending what it has started. */
export function isEnding() {
  return ending;
}

/**
 * Starts a process that can't outlive this program. It gets a process group of its own: Ctrl+C in a terminal
 * reaches a whole group at once, and what is to end in order must hear of it from us.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {SpawnOptions} [options]
 * @returns {ChildProcess}
 */
export function start(command, args, options = {}) {
  const child = spawn(command, [...args], {
    stdio: 'inherit',
    detached: process.platform !== 'win32',
    ...options,
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  child.once('error', () => running.delete(child));
  return child;
}

/**
 * Runs a process to its end.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {SpawnOptions} [options]
 * @returns {Promise<number>} its exit code; 128 and the signal's number when a signal ended it
 */
export async function run(command, args, options = {}) {
  return exitOf(start(command, args, options));
}

/**
 * Runs a process and returns what it printed, both streams together.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {SpawnOptions} [options]
 */
export async function capture(command, args, options = {}) {
  const child = start(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = /** @type {string[]} */ ([]);
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', chunk => output.push(String(chunk)));
  }
  const code = await exitOf(child);
  return { code, output: output.join('') };
}

/**
 * @param {ChildProcess} child
 * @returns {Promise<number>}
 */
export function exitOf(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}

/**
 * Asks a process to end, and makes it after a while.
 * @param {ChildProcess} child
 * @param {number} [patienceMs]
 */
export async function end(child, patienceMs = 5000) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise(resolve => child.once('exit', resolve));
  child.kill();
  const forced = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  await gone;
  clearTimeout(forced);
}

/** Ends everything that {@link start} has started and that still runs. Patient: these may have children of their own. */
export async function endAll() {
  await Promise.all([...running].map(child => end(child, 15_000)));
}

process.on('exit', () => {
  for (const child of running) child.kill();
});

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => {
    ending = true;
    process.exitCode = signal === 'SIGINT' ? 130 : 143;
    void endAll().finally(() => process.exit());
  });
}
