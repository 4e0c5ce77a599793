import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A new empty folder, removed when the test ends. */
export function temporaryDirectory(label = 'sealdesk'): string {
  const directory = mkdtempSync(join(tmpdir(), `${label}-`));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}
