export { leaseMs } from './effect.ts';
export { commandHandlers } from './handlers.ts';
