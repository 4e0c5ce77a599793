import { purgeDeletes } from './changes/index.ts';
import type { Context } from './context.ts';
import { purgeStaging } from './documents/index.ts';
import { purgeIdempotency } from './http/idempotency.ts';
import { purgeIdentity } from './identity/index.ts';
import { purgeRetained } from './retention/index.ts';
import { purgeWebhooks } from './webhooks/index.ts';

const everyMs = 3600_000;

const purges = [purgeIdentity, purgeIdempotency, purgeStaging, purgeDeletes, purgeWebhooks] as const;

/** Removes what has served its time, by the backend's clock. Each in a transaction of its own: writers wait for moments. */
export async function tidy(context: Pick<Context, 'store' | 'work' | 'clock'>): Promise<void> {
  const { store, clock } = context;
  for (const purge of purges) {
    await store.alone('housekeeping', db => purge(db, clock.now()));
  }
  await purgeRetained(context);
}

/** Tidies now and every hour; returns what ends that, once a round that runs is over. */
export function keepTidy(context: Pick<Context, 'store' | 'work' | 'clock' | 'log'>): () => Promise<void> {
  const round = (): Promise<void> =>
    tidy(context).catch((error: unknown) => context.log.error({ err: error }, 'tidying failed'));
  let running = round();
  const timer = setInterval(() => {
    running = running.then(round);
  }, everyMs);
  return () => {
    clearInterval(timer);
    return running;
  };
}
