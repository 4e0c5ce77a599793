export { lacksOtherSide } from './answers.ts';
export { createArrivals, type Arrivals } from './arrivals.ts';
export { chunkBytes } from './blobs.ts';
export { documentHandlers } from './handlers.ts';
export { readDocument } from './read.ts';
export { receiveUpload, type Upload } from './receive.ts';
export { hasRoom } from './room.ts';
export { purgeStaging, stage, type Staging } from './staging.ts';
export { takeDocument } from './take.ts';
