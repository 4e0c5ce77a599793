import { createPool } from '../../src/backend/providers/reading/pool.ts';

/** A process that has a document read, and prints what by its first words was found; with a deed it has that done then, and waits for it. */
const [deed = '', first = 'pid'] = process.argv.slice(2);
const pool = createPool({ size: 1, program: new URL('reading-program.ts', import.meta.url) });
const read = (text: string) =>
  pool.read(
    { bytes: async () => Buffer.from(text), mime: 'application/pdf', depth: 'text' },
    new AbortController().signal,
  );

const reading = await read(first);
if (reading.kind === 'read')
  for (const { text } of reading.pages[0]?.lines ?? []) process.stdout.write(`${text}\n`);
if (deed !== '') {
  void read(deed);
  setInterval(() => undefined, 1000);
}
