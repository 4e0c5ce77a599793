import { problem, type IpcProblem } from '../../../shared/ipc/problem.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { Journal } from '../journal/types.ts';
import type { Api, ApiFault } from '../session/index.ts';

/** Either the exchange failed and another try makes sense, or the backend has seen a longer journal than ours. */
export type WitnessFault =
  | { readonly kind: 'again'; readonly fault: ApiFault }
  | { readonly kind: 'behind'; readonly problem: IpcProblem };

/**
 * Has the backend remember the journal's head, when it has grown since it last did, and the commands in it that are
 * still to be sent: these it takes even from a device that it has ordered to be wiped.
 */
export async function witness(
  api: Api,
  journal: Pick<Journal, 'head' | 'checkpoint' | 'witnessed' | 'witnessedSize' | 'lastSealed'>,
  pending: readonly string[],
  signal: AbortSignal,
): Promise<Result<void, WitnessFault>> {
  if (journal.head().size <= journal.witnessedSize) return ok(undefined);
  const checkpoint = journal.checkpoint();
  const answer = await api.json('devices.checkpoint', { body: { ...checkpoint, pending }, signal });
  if (answer.ok) {
    journal.witnessed(checkpoint.size);
    return ok(undefined);
  }
  const fault = answer.problem;
  if (fault.kind === 'problem' && fault.problem.code === 'rollback') {
    // What is missing, in the words that a person knows: decisions.
    const me = await api.json('me.get', { signal });
    const device = me.ok ? me.value.device : undefined;
    const sequence: Record<string, number> = device
      ? { backend: device.lastSeq, journal: journal.lastSealed()?.deviceSeq ?? 0 }
      : {};
    const behind = problem('journal_behind', {
      detail: 'the backend has witnessed a longer journal',
      counts: { entries: checkpoint.size, ...sequence },
    });
    return fail({ kind: 'behind', problem: behind });
  }
  return fail({ kind: 'again', fault });
}
