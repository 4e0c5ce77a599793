import { timingSafeEqual } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { Context } from '../context.ts';
import type { Work } from '../store/index.ts';
import { endSessions } from './devices.ts';

/** RFC 6238 as every authenticator app has it: SHA-1, six digits, steps of 30 s. */
const stepMs = 30_000;
const secretBytes = 20;

const purpose = (tenantId: string, userId: string): string => `totp/${tenantId}/${userId}`;

const generator = (secret: Uint8Array, label: string): TOTP =>
  new TOTP({ issuer: 'Sealdesk', label, secret: new Secret({ buffer: Uint8Array.from(secret).buffer }) });

type Parts = Pick<Context, 'keys'>;

const rowOf = (work: Work, userId: string) =>
  work.db
    .selectFrom('totp')
    .selectAll()
    .where('tenantId', '=', work.tenantId)
    .where('userId', '=', userId)
    .executeTakeFirst();

/** The step that a code belongs to, if it is the present one, the one before or the one after, and newer than `last`. */
function stepOf(totp: TOTP, code: string, at: number, last: number): number | undefined {
  const now = Math.floor(at / stepMs);
  const given = Buffer.from(code.padEnd(6).slice(0, 6));
  return [now, now - 1, now + 1].find(
    step => step > last && timingSafeEqual(Buffer.from(totp.generate({ timestamp: step * stepMs })), given),
  );
}

/** What makes codes: its secret in base32, and as an authenticator app reads it. */
export interface TotpSecret {
  readonly secret: string;
  readonly uri: string;
}

/** Makes a secret for a user, which counts from its first code on; undefined while codes are in use, which it leaves alone. */
export async function enrolTotp(
  work: Work,
  { keys, random }: Parts & Pick<Context, 'random'>,
  user: { readonly id: string; readonly email: string },
  actor: string,
): Promise<TotpSecret | undefined> {
  const { tenantId, db, at } = work;
  if (await asksForTotp(work, user.id)) return undefined;
  const secret = random.bytes(secretBytes);
  await db.deleteFrom('totp').where('tenantId', '=', tenantId).where('userId', '=', user.id).execute();
  const secretSealed = keys.seal(purpose(tenantId, user.id), secret);
  await work.insertRows('totp', [
    { tenantId, userId: user.id, secretSealed, createdAt: at, confirmedAt: null, lastStep: 0 },
  ]);
  work.audit({ actor, action: 'totp.enrolled', data: { userId: user.id } });
  const totp = generator(secret, user.email);
  return { secret: totp.secret.base32, uri: totp.toString() };
}

/** Takes the code asked for, or the first one after enrolling. Each counts once. */
export async function takeCode(work: Work, { keys }: Parts, userId: string, code: string): Promise<boolean> {
  const row = await rowOf(work, userId);
  if (!row) return false;
  const totp = generator(keys.open(purpose(work.tenantId, userId), row.secretSealed), userId);
  const step = stepOf(totp, code, work.at, row.lastStep);
  if (step === undefined) return false;
  await work.db
    .updateTable('totp')
    .set({ lastStep: step, confirmedAt: row.confirmedAt ?? work.at })
    .where('tenantId', '=', work.tenantId)
    .where('userId', '=', userId)
    .execute();
  return true;
}

/** Whether sign-ins of a user are asked for a code. */
export const asksForTotp = async (work: Work, userId: string): Promise<boolean> =>
  ((await rowOf(work, userId))?.confirmedAt ?? null) !== null;

/** Whether a sign-in may go on: no code is asked for, or the one given is right. */
export async function passesTotp(
  work: Work,
  parts: Parts,
  userId: string,
  code: string | undefined,
): Promise<'passed' | 'asked' | 'wrong'> {
  const row = await rowOf(work, userId);
  if (!row || row.confirmedAt === null) return 'passed';
  if (code === undefined) return 'asked';
  return (await takeCode(work, parts, userId, code)) ? 'passed' : 'wrong';
}

/**
 * Confirms a secret by its first code: from now on sign-ins are asked for one. Sessions that began without one end, but
 * for the one in which it is confirmed.
 */
export async function confirmTotp(
  work: Work,
  parts: Parts,
  userId: string,
  code: string,
  { actor, sessionId }: { readonly actor: string; readonly sessionId?: string },
): Promise<boolean> {
  const taken = await takeCode(work, parts, userId, code);
  if (!taken) return false;
  await endSessions(work, userId, sessionId);
  work.audit({ actor, action: 'totp.confirmed', data: { userId } });
  return true;
}

/** Takes a user's one-time codes away, for one who lost the device that makes them; false where there were none. */
export async function removeTotp(work: Work, userId: string, actor: string): Promise<boolean> {
  const row = await rowOf(work, userId);
  if (!row) return false;
  await work.db
    .deleteFrom('totp')
    .where('tenantId', '=', work.tenantId)
    .where('userId', '=', userId)
    .execute();
  work.audit({ actor, action: 'totp.removed', data: { userId } });
  return true;
}
