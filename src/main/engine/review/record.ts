import { ok, type Result } from '../../../shared/result.ts';
import type { IpcProblem } from '../../../shared/ipc/problem.ts';
import type { Cache, Touched } from '../cache/index.ts';
import type { JournalBody, JournalEntry } from '../journal/entries.ts';
import type { Journal } from '../journal/types.ts';
import { StorageError } from '../ports.ts';

export type RecordEntries = (bodies: readonly JournalBody[]) => Result<readonly JournalEntry[], IpcProblem>;

/**
 * The one way in which anything is decided: into the journal first, then into the cache, then told. What the journal
 * has taken is decided even when the cache can't follow; then `cacheFailed` is called and the answer is still yes.
 */
export function createRecord(options: {
  readonly journal: Pick<Journal, 'append'>;
  readonly cache: Pick<Cache, 'project'>;
  readonly touched: (touched: Touched) => void;
  readonly cacheFailed: (error: StorageError) => void;
}): RecordEntries {
  const { journal, cache, touched, cacheFailed } = options;
  return bodies => {
    const appended = journal.append(bodies);
    if (!appended.ok) return appended;
    try {
      touched(cache.project(appended.value));
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      cacheFailed(error);
    }
    return ok(appended.value);
  };
}
