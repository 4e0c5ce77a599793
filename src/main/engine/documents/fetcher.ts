import type { Bytes } from '../../../shared/bytes.ts';
import type { Document } from '../../../shared/domain/customer.ts';
import { problem, type IpcProblem } from '../../../shared/ipc/problem.ts';
import { fail, type Result } from '../../../shared/result.ts';
import { createBackoff } from '../connection/index.ts';
import type { Ports } from '../ports.ts';
import { problemOfFault, retryAfterOf, type Api, type ApiFault } from '../session/index.ts';
import { download } from './download.ts';
import { createWanted, type Job, type Priority } from './wanted.ts';

const atOnce = 4;

export interface Fetcher {
  want(documents: readonly Document[], priority: Priority): void;
  /** Fetches this one before all others and gives its bytes. */
  fetch(document: Document): Promise<Result<Bytes, IpcProblem>>;
  isFetching(sha256: string): boolean;
  isWrong(sha256: string): boolean;
  waiting(): number;
  online(): boolean;
  setOnline(online: boolean): void;
  stop(): Promise<void>;
}

export interface FetcherOptions {
  readonly ports: Pick<Ports, 'crypto' | 'timers' | 'random' | 'log'>;
  readonly api: Api;
  /** Takes what has arrived and been verified. */
  readonly keep: (document: Document, bytes: Bytes) => Promise<void>;
  readonly changed: (document: Document) => void;
}

export function createFetcher({ ports, api, keep, changed }: FetcherOptions): Fetcher {
  const { timers } = ports;
  const wanted = createWanted();
  const backoff = createBackoff(ports.random);
  const wrong = new Set<string>();
  const running = new Set<Promise<void>>();
  let aborting = new AbortController();
  let online = false;
  let stopped = false;
  let endPause: (() => void) | undefined;

  const pump = (): void => {
    while (online && !stopped && !endPause && running.size < atOnce) {
      const job = wanted.next();
      if (!job) return;
      job.running = true;
      const work = run(job).finally(() => {
        running.delete(work);
        pump();
      });
      running.add(work);
    }
  };

  const settle = (job: Job, result: Result<Bytes, IpcProblem>): void => {
    const waiters = job.waiters.splice(0);
    waiters.forEach(waiter => waiter(result));
    changed(job.document);
  };

  const finish = (job: Job, result: Result<Bytes, IpcProblem>): void => {
    wanted.drop(job.document.sha256);
    settle(job, result);
  };

  const run = async (job: Job): Promise<void> => {
    const { document } = job;
    changed(document);
    const got = await download(ports, api, document, job.partial, aborting.signal);
    if (got.ok) {
      backoff.reset();
      wrong.delete(document.sha256);
      await keep(document, got.value);
      finish(job, got);
    } else if (got.problem.kind === 'wrongBytes') {
      ports.log('documents.wrong_bytes');
      wrong.add(document.sha256);
      finish(job, fail(problem('document_damaged', { detail: 'the bytes do not have its hash' })));
    } else {
      failed(job, got.problem.fault);
    }
  };

  const failed = (job: Job, fault: ApiFault): void => {
    if (fault.kind === 'problem' && fault.problem.status === 404) {
      finish(job, fail(problem('not_found')));
      return;
    }
    // Nobody waits at the screen for a backend that is away; the document stays wanted.
    settle(job, fail(notHere(fault)));
    Object.assign(job, { running: false, priority: 'ahead' });
    if (endPause || stopped || (fault.kind === 'network' && fault.fault.kind === 'aborted')) return;
    endPause = timers.after(backoff.next(retryAfterOf(fault)), resume);
  };

  /** Whoever waits for one that is not even being fetched would wait for ever. */
  const giveUpWaiting = (): void => {
    for (const job of wanted.idle()) {
      if (job.waiters.length > 0) settle(job, fail(problem('document_not_here')));
    }
  };

  const resume = (): void => {
    endPause?.();
    endPause = undefined;
    pump();
  };

  return {
    want: (documents, priority) => {
      wanted.add(
        documents.filter(({ sha256 }) => !wrong.has(sha256)),
        priority,
      );
      pump();
    },
    fetch: document => {
      const [job] = wanted.add([document], 'now');
      if (!job) throw new Error('a wanted document has a job');
      const fetched = new Promise<Result<Bytes, IpcProblem>>(resolve => job.waiters.push(resolve));
      // A person waits: the pause after a failure is not for them.
      resume();
      return fetched;
    },
    isFetching: sha256 => wanted.find(sha256)?.running ?? false,
    isWrong: sha256 => wrong.has(sha256),
    waiting: wanted.size,
    online: () => online,
    setOnline: next => {
      if (online === next) return;
      online = next;
      if (online) {
        backoff.reset();
        resume();
      } else {
        aborting.abort();
        aborting = new AbortController();
        giveUpWaiting();
      }
    },
    stop: async () => {
      stopped = true;
      online = false;
      endPause?.();
      aborting.abort();
      giveUpWaiting();
      await Promise.all(running);
    },
  };
}

function notHere(fault: ApiFault): IpcProblem {
  const why = problemOfFault(fault);
  const away = why.kind === 'backend_unreachable' || why.kind === 'cancelled' || why.kind === 'signed_out';
  return away ? problem('document_not_here', { detail: why.kind }) : why;
}
