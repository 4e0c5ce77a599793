import { join } from 'node:path';
import type { Page } from 'playwright-core';
import * as hands from '../drive/hands.ts';
import type { Cable } from '../drive/proxy.ts';
import { startWorkstation, type Workstation } from '../drive/workstation.ts';
import { say } from '../index.mjs';
import { hasPapers, type Cast } from './cast.ts';
import type { Integrator } from './integrator.ts';
import type { DemoReport } from './report.ts';
import type { Stopwatch } from './stopwatch.ts';

export interface Stage {
  readonly cast: Cast;
  readonly cable: Cable;
  readonly integrator: Integrator;
  readonly analyst: { readonly email: string; readonly password: string };
  readonly passphrase: string;
  readonly profile: string;
  readonly env: Readonly<Record<string, string>>;
  readonly watch: Stopwatch;
  /** Where screenshots go. */
  readonly folder: string;
}

export interface Played {
  readonly report: Omit<DemoReport, 'documents' | 'applied' | 'appliedTwice' | 'plaintextHits' | 'seconds'>;
  /** Finished checks, on- and offline. */
  readonly decided: number;
  readonly complaints: readonly string[];
}

/** Plays the main job in the window, from an empty profile to a drained outbox. */
export async function play(stage: Stage): Promise<Played> {
  const { cast, cable, integrator, analyst, passphrase, watch } = stage;
  const screenshots: string[] = [];
  const complaints: string[] = [];
  const decidedThere = [...cast.offline, cast.conflict];
  let workstation = await open(stage);
  const shoot = async (name: string): Promise<void> => {
    screenshots.push(await screenshot(workstation.page, stage.folder, screenshots.length + 1, name));
  };

  await watch.time('firstRun', async () => {
    const { page } = workstation;
    await shoot('first run');
    await hands.chooseBackend(page, cable.url);
    await hands.signIn(page, { ...analyst, deviceName: 'Demo workstation' });
    await shoot('passphrase');
    await hands.choosePassphrase(page, passphrase);
    await hands.awaitFirstSync(page);
  });
  const cases = await hands.casesHere(workstation.page);
  await shoot('queue');

  await watch.time('finish', async () => {
    const { page } = workstation;
    await hands.openCase(page, cast.finished.name);
    await hands.documentsPainted(page);
    await shoot('case');
    await hands.startCheck(page);
    await hands.approveAll(page);
    await shoot('review');
    await hands.finish(page);
  });

  await watch.time('reject', async () => {
    const { page } = workstation;
    await hands.openCase(page, cast.rejected.name);
    await hands.startCheck(page);
    await hands.openReject(page);
    await hands.chooseReason(page, 'Fraud', 'Document forgery');
    await shoot('reject');
    await hands.confirmReject(page);
  });

  await watch.time('resubmission', async () => {
    const { page } = workstation;
    await hands.openCase(page, cast.askedAgain.name);
    await hands.startCheck(page);
    await hands.mark(page, 'Reject', 'Selfie');
    await hands.chooseChip(page, 'Selfie', 'Face not visible');
    await hands.openResubmission(page);
    await shoot('resubmission');
    await hands.confirmResubmission(page);
  });

  say('waiting until the documents of the cases for offline are here, and the outbox is empty');
  await watch.time('documents', async () => {
    const { page } = workstation;
    for (const customer of decidedThere) {
      await hands.openCase(page, customer.name);
      await hands.documentsHere(page);
      if (hasPapers(customer)) await hands.documentsPainted(page);
    }
    await hands.goToOutbox(page);
    await hands.outboxDrained(page);
  });

  say('cutting the network');
  await cable.cut();
  await hands.sync(workstation.page, /Offline/).waitFor({ timeout: 40_000 });
  await watch.time('decideOffline', async () => {
    const { page } = workstation;
    for (const customer of decidedThere) {
      await hands.openCase(page, customer.name);
      if (hasPapers(customer)) await hands.documentsPainted(page);
      await hands.startCheck(page);
      await hands.approveAll(page);
      if (customer === cast.conflict) await shoot('offline review');
      await hands.finish(page);
    }
  });
  await hands.goToOutbox(workstation.page);
  const decidedOffline = await hands.unsentCount(workstation.page);
  await shoot('outbox offline');

  say('restarting the workstation with the network still cut');
  await watch.time('restart', async () => {
    complaints.push(...workstation.complaints);
    await workstation.quit();
    workstation = await open(stage);
    await shoot('unlock');
    await hands.unlock(workstation.page, passphrase);
    await hands.sync(workstation.page, /Offline/).waitFor({ timeout: 40_000 });
  });
  await hands.goToQueue(workstation.page);
  await shoot('queue offline');

  say('meanwhile the customer of one case corrects its data at the backend');
  const { version } = await integrator.customer(cast.conflict.id);
  await integrator.correct({ ...cast.conflict, version }, 'registeredAddress.city', 'Elsewhere');

  say('mending the network');
  await watch.time('drain', async () => {
    await cable.mend();
    await hands.goToOutbox(workstation.page);
    await hands.outboxDrained(workstation.page);
  });
  await hands.showParked(workstation.page, cast.conflict.name);
  await shoot('parked');
  const parked = await hands.parkedCount(workstation.page);
  const journalVerified = await hands.journalVerified(workstation.page);

  await workstation.page.emulateMedia({ colorScheme: 'dark' });
  await shoot('parked dark');
  await hands.openCase(workstation.page, cast.looked.name);
  await hands.documentsPainted(workstation.page);
  await shoot('review dark');
  await hands.goToQueue(workstation.page);
  await hands.search(workstation.page, '');
  await shoot('queue dark');

  complaints.push(...workstation.complaints);
  await workstation.quit();
  return {
    report: {
      shell: workstation.shell,
      cases,
      decidedOffline,
      parked,
      journalVerified,
      screenshots,
    },
    decided: 3 + decidedOffline,
    complaints,
  };
}

const open = ({ profile, env }: Stage): Promise<Workstation> => startWorkstation({ profile, env });

/** Writes what is on the screen as NN-name.png and returns the name of the file. */
async function screenshot(page: Page, folder: string, number: number, name: string): Promise<string> {
  const file = `${String(number).padStart(2, '0')}-${name.replaceAll(' ', '-')}.png`;
  await page.screenshot({ path: join(folder, file), animations: 'disabled' });
  return file;
}
