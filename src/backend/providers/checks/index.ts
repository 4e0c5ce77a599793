export { checksJob } from './job.ts';
export { reactWithChecks } from './react.ts';
