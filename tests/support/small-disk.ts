import { execFileSync } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { temporaryDirectory } from './directory.ts';

/** A file system of a few hundred kilobytes, to run out of space on. Needs Linux and the right to mount. */
export const smallDisk = {
  available: process.platform === 'linux' && process.getuid?.() === 0 && canMount(),
  /** Mounted until the test ends. */
  mount: (size: string): string => {
    const directory = temporaryDirectory('small-disk');
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', directory]);
    onTestFinished(() => void execFileSync('umount', ['--lazy', directory]));
    return directory;
  },
};

function canMount(): boolean {
  try {
    // A namespace of its own: the trial leaves no mount behind.
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Takes all the room that is left. */
export function fill(file: string): void {
  const handle = openSync(file, 'w');
  try {
    for (let block = Buffer.alloc(65_536); ;) {
      try {
        writeSync(handle, block);
      } catch {
        if (block.length === 1) return;
        block = Buffer.alloc(Math.floor(block.length / 4) || 1);
      }
    }
  } finally {
    closeSync(handle);
  }
}
