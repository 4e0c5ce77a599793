import { workerData } from 'node:worker_threads';
import { startSchema } from './messages.ts';

/**
 * The thread that watches over the process it is in, whatever the others are busy with: past its memory, or without the
 * process that started it, it is ended. Limits of the system won't do: what V8 and WebAssembly reserve counts there as used.
 */
const everyMs = 100;

const [parent, mostMb] = startSchema.parse(workerData);

setInterval(() => {
  const isTooLarge = process.memoryUsage.rss() > mostMb * 1024 * 1024;
  if (isTooLarge || process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
}, everyMs);
