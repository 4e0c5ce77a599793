import type { Db } from '../store/index.ts';
import { purgeSecrets } from './secrets.ts';

/** How long a delivery that ended stays in the log. */
const keptMs = 30 * 24 * 3600 * 1000;

/** Forgets deliveries that ended and secrets that sign no more. */
export async function purgeWebhooks(db: Db, now: number): Promise<void> {
  await db
    .deleteFrom('delivery')
    .where('state', 'in', ['delivered', 'failed'])
    .where('createdAt', '<=', now - keptMs)
    .execute();
  await purgeSecrets(db, now);
}
