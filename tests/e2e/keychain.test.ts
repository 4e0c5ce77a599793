import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import * as hands from '../../tools/drive/hands.ts';
import type { Workstation } from '../../tools/drive/workstation.ts';
import {
  firstRun,
  openOffice,
  passphrase,
  patience,
  picturesOfFailures,
  textOf,
  type Office,
} from '../support/e2e.ts';
import { loseKeychainEntry } from '../support/e2e-vault.ts';

let office: Office;
let profile: string;
let workstation: Workstation;
picturesOfFailures(() => workstation);

/** Where no Secret Service answers. Elsewhere than on Linux the keychain is the system's and can't be taken away. */
const noKeychain = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus' };
const onLinux = process.platform === 'linux';

beforeAll(() =>
  openOffice({ sample: 12 }, async opened => {
    office = opened;
    profile = office.newProfile();
  }),
);

const shown = (): Promise<string> => textOf(workstation.page);
const typePassphrase = async (): Promise<void> => {
  await workstation.page.getByLabel('Passphrase').fill(passphrase);
  await workstation.page.keyboard.press('Enter');
};

test.runIf(onLinux)('[VLT-2] first run without a keychain says so and seals nothing (Linux)', async () => {
  workstation = await office.start(profile, noKeychain);
  const { page } = workstation;
  await hands.chooseBackend(page, office.url);
  await hands.signIn(page, { ...office.analyst, deviceName: 'Test workstation' });
  await hands.choosePassphrase(page, passphrase);
  await expect.poll(shown, patience).toContain('The system keychain is not there');
  expect(existsSync(join(profile, 'vault.json'))).toBe(false);
  await workstation.quit();
});

test.runIf(onLinux)(
  '[VLT-2] a vault whose keychain is not there does not open, and is not lost (Linux)',
  async () => {
    workstation = await office.start(profile);
    await firstRun(workstation, office);
    await workstation.quit();

    workstation = await office.start(profile, noKeychain);
    await typePassphrase();
    await expect.poll(shown, patience).toContain('The system keychain is not there');
    await workstation.quit();
  },
);

test.runIf(onLinux)(
  '[VLT-1] a vault whose keychain entry is gone does not open, and does when it is back',
  async () => {
    const putBack = await loseKeychainEntry(profile);
    workstation = await office.start(profile);
    await typePassphrase();
    await expect.poll(shown, patience).toContain('is not the one this vault was made with');
    await putBack();
    await hands.unlock(workstation.page, passphrase);
    expect(await hands.casesHere(workstation.page)).toBe(12);
    expect(workstation.complaints).toEqual([]);
  },
);
