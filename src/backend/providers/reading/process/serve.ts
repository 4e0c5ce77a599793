import { Worker } from 'node:worker_threads';
import type { Asked } from '../read-document.ts';
import type { Reading } from '../reading.ts';
import { startSchema, type Said, type Start } from './messages.ts';

const say = (said: Said): void => void process.send?.(said);

async function startWatch(start: Start): Promise<void> {
  const watch = new Worker(new URL('watch.ts', import.meta.url), {
    workerData: start,
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 4 },
  });
  // Unwatched nothing is opened.
  watch.on('exit', () => process.exit(1));
  await new Promise<void>(resolve => watch.once('online', resolve));
  watch.unref();
}

async function answer(read: (asked: Asked) => Promise<Reading>, asked: Asked): Promise<Said> {
  const before = process.cpuUsage();
  const { buffer, byteOffset, byteLength } = asked.bytes;
  try {
    // What comes through the channel is a Buffer, which pdf.js takes none of.
    const reading = await read({ ...asked, bytes: new Uint8Array(buffer, byteOffset, byteLength) });
    const { user, system } = process.cpuUsage(before);
    const spent = { cpuMs: (user + system) / 1000, residentMb: process.resourceUsage().maxRSS / 1024 };
    return { kind: 'reading', reading, spent };
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

/** Reads one document after the other for the process that started this one, and ends with it. */
export async function serve(read: (asked: Asked) => Promise<Reading>): Promise<void> {
  const start = startSchema.parse(process.argv.slice(2));
  process.on('disconnect', () => process.exit());
  // A terminal and a service manager tell every process of a group to end; when this one does is its parent's to say.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  await startWatch(start);
  // What a decoder throws outside of any promise ends the process without a word: it may quote the document.
  process.on('uncaughtException', () => process.exit(1));
  process.on('message', (asked: Asked) => void answer(read, asked).then(say));
  say({ kind: 'ready' });
}
