import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ChildArguments, ChildLine } from './protocol.ts';

export interface EngineChild {
  /** Everything said so far. */
  readonly lines: readonly ChildLine[];
  /** Resolves when the child says something that `wanted` accepts; rejects when it ends without. */
  said(wanted: (line: ChildLine) => boolean): Promise<ChildLine>;
  /** Lets a loaded child begin. */
  go(): void;
  kill(): void;
  /** How it ended, after its last line was read. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  errors(): string;
}

const script = join(import.meta.dirname, 'engine-child.ts');

/** The engine in a process of its own. `compiled` is a folder in which later children find what the first compiled. */
export function startChild(options: ChildArguments, compiled: string): EngineChild {
  const process_ = spawn(process.execPath, [script, JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
  });
  const lines: ChildLine[] = [];
  const waiting = new Set<() => void>();
  let errors = '';
  // A child that ended before it was told to go on says why by its exit.
  process_.stdin.on('error', () => undefined);
  process_.stderr.setEncoding('utf8').on('data', text => (errors += String(text)));
  const reading = createInterface({ input: process_.stdout });
  reading.on('line', line => {
    // A line that the kill cut in two was not said.
    if (!line.endsWith('}')) return;
    lines.push(JSON.parse(line));
    waiting.forEach(look => look());
  });
  const closed = new Promise<void>(resolve => reading.once('close', resolve));
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>(resolve =>
    process_.once('exit', (code, signal) => resolve({ code, signal })),
  );
  const ended = Promise.all([exited, closed]).then(([how]) => how);
  return {
    lines,
    ended,
    errors: () => errors,
    go: () => void process_.stdin.end('go'),
    kill: () => void process_.kill('SIGKILL'),
    said: wanted =>
      new Promise((resolve, reject) => {
        let seen = 0;
        const look = (): void => {
          for (; seen < lines.length; seen += 1) {
            const line = lines[seen];
            if (!line || !wanted(line)) continue;
            waiting.delete(look);
            resolve(line);
            return;
          }
        };
        waiting.add(look);
        look();
        void ended.then(({ code, signal }) => {
          look();
          if (waiting.delete(look)) reject(new Error(`the child ended (${code ?? signal}): ${errors}`));
        });
      }),
  };
}
