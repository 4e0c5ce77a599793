import type { Context } from '../../context.ts';
import type { Queries } from '../../store/index.ts';
import type { Watchlist } from '../screening/index.ts';
import { digestOf, hashesOf } from './digest.ts';

/** A version of the watchlist as it was taken in. */
export interface Version {
  readonly seq: number;
  readonly digest: string;
  readonly entries: number;
  readonly changed: number;
}

export const newestVersion = (db: Queries): Promise<Version | undefined> =>
  db
    .selectFrom('watchlistVersion')
    .select(['seq', 'digest', 'entries', 'changed'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();

/**
 * The watchlist to screen with, as long as it is the newest: throws where another process has taken in another one since.
 * Who was screened with the older one after all were looked up on the newer would be looked up on it by nobody.
 */
export function newestOnly(
  { store, log }: Pick<Context, 'store' | 'log'>,
  watchlist: () => Promise<Watchlist>,
): () => Promise<Watchlist> {
  let digest: string | undefined;
  return async () => {
    const list = await watchlist();
    const newest = await newestVersion(store.reader);
    digest ??= digestOf(hashesOf(list.entries));
    if (newest === undefined || newest.digest === digest) return list;
    log.error(
      { watchlist: newest.seq },
      'another process has another watchlist: start this one with it again',
    );
    throw new Error('not the newest watchlist');
  };
}
