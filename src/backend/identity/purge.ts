import type { Db } from '../store/index.ts';
import { failureWindowMs } from './failures.ts';

/**
 * Forgets what lets nobody in any more: used-up time, ended sessions. Rotated refresh tokens stay as long as their
 * family lives, because their reuse ends it.
 */
export async function purgeIdentity(db: Db, now: number): Promise<void> {
  await db.deleteFrom('challenge').where('expiresAt', '<=', now).execute();
  await db
    .deleteFrom('signInFailure')
    .where('at', '<=', now - failureWindowMs)
    .execute();
  const ended = await db
    .deleteFrom('session')
    .where(row => row.or([row('expiresAt', '<=', now), row('revokedAt', 'is not', null)]))
    .returning(['tenantId', 'id'])
    .execute();
  for (const { tenantId, id } of ended) {
    for (const table of ['refreshToken', 'accessToken'] as const) {
      await db.deleteFrom(table).where('tenantId', '=', tenantId).where('sessionId', '=', id).execute();
    }
  }
  await db.deleteFrom('accessToken').where('expiresAt', '<=', now).execute();
}
