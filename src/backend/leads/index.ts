export { leadHandlers } from './handlers.ts';
