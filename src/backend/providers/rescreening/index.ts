export { rescreeningJob } from './job.ts';
export { newestOnly, newestVersion } from './newest.ts';
export { takeInWatchlist } from './take-in.ts';
