import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import * as hands from '../../tools/drive/hands.ts';
import { openBaselineStore } from '../baseline-store.ts';
import { percentile, type Benchmark, type Prepared } from '../harness.ts';
import { ask, openWindow, timePaint, timeTransport, type BenchWindow } from '../window/index.ts';
import type { World } from '../world.ts';

const level = 'KYC Enhanced';

const took = ({ input, painted }: { readonly input: number; readonly painted: number }): number =>
  painted - input;

/** One key gives an item its verdict. */
export const decideInWindow = (world: World): Benchmark => ({
  name: 'decide',
  what: 'a key → verdict in the journal, fsynced → painted',
  unit: 'ms',
  baseline: 'one fsynced insert of the same size',
  runs: 100,
  prepare: () =>
    inReview(world, async ({ page }) => {
      // From the first item, whichever is chosen when a case opens.
      for (let step = await hands.items(page).count(); step > 0; step -= 1) await page.keyboard.press('k');
      const store = openBaselineStore('full');
      const transport: number[] = [];
      let turn = 0;
      return {
        value: async () => {
          turn += 1;
          transport.push(await timeTransport(page));
          return took(
            await timePaint(page, { changes: '[aria-label^="Verdict:"] [aria-pressed=true]' }, () =>
              page.keyboard.press(turn % 2 ? 'p' : 'a'),
            ),
          );
        },
        baseline: async () => store.insert([[`id-${turn}`, 'x'.repeat(300)]]),
        notes: () =>
          `of it the shell's transport ${percentile(transport, 0.5).toFixed(1)} ms (one call there and back)`,
        close: async () => {
          // Pending needs a reason: left so, this case could not be decided by whoever claims it next.
          await page.keyboard.press('a');
          store.close();
        },
      };
    }),
});

/** Nobody decides at once: meanwhile the next case's documents are decoded. */
const lookingMilliseconds = 3_000;

/** A decision ends one case, and the next one of the view opens by itself. */
export const next = (world: World): Benchmark => ({
  name: 'next',
  what: 'decision confirmed → next case painted with the first page of its documents',
  unit: 'ms',
  baseline: 'a case opened from the queue',
  runs: 12,
  prepare: () =>
    inReview(world, async ({ page }) => {
      return {
        value: async () => {
          await hands.goToQueue(page);
          await claimNext(page);
          await delay(lookingMilliseconds);
          await hands.openReject(page);
          await hands.chooseReason(page, 'Fraud', 'Document forgery');
          const button = page.getByRole('button', { name: 'Reject customer' });
          return took(
            await timePaint(page, { changes: 'h1', shows: '[data-page][data-drawn]' }, () => button.click()),
          );
        },
        baseline: async () => {
          await page.keyboard.press('Escape');
          await page.getByRole('heading', { name: 'Queue' }).waitFor();
          await hands.queueGrid(page).locator('[role=row][aria-selected=true]:not([aria-busy])').waitFor();
          return took(
            await timePaint(page, { changes: 'h1', shows: '[data-page][data-drawn]' }, () =>
              page.keyboard.press('Enter'),
            ),
          );
        },
        close: async () => undefined,
      };
    }),
});

/** Opens the next free case with its check begun and its documents drawn. */
async function claimNext(page: Page): Promise<void> {
  await hands.queueGrid(page).locator('[role=row][id]:not([aria-busy])').first().waitFor();
  await page.keyboard.press('n');
  await page.getByRole('button', { name: /^Finish check/ }).waitFor();
  await page.locator('[data-page][data-drawn]').first().waitFor();
}

/** A window in which the next free case of the queue is claimed and open, and its documents here. */
async function inReview(
  world: World,
  prepare: (window: BenchWindow) => Promise<Prepared>,
): Promise<Prepared> {
  const window = await openWindow(await world.windowProfile());
  const { page } = window;
  // Cases of the simplest level have no documents to draw.
  await page
    .getByRole('group', { name: 'Filters' })
    .getByRole('button', { name: 'Level', exact: true })
    .click();
  await page.getByRole('checkbox', { name: level }).check({ force: true });
  await page.keyboard.press('Escape');
  // While it closes, keys are still its own.
  await page.getByRole('checkbox', { name: level }).waitFor({ state: 'detached' });
  await page.locator('[role=grid][aria-busy=false]').waitFor();
  await documentsHere(page);
  await claimNext(page);
  const prepared = await prepare(window);
  return {
    ...prepared,
    close: async () => {
      await prepared.close();
      await window.close();
    },
  };
}

/** Waits until the documents of the next cases are fetched ahead. */
async function documentsHere(page: Page): Promise<void> {
  await hands.queueGrid(page).locator('[role=row][id]:not([aria-busy])').first().waitFor();
  await hands.sync(page, /Online · synced/).waitFor({ timeout: 60_000 });
  for (let tries = 0; tries < 600; tries += 1) {
    const { documentsWaiting } = await ask(page, 'sync.state', {});
    if (documentsWaiting === 0) return;
    await delay(100);
  }
  throw new Error('the documents of the next cases do not arrive');
}
