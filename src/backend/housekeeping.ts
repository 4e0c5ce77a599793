import { setImmediate as turn } from 'node:timers/promises';
import { purgeDeletes } from './changes/index.ts';
import type { Context } from './context.ts';
import { purgeStaging } from './documents/index.ts';
import { purgeIdempotency } from './http/idempotency.ts';
import { purgeIdentity } from './identity/index.ts';
import { purgeRetained } from './retention/index.ts';
import { purgeWebhooks } from './webhooks/index.ts';

const everyMs = 3600_000;

const purges = [purgeIdentity, purgeIdempotency, purgeStaging, purgeDeletes, purgeWebhooks] as const;

type Parts = Pick<Context, 'store' | 'work' | 'clock' | 'log'>;

/**
 * Removes what has served its time, by the backend's clock. Each portion in a transaction of its own: writers wait for
 * moments, and what fails is not in the way of what comes after it. Ends early when the signal aborts.
 */
export async function tidy(parts: Parts, signal?: AbortSignal): Promise<void> {
  const { store, clock, log } = parts;
  for (const purge of purges) {
    try {
      let mayBeMore = true;
      while (mayBeMore) {
        // SQLite answers at once: without a pause in which others are heard, what comes together would hold up everybody.
        await turn();
        if (signal?.aborted) return;
        mayBeMore = await store.alone('housekeeping', db => purge(db, clock.now()));
      }
    } catch (error) {
      log.error({ err: error, purge: purge.name }, 'tidying failed');
    }
  }
  await purgeRetained({ ...parts, ...(signal ? { signal } : {}) });
}

/** Tidies now and every hour; returns what ends that, once what is being removed just now is. */
export function keepTidy(parts: Parts): () => Promise<void> {
  const ending = new AbortController();
  const round = (): Promise<void> =>
    tidy(parts, ending.signal).catch((error: unknown) => parts.log.error({ err: error }, 'tidying failed'));
  let running = round();
  const timer = setInterval(() => {
    running = running.then(round);
  }, everyMs);
  return () => {
    ending.abort();
    clearInterval(timer);
    return running;
  };
}
