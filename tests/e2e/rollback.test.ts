import { cpSync, rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Locator } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import type { Customer } from '../../src/shared/domain/index.ts';
import * as hands from '../../tools/drive/hands.ts';
import { readyCases } from '../../tools/drive/ready-cases.ts';
import type { Workstation } from '../../tools/drive/workstation.ts';
import { openOffice, passphrase, patience, picturesOfFailures, textOf, type Office } from '../support/e2e.ts';
import { commandsAt, finishesAt } from '../support/e2e-ledger.ts';

let office: Office;
let profile: string;
let workstation: Workstation;
/** Decided and applied before the copy of the profile was made, after it, and on the restored copy. */
let before: Customer;
let after: Customer;
let restored: Customer;
picturesOfFailures(() => workstation);

const shown = (): Promise<string> => textOf(workstation.page);
const card = (): Locator => workstation.page.getByRole('region', { name: 'This device' });

async function decide({ name }: Customer): Promise<void> {
  const { page } = workstation;
  await hands.openCase(page, name);
  await hands.startCheck(page);
  await hands.approveAll(page);
  await hands.finish(page);
}

async function decideAndSend(customer: Customer): Promise<void> {
  await decide(customer);
  await hands.goToOutbox(workstation.page);
  await hands.outboxDrained(workstation.page);
  expect(finishesAt(office.database, customer.id).map(({ outcome }) => outcome)).toEqual(['applied']);
}

async function restart(): Promise<void> {
  workstation = await office.start(profile);
  await hands.unlock(workstation.page, passphrase);
}

/** Goes there with the Tab key alone. */
async function tabTo(target: Locator): Promise<void> {
  await target.waitFor();
  for (let steps = 0; steps < 100; steps += 1) {
    if (await target.evaluate(element => element === document.activeElement)) return;
    await workstation.page.keyboard.press('Tab');
  }
  throw new Error(`the Tab key does not lead to ${String(target)}`);
}

/** Types both secrets into the card and sends them, with the keyboard alone. */
async function register(words: { readonly passphrase: string; readonly password: string }): Promise<void> {
  const { keyboard } = workstation.page;
  for (const [label, text] of [
    ['Passphrase of this workstation', words.passphrase],
    ['Password at the backend', words.password],
  ] as const) {
    await tabTo(card().getByLabel(label));
    await keyboard.press('Control+A');
    await keyboard.type(text);
  }
  await keyboard.press('Enter');
}

beforeAll(() =>
  openOffice({ sample: 12 }, async opened => {
    office = opened;
    const [first, second, third] = readyCases(await office.integrator.underReview());
    if (!first || !second || !third) throw new Error('the sample has too few cases that are ready');
    [before, after, restored] = [first, second, third];
    profile = office.newProfile();
    const copy = office.newProfile();
    workstation = await office.startReady(profile);
    await decideAndSend(before);
    await workstation.quit();
    cpSync(profile, copy, { recursive: true });
    await restart();
    await decideAndSend(after);
    await workstation.quit();
    rmSync(profile, { recursive: true });
    cpSync(copy, profile, { recursive: true });
    await restart();
  }),
);

test('an old copy of the profile is an alarm that says how much is missing and leads to the way on', async () => {
  const { page } = workstation;
  await expect
    .poll(shown, patience)
    .toMatch(
      /older than what was known of it: \d+ entries are here, [1-9]\d* that were known before are missing/,
    );
  await tabTo(hands.sync(page, /needs attention/));
  await page.keyboard.press('Enter');
  await page.getByText('The journal is older than it should be').waitFor();
  await tabTo(page.getByRole('button', { name: 'What to do' }));
  await page.keyboard.press('Enter');

  // Its first field has the focus: nothing has to be looked for.
  const first = card().getByLabel('Passphrase of this workstation');
  await expect.poll(() => first.evaluate(input => input === document.activeElement), patience).toBe(true);
  const sent = (customer: Customer): number => commandsAt(office.database, customer.id).length;
  const count = (whose: string): Promise<string> =>
    card()
      .locator('dt', { hasText: `by the ${whose}’s count` })
      .locator('+ dd')
      .innerText();
  expect(await count('backend')).toBe(String(sent(before) + sent(after)));
  expect(await count('journal')).toBe(String(sent(before)));
});

