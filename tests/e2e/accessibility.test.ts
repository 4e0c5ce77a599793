import { AxeBuilder } from '@axe-core/playwright';
import { beforeAll, expect, test } from 'vitest';
import type { Customer } from '../../src/shared/domain/index.ts';
import * as hands from '../../tools/drive/hands.ts';
import { readyCases } from '../../tools/drive/ready-cases.ts';
import type { Workstation } from '../../tools/drive/workstation.ts';
import { openOffice, passphrase, picturesOfFailures, type Office } from '../support/e2e.ts';

let office: Office;
let workstation: Workstation;
let looked: Customer;
picturesOfFailures(() => workstation);

beforeAll(() =>
  openOffice({ sample: 30 }, async opened => {
    office = opened;
    const found = readyCases(await office.integrator.underReview()).find(
      ({ kind, documents }) => kind === 'individual' && documents.length > 2,
    );
    if (!found) throw new Error('the sample has no case with documents');
    looked = found;
    workstation = await office.start(office.newProfile());
  }),
);

/** WCAG 2.2 A and AA; the themes differ in colours alone. */
const looks = [
  {
    colorScheme: 'light',
    only: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
  },
  { colorScheme: 'dark', only: { type: 'rule', values: ['color-contrast'] } },
] as const;

/** What breaks WCAG 2.2 A and AA on the screen as it stands, in both themes. */
async function violations(): Promise<readonly string[]> {
  const { page } = workstation;
  const found: string[] = [];
  for (const { colorScheme, only } of looks) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // The document follows the system at its next rendering; looked at before, half of it has the other colours.
    await page.waitForFunction(scheme => document.documentElement.dataset['theme'] === scheme, colorScheme);
    // Colours that are still fading in are not the ones that stay; what turns for ever is not waited for.
    await page.evaluate(async () => {
      const fading = document
        .getAnimations()
        .filter(animation => Number.isFinite(animation.effect?.getComputedTiming().endTime));
      await Promise.allSettled(fading.map(({ finished }) => finished));
    });
    // Legacy mode: it needs no second page, which the app's window host refuses to open.
    const results = await new AxeBuilder({ page })
      .setLegacyMode()
      .options({ runOnly: { type: only.type, values: [...only.values] } })
      .analyze();
    // A page on which nothing was looked at has no violations either.
    if (results.passes.length === 0) throw new Error('the rules found nothing on the screen to look at');
    for (const { id, nodes } of results.violations) {
      found.push(...nodes.map(({ target }) => `${colorScheme}: ${id} at ${target.join(' ')}`));
    }
  }
  return found;
}

test('first run: each step', async () => {
  const { page } = workstation;
  expect.soft(await violations()).toEqual([]);
  await page.getByLabel('Backend address').fill('http://cases.example.com');
  await page.getByText('This is not an address').waitFor();
  expect.soft(await violations()).toEqual([]);
  await hands.chooseBackend(page, office.url);
  expect.soft(await violations()).toEqual([]);
  await hands.signIn(page, { ...office.analyst, deviceName: 'Test workstation' });
  await page.getByLabel('Passphrase', { exact: true }).fill('weak');
  expect.soft(await violations()).toEqual([]);
  await hands.choosePassphrase(page, passphrase);
  await hands.awaitFirstSync(page);
});

test('the queue, empty and full, and the list of its filters', async () => {
  const { page } = workstation;
  await hands.queueGrid(page).getByRole('gridcell').first().waitFor();
  expect.soft(await violations()).toEqual([]);
  await page.getByRole('group', { name: 'Filters' }).getByRole('button', { name: 'Country' }).click();
  expect.soft(await violations()).toEqual([]);
  await page.keyboard.press('Escape');
  await hands.search(page, 'nobody has this name');
  await page.getByText(/^Nothing found for/).waitFor();
  expect.soft(await violations()).toEqual([]);
});

test('the review room, before and during a check', async () => {
  const { page } = workstation;
  await hands.openCase(page, looked.name);
  await hands.documentsPainted(page);
  expect.soft(await violations()).toEqual([]);
  await hands.startCheck(page);
  await hands.mark(page, 'Reject', 'Selfie');
  await hands.chooseChip(page, 'Selfie', 'Face not visible');
  expect.soft(await violations()).toEqual([]);
});

