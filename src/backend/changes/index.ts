export { changesHandlers } from './handlers.ts';
export { createWaiters, type Waiters } from './waiters.ts';
