import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../run/paths.mjs';

/**
 * What the last set-up has found and done. Kept inside node_modules, so that it goes when they go.
 * @typedef {object} Stamp
 * @property {string} [lockHash] of the package-lock.json that is installed
 * @property {{ at: number, reason: string }} [electronFailure] when its download last failed (ms since 1970), and why
 */

const PATH = join(ROOT, 'node_modules', '.sealdesk', 'setup.json');

/** @returns {Stamp} */
export function readStamp() {
  try {
    return JSON.parse(readFileSync(PATH, 'utf8'));
  } catch {
    // Absent or damaged: as if nothing had been set up, which is always safe.
    return {};
  }
}

/** @param {Stamp} changes */
export function updateStamp(changes) {
  mkdirSync(dirname(PATH), { recursive: true });
  writeFileSync(PATH, JSON.stringify({ ...readStamp(), ...changes }, null, 2));
}
