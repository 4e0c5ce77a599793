import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'sealdesk-chromium-';

/** A fresh folder for the browser's own state; those of programs that were killed are removed on the way. */
export function createBrowserProfile(): string {
  for (const name of readdirSync(tmpdir())) {
    const owner = /^sealdesk-chromium-(\d+)-/.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) removeBrowserProfile(join(tmpdir(), name));
  }
  return mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
}

/** Removes a browser's folder; a dying browser may still write into it, hence the retries. */
export function removeBrowserProfile(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
