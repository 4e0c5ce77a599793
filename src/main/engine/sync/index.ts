export { createSync, type SyncOptions } from './sync.ts';
export type { FeedListener, FeedState, Sync } from './types.ts';
