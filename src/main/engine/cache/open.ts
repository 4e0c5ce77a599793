import { problem, type IpcProblem } from '../../../shared/ipc/problem.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { StorageError, type Database, type Databases, type Files } from '../ports.ts';
import { storageProblem } from '../storage-problem.ts';
import { loadDirectly } from './bulk-load.ts';
import { readMeta } from './meta.ts';
import { migrate, newestSchema } from './migrations/index.ts';

const name = 'cache.db';

/** 64 MiB: the indexes of 100,000 cases fit, so that a bulk insert does not decrypt the same pages again and again. */
const cacheKiB = 65_536;

/** 32 MiB of log before it is written back: a page that changes often is encrypted fewer times. */
const checkpointPages = 8_192;

export interface OpenedCache {
  readonly database: Database;
  /** Why an earlier copy was thrown away, if it was. */
  readonly rebuilt: 'damaged' | 'from_future' | undefined;
}

interface Place {
  readonly databases: Databases;
  readonly files: Files;
  readonly key: Uint8Array;
}

/**
 * Opens `cache.db` and brings it to the newest schema. What can't be read, or is newer than this program, is thrown
 * away: the backend and the journal hold all of it. Page damage elsewhere shows when the page is read, because each
 * one is authenticated, so there is no scan at open. Problems: disk_full, storage_failed.
 */
export function openCache(place: Place): Result<OpenedCache, IpcProblem> {
  const first = tryOpen(place);
  if (first.ok) return ok({ database: first.value, rebuilt: undefined });
  if (first.problem === 'damaged' || first.problem === 'from_future') {
    const removed = discardCache(place.files);
    if (!removed.ok) return removed;
    const second = tryOpen(place);
    if (second.ok) return ok({ database: second.value, rebuilt: first.problem });
    return fail(typeof second.problem === 'string' ? problem('storage_failed') : second.problem);
  }
  return fail(first.problem);
}

/** Removes a cache that is closed. A journal that outlives its database is none to SQLite: it never meets the next one. */
export function discardCache(files: Files): Result<void, IpcProblem> {
  for (const file of [name, `${name}-journal`, `${name}-wal`, `${name}-shm`]) {
    if (!files.exists(file)) continue;
    const removed = files.remove(file);
    if (!removed.ok) return fail(storageProblem(removed.problem));
  }
  return ok(undefined);
}

type Unusable = 'damaged' | 'from_future' | IpcProblem;

function tryOpen({ databases, files, key }: Place): Result<Database, Unusable> {
  const opened = databases.open(files.path(name), key, 'normal');
  if (!opened.ok) {
    return fail(opened.problem.kind === 'unreadable' ? 'damaged' : storageProblem(opened.problem));
  }
  const database = opened.value;
  try {
    if (database.schemaVersion > newestSchema) {
      database.close();
      return fail('from_future');
    }
    database.exec(`PRAGMA cache_size = -${cacheKiB}`);
    database.exec(`PRAGMA wal_autocheckpoint = ${checkpointPages}`);
    migrate(database);
    if (readMeta(database, 'complete') !== 'yes') loadDirectly(database);
    return ok(database);
  } catch (error) {
    database.close();
    if (!(error instanceof StorageError)) throw error;
    return fail(error.fault.kind === 'damaged' ? 'damaged' : storageProblem(error.fault));
  }
}
