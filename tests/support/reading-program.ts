import { execSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { serve } from '../../src/backend/providers/reading/process/serve.ts';
import { readDocument } from '../../src/backend/providers/reading/read-document.ts';
import type { Reading } from '../../src/backend/providers/reading/reading.ts';

/** What was found out, as lines of a page. */
const told = (lines: readonly string[]): Reading => ({
  kind: 'read',
  pageCount: 1,
  pages: [
    {
      page: 1,
      source: 'text',
      confidence: 1,
      lies: { size: { width: 1, height: 1 }, skew: 0, turn: 0 },
      lines: lines.map(text => ({ text, region: [0, 0, 1, 1], words: [] })),
    },
  ],
});

const outcomeOf = (run: () => unknown): string => {
  try {
    run();
    return 'done';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
};

const kept: unknown[] = [];
let isDoomed = false;

/** What a document does to the process that opens it, by its first word. */
const deeds: Readonly<Record<string, (rest: string) => Reading | Promise<Reading>>> = {
  // One array after the other until there is no room on the heap: V8 aborts the process.
  'fill-heap': () => {
    for (;;) kept.push(Array<number>(5_000_000).fill(kept.length + 0.5));
  },
  // Outside of the heap, where no limit of V8's counts; for ever, so that nothing but its size ends it.
  'fill-memory': () => {
    for (;;) if (kept.length < 100) kept.push(Buffer.alloc(20_000_000, 1));
  },
  crash: () => process.abort(),
  // It is the next document at which the process ends.
  doom: () => {
    isDoomed = true;
    return told(['fine']);
  },
  hang: () => {
    for (;;);
  },
  throw: () => {
    throw new Error('a bug of ours');
  },
  'throw-outside': () => {
    setImmediate(() => {
      throw new Error('of a decoder');
    });
    return new Promise(() => undefined);
  },
  lie: () => ({ kind: 'read', pageCount: 1, pages: 'many' }) as unknown as Reading,
  reach: paths => {
    const [secret = '', target = ''] = paths.split(' ');
    return told([
      outcomeOf(() => readFileSync(secret)),
      outcomeOf(() => writeFileSync(target, 'x')),
      outcomeOf(() => execSync('id')),
      Object.keys(process.env).toSorted().join(' '),
    ]);
  },
  pid: () => told([String(process.pid)]),
};

/** A program for a pool of processes that reads as ours does, but for documents that say what they do. */
await serve(async asked => {
  if (isDoomed) process.abort();
  const text = Buffer.from(asked.bytes.subarray(0, 1000)).toString('latin1');
  const [word = '', ...rest] = text.replace('%PDF-1.7 ', '').split(' ');
  const deed = deeds[word];
  if (deed) return deed(rest.join(' '));
  return readDocument(() => Promise.reject(new Error('no OCR here')), asked);
});
