import { dataProvider } from './data/index.ts';
import { ownershipProvider } from './ownership/index.ts';
import { onceRead } from './once-read.ts';
import type { Provider } from './provider.ts';
import { sumsubProvider } from './sumsub/index.ts';
import { loadWatchlist, screeningProvider, shippedWatchlist, type Watchlist } from './screening/index.ts';

export interface ProviderOptions {
  /** Path of the watchlist; the small invented one that is shipped where none is named. */
  readonly watchlist?: string | undefined;
}

/** The watchlist that customers are screened against, read when it is first needed. */
export type ReadyWatchlist = () => Promise<Watchlist>;

/** A watchlist that is named is read at once: throws with a sentence for the operator. */
export async function watchlistOf({ watchlist }: ProviderOptions): Promise<ReadyWatchlist> {
  const load = onceRead(() => loadWatchlist(watchlist ?? shippedWatchlist));
  if (watchlist !== undefined) await load();
  return load;
}

/** The checks that Sealdesk makes itself. */
export const builtInProviders = (watchlist: ReadyWatchlist): readonly Provider[] => [
  dataProvider,
  screeningProvider(watchlist),
  ownershipProvider,
  sumsubProvider,
];

/** Providers of the operator's beside the built-in ones; of two with the same name the operator's counts. */
export const providersWith = (
  builtIn: readonly Provider[],
  own: readonly Provider[],
): readonly Provider[] => [...builtIn.filter(({ name }) => !own.some(other => other.name === name)), ...own];
