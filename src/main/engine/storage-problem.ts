import { problem, type IpcProblem } from '../../shared/ipc/problem.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { StorageError, type KeychainFault } from './ports.ts';

/** What the person is told when files or a database refuse. */
export const storageProblem = (fault: StorageError['fault']): IpcProblem =>
  fault.kind === 'disk_full'
    ? problem('disk_full', { detail: fault.detail })
    : problem('storage_failed', { detail: `${fault.kind}: ${fault.detail}` });

/** Runs work on a database; what its storage refuses becomes a problem, everything else is thrown on. */
export function attemptStorage<T>(work: () => T): Result<T, IpcProblem> {
  try {
    return ok(work());
  } catch (error) {
    if (error instanceof StorageError) return fail(storageProblem(error.fault));
    throw error;
  }
}

/** What the person is told when the operating system's keychain refuses. */
export const keychainProblem = (fault: KeychainFault): IpcProblem =>
  problem(fault.kind === 'locked' ? 'keychain_locked' : 'keychain_missing', { detail: fault.detail });
