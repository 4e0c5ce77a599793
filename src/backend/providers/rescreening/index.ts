export { rescreeningJob } from './job.ts';
export { takeInWatchlist } from './take-in.ts';
