import { setTimeout as delay } from 'node:timers/promises';
import * as hands from '../../tools/drive/hands.ts';
import type { Benchmark, Prepared } from '../harness.ts';
import { forgetCases, openWindow, watch, watched, type BenchWindow } from '../window/index.ts';
import { longestOf, stallWords, type Stalls } from '../stalls.ts';
import type { World } from '../world.ts';

const idleMilliseconds = 5_000;
/** Who works while cases arrive presses a key about so often. */
const keyEveryMilliseconds = 250;

/** Watches the window and the processes behind it while something goes on. */
async function stallsDuring({ page, probes }: BenchWindow, work: () => Promise<void>): Promise<Stalls> {
  await watch(page);
  probes.begin();
  await work();
  const [window, processes] = await Promise.all([watched(page), probes.end()]);
  return { window, ...processes };
}

/** The whole copy is fetched anew while the queue is on screen and somebody moves in it. */
export const syncJank = (world: World): Benchmark => ({
  name: 'sync.jank',
  what: `longest stall of the window or of the shell while ${world.cases} cases arrive and somebody works in the queue`,
  unit: 'ms',
  baseline: 'idle',
  runs: 2,
  prepare: async () => {
    const profile = await world.windowProfile();
    const found: Stalls[] = [];
    let window: BenchWindow | undefined;
    const closeWindow = async (): Promise<void> => {
      await window?.close();
      window = undefined;
    };
    return {
      value: async () => {
        await closeWindow();
        forgetCases(profile);
        window = await openWindow(profile);
        const stalls = await stallsDuring(window, () => workUntilSynced(window));
        found.push(stalls);
        return longestOf(stalls);
      },
      baseline: async () => {
        if (!window) throw new Error('no window to be idle');
        return longestOf(await stallsDuring(window, () => delay(idleMilliseconds)));
      },
      notes: () => stallWords(found),
      close: closeWindow,
    };
  },
});

async function workUntilSynced(window: BenchWindow | undefined): Promise<void> {
  if (!window) throw new Error('no window to work in');
  const { page } = window;
  let over = false;
  const synced = hands.sync(page, /Online · synced/).waitFor({ timeout: 600_000 });
  const pressKeys = async (): Promise<void> => {
    while (!over) {
      await page.keyboard.press('j');
      await delay(keyEveryMilliseconds);
    }
  };
  const working = pressKeys();
  try {
    await Promise.race([synced, working]);
  } finally {
    over = true;
  }
  await working;
}

/** As fast as hands can be: the wheel, the scroll bar from end to end, and the keys. */
export const queueScroll = (world: World): Benchmark => ({
  name: 'queue.scroll',
  what: `longest stall of the window or of the shell while all ${world.cases} rows go by: wheel, scroll bar, page keys, Home and End`,
  unit: 'ms',
  baseline: 'the same in a list of at most 1,000 rows',
  runs: 3,
  prepare: () =>
    overQueue(world, async window => {
      const found: Stalls[] = [];
      let few = 0;
      return {
        value: async () => {
          await hands.search(window.page, '');
          await settled(window);
          const stalls = await stallsDuring(window, () => scrollAll(window));
          found.push(stalls);
          return longestOf(stalls);
        },
        baseline: async () => {
          few = await narrowTo(window, 1_000);
          return longestOf(await stallsDuring(window, () => scrollAll(window)));
        },
        notes: () => `${stallWords(found)}; baseline ${few} rows`,
      };
    }),
});

/** Letter by letter into the search, then other orders and filters. */
export const queueFilter = (world: World): Benchmark => ({
  name: 'queue.filter',
  what: `longest stall of the window or of the shell while somebody types into the search, sorts and filters ${world.cases} cases`,
  unit: 'ms',
  baseline: 'idle',
  runs: 3,
  prepare: () =>
    overQueue(world, async window => {
      const found: Stalls[] = [];
      return {
        value: async () => {
          const stalls = await stallsDuring(window, () => narrowAndSort(window));
          found.push(stalls);
          return longestOf(stalls);
        },
        baseline: async () => longestOf(await stallsDuring(window, () => delay(idleMilliseconds))),
        notes: () => stallWords(found),
      };
    }),
});

/** A window on the queue of all cases, closed at the end. */
async function overQueue(
  world: World,
  prepare: (window: BenchWindow) => Promise<Omit<Prepared, 'close'>>,
): Promise<Prepared> {
  const window = await openWindow(await world.windowProfile());
  const { page, close } = window;
  await page
    .getByRole('group', { name: 'Filters' })
    .getByRole('button', { name: 'Clear', exact: true })
    .click();
  await settled(window);
  return { ...(await prepare(window)), close };
}

const settled = async ({ page }: BenchWindow): Promise<void> => {
  await page.locator('[role=grid][aria-busy=false]').waitFor();
};

/** Searches until few enough rows are left; tells how many. */
async function narrowTo(window: BenchWindow, most: number): Promise<number> {
  const grid = hands.queueGrid(window.page);
  for (const text of ['maria', 'garcia', 'sokolova', 'garcia lopez']) {
    await hands.search(window.page, text);
    await settled(window);
    const rows = Number(await grid.getAttribute('aria-rowcount')) - 1;
    if (rows > 50 && rows <= most) return rows;
  }
  throw new Error('no search finds a short list');
}

const wheelTurns = 60;
const wheelPixels = 900;
const barSteps = 60;
const pages = 40;
const jumps = 5;

async function scrollAll({ page }: BenchWindow): Promise<void> {
  const { mouse, keyboard } = page;
  const grid = hands.queueGrid(page);
  const box = await grid.boundingBox();
  if (!box) throw new Error('no list to scroll');
  await grid.focus();
  await mouse.move(box.x + 300, box.y + box.height / 2);
  for (let turn = 0; turn < wheelTurns; turn += 1) await mouse.wheel(0, wheelPixels);
  await keyboard.press('Home');
  const bar = box.x + box.width - 6;
  await mouse.move(bar, box.y + 12);
  await mouse.down();
  for (let step = 1; step <= barSteps; step += 1)
    await mouse.move(bar, box.y + 12 + ((box.height - 20) * step) / barSteps);
  await mouse.up();
  for (let jump = 0; jump < jumps; jump += 1) {
    await keyboard.press('End');
    await keyboard.press('Home');
  }
  for (let turn = 0; turn < pages; turn += 1) await keyboard.press('PageDown');
}

async function narrowAndSort(window: BenchWindow): Promise<void> {
  const { page } = window;
  const grid = hands.queueGrid(page);
  await page.keyboard.press('/');
  await page.getByLabel('Search cases').pressSequentially('maria gonzales', { delay: 60 });
  await settled(window);
  await hands.search(page, '');
  await settled(window);
  for (const column of ['Name', 'Risk', 'Waiting', 'SLA']) {
    await grid.getByRole('columnheader', { name: column }).getByRole('button').click();
    await settled(window);
  }
  for (const chip of ['Missing items', 'Decided here']) {
    const button = page.getByRole('group', { name: 'Filters' }).getByRole('button', { name: chip });
    await button.click();
    await settled(window);
    await button.click();
    await settled(window);
  }
}
