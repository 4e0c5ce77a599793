import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { OUT, ROOT } from './paths.mjs';
import { say } from './say.mjs';

const POLL_MS = 200;

/** A lock is empty for the instant between being made and being written; for longer only when its writer died there. */
const EMPTY_MS = 2000;

/**
 * Runs `work` while no other process of this checkout runs work of the same name: two installations or two builds
 * at once would undo each other. A lock whose holder has died is taken over.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(name, work) {
  mkdirSync(OUT, { recursive: true });
  const path = join(OUT, `${name}.lock`);
  let isWaiting = false;
  while (!take(path)) {
    if (!isWaiting) {
      say(`waiting for another process of this checkout (${name}; it holds ${relative(ROOT, path)})`);
    }
    isWaiting = true;
    await delay(POLL_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

/** @param {string} path */
function take(path) {
  try {
    writeFileSync(path, JSON.stringify({ pid: process.pid, started: startOf(process.pid) }), { flag: 'wx' });
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    if (!isHeld(path)) rmSync(path, { force: true });
    return false;
  }
}

/** @param {string} path */
function isHeld(path) {
  try {
    const { pid, started } = holderIn(readFileSync(path, 'utf8'));
    if (pid === undefined) return Date.now() - statSync(path).mtimeMs < EMPTY_MS;
    process.kill(pid, 0);
    // Numbers of processes are used again: one that began at another time holds nothing.
    return started === undefined || started === startOf(pid);
  } catch (error) {
    // Gone meanwhile, or its holder has died; a holder of another user is alive, though not ours to signal.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * @param {string} text
 * @returns {{ readonly pid?: number, readonly started?: string }} empty when it names nobody
 */
function holderIn(text) {
  try {
    const { pid, started } = JSON.parse(text);
    return Number.isInteger(pid) && pid > 0 ? { pid, started } : {};
  } catch {
    return {};
  }
}

/**
 * When a process began, in the system's own words; undefined where it does not say.
 * @param {number} pid
 */
function startOf(pid) {
  try {
    if (process.platform === 'linux') {
      // The program's name, in parentheses, may hold anything; field 22 is counted from behind it.
      return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19];
    }
    if (process.platform === 'win32') return undefined;
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}
