import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { findPlaintext, plaintextIn } from '../../tools/drive/plaintext.ts';
import * as hands from '../../tools/drive/hands.ts';
import type { Workstation } from '../../tools/drive/workstation.ts';
import { openBrowser, screens, visit } from '../support/applicant-browser.ts';
import {
  firstRun,
  hasFocus,
  openOffice,
  passphrase,
  patience,
  picturesOfFailures,
  textOf,
  type Office,
} from '../support/e2e.ts';
import { qrCodeOn } from '../support/qr.ts';

let office: Office;
let workstation: Workstation;
let browser: Browser;
let profile: string;
/** Where the stand-in's box saves to. */
let saved: string;
/** Every address that was made. */
const made: string[] = [];
picturesOfFailures(() => workstation);

const pictures = process.env['SEALDESK_PICTURES'];
/** Pictures for the documentation, in both themes, when somebody asks for them. */
async function picture(name: string, { page } = workstation): Promise<void> {
  if (pictures === undefined) return;
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.waitForFunction(scheme => document.documentElement.dataset['theme'] === scheme, colorScheme);
    await page.waitForTimeout(300);
    await page.screenshot({ path: join(pictures, `${name}${colorScheme === 'dark' ? '-dark' : ''}.png`) });
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

beforeAll(async () => {
  saved = mkdtempSync(join(tmpdir(), 'sealdesk-saved-'));
  browser = await openBrowser();
  const close = await openOffice({ sample: 12, options: ['--plan', 'kyc=2,kyb=1'] }, async opened => {
    office = opened;
    profile = office.newProfile();
    workstation = await office.start(profile, { SEALDESK_SAVE_FOLDER: saved });
    await firstRun(workstation, office);
  });
  return async () => {
    await close();
    await browser.close();
    rmSync(saved, { recursive: true, force: true });
  };
});

const press = async (...keys: readonly string[]): Promise<void> => {
  for (const key of keys) await workstation.page.keyboard.press(key);
};
const rowOf = (name: string): Locator =>
  hands.linksGrid(workstation.page).getByRole('row').filter({ hasText: name });

/** Whether the palette has it just now. */
async function offered(action: string): Promise<boolean> {
  const { page } = workstation;
  await press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Run a command' });
  await palette.waitFor();
  const found = await palette.getByRole('option', { name: action }).count();
  await press('Escape');
  await palette.waitFor({ state: 'detached' });
  return found > 0;
}

test('before there is any, the screen says what links are for and how much of the plan is used', async () => {
  const { page } = workstation;
  await hands.goToLinks(page);
  await page.getByText('No links yet').waitFor();
  await expect.poll(() => textOf(page), patience).toContain('0 of 2 KYC used this month');
  await picture('links-empty');
});

test('[WIN-7] by keyboard alone a link is made; its QR code on the screen says exactly its address', async () => {
  const { page } = workstation;
  await press('Control+n');
  const dialog = page.getByRole('dialog', { name: 'New verification link' });
  await dialog.getByText('0 of 2 KYC used this month').waitFor();
  await expect.poll(() => hasFocus(dialog), patience).toBe(true);
  await dialog.getByRole('radio', { name: 'Person (KYC)' }).focus();
  await press('Tab', 'ArrowDown');
  expect(await dialog.getByRole('radio', { name: 'KYC Enhanced' }).getAttribute('aria-checked')).toBe('true');
  await dialog.getByText('Watchlist screening').waitFor();
  await dialog.getByLabel('First name').focus();
  await page.keyboard.type('Ada');
  await press('Tab');
  await page.keyboard.type('Lovelace');
  await picture('links-new');
  await press('Enter');
  const ready = page.getByRole('dialog', { name: 'The link is ready' });
  const url = await hands.madeAddress(ready);
  made.push(url);
  expect(url).toMatch(/\/verify\/[\w-]{43}$/);
  expect(await qrCodeOn(await page.screenshot())).toBe(url);
  await expect
    .poll(() => ready.innerText(), patience)
    .toMatch(/Works for 2[34](:\d\d){2}\s+hours, minutes and seconds\s*, until/);
  await expect.poll(() => hasFocus(ready.getByRole('button', { name: 'Copy address' })), patience).toBe(true);
  await press('Enter');
  await ready.getByText('Address copied.').waitFor();
  await picture('links-ready');
});

test('[WIN-7] neither a click beside it nor the second one of a double click throws the address away', async () => {
  const { page } = workstation;
  const ready = page.getByRole('dialog', { name: 'The link is ready' });
  await page.mouse.click(8, 500);
  const done = await ready.getByRole('button', { name: 'Done' }).boundingBox();
  expect(done).not.toBeNull();
  // As it comes when the first click fell on the button that was there before.
  await page.mouse.move((done?.x ?? 0) + 9, (done?.y ?? 0) + 9);
  await page.mouse.down({ clickCount: 2 });
  await page.mouse.up({ clickCount: 2 });
  expect(await hands.madeAddress(ready)).toBe(made[0]);
  await ready.getByRole('button', { name: 'Copy address' }).focus();
});

test('[WIN-7] Ctrl+C on the address copies it as the button does, and nothing of it can be selected', async () => {
  const { page } = workstation;
  const ready = page.getByRole('dialog', { name: 'The link is ready' });
  const save = ready.getByRole('button', { name: 'Save QR code' });
  await save.click();
  await press('Escape');
  // A menu gives the focus back a moment after it is gone.
  await expect.poll(() => hasFocus(save), patience).toBe(true);
  const address = ready.getByRole('textbox', { name: 'Address', exact: true });
  await press('Shift+Tab', 'Shift+Tab', 'Shift+Tab');
  await expect.poll(() => hasFocus(address), patience).toBe(true);
  await press('Control+a');
  expect(await page.evaluate(() => String(getSelection()))).not.toContain('/verify/');
  await page.evaluate(() => getSelection()?.removeAllRanges());
  await press('Control+c');
  await ready.getByText('Address copied.').waitFor();
});

test('[WIN-7] a mail draft leaves the address to be pasted, and says where there is no mail program', async () => {
  const { page } = workstation;
  const ready = page.getByRole('dialog', { name: 'The link is ready' });
  expect(await ready.innerText()).toContain('A mail draft leaves the address out');
  await ready.getByRole('button', { name: 'Mail draft' }).click();
  // The stand-in opens nothing outside of itself.
  await ready.getByText('No mail program opened').waitFor();
});

test('[WIN-7] the QR code is saved where the person says, and both forms say the address', async () => {
  const { page } = workstation;
  const ready = page.getByRole('dialog', { name: 'The link is ready' });
  for (const [item, file] of [
    ['As SVG, for print…', 'verification-link.svg'],
    ['As PNG…', 'verification-link.png'],
  ] as const) {
    await ready.getByRole('button', { name: 'Save QR code' }).click();
    await page.getByRole('menuitem', { name: item }).click();
    await expect.poll(() => readdirSync(saved), patience).toContain(file);
    expect(await qrCodeOn(readFileSync(join(saved, file)))).toBe(made[0]);
  }
  await ready.getByText('QR code saved.').waitFor();
});

test('[WIN-7] once the dialog is closed the address is nowhere in the window', async () => {
  const { page } = workstation;
  await hands.closeDialog(page);
  await rowOf('Ada Lovelace').waitFor();
  expect(await page.content()).not.toContain('/verify/');
  await expect.poll(() => rowOf('Ada Lovelace').innerText(), patience).toContain('Not opened');
});

test('the list follows when the applicant opens the link', async () => {
  const visitor = await visit(browser, made[0] ?? '', screens.phone);
  await visitor.page.locator('[name=agree]').waitFor();
  await expect.poll(() => rowOf('Ada Lovelace').innerText(), patience).toContain('Opened');
  await picture('links');
  await visitor.leave();
});

test('[WIN-8] offline the dialog says so before anything is tried, and nothing is made', async () => {
  const { page } = workstation;
  await office.cable.cut();
  await hands.sync(page, /^Offline/).waitFor();
  const dialog = await hands.openNewLink(page);
  await dialog.getByText('This can’t be done offline').waitFor();
  expect(await dialog.getByRole('button', { name: 'Create link' }).isDisabled()).toBe(true);
  await picture('links-offline');
  await press('Escape');
  await rowOf('Ada Lovelace').getByRole('button', { name: 'Revoke the link for Ada Lovelace' }).click();
  const asked = page.getByRole('dialog', { name: 'Revoke this link?' });
  await asked.getByText('This can’t be done offline').waitFor();
  expect(await asked.getByRole('button', { name: 'Revoke link' }).isDisabled()).toBe(true);
  await picture('links-revoke-offline');
  await asked.getByRole('button', { name: 'Keep it' }).click();
  // A pointer's press on a line leaves the keyboard with the list, whose lines move.
  await expect.poll(() => hasFocus(hands.linksGrid(page)), patience).toBe(true);
  await press('Control+n');
  await dialog.getByText('This can’t be done offline').waitFor();
  await office.cable.mend();
  await expect
    .poll(() => dialog.getByRole('button', { name: 'Create link' }).isEnabled(), patience)
    .toBe(true);
  await press('Escape');
  await dialog.waitFor({ state: 'detached' });
});

test('[WIN-8] at the limit of the plan it is said before it is tried, and after', async () => {
  const { page } = workstation;
  made.push(await hands.makeLink(page, { language: 'Deutsch', known: { 'Last name': 'Byron' } }));
  await hands.closeDialog(page);
  const dialog = await hands.openNewLink(page);
  await dialog.getByText(/^All 2 KYC of this month are used up/).waitFor();
  await dialog.getByRole('button', { name: 'Create link' }).click();
  await expect.poll(() => dialog.innerText(), patience).toContain('Your plan’s verifications are used up');
  await picture('links-limit');
  // The smallest window there may be, and the longest form: it is in sight without scrolling.
  const size = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
  await page.setViewportSize({ width: 1280, height: 800 });
  await dialog.getByRole('radio', { name: 'KYC Premium' }).click();
  await dialog.getByRole('button', { name: 'Create link' }).click();
  const said = dialog.getByRole('alert');
  await said.getByText('Your plan’s verifications are used up').waitFor();
  const [note, foot] = [
    await said.boundingBox(),
    await dialog.getByRole('button', { name: 'Cancel' }).boundingBox(),
  ];
  expect((note?.y ?? Infinity) + (note?.height ?? 0)).toBeLessThan(foot?.y ?? 0);
  await picture('links-limit-small');
  await page.setViewportSize(size);
  // What was refused is no answer to what is asked for next.
  await dialog.getByRole('radio', { name: 'Business (KYB)' }).click();
  await expect.poll(() => dialog.innerText(), patience).toContain('0 of 1 KYB used this month');
  expect(await dialog.innerText()).not.toContain('Your plan’s verifications are used up');
  await press('Escape');
  await dialog.waitFor({ state: 'detached' });
});

test('[WIN-8] a plan that the operator widened is said in the dialog that is open', async () => {
  const { page } = workstation;
  const dialog = await hands.openNewLink(page);
  await dialog.getByText(/^All 2 KYC of this month are used up/).waitFor();
  await office.restartBackend(['--plan', 'kyc=5,kyb=1']);
  await expect.poll(() => dialog.innerText(), patience).toContain('2 of 5 KYC used this month');
  await press('Escape');
  await dialog.waitFor({ state: 'detached' });
});

test('a link is revoked after a question, and its page is gone', async () => {
  const { page } = workstation;
  await rowOf('Byron').getByRole('gridcell').nth(2).click();
  await hands.linksGrid(page).focus();
  expect(await offered('Revoke the link')).toBe(true);
  await press('x');
  const asked = page.getByRole('dialog', { name: 'Revoke this link?' });
  await asked.getByRole('button', { name: 'Revoke link' }).click();
  await asked.waitFor({ state: 'detached' });
  await expect.poll(() => rowOf('Byron').innerText(), patience).toContain('Revoked');
  expect((await fetch(made[1] ?? '')).status).toBe(410);
  // What has ended can't be: neither by the key, nor in the palette, nor on its line.
  expect(
    await rowOf('Byron')
      .getByRole('button', { name: /^Revoke/ })
      .count(),
  ).toBe(0);
  expect(await offered('Revoke the link')).toBe(false);
  await page
    .getByRole('group', { name: 'State' })
    .getByRole('button', { name: /^Revoked/ })
    .click();
  await expect.poll(() => hands.linksGrid(page).getByRole('row').count(), patience).toBe(2);
  await page.getByRole('group', { name: 'State' }).getByRole('button', { name: /^All/ }).click();
});

test('from the line of a link another one is made for its customer, which uses nothing of the plan', async () => {
  const { page } = workstation;
  await rowOf('Ada Lovelace').getByRole('gridcell').nth(2).click();
  await hands.linksGrid(page).focus();
  await press('l');
  const dialog = page.getByRole('dialog', { name: 'New link for this customer' });
  await dialog.getByText('Ada Lovelace').waitFor();
  await dialog.getByText('It uses nothing of your plan').waitFor();
  made.push(await hands.createLink(page));
  await hands.closeDialog(page);
  await expect.poll(() => rowOf('Ada Lovelace').count(), patience).toBe(2);
});

test('a case says which links were made for its customer', async () => {
  const { page } = workstation;
  await hands.linksGrid(page).getByRole('button', { name: 'Ada Lovelace', exact: true }).first().click();
  await page.getByRole('heading', { name: 'Ada Lovelace' }).waitFor();
  await page.getByRole('button', { name: /^Create link/ }).waitFor();
  await page.getByRole('tab', { name: 'Links 2' }).click();
  await expect.poll(() => textOf(page), patience).toMatch(/Link made .+ by /);
  await picture('links-case');
  await press('l');
  const dialog = page.getByRole('dialog', { name: 'New link for this customer' });
  // Ada has handed nothing in: there are no single things yet.
  await dialog.getByText('it goes through all that the level asks for').waitFor();
  await picture('links-customer');
  await press('Escape');
});

test('a case that was opened from the links leads back to them, to its own line', async () => {
  const { page } = workstation;
  await press('Escape');
  const selected = hands.linksGrid(page).getByRole('row', { selected: true });
  await expect.poll(() => selected.getAttribute('aria-rowindex'), patience).toBe('2');
  await rowOf('Byron').getByRole('button', { name: 'Byron', exact: true }).click();
  await page.getByRole('heading', { name: 'Byron' }).waitFor();
  const rail = page.getByRole('navigation', { name: 'Screens' }).locator('[aria-current=page]');
  expect(await rail.innerText()).toContain('Links');
  await page.getByRole('button', { name: 'Back to the links' }).click();
  await expect.poll(() => selected.innerText(), patience).toContain('Byron');
  await press('Enter');
  await page.getByRole('heading', { name: 'Byron' }).waitFor();
});

test('[WIN-8] for a customer who had no link yet it says what is left of the plan', async () => {
  const { page } = workstation;
  await hands.goToQueue(page);
  const { name } =
    (await office.integrator.customers()).find(({ status }) => status === 'NEEDS_ADDITIONAL_INFORMATION') ??
    expect.fail('the sample has no case that waits for its customer');
  await hands.search(page, name);
  await page.getByRole('button', { name: 'Search all cases' }).click();
  await hands.queueGrid(page).getByRole('button', { name, exact: true }).click();
  await page.getByRole('heading', { name }).waitFor();
  await press('l');
  const dialog = page.getByRole('dialog', { name: 'New link for this customer' });
  await dialog.getByRole('heading', { name: 'It asks for' }).waitFor();
  await dialog.getByText('As this customer’s first link it uses one verification of your plan.').waitFor();
  await expect.poll(() => dialog.innerText(), patience).toMatch(/\d of \d KY[CB] used this month/);
  await picture('links-first');
  await press('Escape');
});

test('[WIN-12] an auditor is told that their role sees neither cases nor links, and is offered none to claim and none to make', async () => {
  const { url, auditor } = office;
  const desk = await office.start(office.newProfile());
  await firstRun(desk, { url, analyst: auditor });
  const { page } = desk;
  await page.getByText('Your role does not see cases').waitFor();
  await picture('queue-auditor', desk);
  // Neither counts of nothing nor anything to do with it.
  const queue = page.getByRole('main');
  expect(await queue.innerText()).not.toMatch(/\d/);
  expect(await queue.getByRole('button').count()).toBe(0);
  await page.keyboard.press('n');
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Run a command' }).waitFor();
  expect(await page.getByRole('option', { name: 'Go to the links' }).count()).toBe(1);
  expect(await page.getByRole('option', { name: /Claim next case|Save this view/ }).count()).toBe(0);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await hands.goToLinks(page);
  await page.getByText('Your role does not see links').waitFor();
  await picture('links-auditor', desk);
  expect(await page.getByRole('button', { name: 'New link' }).count()).toBe(0);
  await page.keyboard.press('Control+n');
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Run a command' }).waitFor();
  expect(await page.getByRole('option', { name: 'New verification link' }).count()).toBe(0);
  expect(await page.getByRole('dialog').count()).toBe(1);
  await desk.quit();
});

test('[WIN-7] a lock takes the address out of the window, with the dialog that shows it', async () => {
  const { page } = workstation;
  await page.getByRole('button', { name: /^Create link/ }).click();
  made.push(await hands.createLink(page));
  expect(await page.content()).toContain('QR code of the link');
  // By idle time, suspend or the screen's own lock: a dialog keeps the key to itself.
  await page.evaluate(`window.sealdesk['vault.lock']({})`);
  await hands.unlock(page, passphrase);
  expect(await page.content()).not.toMatch(/\/verify\/|QR code of the link/);
});

test('[WIN-7] no address was written to the disk, nor to the log', async () => {
  const tokens = made.map((url, index) => ({ label: `link ${index + 1}`, text: url.slice(-43) }));
  expect(tokens).toHaveLength(4);
  expect(plaintextIn(Buffer.from(workstation.log()), tokens)).toEqual([]);
  expect(findPlaintext(profile, tokens).hits).toEqual([]);
});
