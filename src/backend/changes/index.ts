export { changesHandlers } from './handlers.ts';
export { purgeDeletes } from './purge.ts';
export { createWaiters, type Waiters } from './waiters.ts';
