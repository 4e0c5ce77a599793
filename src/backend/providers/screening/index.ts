export { nameIndex, type NameIndex } from './index-of-names.ts';
export { readWatchlist, type ListEntry } from './list.ts';
export { findingsWith } from './findings.ts';
export { screeningFacts } from './hits.ts';
export {
  hitsWith,
  loadWatchlist,
  screeningProvider,
  shippedWatchlist,
  type Matched,
  type Watchlist,
} from './screening.ts';
