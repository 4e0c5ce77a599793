import { problem, type IpcProblem } from '../../../shared/ipc/problem.ts';
import type { Result } from '../../../shared/result.ts';
import type { Cache, Touched } from '../cache/index.ts';
import type { JournalBody, JournalEntry } from '../journal/entries.ts';
import type { Journal } from '../journal/types.ts';
import { StorageError } from '../ports.ts';
import { storageProblem } from '../storage-problem.ts';

export interface RecordEntries {
  (bodies: readonly JournalBody[]): Result<readonly JournalEntry[], IpcProblem>;
  /**
   * Why the cache lacks what the journal has, after one more try to give it that; undefined when it lacks nothing.
   * Whatever decides or sends by what the cache says asks first and does nothing meanwhile: it would go by an old state.
   */
  readonly behind: () => IpcProblem | undefined;
}

const everything: Touched = { customerIds: null, outbox: true };

/**
 * The one way in which anything is decided: into the journal first, then into the cache, then told. What the journal
 * has taken is decided even when the cache can't follow; then `cacheFailed` is called, the answer is still yes, and the
 * cache is behind until it has caught up, with the next entries or when it is asked for.
 */
export function createRecord(options: {
  readonly journal: Pick<Journal, 'append' | 'entriesAfter'>;
  readonly cache: Pick<Cache, 'project' | 'projectedSeq'>;
  readonly touched: (touched: Touched) => void;
  readonly cacheFailed: (why: IpcProblem) => void;
}): RecordEntries {
  const { journal, cache, touched, cacheFailed } = options;
  let behind = false;

  const follow = (appended: readonly JournalEntry[]): IpcProblem | undefined => {
    const late = behind;
    // Until the last line of the work has run, whatever is thrown on the way to it.
    behind = true;
    try {
      const last = cache.projectedSeq();
      const isNext = appended[0]?.seq === last + 1;
      const change = cache.project(isNext ? appended : [...journal.entriesAfter(last)]);
      // What failed before may have been the telling.
      touched(late ? everything : change);
      behind = false;
      return undefined;
    } catch (error) {
      const why = whyNot(error);
      cacheFailed(why);
      return why;
    }
  };

  const record = (bodies: readonly JournalBody[]): Result<readonly JournalEntry[], IpcProblem> => {
    const appended = journal.append(bodies);
    if (appended.ok && bodies.length > 0) follow(appended.value);
    return appended;
  };
  return Object.assign(record, { behind: () => (behind ? follow([]) : undefined) });
}

/** A bug is named too: thrown on, it would deny to the person what the journal has taken. */
const whyNot = (error: unknown): IpcProblem =>
  error instanceof StorageError
    ? storageProblem(error.fault)
    : problem('internal', { detail: error instanceof Error ? error.message : 'not an error' });
