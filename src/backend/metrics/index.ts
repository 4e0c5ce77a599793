export { recordEarlier } from './earlier.ts';
export { metricsHandlers } from './handlers.ts';
export { reactWithMetrics, recordHistories, recordStep } from './record.ts';
