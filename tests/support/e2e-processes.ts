import { readdirSync, readFileSync } from 'node:fs';

/** Where processes and their parents can be read without another program. */
export const canListProcesses = process.platform === 'linux';

/** The engine processes below a shell's main process. */
export function engineProcesses(mainPid: number): readonly number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .filter(pid => parentOf(pid) === mainPid && isEngine(pid));
}

/** A process may end while it is looked at; it is none then. */
function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

const parentOf = (pid: number): number | undefined => {
  const parent = /^PPid:\t(\d+)$/m.exec(contentOf(`/proc/${pid}/status`) ?? '')?.[1];
  return parent === undefined ? undefined : Number(parent);
};

const isEngine = (pid: number): boolean =>
  /engine-process|node\.mojom\.NodeService/.test(contentOf(`/proc/${pid}/cmdline`) ?? '');
