export { addShippedLevels, findLevel, levelHandlers } from './levels.ts';
