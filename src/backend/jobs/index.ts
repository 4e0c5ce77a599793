export { jobRunner, type JobEnd, type JobHandler, type JobRunner } from './runner.ts';
export type { Job } from './take.ts';
