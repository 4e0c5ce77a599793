import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

const memory = '/dev/shm';
/** Bytes that a file system in memory must have free to be used; a container's default of 64 MB is too little. */
const enough = 512 * 1024 * 1024;

function inMemory(): string {
  try {
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize >= enough ? memory : tmpdir();
  } catch {
    return tmpdir();
  }
}

/**
 * A new empty folder, removed when the test ends. `memory` is for tests that write much and are not about the disk: a
 * killed process leaves the same behind there, only a power cut would not.
 */
export function temporaryDirectory(label = 'sealdesk', where: 'disk' | 'memory' = 'disk'): string {
  const directory = mkdtempSync(join(where === 'memory' ? inMemory() : tmpdir(), `${label}-`));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A new empty folder for as long as whoever asked for it wants it: one that a whole file of tests shares. */
export function temporaryFolder(label: string): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), `${label}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
