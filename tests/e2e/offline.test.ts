import { beforeAll, expect, test } from 'vitest';
import type { Customer } from '../../src/shared/domain/index.ts';
import { readLedger } from '../../tools/demo/ledger.ts';
import * as hands from '../../tools/drive/hands.ts';
import { readyCases } from '../../tools/drive/ready-cases.ts';
import type { Workstation } from '../../tools/drive/workstation.ts';
import {
  hasFocus,
  openOffice,
  passphrase,
  patience,
  picturesOfFailures,
  type Office,
} from '../support/e2e.ts';
import { finishesAt } from '../support/e2e-ledger.ts';

let office: Office;
let profile: string;
let workstation: Workstation;
/** Decided offline and applied as they are. */
let sound: readonly Customer[];
/** Decided offline, and changed at the backend meanwhile: one is decided again, one withdrawn. */
let again: Customer;
let withdrawn: Customer;
picturesOfFailures(() => workstation);

beforeAll(() =>
  openOffice({ sample: 30 }, async opened => {
    office = opened;
    const ready = readyCases(await office.integrator.underReview());
    const [first, second] = ready.filter(({ kind }) => kind === 'business');
    if (!first || !second) throw new Error('the sample has too few businesses that are ready for a decision');
    [again, withdrawn] = [first, second];
    sound = ready.filter(customer => customer !== again && customer !== withdrawn).slice(0, 4);
    profile = office.newProfile();
    workstation = await office.startReady(profile);
  }),
);

const decided = (): readonly Customer[] => [...sound, again, withdrawn];

test('[JRN-3] what is decided with the cable cut survives the whole workstation being killed', async () => {
  for (const { name } of decided()) {
    await hands.openCase(workstation.page, name);
    await hands.documentsHere(workstation.page);
  }
  await office.cable.cut();
  await hands.sync(workstation.page, /^Offline/).waitFor();
  for (const customer of decided()) {
    const { page } = workstation;
    await hands.openCase(page, customer.name);
    await hands.startCheck(page);
    await hands.approveAll(page);
    await hands.finish(page);
  }
  await workstation.kill();

  workstation = await office.start(profile);
  const { page } = workstation;
  await hands.unlock(page, passphrase);
  await hands.sync(page, /^Offline/).waitFor();
  await hands.goToOutbox(page);
  for (const { name } of decided()) await hands.decision(page, name).waitFor();
  expect(await hands.journalVerified(page)).toBe(true);
  expect(readLedger(office.database).applied).toBe(0);
});

test('a case that was opened from a decision leads back to that decision', async () => {
  const { page } = workstation;
  // Neither the first nor the last of them: these come by themselves.
  const { name } = decided()[1] ?? expect.fail('one decision at least is between the others');
  await hands.decision(page, name).click();
  await page.getByRole('article', { name: `Decision on ${name}` }).waitFor();
  await page.keyboard.press('o');
  await page.getByRole('button', { name: 'Back to the outbox' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('article', { name: `Decision on ${name}` }).waitFor();
});

test('[OBX-1] when the cable is mended each decision is applied once, and what changed meanwhile is parked', async () => {
  for (const { id } of [again, withdrawn]) {
    const now = await office.integrator.customer(id);
    await office.integrator.correct(now, 'registeredAddress.city', 'Elsewhere');
  }
  await office.cable.mend();
  await hands.outboxDrained(workstation.page);

  for (const { id } of sound) {
    expect(finishesAt(office.database, id).map(({ outcome }) => outcome)).toEqual(['applied']);
    expect((await office.integrator.customer(id)).status).toBe('ACTIVE');
  }
  for (const { id } of [again, withdrawn]) {
    expect(finishesAt(office.database, id).map(({ outcome }) => outcome)).toEqual(['conflict']);
    expect((await office.integrator.customer(id)).status).toBe('UNDER_REVIEW');
  }
  expect(readLedger(office.database)).toEqual({ applied: sound.length, appliedTwice: 0 });
  expect(await hands.parkedCount(workstation.page)).toBe(2);
});

test('a parked decision shows mine and the case as it is now, side by side', async () => {
  const { page } = workstation;
  await hands.showParked(page, again.name);
  const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: /city.*changed/i }) });
  const [mine, now] = await row.getByRole('cell').allInnerTexts();
  expect(mine).toContain(again.fields['registeredAddress.city']?.value);
  expect(now).toContain('Elsewhere');
});

test('a parked decision is decided again on the case as it is now, and that is applied', async () => {
  const { page } = workstation;
  await page.getByRole('button', { name: /^Decide again/ }).click();
  await page.getByRole('heading', { name: again.name }).waitFor();
  await page.getByRole('button', { name: /^Finish check/ }).waitFor();
  await hands.approveAll(page);
  await hands.finish(page);
  await hands.goToOutbox(page);
  await hands.outboxDrained(page);
  await expect
    .poll(() => finishesAt(office.database, again.id).map(({ outcome }) => outcome), patience)
    .toEqual(['conflict', 'applied']);
  expect((await office.integrator.customer(again.id)).status).toBe('ACTIVE');
  expect(await hands.parkedCount(page)).toBe(1);
});

test('a parked decision is withdrawn with a reason, which is kept in the journal', async () => {
  const { page } = workstation;
  await hands.showParked(page, withdrawn.name);
  await page.getByRole('button', { name: /^Withdraw/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Withdraw this decision' });
  await dialog.getByRole('button', { name: 'Withdraw', exact: true }).click();
  await dialog.getByText('Say it in a few words').waitFor();
  await dialog.getByLabel('Reason').fill('The company moved; a colleague takes it over.');
  await dialog.getByRole('button', { name: 'Withdraw', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  // What opened the dialog is gone with what was parked: the keyboard goes on in the list.
  await expect.poll(() => hasFocus(page.getByRole('navigation', { name: 'Decisions' })), patience).toBe(true);

  await expect.poll(() => hands.parkedCount(page), patience).toBe(0);
  await hands.decision(page, withdrawn.name).click();
  await page.getByText('Withdrawn: The company moved; a colleague takes it over.').waitFor();
  expect(readLedger(office.database)).toEqual({ applied: sound.length + 1, appliedTwice: 0 });
  expect(workstation.complaints).toEqual([]);
  await workstation.quit();
});
