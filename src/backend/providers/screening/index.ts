export { nameIndex, type NameIndex } from './index-of-names.ts';
export { readWatchlist, type ListEntry } from './list.ts';
export {
  findingsOf,
  hitsWith,
  loadWatchlist,
  screeningProvider,
  shippedWatchlist,
  type Watchlist,
} from './screening.ts';
