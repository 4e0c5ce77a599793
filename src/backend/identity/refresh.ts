import type { Session } from '../../shared/api/index.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { Context } from '../context.ts';
import { refuse, type Refusal } from '../http/refusal.ts';
import type { Work } from '../store/index.ts';
import { describeSession } from './session.ts';
import { tokenHash } from './tokens.ts';

/** Ends a family of tokens: its refresh tokens no longer rotate and its access tokens no longer open anything. */
export async function revokeSession(work: Work, sessionId: string): Promise<void> {
  await work.db
    .updateTable('session')
    .set({ revokedAt: work.at })
    .where('tenantId', '=', work.tenantId)
    .where('id', '=', sessionId)
    .execute();
  await work.db
    .deleteFrom('accessToken')
    .where('tenantId', '=', work.tenantId)
    .where('sessionId', '=', sessionId)
    .execute();
}

const findToken = (work: Work, hash: string) =>
  work.db
    .selectFrom('refreshToken')
    .innerJoin('session', join =>
      join
        .onRef('session.tenantId', '=', 'refreshToken.tenantId')
        .onRef('session.id', '=', 'refreshToken.sessionId'),
    )
    .innerJoin('user', join =>
      join.onRef('user.tenantId', '=', 'session.tenantId').onRef('user.id', '=', 'session.userId'),
    )
    .innerJoin('device', join =>
      join.onRef('device.tenantId', '=', 'session.tenantId').onRef('device.id', '=', 'session.deviceId'),
    )
    .select(['sessionId', 'session.userId', 'session.deviceId', 'rotationId', 'successorHash'])
    .where('refreshToken.tenantId', '=', work.tenantId)
    .where('refreshToken.tokenHash', '=', hash)
    .where('session.revokedAt', 'is', null)
    .where('session.expiresAt', '>', work.at)
    .where('user.disabledAt', 'is', null)
    .where('device.state', 'in', ['active', 'wiping'])
    .executeTakeFirst();

const isUnused = async (work: Work, hash: string): Promise<boolean> => {
  const row = await work.db
    .selectFrom('refreshToken')
    .select('rotationId')
    .where('tokenHash', '=', hash)
    .executeTakeFirst();
  return row !== undefined && row.rotationId === null;
};

/**
 * Rotates a refresh token. The successor is derived from the token and the rotationId, so that the same question
 * gets the same answer until the successor is used, without any token being stored in plain; every other reuse
 * means that the token is in two hands and ends the family.
 */
export function refresh(context: Context) {
  const { store, keys } = context;
  const unknown = () => refuse('unauthenticated', 'The refresh token is no longer valid; sign in again.');
  return async (token: string, rotationId: string): Promise<Result<Session, Refusal<'unauthenticated'>>> => {
    const hash = tokenHash(token);
    const owner = await store.reader
      .selectFrom('refreshToken')
      .select('tenantId')
      .where('tokenHash', '=', hash)
      .executeTakeFirst();
    if (!owner) return unknown();
    return context.work(owner.tenantId, async work => {
      const row = await findToken(work, hash);
      if (!row) return unknown();
      const successor = `rt_${keys.derive('refresh-token', token, rotationId).toString('base64url')}`;
      const successorHash = tokenHash(successor);
      if (row.rotationId === null) {
        const { tenantId, at: createdAt, db } = work;
        await db
          .insertInto('refreshToken')
          .values({
            tenantId,
            tokenHash: successorHash,
            sessionId: row.sessionId,
            createdAt,
            rotationId: null,
            successorHash: null,
          })
          .execute();
        await db
          .updateTable('refreshToken')
          .set({ rotationId, successorHash })
          .where('tokenHash', '=', hash)
          .execute();
      } else if (row.successorHash !== successorHash || !(await isUnused(work, successorHash))) {
        await revokeSession(work, row.sessionId);
        work.audit({
          actor: `user:${row.userId}`,
          action: 'session.reuse_detected',
          data: { sessionId: row.sessionId, deviceId: row.deviceId },
        });
        return unknown();
      }
      return ok(await describeSession(context, work, row, successor));
    });
  };
}
