export { chunkBytes } from './blobs.ts';
export { documentHandlers } from './handlers.ts';
export { sweepStaging } from './staging.ts';
