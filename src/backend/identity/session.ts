import type { Session } from '../../shared/api/index.ts';
import { policySchema } from '../../shared/api/index.ts';
import type { Context } from '../context.ts';
import type { Work } from '../store/index.ts';
import { certify } from './certificate.ts';
import { newToken, tokenHash } from './tokens.ts';
import { userOf } from './users.ts';

const accessSeconds = 15 * 60;

export interface Family {
  readonly sessionId: string;
  readonly userId: string;
  readonly deviceId: string;
}

/** Issues the family's access token, which ends the one before, and describes the session: at sign-in and at a refresh. */
export async function describeSession(
  { random, keys }: Pick<Context, 'random' | 'keys'>,
  work: Work,
  family: Family,
  refreshToken: string,
): Promise<Session> {
  const { db, tenantId, at } = work;
  const accessToken = newToken('at', random);
  await db
    .deleteFrom('accessToken')
    .where('tenantId', '=', tenantId)
    .where('sessionId', '=', family.sessionId)
    .execute();
  await db
    .insertInto('accessToken')
    .values({
      tenantId,
      tokenHash: tokenHash(accessToken),
      sessionId: family.sessionId,
      expiresAt: at + accessSeconds * 1000,
    })
    .execute();
  const tenant = await db
    .selectFrom('tenant')
    .select(['id', 'policy', 'signingPublicKey', 'signingKeySealed'])
    .where('id', '=', tenantId)
    .executeTakeFirstOrThrow();
  const user = await db
    .selectFrom('user')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .where('id', '=', family.userId)
    .executeTakeFirstOrThrow();
  const device = await db
    .selectFrom('device')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .where('id', '=', family.deviceId)
    .executeTakeFirstOrThrow();
  const subject = { userId: user.id, deviceId: device.id, publicKey: device.publicKey };
  return {
    accessToken,
    refreshToken,
    expiresIn: accessSeconds,
    user: userOf(user),
    device: {
      id: device.id,
      lastSeq: device.lastSeq,
      lastHash: device.lastHash,
      certificate: certify(tenant, subject, at, keys),
    },
    policy: policySchema.parse(JSON.parse(tenant.policy)),
  };
}
