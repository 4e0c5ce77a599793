import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { OUT } from './paths.mjs';
import { say } from './say.mjs';

const POLL_MS = 200;

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
    if (!isWaiting) say(`waiting for another process of this checkout (${name})`);
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
    writeFileSync(path, String(process.pid), { flag: 'wx' });
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
    const holder = Number(readFileSync(path, 'utf8'));
    // Empty for the instant between being made and being written.
    return holder === 0 || process.kill(holder, 0);
  } catch (error) {
    // Gone meanwhile, or its holder has died; a holder of another user is alive, though not ours to signal.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
