import { purgedAtOnce } from '../portion.ts';
import type { Db } from '../store/index.ts';
import { failureWindowMs } from './failures.ts';

/** A family that was renewed for its ninety days has nine thousand rotated tokens: they go before it does. */
const tokensAtOnce = 1000;

/** Forgets ended sessions with their tokens; says whether there may be more. */
async function purgeSessions(db: Db, now: number): Promise<boolean> {
  const ended = await db
    .selectFrom('session')
    .select(['tenantId', 'id'])
    .where(row => row.or([row('expiresAt', '<=', now), row('revokedAt', 'is not', null)]))
    .limit(purgedAtOnce)
    .execute();
  let room = tokensAtOnce;
  for (const { tenantId, id } of ended) {
    const rotated = db
      .selectFrom('refreshToken')
      .select('tokenHash')
      .where('tenantId', '=', tenantId)
      .where('sessionId', '=', id)
      .limit(room);
    const { numDeletedRows } = await db
      .deleteFrom('refreshToken')
      .where('tokenHash', 'in', rotated)
      .executeTakeFirst();
    room -= Number(numDeletedRows);
    if (room <= 0) return true;
    await db.deleteFrom('accessToken').where('tenantId', '=', tenantId).where('sessionId', '=', id).execute();
    await db.deleteFrom('session').where('tenantId', '=', tenantId).where('id', '=', id).execute();
  }
  return ended.length === purgedAtOnce;
}

/**
 * Forgets a portion of what lets nobody in any more: used-up time, ended sessions. Rotated refresh tokens stay as long as
 * their family lives, because their reuse ends it.
 */
export async function purgeIdentity(db: Db, now: number): Promise<boolean> {
  const challenges = db.selectFrom('challenge').select('challenge').where('expiresAt', '<=', now);
  const failures = db
    .selectFrom('signInFailure')
    .select('id')
    .where('at', '<=', now - failureWindowMs);
  const tokens = db.selectFrom('accessToken').select('tokenHash').where('expiresAt', '<=', now);
  const removed = [
    db.deleteFrom('challenge').where('challenge', 'in', challenges.limit(purgedAtOnce)),
    db.deleteFrom('signInFailure').where('id', 'in', failures.limit(purgedAtOnce)),
    db.deleteFrom('accessToken').where('tokenHash', 'in', tokens.limit(purgedAtOnce)),
  ] as const;
  let mayBeMore = await purgeSessions(db, now);
  for (const some of removed) {
    const { numDeletedRows } = await some.executeTakeFirst();
    mayBeMore ||= numDeletedRows >= purgedAtOnce;
  }
  return mayBeMore;
}
