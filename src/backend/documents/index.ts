export { chunkBytes } from './blobs.ts';
export { documentHandlers } from './handlers.ts';
export { purgeStaging } from './staging.ts';
