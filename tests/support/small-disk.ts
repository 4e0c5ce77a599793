import { execFileSync } from 'node:child_process';
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
