export { chunkBytes } from './blobs.ts';
export { documentHandlers } from './handlers.ts';
export { readDocument } from './read.ts';
export { purgeStaging } from './staging.ts';
