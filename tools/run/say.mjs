import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isEnding } from './processes.mjs';

/**
 * One line for the person at the terminal. On standard error: standard output belongs to what is being run.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`sealdesk: ${line}\n`);
}

/** Something a person can put right; its message says how, and no stack is shown for it. */
export class Advice extends Error {
  /** @override */
  name = 'Advice';
}

/** A command line that says something else than its program understands; its message shows what that is. */
export class Misuse extends Advice {
  /** @override */
  name = 'Misuse';
}

/** What a disk refuses, and what a person would call it. */
const REFUSALS = /** @type {Readonly<Record<string, string>>} */ ({
  EACCES: 'is not open to this user',
  EPERM: 'is not open to this user',
  EROFS: 'is on a disk that can only be read',
  ENOSPC: 'is on a disk that is full',
});

/**
 * Runs a command line tool's main function and turns its outcome into an exit code: 2 when it was called wrongly,
 * 1 when something else is to be put right.
 * @param {() => Promise<number>} main
 */
export async function runMain(main) {
  try {
    const code = await main();
    if (!isEnding()) process.exitCode = code;
  } catch (error) {
    // It was told to end: what it was doing can only fail.
    if (isEnding()) return;
    const advice = error instanceof Advice ? error : refusedByDisk(error);
    if (advice === undefined) throw error;
    say(advice.message);
    process.exitCode = advice instanceof Misuse ? 2 : 1;
  }
}

/** @param {unknown} error */
function refusedByDisk(error) {
  if (!(error instanceof Error) || !('code' in error) || !('path' in error)) return undefined;
  const refusal = REFUSALS[String(error.code)];
  if (refusal === undefined) return undefined;
  return new Advice(
    `${String(error.path)} ${refusal}. A checkout keeps what it makes in its own folder: move it to one that you may write to, or make room.`,
  );
}

/**
 * Whether the module at this address is what Node was started with.
 * @param {ImportMeta} meta
 */
export function isStarted(meta) {
  return process.argv[1] !== undefined && fileURLToPath(meta.url) === realpathSync(process.argv[1]);
}
