export { keyEarlierFiles } from './file-hash.ts';
export { leadHandlers } from './handlers.ts';
