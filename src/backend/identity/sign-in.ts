import type { z } from 'zod';
import type { Session, signInSchema } from '../../shared/api/index.ts';
import { fromBase64 } from '../../shared/bytes.ts';
import { firstPrevHash, sessionSigningInput } from '../../shared/domain/index.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { Context } from '../context.ts';
import { newId } from '../environment.ts';
import { refuse, type Refusal } from '../http/refusal.ts';
import type { Work } from '../store/index.ts';
import type { Alarm } from './alarm.ts';
import { challenges } from './challenges.ts';
import { publicKeyOf, signatureFits } from './ed25519.ts';
import { failureLimit, fromAnywhere } from './failures.ts';
import type { HashingTurns } from './hashing.ts';
import { nobodysHash, passwordFits } from './passwords.ts';
import { describeSession } from './session.ts';
import { newToken, tokenHash } from './tokens.ts';
import { passesTotp } from './totp.ts';
import { foldEmail } from './users.ts';

type SignIn = z.output<typeof signInSchema>;
type Device = SignIn['device'];

/** A family ends so long after its sign-in, however much it was used: then the password is asked for again. */
export const sessionLifetimeMs = 90 * 24 * 3600 * 1000;

/** Whether the device holds the private half of the key that it names. */
function proves({ publicKey, proof }: Device, challenge: string): boolean {
  try {
    return signatureFits(publicKeyOf(publicKey), sessionSigningInput(fromBase64(challenge)), proof);
  } catch {
    // Base64 that decodes to something else than a key or a challenge proves nothing.
    return false;
  }
}

/**
 * Registers a device at its first sign-in; false when the id is known with another key or user, or is revoked. One that is
 * to be wiped comes in for its order, which it could not read once its session ran out.
 */
async function registerDevice(work: Work, userId: string, device: Device): Promise<boolean> {
  const known = await work.db
    .selectFrom('device')
    .select(['userId', 'publicKey', 'state'])
    .where('tenantId', '=', work.tenantId)
    .where('id', '=', device.id)
    .executeTakeFirst();
  if (known) {
    return known.userId === userId && known.publicKey === device.publicKey && known.state !== 'revoked';
  }
  await work.db
    .insertInto('device')
    .values({
      tenantId: work.tenantId,
      id: device.id,
      userId,
      name: device.name,
      publicKey: device.publicKey,
      state: 'active',
      lastSeq: 0,
      lastHash: firstPrevHash,
      witnessedSize: 0,
      witnessedRoot: null,
      witnessedNote: null,
      createdAt: work.at,
    })
    .execute();
  work.audit({
    actor: `user:${userId}`,
    action: 'device.registered',
    data: { deviceId: device.id, publicKey: device.publicKey },
  });
  return true;
}

type Refused = Refusal<
  'unauthenticated' | 'totp_required' | 'device_mismatch' | 'rate_limited' | 'not_ready'
>;

const wrongPassword = () => refuse('unauthenticated', 'The account or the password is wrong.');

/** Whether the account is still as it was when the password was compared: not disabled, nor with another password. */
async function stands(
  { db, tenantId }: Work,
  account: { readonly id: string; readonly passwordHash: string },
): Promise<boolean> {
  const now = await db
    .selectFrom('user')
    .select('passwordHash')
    .where('tenantId', '=', tenantId)
    .where('id', '=', account.id)
    .where('disabledAt', 'is', null)
    .executeTakeFirst();
  return now?.passwordHash === account.passwordHash;
}

/** Begins the family of a user at a device, with its first tokens. */
async function beginSession(
  work: Work,
  context: Context,
  userId: string,
  device: Device,
): Promise<Result<Session, Refusal<'device_mismatch'>>> {
  if (!(await registerDevice(work, userId, device))) {
    return refuse('device_mismatch', 'This device is registered with another key or user.');
  }
  const family = { sessionId: newId(context.clock, context.random), userId, deviceId: device.id };
  const refreshToken = newToken('rt', context.random);
  await work.db
    .insertInto('session')
    .values({
      tenantId: work.tenantId,
      id: family.sessionId,
      userId: family.userId,
      deviceId: family.deviceId,
      createdAt: work.at,
      expiresAt: work.at + sessionLifetimeMs,
      revokedAt: null,
    })
    .execute();
  await work.db
    .insertInto('refreshToken')
    .values({
      tenantId: work.tenantId,
      tokenHash: tokenHash(refreshToken),
      sessionId: family.sessionId,
      createdAt: work.at,
      rotationId: null,
      successorHash: null,
    })
    .execute();
  work.audit({
    actor: `user:${userId}`,
    action: 'session.begun',
    data: { sessionId: family.sessionId, deviceId: family.deviceId },
  });
  return ok(await describeSession(context, work, family, refreshToken));
}

