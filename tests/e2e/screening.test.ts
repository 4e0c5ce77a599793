import type { Locator } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import type { Customer } from '../../src/shared/domain/index.ts';
import * as hands from '../../tools/drive/hands.ts';
import type { Workstation } from '../../tools/drive/workstation.ts';
import { WorkstationClient } from '../support/workstation-client.ts';
import { hasFocus, openOffice, patience, picturesOfFailures, type Office } from '../support/e2e.ts';

let office: Office;
let workstation: Workstation;
let listed: Customer;
picturesOfFailures(() => workstation);

beforeAll(() =>
  openOffice({ sample: 30 }, async opened => {
    office = opened;
    const found = (await office.integrator.underReview()).find(({ screening }) =>
      screening.hits.some(({ resolution }) => resolution == null),
    );
    if (!found) throw new Error('the sample has no case under review with an open hit');
    listed = found;
    workstation = await office.startReady();
  }),
);

const firstHit = (): Locator =>
  workstation.page
    .getByRole('tabpanel', { name: /^Screening/ })
    .getByRole('listitem')
    .first();
const choice = (name: string): Locator => firstHit().getByRole('button', { name, exact: true });
const reason = (): Locator => firstHit().getByRole('textbox', { name: 'Reason' });
const hitAtBackend = async () => (await office.integrator.customer(listed.id)).screening.hits[0];

test('[REV-11] offline, a hit is marked with keys alone: none of them is one of the case, Escape leaves the form first', async () => {
  const { page } = workstation;
  await hands.openCase(page, listed.name);
  await office.cable.cut();
  await hands.sync(page, /^Offline/).waitFor();
  await page.getByRole('tab', { name: /^Verification/ }).focus();
  await page.keyboard.press('ArrowRight');
  await firstHit().getByText('Not resolved').waitFor();

  await page.keyboard.press('Tab');
  await expect.poll(() => hasFocus(choice('Not this person')), patience).toBe(true);
  await page.keyboard.press('Enter');
  await expect.poll(() => hasFocus(reason()), patience).toBe(true);
  await page.keyboard.press('Enter');
  await firstHit().getByRole('alert').getByText('Say in a few words').waitFor();
  // Each of these letters is a key of the room: of a decision, of a dialog, of another case.
  await page.keyboard.type('fxml. another year of birth');
  await page.keyboard.press('Escape');
  await reason().waitFor({ state: 'detached' });
  await expect.poll(() => hasFocus(choice('Not this person')), patience).toBe(true);
  expect(await page.getByRole('dialog').count()).toBe(0);

  await page.keyboard.press('Enter');
  expect(await reason().inputValue()).toBe('fxml. another year of birth');
  await page.keyboard.press('Enter');
  await firstHit().getByText('Waiting to be sent').waitFor();
  await expect.poll(() => hasFocus(choice('Not this person')), patience).toBe(true);
  await firstHit().getByRole('heading').getByText('Not this person').waitFor();
  await firstHit().getByText('fxml. another year of birth').waitFor();
  await page
    .getByRole('status')
    .getByText(/: Not this person$/)
    .waitFor();
  expect((await hitAtBackend())?.resolution ?? null).toBeNull();
});

test('[REV-11] once online again the mark is at the backend, with its reason as a note', async () => {
  const { page } = workstation;
  await office.cable.mend();
  await expect.poll(async () => (await hitAtBackend())?.resolution ?? null, patience).toBe('falsePositive');
  await firstHit().getByText('Waiting to be sent').waitFor({ state: 'detached' });
  await firstHit().getByRole('heading').getByText('Not this person').waitFor();
  await page.getByRole('tab', { name: /^Notes/ }).click();
  await page.getByRole('article').getByText('fxml. another year of birth').waitFor();
  expect(await page.getByText('Waiting to be sent').count()).toBe(0);
});

test('[REV-11] a mark is given on what was there when it was chosen; its form stays under who types, whatever a colleague does', async () => {
  const { page } = workstation;
  const colleague = await WorkstationClient.signIn(office.backendUrl, office.colleague);
  const at = async () => {
    const { version, screening } = await colleague.customer(listed.id);
    return { customerId: listed.id, baseVersion: version, hitId: screening.hits[0]?.id ?? '' };
  };
  await page.getByRole('tab', { name: /^Screening/ }).click();
  await choice('Inconclusive').focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => hasFocus(reason()), patience).toBe(true);
  await page.keyboard.type('No document ');
  const { hitId, ...marked } = await at();
  const payload = { hitId, resolution: 'match', note: 'I know him.' } as const;
  const applied = { result: 'applied' };
  expect(await colleague.command({ type: 'screening.resolve', payload, ...marked })).toMatchObject(applied);
  await firstHit().getByRole('heading').getByText('Match').waitFor();
  await page.keyboard.type('says.');
  await page.keyboard.press('Enter');
  await page.getByText('The case changed while you were deciding').waitFor();

  const { hitId: _hit, ...started } = await at();
  const start = colleague.build({ type: 'review.start', payload: {}, ...started });
  expect(await colleague.sendOne(start)).toMatchObject(applied);
  await page.getByText('It is free again when their check ends').waitFor();
  expect(await hasFocus(reason())).toBe(true);
  // Letters of the room's keys again.
  await page.keyboard.type(' fx');
  expect(await reason().inputValue()).toBe('No document says. fx');
  expect(await page.getByRole('dialog').count()).toBe(0);
  await page.keyboard.press('Enter');
  await page.getByText('It becomes free when their check ends.').waitFor();

  const { hitId: _again, ...released } = await at();
  expect(
    await colleague.command({ type: 'review.release', payload: {}, ...released, dependsOn: start.id }),
  ).toMatchObject(applied);
  await page.getByText('It is free again when their check ends').waitFor({ state: 'detached' });
  await reason().focus();
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await hitAtBackend())?.resolution ?? null, patience).toBe('inconclusive');
  await reason().waitFor({ state: 'detached' });
});

test('[REV-11] online, the same hit is marked anew', async () => {
  const { page } = workstation;
  await page.getByRole('tab', { name: /^Screening/ }).click();
  await choice('Match').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type('The passport says so.');
  await page.keyboard.press('Enter');
  await firstHit().getByRole('heading').getByText('Match').waitFor();
  await expect.poll(async () => (await hitAtBackend())?.resolution ?? null, patience).toBe('match');
  await hands.goToOutbox(page);
  await hands.decision(page, listed.name).filter({ hasText: 'Screening hit: match' }).click();
  expect(await hands.parkedCount(page)).toBe(0);
  expect(workstation.complaints).toEqual([]);
  await workstation.quit();
});
