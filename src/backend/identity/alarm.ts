import type { Context } from '../context.ts';
import { isFirst } from './failures.ts';
import { foldEmail } from './users.ts';

/** What is told of an account: that somebody tries, or that it was shut for whoever tries. */
export type Alarming =
  | { readonly action: 'user.sign_in_failed'; readonly by: 'password' | 'code' }
  | { readonly action: 'user.locked_out'; readonly by: 'password' | 'code' };

export interface Alarm {
  /** Begins to write it down and returns at once: an answer that waited would tell a known account from an unknown one. */
  readonly tell: (email: string, alarming: Alarming) => void;
  /** Resolves once all that was begun is written. */
  readonly settled: () => Promise<void>;
}

/**
 * Nothing of an account is looked at again before this, in milliseconds: whoever is refused at once can ask so often that
 * the account's tenant would do nothing else, and by the time of the next answer would know which accounts there are.
 */
const quietMs = 60_000;

/** More are forgotten: names can be made up without end. */
const mostKnown = 10_000;

/** Leaves, of each kind, one entry per account and window in the audit and in the log; neither names the person. */
export function alarmOver({
  store,
  work,
  clock,
  log,
}: Pick<Context, 'store' | 'work' | 'clock' | 'log'>): Alarm {
  const underWay = new Set<Promise<void>>();
  const toldAt = new Map<string, number>();

  const write = async (email: string, { action, by }: Alarming): Promise<void> => {
    const at = clock.now();
    const user = await store.reader
      .selectFrom('user')
      .select(['tenantId', 'id'])
      .where('email', '=', foldEmail(email))
      .executeTakeFirst();
    if (!user) return;
    const { tenantId, id: userId } = user;
    await work(tenantId, async step => {
      if (!(await isFirst(step, `${action}/${by}/${userId}`, at))) return;
      step.audit({ actor: 'system', action, data: { userId, by } });
      log.warn({ tenantId, userId, action, by }, 'sign-ins of an account fail');
    });
  };

  return {
    tell: (email, alarming) => {
      const told = `${alarming.action}/${alarming.by}/${foldEmail(email)}`;
      const now = clock.now();
      if (Math.abs(now - (toldAt.get(told) ?? -Infinity)) < quietMs) return;
      if (toldAt.size >= mostKnown) toldAt.clear();
      toldAt.set(told, now);
      const writing = write(email, alarming)
        .catch((error: unknown) => log.error({ err: error }, 'a failed sign-in was not written down'))
        .finally(() => underWay.delete(writing));
      underWay.add(writing);
    },
    settled: async () => void (await Promise.all(underWay)),
  };
}
