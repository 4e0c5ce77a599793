import type { Clock, Random } from '../environment.ts';
import type { Store } from '../store/index.ts';

const lifetimeMs = 2 * 60_000;

/** Challenges that nobody answers must not fill the disk; real workstations hold one at a time. */
const mostAtOnce = 20_000;

export function challenges({
  store,
  clock,
  random,
}: {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
}) {
  return {
    /** A new challenge, base64; undefined when too many wait for an answer. */
    issue: (): Promise<string | undefined> =>
      store.alone('challenges', async db => {
        const now = clock.now();
        await db.deleteFrom('challenge').where('expiresAt', '<=', now).execute();
        const { waiting } = await db
          .selectFrom('challenge')
          .select(row => row.fn.countAll<number>().as('waiting'))
          .executeTakeFirstOrThrow();
        if (waiting >= mostAtOnce) return undefined;
        const challenge = random.bytes(32).toString('base64');
        await db
          .insertInto('challenge')
          .values({ challenge, expiresAt: now + lifetimeMs })
          .execute();
        return challenge;
      }),
    /** Uses a challenge up; false when it is unknown, used or expired. */
    use: async (challenge: string): Promise<boolean> => {
      const used = await store.writer
        .deleteFrom('challenge')
        .where('challenge', '=', challenge)
        .returning('expiresAt')
        .executeTakeFirst();
      return used !== undefined && used.expiresAt > clock.now();
    },
  };
}
