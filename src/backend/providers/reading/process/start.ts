import { fork } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import type { Asked } from '../read-document.ts';
import type { Reading } from '../reading.ts';
import { bareEnvironment, confined } from './confined.ts';
import { saidSchema, type Spent, type Start } from './messages.ts';

/** How an attempt to read ended; `died`: the process with it, `absent`: there was none to try it. */
export type Ended =
  | { readonly kind: 'reading'; readonly reading: Reading; readonly spent: Spent }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'died' }
  | { readonly kind: 'absent' };

export interface ReadingProcess {
  /** Reads one document; one at a time. Never rejects. */
  readonly read: (asked: Asked) => Promise<Ended>;
  /** Resolves when it is gone, for whatever reason. */
  readonly gone: Promise<unknown>;
  /** Ends it at once. */
  readonly end: () => void;
}

export interface ProcessOptions {
  /** The program that it runs. */
  readonly program: URL;
  /** Most megabytes that it may have resident. */
  readonly mostMb: number;
}

/** Where the machine has no memory left, Linux ends this process before any other: it alone is expendable. */
async function putInFront(pid: number): Promise<void> {
  if (process.platform !== 'linux') return;
  // It may be gone by now; and where this is not allowed it is one process among the others.
  await writeFile(`/proc/${pid}/oom_score_adj`, '1000').catch(() => undefined);
}

/** Starts a process that opens documents. It has no part in this one's memory, files, environment or output. */
export function startProcess({ program, mostMb }: ProcessOptions): ReadingProcess {
  const start: Start = [process.pid, mostMb];
  const child = fork(program, start.map(String), {
    env: bareEnvironment(),
    execArgv: [...confined(program)],
    serialization: 'advanced',
    // Its standard output is nobody's; this one's is read by whoever started it.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  if (child.pid !== undefined) void putInFront(child.pid);
  let isReady = false;
  let heard: ((ended: Ended) => void) | undefined;
  const gone = new Promise<Ended>(resolve => {
    const leave = (): void => resolve({ kind: isReady ? 'died' : 'absent' });
    // What it said before it ended may still be on its way.
    child.once('exit', () => (child.connected ? child.once('disconnect', leave) : leave()));
    child.on('error', () => {
      if (child.pid === undefined) leave();
    });
  });
  let over: Ended | undefined;
  void gone.then(ended => {
    over = ended;
    heard?.(ended);
  });
  /** Without work it keeps this process from ending no more than a thread would. */
  const hold = (isHeld: boolean): void => {
    if (isHeld) child.ref();
    else child.unref();
    if (isHeld) child.channel?.ref();
    else child.channel?.unref();
  };
  child.on('message', message => {
    const said = saidSchema.safeParse(message);
    if (!said.success) heard?.({ kind: 'failed', message: 'a process said what is of no known form' });
    else if (said.data.kind === 'ready') isReady = true;
    else heard?.(said.data);
  });
  hold(false);
  return {
    read: async asked => {
      hold(true);
      // Not a race with `gone`: that would hold on to every answer for as long as the process is there.
      const ended = await new Promise<Ended>(resolve => {
        heard = resolve;
        if (over) resolve(over);
        // Where it can't be told any more it is gone, which is heard anyway.
        else if (child.connected) child.send(asked, () => undefined);
      });
      heard = undefined;
      hold(false);
      return ended;
    },
    gone,
    end: () => {
      child.ref();
      child.kill('SIGKILL');
    },
  };
}
