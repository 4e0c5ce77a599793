import { truncateSync } from 'node:fs';
import Driver from 'better-sqlite3';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { StorageFault } from '../ports.ts';
import { fileFault } from './file-fault.ts';
import { makeForOwner } from './owner-only.ts';
import { sqliteFault } from './sqlite-fault.ts';

type Lock = Result<() => void, { readonly kind: 'profile_in_use' } | StorageFault>;

/**
 * Holds the profile with an exclusive transaction on an empty SQLite file. The lock is the operating system's, on every
 * platform that SQLite knows, so it ends with the process however that ends; there is no stale lock to clear away.
 */
export function lockProfile(path: string): Lock {
  const lock = tryLock(path);
  if (lock.ok || lock.problem.kind !== 'damaged') return fault(lock);
  // The file means nothing beyond its lock. Emptied in place: another process may be opening the same file.
  truncateSync(path);
  return fault(tryLock(path));
}

type Attempt = Result<
  () => void,
  { readonly kind: 'profile_in_use' } | StorageFault | { readonly kind: 'damaged'; readonly detail: string }
>;

function tryLock(path: string): Attempt {
  let connection: InstanceType<typeof Driver> | undefined;
  try {
    makeForOwner(path);
    connection = new Driver(path, { timeout: 0 });
    connection.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    connection?.close();
    const found = sqliteFault(error) ?? fileFault(error);
    if (!found) throw error;
    return fail(found.kind === 'busy' ? { kind: 'profile_in_use' } : found);
  }
  const held = connection;
  return ok(() => {
    held.close();
  });
}

function fault(attempt: Attempt): Lock {
  if (attempt.ok) return attempt;
  const { problem } = attempt;
  return fail(problem.kind === 'damaged' ? { kind: 'failed', detail: problem.detail } : problem);
}
