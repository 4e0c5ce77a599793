import { rmSync } from 'node:fs';
import { join } from 'node:path';
import * as hands from '../../tools/drive/hands.ts';
import { startWorkstation, type Workstation } from '../../tools/drive/workstation.ts';
import { ROOT } from '../../tools/index.mjs';
import type { Account } from '../desk.ts';
import { openProbes, type Probes } from './probes.ts';

export const passphrase = 'a long enough passphrase';

/** The built app in its real window, with probes in its processes. */
export interface BenchWindow extends Pick<Workstation, 'page' | 'log'> {
  readonly probes: Probes;
  close(): Promise<void>;
}

/** Starts the app on a profile that is set up already and unlocks it. */
export async function openWindow(profile: string): Promise<BenchWindow> {
  const window = await startWindow(profile);
  try {
    await hands.unlock(window.page, passphrase);
  } catch (error) {
    await window.close();
    throw new Error(`the window was not unlocked: ${window.log()}`, { cause: error });
  }
  return window;
}

/** Goes through first run on a new profile, until all cases are here. Tells which browser the window is. */
export async function setUpProfile(profile: string, account: Account): Promise<string> {
  const { page, close } = await startWindow(profile);
  await hands.chooseBackend(page, account.url);
  await hands.signIn(page, { ...account, deviceName: 'Bench' });
  await hands.choosePassphrase(page, passphrase);
  await page.getByRole('heading', { name: 'Queue' }).waitFor({ timeout: 600_000 });
  await hands.sync(page, /Online · synced/).waitFor({ timeout: 600_000 });
  const agent = await page.evaluate(() => navigator.userAgent);
  await close();
  return /(Electron|Chrome)\/[\d.]+/.exec(agent)?.[0].replace('/', ' ') ?? agent;
}

/** Takes the copy of the cases away, as when it was damaged: the next window fetches all of them anew. */
export function forgetCases(profile: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(join(profile, `cache.db${end}`), { force: true });
}

/** Starts the app on a profile, wherever it stands. */
export async function startWindow(profile: string): Promise<BenchWindow> {
  const probes = await openProbes();
  const workstation = await startWorkstation({ profile, env: probes.env });
  return {
    page: workstation.page,
    log: workstation.log,
    probes,
    close: async () => {
      await workstation.quit();
      await probes.close();
    },
  };
}

/** Starts the same shell with a window that shows one word: what every program in it has to take. */
export async function openBlank(profile: string): Promise<Pick<Workstation, 'page' | 'quit'>> {
  return startWorkstation({ profile, env: {}, main: join(ROOT, 'bench', 'window', 'blank.mjs') });
}
