import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { leadImportSchema } from '../../src/shared/api/index.ts';
import { spawnBackend } from '../support/backend.ts';
import { temporaryDirectory } from '../support/directory.ts';

/** Old space of the process, in MB: the file alone, read whole, is more than half of it. */
const heapMb = 80;
const accepted = 2000;

function* fileOf(rows: number): Generator<Buffer> {
  yield Buffer.from('kind,levelId,externalId,firstName,lastName,address.line1\n');
  const rest = 'x'.repeat(500);
  for (let from = 0; from < rows; from += 100) {
    const lines = Array.from({ length: 100 }, (_, place) => {
      const n = from + place;
      return `${n % (rows / accepted) === 0 ? 'individual' : 'robot'},kyc-enhanced,r-${n},A,B ${n},${rest}\n`;
    });
    yield Buffer.from(lines.join(''));
  }
}

test('[LEAD-5] a file of 100,000 rows is taken in by a process that could not hold it', async () => {
  const directory = temporaryDirectory();
  const { NODE_OPTIONS } = process.env;
  process.env['NODE_OPTIONS'] = `--max-old-space-size=${heapMb}`;
  const backend = await spawnBackend([
    '--db',
    `sqlite:${join(directory, 'b.db')}`,
    '--sample',
    '0',
    '--seed',
    '1',
  ]);
  if (NODE_OPTIONS === undefined) delete process.env['NODE_OPTIONS'];
  else process.env['NODE_OPTIONS'] = NODE_OPTIONS;
  try {
    const answer = await fetch(`${backend.ready.url}/v1/leads/import`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv', authorization: `Bearer ${backend.ready.apiKey ?? ''}` },
      body: Readable.toWeb(Readable.from(fileOf(100_000))) as ReadableStream,
      duplex: 'half',
    } as RequestInit);
    expect(leadImportSchema.parse(await answer.json())).toMatchObject({
      state: 'finished',
      rows: 100_000,
      accepted,
      refused: 100_000 - accepted,
    });
  } finally {
    await backend.end();
  }
});
