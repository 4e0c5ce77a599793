import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { crypto } from '../../src/main/engine/adapters/crypto.ts';
import { kdfParameters } from '../../src/main/engine/vault/kdf.ts';
import { percentile, type Benchmark } from '../harness.ts';
import { openBlank, passphrase, startWindow, timePaint } from '../window/index.ts';
import type { World } from '../world.ts';

/** Milliseconds since 1970 at which the page last painted more than before: all of it, once it is at rest. */
const paintedAt = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>(resolve => {
        new PerformanceObserver(list => {
          const last = list.getEntries().at(-1);
          if (last) resolve(performance.timeOrigin + last.startTime);
        }).observe({ type: 'largest-contentful-paint', buffered: true });
      }),
  );

const now = (): number => performance.timeOrigin + performance.now();

/** From the start of the program to a queue one can work in; stretching the passphrase is meant to be slow and left out. */
export const startUp = (world: World): Benchmark => ({
  name: 'start',
  what: `start of the program → unlock screen painted, and passphrase given → queue of ${world.cases} cases painted, without the stretching of the passphrase`,
  unit: 'ms',
  baseline: 'a blank window in the same shell',
  runs: 7,
  prepare: async () => {
    const profile = await world.windowProfile();
    const blankProfile = mkdtempSync(join(tmpdir(), 'sealdesk-bench-'));
    const stretched: number[] = [];
    const toUnlock: number[] = [];
    const toQueue: number[] = [];
    return {
      value: async () => {
        const stretching = await stretchPassphrase();
        const begin = now();
        const { page, close } = await startWindow(profile);
        try {
          await page.getByRole('heading', { name: 'Unlock Sealdesk' }).waitFor();
          const locked = (await paintedAt(page)) - begin;
          await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
          const { input, painted } = await timePaint(
            page,
            { changes: 'h1', shows: '[role=grid] [role=row][id]:not([aria-busy])' },
            () => page.keyboard.press('Enter'),
          );
          stretched.push(stretching);
          toUnlock.push(locked);
          toQueue.push(painted - input);
          return locked + Math.max(0, painted - input - stretching);
        } finally {
          await close();
        }
      },
      baseline: async () => {
        const begin = now();
        const { page, quit } = await openBlank(blankProfile);
        try {
          return (await paintedAt(page)) - begin;
        } finally {
          await quit();
        }
      },
      notes: () =>
        [
          `unlock screen after ${Math.round(percentile(toUnlock, 0.5))} ms`,
          `passphrase → queue ${Math.round(percentile(toQueue, 0.5))} ms`,
          `of it stretching (Argon2id) ${Math.round(percentile(stretched, 0.5))} ms`,
        ].join('; '),
      close: async () => rmSync(blankProfile, { recursive: true, force: true }),
    };
  },
});

/** What the vault does with the passphrase; ms. */
async function stretchPassphrase(): Promise<number> {
  const begin = performance.now();
  await crypto.argon2id(Buffer.from(passphrase), new Uint8Array(16).fill(7), kdfParameters);
  return performance.now() - begin;
}
