import { Readable } from 'node:stream';
import { leadImportSchema } from '../../src/shared/api/index.ts';
import type { StoreKind } from '../backends.ts';
import type { Benchmark } from '../harness.ts';
import type { World } from '../world.ts';
import { named } from './backend.ts';

const mostRows = 100_000;

/** As many as the import puts into one transaction. */
const together = 200;

const rowOf = (run: number, n: number): string =>
  `individual,kyc-basic,lead-${run}-${n},Ada ${n},Lovelace,lead${run}.${n}@leads.example,+4930901820,1988-02-29,POL,DEU\n`;

function* fileOf(run: number, rows: number): Generator<Buffer> {
  yield Buffer.from(
    'kind,levelId,externalId,firstName,lastName,email,phone,dateOfBirth,nationality,countryOfResidence\n',
  );
  for (let from = 0; from < rows; from += together) {
    const lines = Array.from({ length: Math.min(together, rows - from) }, (_, place) =>
      rowOf(run, from + place),
    );
    yield Buffer.from(lines.join(''));
  }
}

/** One file of leads, each row of which makes a customer. */
export function backendLeads(world: World, kind: StoreKind): Benchmark {
  const rows = Math.min(mostRows, world.cases);
  return {
    name: named('backend.leads', kind),
    what: `a CSV file of ${rows} leads, every row accepted; ${kind}`,
    unit: 'per s',
    baseline: 'bare inserts of the lines of the file, in transactions of as many, synced alike',
    runs: 1,
    prepare: async () => {
      const { account, apiKey, plain } = await world.backendOn(kind);
      const store = await plain();
      let run = Date.now();
      return {
        value: async () => {
          run += 1;
          const begin = performance.now();
          const answer = await fetch(`${account.url}/v1/leads/import`, {
            method: 'POST',
            headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'text/csv' },
            body: Readable.toWeb(Readable.from(fileOf(run, rows))) as ReadableStream,
            duplex: 'half',
          } as RequestInit);
          const told = leadImportSchema.parse(await answer.json());
          if (told.accepted !== rows) throw new Error(`not accepted: ${JSON.stringify(told)}`);
          return rows / ((performance.now() - begin) / 1000);
        },
        baseline: async () => {
          const lines = Array.from({ length: rows }, (_, place) => rowOf(run, place));
          return rows / ((await store.insert(lines, together)) / 1000);
        },
        close: async () => store.close(),
      };
    },
  };
}
