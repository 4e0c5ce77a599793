export { nameIndex, type NameIndex } from './index-of-names.ts';
export { readWatchlist, type ListEntry } from './list.ts';
export { findingsWith } from './findings.ts';
export {
  hitsWith,
  loadWatchlist,
  screeningProvider,
  shippedWatchlist,
  type Told,
  type Watchlist,
} from './screening.ts';
