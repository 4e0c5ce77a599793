import type { Context } from './context.ts';

interface Forgetting {
  /** Whether anything was purged since the last call. */
  readonly hasPurged: boolean;
  /** Milliseconds after which it is given up and left to a later call. */
  readonly mostMs: number;
  /** Aborts when the backend ends. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Lets the store forget what was deleted, for so long at most: one table that somebody holds must hold up neither the start
 * of the backend nor what is purged after that.
 */
export async function forgetInTime(
  { store, log }: Pick<Context, 'store' | 'log'>,
  { hasPurged, mostMs, signal }: Forgetting,
): Promise<void> {
  const late = AbortSignal.timeout(mostMs);
  await store.forget(hasPurged, signal ? AbortSignal.any([signal, late]) : late);
  if (late.aborted)
    log.warn({ mostMs }, 'the store still holds what was deleted: the next round asks it again');
}
