import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startBackend } from '../../tools/index.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the stores of this run lie that backends start on copies of. */
    readonly samples: string;
  }
}

/** Vitest calls it once before all end-to-end tests of a run; what it returns, after them. */
export function setup({ provide }: TestProject): () => void {
  const samples = mkdtempSync(join(tmpdir(), 'sealdesk-samples-'));
  provide('samples', samples);
  return () => rmSync(samples, { recursive: true, force: true });
}

/** The options of a backend for so many cases in a store at `database`. */
export const sampleOptions = (database: string, count: number): readonly string[] => [
  '--db',
  `sqlite:${database}`,
  '--port=0',
  `--sample=${count}`,
  '--seed=end-to-end',
];

/**
 * Puts a store with so many cases at `database`, as a copy of one that is made once in a run: drawing documents takes
 * seconds, copying a file does not. A backend that is asked for the same sample there finds it and serves at once.
 */
export async function copySample(samples: string, database: string, count: number): Promise<void> {
  const made = join(samples, String(count));
  if (!existsSync(made)) await makeSample(samples, made, count);
  for (const end of ['', '.keys']) cpSync(join(made, `backend.db${end}`), `${database}${end}`);
}

/** Two files may make the same one at once; the first to finish counts. */
async function makeSample(samples: string, made: string, count: number): Promise<void> {
  const folder = mkdtempSync(join(samples, 'unfinished-'));
  const database = join(folder, 'backend.db');
  const backend = await startBackend(sampleOptions(database, count), { log: 'ignore' });
  // Its end leaves one file: a store that is closed has no write-ahead log.
  await backend.stop();
  if (existsSync(`${database}-wal`)) throw new Error('the sample backend was not closed');
  try {
    renameSync(folder, made);
  } catch (error) {
    if (!existsSync(made)) throw error;
    rmSync(folder, { recursive: true });
  }
}
