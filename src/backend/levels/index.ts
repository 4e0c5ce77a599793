export { levelHandlers } from './handlers.ts';
export { addShippedLevels, findLevel } from './store.ts';
