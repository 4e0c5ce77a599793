import { createPool } from '../../src/backend/providers/reading/pool.ts';

/** A process that has a document read, and prints by which process; with a deed it has that done then, and waits for it. */
const [deed] = process.argv.slice(2);
const pool = createPool({ size: 1, program: new URL('reading-program.ts', import.meta.url) });
const read = (text: string) =>
  pool.read(
    { bytes: async () => Buffer.from(text), mime: 'application/pdf', depth: 'text' },
    new AbortController().signal,
  );

const reading = await read('pid');
if (reading.kind === 'read') process.stdout.write(`${reading.pages[0]?.lines[0]?.text}\n`);
if (deed !== undefined) {
  void read(deed);
  setInterval(() => undefined, 1000);
}
