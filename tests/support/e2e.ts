import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterEach, inject } from 'vitest';
import { integratorOf, type Integrator } from '../../tools/demo/integrator.ts';
import * as hands from '../../tools/drive/hands.ts';
import { layCable, type Cable } from '../../tools/drive/proxy.ts';
import { startWorkstation, type Workstation } from '../../tools/drive/workstation.ts';
import { analystOf, OUT, startBackend } from '../../tools/index.mjs';
import { copySample, sampleOptions } from './e2e-samples.ts';

/** Of every vault of these tests; strong enough for the first-run screen. */
export const passphrase = 'correct horse battery staple';

/** A backend process with sample cases, the cable to it, and the workstations that were started on it. */
export interface Office {
  /** Where a workstation connects to: through the cable. */
  readonly url: string;
  /** Past the cable. */
  readonly backendUrl: string;
  readonly apiKey: string;
  readonly cable: Cable;
  readonly integrator: Integrator;
  readonly analyst: { readonly email: string; readonly password: string };
  /** Another one, who works on the same cases. */
  readonly colleague: Office['analyst'];
  /** Somebody who reads the audit log and works on no case. */
  readonly auditor: Office['analyst'];
  /** The backend's own database file. */
  readonly database: string;
  /** Ends the backend and starts it again at the same address with these options beside the sample's. */
  restartBackend(options: readonly string[]): Promise<void>;
  /** A folder for a workstation's data that does not exist yet. */
  newProfile(): string;
  /** Opens the built app on a profile. `env` comes on top of the desktop session's. */
  start(profile: string, env?: Readonly<Record<string, string>>): Promise<Workstation>;
  /** A workstation on a new profile, through first run and with all cases here. */
  startReady(profile?: string): Promise<Workstation>;
  /** Ends everything that was started here. */
  close(): Promise<void>;
}

export interface OfficeOptions {
  /** How many sample cases. Each number is another sample to be made, so that few are in use: 12, 30, and 2,000. */
  readonly sample: number;
  /** More of the backend's own options. */
  readonly options?: readonly string[];
}

/**
 * Opens an office and lets the file prepare what its tests need. Returns its end, for `beforeAll` to return; when the
 * preparation fails nothing is left behind.
 */
export async function openOffice(
  options: OfficeOptions,
  prepare: (office: Office) => Promise<void>,
): Promise<() => Promise<void>> {
  const office = await createOffice(options);
  try {
    await prepare(office);
  } catch (error) {
    await office.close();
    throw error;
  }
  return office.close;
}

async function createOffice({ sample, options = [] }: OfficeOptions): Promise<Office> {
  const home = mkdtempSync(join(tmpdir(), 'sealdesk-e2e-'));
  const database = join(home, 'backend.db');
  await copySample(inject('samples'), database, sample);
  const startOn = (more: readonly string[]) =>
    startBackend([...sampleOptions(database, sample), ...more], { log: 'ignore' });
  let backend = await startOn(options);
  const analyst = analystOf(backend);
  const colleague = backend.users.find(user => user !== analyst && user.roles.includes('analyst'));
  const auditor = backend.users.find(({ roles }) => roles.includes('auditor'));
  if (!analyst || !colleague || !auditor || !backend.apiKey)
    throw new Error('the sample backend names too few analysts, no auditor or no key');
  const cable = await layCable(backend.url);
  const running = new Set<Workstation>();
  let profiles = 0;

  const newProfile = (): string => join(home, `profile-${(profiles += 1)}`);
  const start: Office['start'] = async (profile, env = {}) => {
    const started = await startWorkstation({ profile, env });
    const ended = (end: () => Promise<void>) => (): Promise<void> => {
      running.delete(workstation);
      return end();
    };
    const workstation = { ...started, quit: ended(started.quit), kill: ended(started.kill) };
    running.add(workstation);
    return workstation;
  };

  return {
    url: cable.url,
    backendUrl: backend.url,
    apiKey: backend.apiKey,
    cable,
    integrator: integratorOf(backend.url, backend.apiKey),
    analyst,
    colleague,
    auditor,
    database,
    restartBackend: async more => {
      const { port } = new URL(backend.url);
      await backend.stop();
      backend = await startOn([...more, `--port=${port}`]);
    },
    newProfile,
    start,
    startReady: async (profile = newProfile()) => {
      const workstation = await start(profile);
      await firstRun(workstation, { url: cable.url, analyst });
      return workstation;
    },
    close: async () => {
      await Promise.all([...running].map(workstation => workstation.kill()));
      await cable.close();
      await backend.stop();
      rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    },
  };
}

/** For `expect.poll`: how long a window on a busy machine may take; no claim about how long it takes. */
export const patience = { timeout: 180_000, interval: 50 } as const;

/** All words that are on the screen. */
export const textOf = (page: Page): Promise<string> => page.locator('body').innerText();

/** Through the first-run screens, until all cases are here. */
export async function firstRun(
  { page }: Workstation,
  { url, analyst }: Pick<Office, 'url' | 'analyst'>,
): Promise<void> {
  await hands.chooseBackend(page, url);
  await hands.signIn(page, { ...analyst, deviceName: 'Test workstation' });
  await hands.choosePassphrase(page, passphrase);
  await hands.awaitFirstSync(page);
}

/** Leaves a picture of the window in out/e2e when a test of this file fails. */
export function picturesOfFailures(current: () => Workstation | undefined): void {
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    const folder = join(OUT, 'e2e');
    mkdirSync(folder, { recursive: true });
    const name = `${task.file.name} ${task.name}`.replaceAll(/[^a-z0-9]+/gi, '-').slice(-120);
    // A window that is gone leaves none, and the failure itself says so.
    await current()
      ?.page.screenshot({ path: join(folder, `${name}.png`) })
      .catch(() => undefined);
  });
}

/** Whether what has the focus is this, or in it. */
export const hasFocus = (target: Locator): Promise<boolean> =>
  target.first().evaluate(element => element.contains(document.activeElement));

/** The tag of what has the focus: `body` when nothing has. */
export const focusedTag = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => document.activeElement?.tagName.toLowerCase());
