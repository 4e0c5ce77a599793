import type { News } from '../store.ts';

/** What a notification says after the name of who sends it. */
export const wordOf = ({ tenantId, feed, jobs }: News): string =>
  `${feed ? 'f' : '-'}${jobs ? 'j' : '-'} ${tenantId}`;

/** What another process has said. Words of a newer version that are not known here stand for everything. */
export function newsOf(payload: string): News | undefined {
  const [, feed, jobs, tenantId] = /^\S+ ([f-])([j-]) (.+)$/s.exec(payload) ?? [];
  return tenantId === undefined ? undefined : { tenantId, feed: feed === 'f', jobs: jobs === 'j' };
}
