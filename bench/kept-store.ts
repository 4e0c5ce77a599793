import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Which store is wanted: one of the same kind and another version is outdated. */
export interface StoreName {
  readonly kind: string;
  readonly version: string;
}

const runPrefix = 'run-';

/** A folder for this process below `kept`; those of processes that are gone are removed. */
export function runFolder(kept: string): string {
  mkdirSync(kept, { recursive: true });
  for (const name of readdirSync(kept).filter(name => name.startsWith(runPrefix))) {
    if (!isRunning(Number(name.slice(runPrefix.length))))
      rmSync(join(kept, name), { recursive: true, force: true });
  }
  const folder = join(kept, `${runPrefix}${process.pid}`);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/**
 * The folder of a filled store below `kept`, filled now where it is not there. It gets its name when `fill` is done with
 * it: one that was broken off never counts, and goes with the folder of its run.
 */
export async function keptStore(
  kept: string,
  { kind, version }: StoreName,
  fill: (folder: string) => Promise<void>,
): Promise<string> {
  const store = join(kept, `${kind}-${version}`);
  if (existsSync(store)) return store;
  const outdated = readdirSync(kept).filter(
    name => name.startsWith(`${kind}-`) || name.startsWith(`${kind}.`),
  );
  for (const name of outdated) rmSync(join(kept, name), { recursive: true, force: true });
  const filling = join(runFolder(kept), 'filling');
  rmSync(filling, { recursive: true, force: true });
  mkdirSync(filling);
  await fill(filling);
  renameSync(filling, store);
  return store;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process may not be signalled, and runs.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
