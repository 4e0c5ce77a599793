import { commandResultSchema, customerSchema } from '../../src/shared/domain/index.ts';
import { z } from '../../src/shared/zod.ts';
import { feedPageSize, readFeedPage } from '../feed.ts';
import type { Benchmark } from '../harness.ts';
import { openPlainStore } from '../plain-store.ts';
import { signInDevice, type SignedDevice } from '../signed-device.ts';
import type { World } from '../world.ts';

/** The contract's limit of one request. */
const together = 100;
const sent = 2_000;
const perCase = 4;

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
export const backendCommands = (world: World): Benchmark => ({
  name: 'backend.commands',
  what: `${sent} signed commands in batches of ${together}: claims, assignments, notes; SQLite`,
  unit: 'per s',
  baseline:
    'bare inserts of the JSON of commands and changed cases, in transactions of as many, synced alike',
  runs: 5,
  prepare: async () => {
    const device = await signInDevice(world.account);
    const cases = await casesUnderReview(device, sent / perCase);
    const store = openPlainStore();
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
        const bodies = Array.from({ length: sent / together }, (_, batch) =>
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
      baseline: async () => sent / (store.insert(texts, together) / 1000),
      close: async () => store.close(),
    };
  },
});

const read = 20_000;

/** The beginning of a first copy, as bytes: what a workstation makes of them is the figure `sync.initial`. */
export const backendChanges = (world: World): Benchmark => ({
  name: 'backend.changes',
  what: `the first ${read} changes of the feed in pages of ${feedPageSize}; SQLite`,
  unit: 'per s',
  baseline: 'bare selects of the same lines in pages alike',
  runs: 7,
  prepare: async () => {
    const device = await signInDevice(world.account);
    const store = openPlainStore();
    let bytes = 0;
    const pages = async (each: (lines: Buffer) => void): Promise<void> => {
      for (let page = 0, cursor = ''; page * feedPageSize < read; page += 1) {
        const { lines, end } = await readFeedPage(device, cursor);
        each(lines);
        cursor = end.cursor;
      }
    };
    await pages(lines => {
      bytes += lines.length;
      const texts = lines.toString('utf8').trimEnd().split('\n');
      if (texts.length !== feedPageSize) throw new Error(`a page of ${texts.length} changes`);
      store.insert(texts, feedPageSize);
    });
    return {
      value: async () => {
        const begin = performance.now();
        await pages(() => undefined);
        return read / ((performance.now() - begin) / 1000);
      },
      baseline: async () => read / (store.read(read) / 1000),
      notes: () => `${Math.round(bytes / read)} bytes a change`,
      close: async () => store.close(),
    };
  },
});
