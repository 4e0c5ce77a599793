import { chmodSync, closeSync, openSync, statSync } from 'node:fs';

const everybodyElse = 0o077;

/**
 * Takes from everybody but its owner whatever a file or folder was open to. Windows: the user's own folders are that
 * already, and modes mean nothing. Throws what the system says.
 */
export function closeToOthers(path: string): void {
  if (process.platform === 'win32') return;
  const { mode } = statSync(path);
  if ((mode & everybodyElse) !== 0) chmodSync(path, mode & 0o700);
}

/**
 * Makes a file for its owner alone, or closes one that is there to everybody else. An existing file is not opened:
 * on POSIX the closing of any descriptor ends the locks that this process has on the file. Throws what the system says.
 */
export function makeForOwner(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    closeToOthers(path);
  }
}
