import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { Customer } from '../../src/shared/domain/index.ts';
import * as hands from '../../tools/drive/hands.ts';
import { readyCases } from '../../tools/drive/ready-cases.ts';
import type { Workstation } from '../../tools/drive/workstation.ts';
import { OUT } from '../../tools/index.mjs';
import { openOffice, patience, picturesOfFailures, textOf, type Office } from '../support/e2e.ts';
import { finishesAt } from '../support/e2e-ledger.ts';

let office: Office;
let workstation: Workstation;
let company: Customer;
let person: Customer;
picturesOfFailures(() => workstation);

beforeAll(() =>
  openOffice({ sample: 30 }, async opened => {
    office = opened;
    const ready = readyCases(await office.integrator.underReview());
    const found = ready.find(({ kind }) => kind === 'business');
    const other = ready.find(({ kind }) => kind === 'individual');
    if (!found || !other) throw new Error('the sample lacks a business or a person ready for a decision');
    company = found;
    person = other;
    workstation = await office.startReady();
  }),
);

const line = () =>
  hands.items(workstation.page).and(workstation.page.locator('[data-item="field:legalName"]'));

test('[REV-6] a name that changes under its approval is open again, said, and not approved by finishing', async () => {
  const { page } = workstation;
  await hands.openCase(page, company.name);
  await hands.startCheck(page);
  await hands.approveAll(page);
  const now = await office.integrator.customer(company.id);
  await office.integrator.correct(now, 'legalName', 'Altogether Another Company');

  const news = page.getByRole('status').filter({ hasText: /^Changed at .+ while you were reviewing:/ });
  await news.waitFor();
  expect(await news.innerText()).toContain('Legal name');
  expect(await line().getAttribute('aria-label')).toContain('changed since your verdict');
  expect(await line().innerText()).toContain('Changed since you approved it');
  expect(await line().innerText()).toContain(company.fields['legalName']?.value);

  await page.keyboard.press('f');
  await expect.poll(() => textOf(page), patience).toContain('1 item has changed since your verdict');
  mkdirSync(join(OUT, 'e2e'), { recursive: true });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(OUT, 'e2e', `changed-${colorScheme}.png`), animations: 'disabled' });
  }
  expect(finishesAt(office.database, company.id)).toEqual([]);
});

test('[REV-6] once it is judged again, what is applied at the backend is the approval of the new name', async () => {
  const { page } = workstation;
  await hands.mark(page, 'Approve', 'Legal name');
  await line()
    .getByRole('button', { name: /^Approve /, pressed: true })
    .waitFor();
  await page.keyboard.press('f');
  await expect
    .poll(() => finishesAt(office.database, company.id).map(({ outcome }) => outcome), patience)
    .toEqual(['applied']);
  const [finish] = finishesAt(office.database, company.id);
  const after = await office.integrator.customer(company.id);
  expect(after.fields['legalName']?.value).toBe('Altogether Another Company');
  expect(finish?.command.baseVersion).toBeGreaterThan(company.version);
  expect(after.status).toBe('ACTIVE');
});

test('[REV-12] what was typed in a dialog is there again once what changed has been looked at, and is sent then', async () => {
  const { page } = workstation;
  const changeCase = async (occupation: string): Promise<void> => {
    await office.integrator.correct(await office.integrator.customer(person.id), 'occupation', occupation);
    // Beneath the dialog.
    await page.getByText(occupation, { exact: true }).first().waitFor({ state: 'attached' });
  };
  const toldToClose = () => dialog().getByRole('alert').getByText('Close this dialog').waitFor();
  const dialog = () => page.getByRole('dialog');
  const close = async (): Promise<void> => {
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
  };
  await hands.openCase(page, person.name);
  await hands.startCheck(page);
  await hands.mark(page, 'Reject', 'Last name');
  await hands.chooseChip(page, 'Last name', 'Name does not match');
  await hands.openResubmission(page);
  await dialog().getByRole('button', { name: 'Write to the customer about Last name' }).click();
  const words = dialog().getByLabel('In your own words');
  await words.fill('As it stands in the passport.');
  await changeCase('Lighthouse keeper');
  await dialog().getByRole('button', { name: 'Ask for 1 item' }).click();
  await toldToClose();
  await close();
  await hands.openResubmission(page);
  expect(await words.inputValue()).toBe('As it stands in the passport.');
  await close();

  await hands.openReject(page);
  await hands.chooseReason(page, 'Fraud', 'Document forgery');
  await dialog().getByLabel('Note for the record').fill('Same portrait as in two other cases.');
  await dialog().getByLabel('Tags').fill('ring 7');
  await changeCase('Beekeeper');
  const reject = dialog().getByRole('button', { name: 'Reject customer' });
  // The second time too: nobody has seen yet what it would be given on.
  for (const _press of [1, 2]) {
    await reject.click();
    await toldToClose();
  }
  expect(finishesAt(office.database, person.id)).toEqual([]);
  await close();
  await hands.openReject(page);
  expect(await dialog().getByRole('checkbox', { name: 'Document forgery', checked: true }).count()).toBe(1);
  await hands.confirmReject(page);
  await expect
    .poll(() => finishesAt(office.database, person.id).map(({ outcome }) => outcome), patience)
    .toEqual(['applied']);
  const [finish] = finishesAt(office.database, person.id);
  expect(finish?.command.payload).toMatchObject({
    outcome: 'reject',
    reasons: ['fraud.documentForgery'],
    tags: ['ring 7'],
    note: 'Same portrait as in two other cases.',
  });
  expect(workstation.complaints).toEqual([]);
  await workstation.quit();
});
