import { statSync } from 'node:fs';
import { join } from 'node:path';
import { openBaselineStore } from '../baseline-store.ts';
import { openDesk, until } from '../desk.ts';
import type { Benchmark } from '../harness.ts';
import { cases, type World } from '../world.ts';

export const syncInitial = (world: World): Benchmark => ({
  name: 'sync.initial',
  what: `${cases} cases from a local backend into the encrypted cache, search index included`,
  unit: 'per s',
  baseline: 'encrypted insert of the same rows',
  runs: 3,
  prepare: async () => {
    const rows = await customersOf(world);
    let firstThousand = 0;
    let bytes = 0;
    return {
      value: async () => {
        const desk = await openDesk();
        try {
          await desk.setUp(world.account);
          const begin = performance.now();
          await until(async () => (await desk.ask('sync.state', {})).cases >= 1_000);
          firstThousand = performance.now() - begin;
          await desk.synced();
          const seconds = (performance.now() - begin) / 1000;
          bytes = statSync(join(desk.profile, 'cache.db')).size;
          return rows.length / seconds;
        } finally {
          await desk.close();
        }
      },
      baseline: async () => {
        const store = openBaselineStore('normal');
        try {
          return rows.length / (store.insert(rows) / 1000);
        } finally {
          store.close();
        }
      },
      notes: () =>
        `first 1,000 usable after ${Math.round(firstThousand)} ms; ${Math.round(bytes / rows.length)} bytes a case`,
      close: async () => undefined,
    };
  },
});

/** The rows as the engine stores them, read from a synced desk. */
async function customersOf(world: World): Promise<readonly (readonly [string, string])[]> {
  const desk = await world.syncedDesk();
  const rows: (readonly [string, string])[] = [];
  const view = { filter: {}, sort: 'name' as const };
  for (let offset = 0; ; offset += 500) {
    const { rows: page, total } = await desk.ask('queue.window', { view, offset, limit: 500 });
    for (const { id } of page) {
      const { customer } = await desk.ask('case.open', { customerId: id });
      rows.push([id, JSON.stringify(customer)]);
    }
    if (offset + 500 >= total) return rows;
  }
}
