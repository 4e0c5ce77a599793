import { statSync } from 'node:fs';
import { join } from 'node:path';
import { openBaselineStore } from '../baseline-store.ts';
import { openDesk, until } from '../desk.ts';
import { readCaseLines } from '../feed.ts';
import { percentile, type Benchmark } from '../harness.ts';
import { signInDevice } from '../signed-device.ts';
import type { World } from '../world.ts';

export const syncInitial = (world: World): Benchmark => ({
  name: 'sync.initial',
  what: `${world.cases} cases from a local backend into the encrypted cache, search index included`,
  unit: 'per s',
  baseline: 'encrypted insert of the same rows',
  runs: 3,
  prepare: async () => {
    // What the feed brings is what both write: its lines, fetched beforehand for the baseline.
    const rows = await readCaseLines(await signInDevice(world.account));
    const firstThousand: number[] = [];
    let bytes = 0;
    return {
      value: async () => {
        const desk = await openDesk();
        try {
          await desk.setUp(world.account);
          const begin = performance.now();
          await until(async () => (await desk.ask('sync.state', {})).cases >= 1_000);
          firstThousand.push(performance.now() - begin);
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
        `first 1,000 usable after ${Math.round(percentile(firstThousand, 0.5))} ms; ${Math.round(bytes / rows.length)} bytes a case, search index included`,
      close: async () => undefined,
    };
  },
});
