import { closeSync, openSync, readdirSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { Customer } from '../../src/shared/domain/index.ts';
import * as hands from '../../tools/drive/hands.ts';
import { readyCases } from '../../tools/drive/ready-cases.ts';
import type { Workstation } from '../../tools/drive/workstation.ts';
import { launchApp } from '../../tools/index.mjs';
import { openOffice, passphrase, patience, picturesOfFailures, textOf, type Office } from '../support/e2e.ts';
import { finishesAt } from '../support/e2e-ledger.ts';
import { ageCache, journalStatePage } from '../support/e2e-vault.ts';

let office: Office;
let profile: string;
let workstation: Workstation;
let decided: Customer;
picturesOfFailures(() => workstation);

beforeAll(() =>
  openOffice({ sample: 12 }, async opened => {
    office = opened;
    const [found] = readyCases(await office.integrator.underReview());
    if (!found) throw new Error('the sample has no case that is ready for a decision');
    decided = found;
    profile = office.newProfile();
    workstation = await office.startReady(profile);
    await hands.openCase(workstation.page, decided.name);
    await hands.documentsHere(workstation.page);
    await office.cable.cut();
    await hands.startCheck(workstation.page);
    await hands.approveAll(workstation.page);
    await hands.finish(workstation.page);
  }),
);

const shown = (): Promise<string> => textOf(workstation.page);

/** Overwrites a stretch of a file, as a failing disk does. */
function garble(file: string, from: number, bytes: number): void {
  const handle = openSync(join(profile, file), 'r+');
  writeSync(handle, Buffer.alloc(bytes, 0xa5), 0, bytes, from);
  closeSync(handle);
}

const restart = async (): Promise<void> => {
  workstation = await office.start(profile);
  await hands.unlock(workstation.page, passphrase);
};
const decisionIsKept = async (): Promise<void> => {
  await hands.goToOutbox(workstation.page);
  await hands.decision(workstation.page, decided.name).waitFor();
};

test('a second start on the same profile ends at once and leaves the first as it is', async () => {
  const second = launchApp({ profile, stdio: 'ignore' });
  expect(await second.exit).toBe(0);
  await decisionIsKept();
  expect(workstation.complaints).toEqual([]);
});

test('[CCH-1] a damaged cache is fetched again with a notice, and what was decided is kept', async () => {
  await workstation.quit();
  garble('cache.db', 0, 8192);
  await restart();
  await expect.poll(shown, patience).toContain('The local copy of the cases was damaged');
  await decisionIsKept();
});

test('[CCH-1] a cache from the future is fetched again with a notice, and what was decided is kept', async () => {
  await workstation.quit();
  await ageCache(profile, passphrase);
  await restart();
  await expect.poll(shown, patience).toContain('was written by a newer version');
  await decisionIsKept();
});

test('[JRN-4] a damaged journal is named with its numbers, and its files are set aside, not deleted', async () => {
  await workstation.quit();
  const { size } = statSync(join(profile, 'journal.db'));
  // No page of an entry, so that all of them can be saved.
  const page = await journalStatePage(profile, passphrase);
  garble('journal.db', page.from, page.bytes);
  await restart();
  await expect
    .poll(shown, patience)
    .toMatch(/The journal was damaged and has been set aside: \d+ entries are here, none is known/);
  const aside = readdirSync(profile).filter(name => name.startsWith('journal.db.damaged-'));
  expect(aside).not.toEqual([]);
  expect(statSync(join(profile, aside[0] ?? '')).size).toBe(size);
});

test('[OBX-1] after all that the cases come again, and the decision is applied once', async () => {
  const { page } = workstation;
  await decisionIsKept();
  await office.cable.mend();
  await hands.goToQueue(page);
  await hands.sync(page, /^Online/).waitFor();
  expect(await hands.casesHere(page)).toBe(12);
  await hands.goToOutbox(page);
  await hands.outboxDrained(page);
  expect(finishesAt(office.database, decided.id).map(({ outcome }) => outcome)).toEqual(['applied']);
});
