import { problem, type IpcProblem } from '../../../shared/ipc/problem.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { StorageError, type Database } from '../ports.ts';
import { storageProblem } from '../storage-problem.ts';
import type { JournalHead } from './types.ts';
import { migrate, newestSchema } from './migrations/index.ts';
import { journalFile, suspectFile, type JournalOptions } from './place.ts';
import { readState, type State } from './records.ts';

export interface Sound {
  readonly kind: 'sound';
  readonly database: Database;
  readonly state: State;
}

export interface Damaged {
  readonly kind: 'damaged';
  readonly detail: string;
  /** Still open where some of it may be read. */
  readonly database: Database | undefined;
}

const pageSize = 4096;
const weekMs = 7 * 24 * 3_600_000;
/** A quick check of this much takes well under 100 ms, so it is done at every opening. */
const smallBytes = 16 * 1024 * 1024;

/** Opens the journal's database, migrates and checks it. Problems: journal_from_future, disk_full, storage_failed. */
export function openDatabase(
  { ports, vault }: JournalOptions,
  known: JournalHead | undefined,
): Result<Sound | Damaged, IpcProblem> {
  const { files } = ports;
  const bytes = files.size(journalFile);
  const unclean = files.size(`${journalFile}-wal`) > 0;
  // SQLite takes a missing file, or one shorter than a page, for a new database and deletes the log that belongs to it.
  if (bytes < pageSize && (unclean || (known?.size ?? 0) > 0)) {
    return ok({ kind: 'damaged', detail: 'truncated', database: undefined });
  }
  const opened = ports.databases.open(files.path(journalFile), vault.journalKey, 'full');
  if (!opened.ok) {
    return opened.problem.kind === 'unreadable'
      ? ok({ kind: 'damaged', detail: opened.problem.detail, database: undefined })
      : fail(storageProblem(opened.problem));
  }
  const database = opened.value;
  try {
    if (database.schemaVersion > newestSchema) {
      const counts = { found: database.schemaVersion, known: newestSchema };
      database.close();
      return fail(problem('journal_from_future', { counts }));
    }
    migrate(database);
    const state = readState(database);
    if (!state) return ok({ kind: 'damaged', detail: 'state', database });
    const now = ports.clock.now();
    const weekly = Math.abs(now - state.checkedAt) > weekMs;
    const depth = weekly || files.exists(suspectFile) ? 'full' : 'quick';
    if (weekly || unclean || bytes < smallBytes || depth === 'full') {
      const [finding] = database.check(depth);
      if (finding !== undefined) return ok({ kind: 'damaged', detail: 'check', database });
    }
    if (weekly) database.prepare('UPDATE state SET checked_at = ?').run(Math.trunc(now));
    files.remove(suspectFile);
    return ok({ kind: 'sound', database, state });
  } catch (error) {
    if (!(error instanceof StorageError)) {
      database.close();
      throw error;
    }
    if (error.fault.kind === 'damaged') return ok({ kind: 'damaged', detail: error.fault.detail, database });
    database.close();
    return fail(storageProblem(error.fault));
  }
}