test('the dialogs of the review room', async () => {
  const { page } = workstation;
  await hands.openReject(page);
  expect.soft(await violations()).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await hands.openResubmission(page);
  expect.soft(await violations()).toEqual([]);
  await hands.confirmResubmission(page);
});

test('the other tabs of a case', async () => {
  const { page } = workstation;
  await hands.openCase(page, looked.name);
  for (const tab of await page.getByRole('tab').all()) {
    await tab.click();
    expect.soft(await violations()).toEqual([]);
  }
});

test('hits of the watchlist, the form that marks one, without its reason, and a marked one', async () => {
  const { page } = workstation;
  const listed = (await office.integrator.underReview()).find(({ screening }) => screening.hits.length > 0);
  if (!listed) throw new Error('the sample has no case under review with a hit');
  await hands.openCase(page, listed.name);
  await page.getByRole('tab', { name: /^Screening/ }).click();
  const hit = page.getByRole('tabpanel').getByRole('listitem').first();
  expect.soft(await violations()).toEqual([]);
  await hit.getByRole('button', { name: 'Match', exact: true }).click();
  await page.keyboard.press('Enter');
  await hit.getByRole('alert').waitFor();
  expect.soft(await violations()).toEqual([]);
  await page.keyboard.type('The passport says so.');
  await page.keyboard.press('Enter');
  await hit.getByRole('heading').getByText('Match').waitFor();
  expect.soft(await violations()).toEqual([]);
});

test('a case whose customer was asked for something', async () => {
  const { page } = workstation;
  const asked = (await office.integrator.customers()).find(
    ({ status, rfi }) => status === 'NEEDS_ADDITIONAL_INFORMATION' && rfi != null,
  );
  if (!asked) throw new Error('the sample has no case with an open request');
  await hands.goToQueue(page);
  await page.getByRole('button', { name: 'Views' }).first().click();
  await page
    .getByRole('button', { name: /^All cases/ })
    .first()
    .click();
  await hands.openCase(page, asked.name);
  await page.getByRole('list', { name: 'What was asked for' }).getByRole('listitem').first().waitFor();
  expect.soft(await violations()).toEqual([]);
});

test('the links, the dialog that makes one and what it made', async () => {
  const { page } = workstation;
  await hands.goToLinks(page);
  await page.getByText('No links yet').waitFor();
  expect.soft(await violations()).toEqual([]);
  await hands.openNewLink(page, { level: 'KYC Enhanced', known: { 'First name': 'Ada' } });
  expect.soft(await violations()).toEqual([]);
  await hands.createLink(page);
  expect.soft(await violations()).toEqual([]);
  await hands.closeDialog(page);
  await hands.linksGrid(page).getByRole('gridcell').first().waitFor();
  expect.soft(await violations()).toEqual([]);
  await page.keyboard.press('l');
  await page.getByRole('dialog').waitFor();
  expect.soft(await violations()).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('x');
  await page.getByRole('dialog').waitFor();
  expect.soft(await violations()).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
});

test('the outbox with a decision in it', async () => {
  await hands.goToOutbox(workstation.page);
  await hands.decision(workstation.page, looked.name).click();
  expect.soft(await violations()).toEqual([]);
});

test('settings, the list of keys and the palette', async () => {
  const { page } = workstation;
  await page.keyboard.press('Control+,');
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  expect.soft(await violations()).toEqual([]);
  for (const key of ['?', 'Control+k']) {
    await page.keyboard.press(key);
    await page.getByRole('dialog').waitFor();
    expect.soft(await violations()).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
});

test('the lock screen, also after a wrong passphrase', async () => {
  const { page } = workstation;
  await page.keyboard.press('Control+l');
  await page.getByRole('heading', { name: 'Unlock Sealdesk' }).waitFor();
  expect.soft(await violations()).toEqual([]);
  await page.getByLabel('Passphrase').fill('not the passphrase');
  await page.keyboard.press('Enter');
  await page.getByText('That passphrase is not right').waitFor();
  expect.soft(await violations()).toEqual([]);
});
