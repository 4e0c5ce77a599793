import * as hands from '../../tools/drive/hands.ts';
import { percentile, type Benchmark } from '../harness.ts';
import { ask, openWindow, timePaint } from '../window/index.ts';
import type { World } from '../world.ts';

const now = (): number => performance.timeOrigin + performance.now();

/** Somebody changes a case at the backend while its row is on screen. */
export const syncIncremental = (world: World): Benchmark => ({
  name: 'sync.incremental',
  what: `a change sent to the backend → painted in the open queue of ${world.cases} cases`,
  unit: 'ms',
  baseline: 'one HTTP round trip to the backend',
  runs: 20,
  prepare: async () => {
    const window = await openWindow(await world.windowProfile());
    const { page } = window;
    await hands.sync(page, /Online · synced/).waitFor({ timeout: 60_000 });
    const { rows } = await ask(page, 'queue.window', {
      view: { filter: { kinds: ['individual'], statuses: ['UNDER_REVIEW'] }, sort: 'name' },
      offset: 0,
      limit: 1,
    });
    const [customer] = rows;
    if (!customer) throw new Error('no case under review');
    await hands.search(page, customer.id);
    await page.locator('[role=grid][aria-busy=false][aria-rowcount="2"]').waitFor();
    const answered: number[] = [];
    let turn = 0;
    return {
      value: async () => {
        turn += 1;
        const current = await world.integrator.customer(customer.id);
        let begin = 0;
        const { painted } = await timePaint(page, { changes: '[role=row][id] [role=gridcell]' }, async () => {
          begin = now();
          await world.integrator.correct(current, 'lastName', `Changed ${turn}`);
          answered.push(now() - begin);
        });
        return painted - begin;
      },
      baseline: async () => {
        const begin = performance.now();
        await world.integrator.customer(customer.id);
        return performance.now() - begin;
      },
      notes: () => `of it the backend's own answer to the change ${percentile(answered, 0.5).toFixed(1)} ms`,
      close: window.close,
    };
  },
});
