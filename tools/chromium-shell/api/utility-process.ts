import { fork as forkNode, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { ForkOptions } from 'electron';
import { refuseUnknown, unsupported } from '../limits.ts';

const CHILD_REGISTER = fileURLToPath(new URL('../utility-child.mjs', import.meta.url));

/** `UtilityProcess` as a plain child process of Node: the same messages, no sandbox, no MessagePort. */
class UtilityProcess extends EventEmitter {
  readonly #child: ChildProcess;

  constructor(child: ChildProcess) {
    super();
    this.#child = child;
    child.on('spawn', () => this.emit('spawn'));
    child.on('message', message => this.emit('message', message));
    child.on('error', error => this.emit('error', 'FatalError', '', error.message));
    child.on('exit', (code, signal) =>
      this.emit('exit', code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
    );
  }

  get pid(): number | undefined {
    return this.#child.exitCode === null && this.#child.signalCode === null ? this.#child.pid : undefined;
  }

  get stdout(): Readable | null {
    return this.#child.stdout;
  }

  get stderr(): Readable | null {
    return this.#child.stderr;
  }

  postMessage(message: unknown, transfer: readonly unknown[] = []): void {
    if (transfer.length > 0) throw unsupported('a MessagePort sent to a utility process');
    // A message to a process that has just ended is lost, as in Electron; its end is told by 'exit'.
    if (this.#child.connected) this.#child.send(Object(message) as object, () => undefined);
  }

  kill(): boolean {
    return this.#child.kill();
  }
}

/** One setting for both outputs; Electron's finer forms are not needed. */
function outputOf(stdio: ForkOptions['stdio']): 'pipe' | 'ignore' | 'inherit' {
  if (stdio === undefined) return 'inherit';
  if (stdio === 'pipe' || stdio === 'ignore' || stdio === 'inherit') return stdio;
  throw unsupported('utilityProcess.fork with one stdio setting per stream');
}

const running = new Set<ChildProcess>();

export const utilityProcess = refuseUnknown('utilityProcess', {
  fork(modulePath: string, args: readonly string[] = [], options: ForkOptions = {}): UtilityProcess {
    const { cwd, env = process.env, execArgv = [] } = options;
    const output = outputOf(options.stdio);
    const child = forkNode(modulePath, args, {
      cwd: cwd ?? process.cwd(),
      env: env as NodeJS.ProcessEnv,
      execArgv: [...execArgv, '--import', CHILD_REGISTER],
      serialization: 'advanced',
      stdio: ['ignore', output, output, 'ipc'],
    });
    running.add(child);
    child.once('exit', () => running.delete(child));
    return refuseUnknown('UtilityProcess', new UtilityProcess(child));
  },
});

/** Ends what the program has forked and left running. */
export function endUtilityProcesses(): void {
  for (const child of running) child.kill();
}
