import { randomUUID } from 'node:crypto';
import { commandResultSchema, customerSchema } from '../../src/shared/domain/index.ts';
import { z } from '../../src/shared/zod.ts';
import type { StoreKind } from '../backends.ts';
import { feedPageSize, readFeedPage } from '../feed.ts';
import type { Benchmark } from '../harness.ts';
import { signInDevice, type SignedDevice } from '../signed-device.ts';
import type { World } from '../world.ts';

/** SQLite is what a backend has unless told otherwise. */
export const named = (name: string, store: StoreKind): string =>
  store === 'SQLite' ? name : `${name}.postgres`;

/** The contract's limit of one request. */
const together = 100;
const perCase = 4;
const mostSent = 2_000;

const casesSchema = z.object({ items: z.array(customerSchema), nextCursor: z.string().nullish() });
const resultsSchema = z.object({ results: z.array(commandResultSchema) });

async function casesUnderReview(device: SignedDevice, count: number) {
  const cases: z.infer<typeof customerSchema>[] = [];
  for (let cursor = ''; cases.length < count;) {
    const query = `status=UNDER_REVIEW&limit=200${cursor === '' ? '' : `&cursor=${cursor}`}`;
    const { items, nextCursor } = casesSchema.parse(
      await (await device.get(`/v1/customers?${query}`)).json(),
    );
    cases.push(...items.filter(({ check, awaitingSecondApproval }) => !check && !awaitingSecondApproval));
    if (nextCursor == null) break;
    cursor = nextCursor;
  }
  if (cases.length < count) throw new Error(`only ${cases.length} cases under review`);
  return cases.slice(0, count);
}

/**
 * Signed commands in whole batches: a check started, the case assigned, a note, the check released, case after case. None
 * has the case checked by providers anew, who would go on working, and deciding, under the runs that follow.
 */
export function backendCommands(world: World, kind: StoreKind): Benchmark {
  // Fewer where there are few cases: such a run is for trying.
  const sent = perCase * Math.floor(Math.min(mostSent, world.cases) / perCase);
  return {
    name: named('backend.commands', kind),
    what: `${sent} signed commands in batches of ${together}: claims, assignments, notes; ${kind}`,
    unit: 'per s',
    baseline:
      'bare inserts of the JSON of commands and changed cases, in transactions of as many, synced alike',
    runs: 5,
    prepare: async () => {
      const backend = await world.backendOn(kind);
      const device = await signInDevice(backend.account);
      const cases = await casesUnderReview(device, sent / perCase);
      const store = await backend.plain();
      let texts: readonly string[] = [];
      return {
        value: async () => {
          const commands = cases.flatMap(({ id: customerId, version: baseVersion }) => {
            const assignment = { userId: device.userId };
            return [
              device.seal({ type: 'review.start', customerId, baseVersion, payload: {} }),
              device.seal({ type: 'customer.assign', customerId, baseVersion, payload: assignment }),
              device.seal({
                type: 'note.add',
                customerId,
                baseVersion: null,
                payload: { text: 'Seen', mentions: [] },
              }),
              device.seal({ type: 'review.release', customerId, baseVersion, payload: {} }),
            ];
          });
          const bodies = Array.from({ length: Math.ceil(sent / together) }, (_, batch) =>
            JSON.stringify({ commands: commands.slice(batch * together, (batch + 1) * together) }),
          );
          texts = commands.map((command, place) =>
            JSON.stringify(place % perCase === 0 ? [command, cases[place / perCase]] : command),
          );
          const begin = performance.now();
          const answers: string[] = [];
          for (const body of bodies) answers.push(await (await device.post('/v1/commands', body)).text());
          const seconds = (performance.now() - begin) / 1000;
          const results = answers.flatMap(text => resultsSchema.parse(JSON.parse(text)).results);
          const odd = results.find(({ result }) => result !== 'applied');
          if (odd || results.length !== sent) throw new Error(`not applied: ${JSON.stringify(odd)}`);
          return sent / seconds;
        },
        baseline: async () => sent / ((await store.insert(texts, together)) / 1000),
        close: async () => store.close(),
      };
    },
  };
}

/** What is read at most, and in how many pages. */
const mostRead = 20_000;
const pagesRead = mostRead / feedPageSize;

/** The beginning of a first copy, as bytes: what a workstation makes of them is the figure `sync.initial`. */
export function backendChanges(world: World, kind: StoreKind): Benchmark {
  const size = Math.floor(Math.min(mostRead, world.cases) / pagesRead);
  const read = size * pagesRead;
  return {
    name: named('backend.changes', kind),
    what: `the first ${read} changes of the feed in pages of ${size}; ${kind}`,
    unit: 'per s',
    baseline: 'bare selects of the same lines in pages alike',
    runs: 7,
    prepare: async () => {
      const backend = await world.backendOn(kind);
      const device = await signInDevice(backend.account);
      const store = await backend.plain();
      let bytes = 0;
      const pages = async (each: (lines: Buffer) => Promise<unknown>): Promise<void> => {
        for (let page = 0, cursor = ''; page < pagesRead; page += 1) {
          const { lines, end } = await readFeedPage(device, cursor, size);
          await each(lines);
          cursor = end.cursor;
        }
      };
      await pages(async lines => {
        bytes += lines.length;
        const texts = lines.toString('utf8').trimEnd().split('\n');
        if (texts.length !== size) throw new Error(`a page of ${texts.length} changes`);
        await store.insert(texts, size);
      });
      return {
        value: async () => {
          const begin = performance.now();
          await pages(async () => undefined);
          return read / ((performance.now() - begin) / 1000);
        },
        baseline: async () => read / ((await store.read(read)) / 1000),
        notes: () => `${Math.round(bytes / read)} bytes a change`,
        close: async () => store.close(),
      };
    },
  };
}

const mostLinks = 400;
const atOnce = 8;

/** Links for new customers, each under a key of its own as a window sends it, several at once as many windows do. */
export function backendLinks(world: World, kind: StoreKind): Benchmark {
  const links = Math.min(mostLinks, world.cases);
  return {
    name: named('backend.links', kind),
    what: `${links} links for new customers, ${atOnce} at once, each under an Idempotency-Key; ${kind}`,
    unit: 'per s',
    baseline: 'bare inserts of the JSON of the links, each in a transaction of its own, synced alike',
    runs: 5,
    prepare: async () => {
      const { account, apiKey, plain } = await world.backendOn(kind);
      const store = await plain();
      let texts: readonly string[] = [];
      const make = async (name: string): Promise<string> => {
        const answer = await fetch(`${account.url}/v1/links`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${apiKey}`,
            'content-type': 'application/json',
            'idempotency-key': name,
          },
          body: JSON.stringify({ kind: 'individual', levelId: 'kyc-basic', fields: { firstName: name } }),
        });
        const text = await answer.text();
        if (answer.status !== 201) throw new Error(`a link: ${answer.status} ${text}`);
        return text;
      };
      return {
        value: async () => {
          const names = Array.from({ length: links }, () => randomUUID());
          const begin = performance.now();
          const made = await Promise.all(
            Array.from({ length: atOnce }, async (_, worker) => {
              const answers: string[] = [];
              for (const name of names.filter((_name, place) => place % atOnce === worker))
                answers.push(await make(name));
              return answers;
            }),
          );
          const seconds = (performance.now() - begin) / 1000;
          texts = made.flat();
          return links / seconds;
        },
        baseline: async () => links / ((await store.insert(texts, 1)) / 1000),
        close: async () => store.close(),
      };
    },
  };
}
