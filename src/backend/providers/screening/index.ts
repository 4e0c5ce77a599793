export { readWatchlist, type ListEntry } from './list.ts';
export { loadWatchlist, screen, screeningProvider, shippedWatchlist, type Watchlist } from './screening.ts';
