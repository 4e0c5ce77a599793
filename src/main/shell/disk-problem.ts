import { problem, type IpcProblem } from '../../shared/ipc/problem.ts';
import { fail, type Result } from '../../shared/result.ts';

/** What the disk said when a file could not be written; anything else is thrown on. */
export function diskProblem(error: unknown): Result<never, IpcProblem> {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code !== 'string') throw error;
  const isFull = code === 'ENOSPC' || code === 'EDQUOT';
  return fail(problem(isFull ? 'disk_full' : 'storage_failed', { detail: code.toLowerCase() }));
}
