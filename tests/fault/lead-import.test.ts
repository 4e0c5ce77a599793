import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { leadImportSchema, type LeadImport } from '../../src/shared/api/index.ts';
import { z } from '../../src/shared/zod.ts';
import { postgresObstacle, startPostgres } from '../../tools/index.mjs';
import { spawnBackend, type BackendProcess } from '../support/backend.ts';
import { temporaryDirectory } from '../support/directory.ts';

/** Old space of the process, in MB: the file alone, read whole, is more than half of it. */
const heapMb = 80;
const rows = 100_000;

/** Each row that is accepted costs the store what a customer does; SEALDESK_LEADS=all has all of them accepted. */
const accepted = process.env['SEALDESK_LEADS'] === 'all' ? rows : 2000;

const head = 'kind,levelId,externalId,firstName,lastName,address.line1\n';

function* fileOf(rest: string): Generator<Buffer> {
  yield Buffer.from(head);
  for (let from = 0; from < rows; from += 100) {
    const lines = Array.from({ length: 100 }, (_, place) => {
      const n = from + place;
      return `${n % (rows / accepted) === 0 ? 'individual' : 'robot'},kyc-enhanced,r-${n},A,B ${n},${rest}\n`;
    });
    yield Buffer.from(lines.join(''));
  }
}

const send = ({ ready }: BackendProcess, body: Readable, query = ''): Promise<Response> =>
  fetch(`${ready.url}/v1/leads/import${query}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv', authorization: `Bearer ${ready.apiKey ?? ''}` },
    body: Readable.toWeb(body) as ReadableStream,
    duplex: 'half',
  } as RequestInit);
const take = async (backend: BackendProcess, body: Readable, query = ''): Promise<LeadImport> =>
  leadImportSchema.parse(await (await send(backend, body, query)).json());

test('[LEAD-5] a file of 100,000 rows is taken in by a process that could not hold it', async () => {
  const directory = temporaryDirectory();
  const backend = await spawnBackend(
    ['--db', `sqlite:${join(directory, 'b.db')}`, '--sample', '0', '--seed', '1'],
    [`--max-old-space-size=${heapMb}`],
  );
  try {
    const began = performance.now();
    const told = await take(backend, Readable.from(fileOf('x'.repeat(500))));
    expect(told).toMatchObject({ state: 'finished', rows, accepted, refused: rows - accepted });
    const seconds = (performance.now() - began) / 1000;
    console.log(`${rows} rows, ${accepted} of them accepted, in ${Math.round(seconds)} s`);
  } finally {
    await backend.end();
  }
});

/** Old space in MB of which the backend by itself needs 40: these rows, all of them accepted, are more than what is left. */
const smallHeapMb = 64;
const large = 3000;
const long = [
  'firstName',
  'middleName',
  'idNumber',
  'taxId',
  'address.line1',
  'address.line2',
  'address.city',
  'address.region',
  'address.postalCode',
  'occupation',
  'sourceOfFunds',
];

function* largeFile(): Generator<Buffer> {
  yield Buffer.from(`kind,levelId,externalId,lastName,${long.join(',')}\n`);
  const rest = long.map(() => 'x'.repeat(900)).join(',');
  for (let n = 0; n < large; n += 1)
    yield Buffer.from(`individual,kyc-enhanced,l-${n},Of row ${n},${rest}\n`);
}

test('[LEAD-5] rows that are all accepted are tried, and taken in, by a process that could not hold them', async () => {
  const directory = temporaryDirectory();
  const backend = await spawnBackend(
    ['--db', `sqlite:${join(directory, 'b.db')}`, '--sample', '0', '--seed', '1'],
    [`--max-old-space-size=${smallHeapMb}`],
  );
  try {
    for (const query of ['?dryRun=true', '']) {
      const began = performance.now();
      const told = await take(backend, Readable.from(largeFile()), query);
      expect(told).toMatchObject({ state: 'finished', rows: large, accepted: large, refused: 0 });
      const seconds = (performance.now() - began) / 1000;
      console.log(`${large} rows of 10 KB${query} in ${Math.round(seconds)} s`);
    }
  } finally {
    await backend.end();
  }
});

const obstacle = postgresObstacle();
const listSchema = z.object({
  items: z.array(z.object({ externalId: z.string() })),
  nextCursor: z.string().nullish(),
});

async function externalIdsAt({ ready }: BackendProcess): Promise<readonly string[]> {
  const found: string[] = [];
  for (let cursor = ''; ;) {
    const query = `limit=200&sort=createdAt${cursor === '' ? '' : `&cursor=${cursor}`}`;
    const answer = await fetch(`${ready.url}/v1/customers?${query}`, {
      headers: { authorization: `Bearer ${ready.apiKey ?? ''}` },
    });
    const { items, nextCursor } = listSchema.parse(await answer.json());
    found.push(...items.map(({ externalId }) => externalId));
    if (nextCursor == null) return found;
    cursor = nextCursor;
  }
}

/** A store of its own kind for one test, and what gives it up. */
const stores = {
  SQLite: async () => ({
    db: `sqlite:${join(temporaryDirectory(), 'b.db')}`,
    keys: [],
    stop: async () => undefined,
  }),
  PostgreSQL: async () => {
    const server = await startPostgres();
    const keys = ['--keys', join(temporaryDirectory(), 'keys')];
    return { db: server.url('postgres'), keys, stop: () => server.stop() };
  },
};

describe.each(['SQLite', 'PostgreSQL'] as const)('on %s', kind => {
  test.skipIf(kind === 'PostgreSQL' && obstacle !== undefined)(
    `[LEAD-2] a process that is killed in the middle of an import loses what it had not committed, and the same file makes the rest${kind === 'PostgreSQL' && obstacle ? `: skipped, ${obstacle}` : ''}`,
    async () => {
      const leads = 3000;
      const lines = Array.from({ length: leads }, (_, n) => `individual,kyc-basic,k-${n},A,B ${n},\n`);
      const { db, keys, stop } = await stores[kind]();
      const start = () => spawnBackend(['--db', db, ...keys, '--sample', '0', '--seed', '1', '--port', '0']);
      let backend = await start();
      try {
        const sent = send(
          backend,
          Readable.from(
            (async function* () {
              yield Buffer.from(head + lines.slice(0, 1500).join(''));
              // Killed while rows are being taken in: some are committed, and more have arrived.
              await expect
                .poll(async () => (await externalIdsAt(backend)).length, { interval: 10 })
                .toBeGreaterThan(0);
              await backend.end('SIGKILL');
              yield Buffer.from(lines.slice(1500).join(''));
            })(),
          ),
        );
        await expect(sent).rejects.toThrow();
        backend = await start();
        const before = await externalIdsAt(backend);
        expect(before.length).toBeGreaterThan(0);
        expect(before.length).toBeLessThan(leads);
        const again = await take(backend, Readable.from([Buffer.from(head + lines.join(''))]));
        expect(again).toMatchObject({
          state: 'finished',
          rows: leads,
          accepted: leads - before.length,
          repeated: before.length,
          refused: 0,
        });
        const after = await externalIdsAt(backend);
        expect([after.length, new Set(after).size]).toEqual([leads, leads]);
        const third = await take(backend, Readable.from([Buffer.from(head + lines.join(''))]));
        expect(third).toMatchObject({ accepted: 0, repeated: leads, refused: 0 });
      } finally {
        await backend.end('SIGKILL');
        await stop();
      }
    },
  );
});
