export { metricsHandlers } from './handlers.ts';
export { reactWithMetrics, recordHistories, recordStep } from './record.ts';
