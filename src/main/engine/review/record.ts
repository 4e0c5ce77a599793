import type { IpcProblem } from '../../../shared/ipc/problem.ts';
import { ok, type Result } from '../../../shared/result.ts';
import type { Cache, Touched } from '../cache/index.ts';
import type { JournalBody, JournalEntry } from '../journal/entries.ts';
import type { Journal } from '../journal/types.ts';
import { StorageError } from '../ports.ts';

/** With nothing to append it only projects what an earlier fault kept out of the cache. */
export type RecordEntries = (bodies: readonly JournalBody[]) => Result<readonly JournalEntry[], IpcProblem>;

/**
 * The one way in which anything is decided: into the journal first, then into the cache, then told. What the journal
 * has taken is decided even when the cache can't follow; then `cacheFailed` is called, the answer is still yes, and the
 * cache catches up with the next entries.
 */
export function createRecord(options: {
  readonly journal: Pick<Journal, 'append' | 'entriesAfter'>;
  readonly cache: Pick<Cache, 'project' | 'projectedSeq'>;
  readonly touched: (touched: Touched) => void;
  readonly cacheFailed: (error: StorageError) => void;
}): RecordEntries {
  const { journal, cache, touched, cacheFailed } = options;
  let behind = false;
  return bodies => {
    const appended = journal.append(bodies);
    if (!appended.ok || (bodies.length === 0 && !behind)) return appended;
    try {
      const entries = behind ? [...journal.entriesAfter(cache.projectedSeq())] : appended.value;
      const change = cache.project(entries);
      behind = false;
      touched(change);
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      behind = true;
      cacheFailed(error);
    }
    return ok(appended.value);
  };
}
