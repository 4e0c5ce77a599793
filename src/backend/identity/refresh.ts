import type { Session } from '../../shared/api/index.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { Context } from '../context.ts';
import { refuse, type Refusal } from '../http/refusal.ts';
import type { Work } from '../store/index.ts';
import { countRenewal } from './failures.ts';
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

/** Puts the successor in the place of a token, which from then on only that rotation may name. */
async function rotate(
  { db, tenantId, at }: Work,
  hash: string,
  {
    sessionId,
    rotationId,
    successorHash,
  }: { readonly sessionId: string; readonly rotationId: string; readonly successorHash: string },
): Promise<void> {
  await db
    .insertInto('refreshToken')
    .values({
      tenantId,
      tokenHash: successorHash,
      sessionId,
      createdAt: at,
      rotationId: null,
      successorHash: null,
    })
    .execute();
  await db
    .updateTable('refreshToken')
    .set({ rotationId, successorHash })
    .where('tokenHash', '=', hash)
    .execute();
}

type Renewed = Result<Session, Refusal<'unauthenticated' | 'rate_limited'>>;

/**
 * Rotates a refresh token. The successor is derived from the token and the rotationId, so that the same question
 * gets the same answer until the successor is used, without any token being stored in plain; every other reuse
 * means that the token is in two hands and ends the family. Each answer's access token ends the one before it.
 */
export function refresh(context: Context) {
  const { store, keys } = context;
  const unknown = () => refuse('unauthenticated', 'The refresh token is no longer valid; sign in again.');
  return async (token: string, rotationId: string): Promise<Renewed> => {
    const hash = tokenHash(token);
    const owner = await store.reader
      .selectFrom('refreshToken')
      .select('tenantId')
      .where('tokenHash', '=', hash)
      .executeTakeFirst();
    if (!owner) return unknown();
    return context.work(owner.tenantId, async (work): Promise<Renewed> => {
      const row = await findToken(work, hash);
      if (!row) return unknown();
      const successor = `rt_${keys.derive('refresh-token', token, rotationId).toString('base64url')}`;
      const successorHash = tokenHash(successor);
      const isRepeat = row.successorHash === successorHash && (await isUnused(work, successorHash));
      if (row.rotationId !== null && !isRepeat) {
        await revokeSession(work, row.sessionId);
        work.audit({
          actor: `user:${row.userId}`,
          action: 'session.reuse_detected',
          data: { sessionId: row.sessionId, deviceId: row.deviceId },
        });
        return unknown();
      }
      const counted = await countRenewal(work, row.sessionId);
      if (!counted.ok) return counted;
      if (row.rotationId === null)
        await rotate(work, hash, { sessionId: row.sessionId, rotationId, successorHash });
      return ok(await describeSession(context, work, row, successor));
    });
  };
}
