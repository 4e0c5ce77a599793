import type { Bytes } from '../../../shared/bytes.ts';
import type { Document } from '../../../shared/domain/customer.ts';
import type { IpcProblem } from '../../../shared/ipc/problem.ts';
import type { Result } from '../../../shared/result.ts';
import { nothingYet, type Partial } from './download.ts';

export type Priority = 'now' | 'ahead';

/** One document to be fetched, however many asked for it. */
export interface Job {
  readonly document: Document;
  priority: Priority;
  /** Smaller is sooner within a priority. */
  order: number;
  running: boolean;
  readonly partial: Partial;
  readonly waiters: ((result: Result<Bytes, IpcProblem>) => void)[];
}

/** What is to be fetched, by hash: the open case before what is ahead, the case opened last before those before it. */
export interface Wanted {
  /** A list of what is ahead replaces the one before. */
  add(documents: readonly Document[], priority: Priority): readonly Job[];
  find(sha256: string): Job | undefined;
  /** The next one that nobody fetches yet. */
  next(): Job | undefined;
  idle(): readonly Job[];
  drop(sha256: string): void;
  size(): number;
}

export function createWanted(): Wanted {
  const jobs = new Map<string, Job>();
  let batches = 0;

  const place = (priority: Priority, index: number): number => {
    // No case has this many documents, so batches do not overlap.
    const batch = batches * 10_000;
    return priority === 'now' ? index - batch : index + batch;
  };

  /** What lay ahead before no longer does: somebody who scrolls must not leave a trail of downloads. */
  const forgetAhead = (still: readonly Document[]): void => {
    const kept = new Set(still.map(({ sha256 }) => sha256));
    for (const [sha256, job] of jobs) {
      const idle = job.priority === 'ahead' && !job.running && job.waiters.length === 0;
      if (idle && !kept.has(sha256)) jobs.delete(sha256);
    }
  };

  return {
    add: (documents, priority) => {
      batches += 1;
      if (priority === 'ahead') forgetAhead(documents);
      return documents.map((document, index) => {
        const known = jobs.get(document.sha256);
        const order = place(priority, index);
        if (!known) {
          const job: Job = {
            document,
            priority,
            order,
            running: false,
            partial: nothingYet(),
            waiters: [],
          };
          jobs.set(document.sha256, job);
          return job;
        }
        if (priority === 'now') Object.assign(known, { priority, order });
        return known;
      });
    },
    find: sha256 => jobs.get(sha256),
    next: () => {
      let best: Job | undefined;
      for (const job of jobs.values()) if (!job.running && (!best || before(job, best))) best = job;
      return best;
    },
    idle: () => [...jobs.values()].filter(job => !job.running),
    drop: sha256 => {
      jobs.delete(sha256);
    },
    size: () => jobs.size,
  };
}

const before = (a: Job, b: Job): boolean =>
  a.priority === b.priority ? a.order < b.order : a.priority === 'now';