/** Signs a workstation in. An unknown account and a wrong password can't be told apart, by answer or by time. */
export function signIn(context: Context, hashing: HashingTurns, { tell }: Pick<Alarm, 'tell'>) {
  const challenge = challenges(context);
  const failures = failureLimit(context);

  const orTold = <R extends Result<unknown, unknown>>(email: string, room: R): R => {
    if (!room.ok) tell(email, { action: 'user.locked_out', by: 'password' });
    return room;
  };

  /** Counts the attempt, and finds the account and whether the challenge was good, which it uses up. */
  const begin = async (body: SignIn, address: string) => {
    const counted = orTold(body.email, await failures.begin(body.email, address));
    if (!counted.ok) return counted;
    const fresh = await challenge.use(body.challenge);
    const account = await context.store.reader
      .selectFrom('user')
      .select(['tenantId', 'id', 'passwordHash'])
      .where('email', '=', foldEmail(body.email))
      .where('disabledAt', 'is', null)
      .executeTakeFirst();
    return ok({ account, fresh });
  };

  /**
   * Compares the password in a turn. Whoever gets no place among those who wait for one was not counted and has not used up
   * the challenge, so that strangers make the store write no more often than there are turns.
   */
  const compare = async (body: SignIn, address: string) => {
    const room = orTold(body.email, await failures.room(body.email, address));
    if (!room.ok) return room;
    const compared = await hashing.run(
      address,
      () => begin(body, address),
      async ({ account, fresh }) => {
        const fits = await passwordFits(account?.passwordHash ?? nobodysHash, body.password);
        return account && fits ? { account, fresh } : undefined;
      },
    );
    if (!compared.ok) return compared;
    if (compared.value) return ok(compared.value);
    tell(body.email, { action: 'user.sign_in_failed', by: 'password' });
    return wrongPassword();
  };

  return async (body: SignIn, address: string): Promise<Result<Session, Refused>> => {
    const compared = await compare(body, address);
    if (!compared.ok) return compared;
    const { account, fresh } = compared.value;
    if (!fresh) {
      await failures.withdraw(body.email, address);
      return refuse('unauthenticated', 'The challenge is unknown, used or expired; ask for a new one.');
    }
    if (!proves(body.device, body.challenge)) {
      await failures.withdraw(body.email, address);
      return refuse('unauthenticated', 'The proof of the device key does not fit.');
    }
    if (body.totp !== undefined) {
      const limitedCodes = await failures.begin(body.email, fromAnywhere);
      if (!limitedCodes.ok) {
        tell(body.email, { action: 'user.locked_out', by: 'code' });
        return limitedCodes;
      }
    }
    // Comparing takes its time, in which the password, the account or its codes may have been taken away: what opens the
    // session is looked at in the transaction that does.
    const begun = await context.work(account.tenantId, async (work): Promise<Result<Session, Refused>> => {
      if (!(await stands(work, account))) return wrongPassword();
      const code = await passesTotp(work, context, account.id, body.totp);
      if (code === 'wrong') {
        tell(body.email, { action: 'user.sign_in_failed', by: 'code' });
        return refuse('unauthenticated', 'The one-time code is wrong or was used before.');
      }
      if (code === 'asked') return refuse('totp_required', 'A one-time code is asked for.');
      return beginSession(work, context, account.id, body.device);
    });
    if (begun.ok || begun.problem.code === 'device_mismatch') {
      await failures.forgive(body.email, address);
      // Only this code: whoever is let in now and then must not give somebody else ten more tries each time.
      if (body.totp !== undefined) await failures.withdraw(body.email, fromAnywhere);
    }
    // Only this attempt: whoever knows the password must not wipe out the wrong codes before.
    else if (begun.problem.code === 'totp_required') await failures.withdraw(body.email, address);
    return begun;
  };
}
