import { timingSafeEqual } from 'node:crypto';
import type { Clock, Random } from '../environment.ts';
import type { Store } from '../store/index.ts';
import type { Keys } from './keys.ts';

const lifetimeMs = 2 * 60_000;

/** 12 random bytes ‖ the second at which it ends ‖ 16 bytes of a MAC over both. */
const randomBytes = 12;
const endBytes = 4;
const macBytes = 16;
const bodyBytes = randomBytes + endBytes;

/**
 * Challenges that only we can make, so that none has to be kept until it is answered: asking for them, however often,
 * fills nothing and shuts nobody out. Those that were answered are kept until they end.
 */
export function challenges({
  store,
  clock,
  random,
  keys,
}: {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly keys: Keys;
}) {
  const macOf = (body: Uint8Array): Buffer =>
    keys.derive('challenge', Buffer.from(body).toString('hex')).subarray(0, macBytes);
  /** When a challenge of ours ends (epoch milliseconds); undefined for anything else. */
  const endOf = (challenge: string): number | undefined => {
    const bytes = Buffer.from(challenge, 'base64');
    // Only the one spelling that was issued: another one of the same bytes would be answered a second time.
    if (bytes.length !== bodyBytes + macBytes || bytes.toString('base64') !== challenge) return undefined;
    const body = bytes.subarray(0, bodyBytes);
    return timingSafeEqual(bytes.subarray(bodyBytes), macOf(body))
      ? body.readUInt32BE(randomBytes) * 1000
      : undefined;
  };
  return {
    /** A new challenge, base64 of 32 bytes. */
    issue: (): string => {
      const body = Buffer.concat([random.bytes(randomBytes), Buffer.alloc(endBytes)]);
      body.writeUInt32BE(Math.floor((clock.now() + lifetimeMs) / 1000), randomBytes);
      return Buffer.concat([body, macOf(body)]).toString('base64');
    },
    /** Uses a challenge up; false when it is not ours, used or expired. */
    use: async (challenge: string): Promise<boolean> => {
      const expiresAt = endOf(challenge);
      const now = clock.now();
      if (expiresAt === undefined || expiresAt <= now) return false;
      await store.writer.deleteFrom('challenge').where('expiresAt', '<=', now).execute();
      const { numInsertedOrUpdatedRows = 0n } = await store.writer
        .insertInto('challenge')
        .values({ challenge, expiresAt })
        .onConflict(conflict => conflict.column('challenge').doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows > 0n;
    },
  };
}
