import type { Context } from '../context.ts';
import { newId } from '../environment.ts';
import { answersKeptMs } from '../http/index.ts';
import type { Importing } from './import.ts';
import { beginProgress, findProgress, isRunning, type Progress } from './progress.ts';

/** What an import's id leads to: this request's own, another's that runs, or what was answered under the same key. */
export type Claim =
  | { readonly kind: 'run'; readonly progress: Progress }
  | { readonly kind: 'running' }
  | { readonly kind: 'answered'; readonly progress: Progress };

/** Begins an import, unless one with its id runs, or ended under the key that it has. */
export async function claimImport(
  { work, clock, random }: Pick<Context, 'work' | 'clock' | 'random'>,
  { tenantId, actor, id, dryRun, isKeyed }: Importing,
): Promise<Claim> {
  return work(tenantId, async ({ db, at }) => {
    const known = await findProgress(db, tenantId, id);
    if (known && isRunning(known, at)) return { kind: 'running' };
    if (known && isKeyed && known.state === 'finished' && known.startedAt > at - answersKeptMs)
      return { kind: 'answered', progress: known };
    const progress: Progress = {
      tenantId,
      id,
      state: 'running',
      dryRun: dryRun ? 1 : 0,
      by: actor,
      run: newId(clock, random),
      rows: 0,
      accepted: 0,
      repeated: 0,
      refused: 0,
      refusals: [],
      fileHash: null,
      startedAt: at,
      updatedAt: at,
      finishedAt: null,
    };
    await beginProgress(db, progress);
    return { kind: 'run', progress };
  });
}
