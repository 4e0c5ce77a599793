import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

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

/**
 * Runs a command line tool's main function and turns its outcome into an exit code.
 * @param {() => Promise<number>} main
 */
export async function runMain(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof Advice)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}

/**
 * Whether the module at this address is what Node was started with.
 * @param {ImportMeta} meta
 */
export function isStarted(meta) {
  return process.argv[1] !== undefined && fileURLToPath(meta.url) === realpathSync(process.argv[1]);
}