test('what is decided on the restored copy is kept and not sent', async () => {
  await decide(restored);
  await hands.goToOutbox(workstation.page);
  await hands.decision(workstation.page, restored.name).waitFor();
  expect(commandsAt(office.database, restored.id)).toEqual([]);
});

test('[DEV-1] registering anew asks for both secrets, and a wrong one is refused in words', async () => {
  const { page } = workstation;
  await tabTo(hands.sync(page, /needs attention/));
  await page.keyboard.press('Enter');
  await tabTo(page.getByRole('button', { name: 'What to do' }));
  await page.keyboard.press('Enter');
  await tabTo(card().getByLabel('Passphrase of this workstation'));
  await page.keyboard.press('Enter');
  await expect.poll(shown, patience).toContain('Type the passphrase that unlocks this workstation');
  await register({ passphrase, password: 'not the right one' });
  await expect.poll(shown, patience).toContain('The backend does not take this password');
  await register({ passphrase: 'not the right one', password: office.analyst.password });
  await expect.poll(shown, patience).toContain('That passphrase is not right');
});

test('[DEV-1] registered anew, the workstation keeps what it had and its decisions are applied again', async () => {
  const { page } = workstation;
  const old = commandsAt(office.database, before.id)[0]?.command.deviceId;
  expect(old).toBeDefined();
  expect(commandsAt(office.database, restored.id)).toEqual([]);
  // After a wrong passphrase the next one is not taken for a second.
  await delay(1_100);
  await register({ passphrase, password: office.analyst.password });
  await page.getByText('This device is registered anew. Unlock to go on.').waitFor();
  await hands.unlock(page, passphrase);
  await expect.poll(shown, patience).toMatch(/This device is registered anew\. 1 decision/);
  expect(await shown()).not.toContain('older than what was known of it');
  await hands.sync(page, /^Online · synced/).waitFor();

  await hands.goToOutbox(page);
  await hands.decision(page, before.name).waitFor();
  expect(await hands.journalVerified(page)).toBe(true);
  expect(await hands.parkedCount(page)).toBe(1);
  await hands.showParked(page, restored.name);
  await page.getByText('can’t be told whether it arrived').waitFor();
  // Its case knows no more of it, and neither does the queue.
  await page.getByRole('button', { name: /^Open case/ }).click();
  await page.getByRole('heading', { name: restored.name }).waitFor();
  await page.getByText('can’t be told whether it arrived').waitFor();
  expect(await shown()).toContain('Your decision: perhaps not applied');
  expect(await shown()).not.toMatch(/Nothing was changed|changed nothing/);
  await hands.goToQueue(page);
  await hands.search(page, restored.name);
  await page.getByText('arrival unknown, needs you').waitFor();
  await hands.goToOutbox(page);
  await hands.showParked(page, restored.name);
  await page.getByRole('button', { name: /^Decide again/ }).click();
  await page.getByRole('heading', { name: restored.name }).waitFor();
  await page.getByRole('button', { name: /^Finish check/ }).waitFor();
  await hands.approveAll(page);
  await hands.finish(page);
  await hands.goToOutbox(page);
  await hands.outboxDrained(page);

  expect(finishesAt(office.database, restored.id).map(({ outcome }) => outcome)).toEqual(['applied']);
  for (const { command } of commandsAt(office.database, restored.id)) expect(command.deviceId).not.toBe(old);
  expect((await office.integrator.customer(restored.id)).status).toBe('ACTIVE');
  expect(workstation.complaints).toEqual([]);
});
