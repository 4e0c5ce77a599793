export { jobRunner, type JobEnd, type JobHandler, type JobRunner } from './runner.ts';
export { hasten, type Job } from './take.ts';
