import { purgedAtOnce } from '../portion.ts';
import type { Db } from '../store/index.ts';
import { purgeSecrets } from './secrets.ts';

/** How long a delivery that ended stays in the log. */
const keptMs = 30 * 24 * 3600 * 1000;

/** Forgets a portion of the deliveries that ended, and secrets that sign no more. */
export async function purgeWebhooks(db: Db, now: number): Promise<boolean> {
  await purgeSecrets(db, now);
  const old = db
    .selectFrom('delivery')
    .select(['tenantId', 'id'])
    .where('state', 'in', ['delivered', 'failed'])
    .where('createdAt', '<=', now - keptMs)
    .limit(purgedAtOnce);
  const { numDeletedRows } = await db
    .deleteFrom('delivery')
    .where(row => row(row.refTuple('tenantId', 'id'), 'in', old.$asTuple('tenantId', 'id')))
    .executeTakeFirst();
  return numDeletedRows >= purgedAtOnce;
}
