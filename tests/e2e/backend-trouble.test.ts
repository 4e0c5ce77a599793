import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Customer } from '../../src/shared/domain/index.ts';
import * as hands from '../../tools/drive/hands.ts';
import { readyCases } from '../../tools/drive/ready-cases.ts';
import type { Workstation } from '../../tools/drive/workstation.ts';
import {
  hasFocus,
  firstRun,
  openOffice,
  patience,
  picturesOfFailures,
  textOf,
  type Office,
} from '../support/e2e.ts';
import { openGate, type Gate } from '../support/e2e-gate.ts';
import { finishesAt, revokeSessions } from '../support/e2e-ledger.ts';

let office: Office;
let gate: Gate;
let workstation: Workstation;
let first: Customer;
let second: Customer;
picturesOfFailures(() => workstation);

beforeAll(() =>
  openOffice({ sample: 30 }, async opened => {
    office = opened;
    const [one, two] = readyCases(await office.integrator.underReview());
    if (!one || !two) throw new Error('the sample has too few cases that are ready for a decision');
    [first, second] = [one, two];
    gate = await openGate(office.backendUrl);
    workstation = await office.start(office.newProfile());
    await firstRun(workstation, { url: gate.url, analyst: office.analyst });
    for (const { name } of [first, second]) {
      await hands.openCase(workstation.page, name);
      await hands.documentsHere(workstation.page);
    }
  }),
);
afterAll(() => gate.close());

const shown = (): Promise<string> => textOf(workstation.page);
const approve = async (customer: Customer): Promise<void> => {
  const { page } = workstation;
  await hands.openCase(page, customer.name);
  await hands.startCheck(page);
  await hands.approveAll(page);
  await hands.finish(page);
};
const outcomes = ({ id }: Customer): readonly string[] =>
  finishesAt(office.database, id).map(({ outcome }) => outcome);

test.each([
  [
    'a backend that answers 500',
    'The backend has a fault of its own',
    500,
    'application/json',
    '{"oops":true}',
  ],
  [
    'a stranger in place of the backend',
    'The answer does not come from a Sealdesk backend',
    200,
    'text/html',
    '<h1>Welcome to the guest network</h1>',
  ],
])('%s is named where the sync state stands', async (_what, words, status, contentType, body) => {
  const { page } = workstation;
  gate.answer({ status, contentType, body });
  await hands.sync(page, /^Offline/).waitFor();
  await hands.sync(page, /^(Offline|Connecting)/).click();
  await expect.poll(shown, patience).toContain(words);
  await page.keyboard.press('Escape');
});

test('[OBX-1] what is decided meanwhile is applied once when the backend answers again', async () => {
  await approve(first);
  gate.answer('pass');
  await hands.goToOutbox(workstation.page);
  await hands.outboxDrained(workstation.page);
  expect(outcomes(first)).toEqual(['applied']);
});

test('a session that the backend has ended says so, and work goes on with the outbox kept', async () => {
  revokeSessions(office.database);
  gate.answer('pass');
  await hands.sync(workstation.page, /^Signed out/).waitFor();
  await approve(second);
  await hands.goToOutbox(workstation.page);
  await hands.decision(workstation.page, second.name).waitFor();
  expect(outcomes(second)).toEqual([]);
});

test('signing in again with the password sends what has waited', async () => {
  const { page } = workstation;
  await hands.sync(page, /^Signed out/).click();
  await page.getByRole('button', { name: 'Sign in again', exact: true }).click();
  const account = page.getByRole('region', { name: 'Account' });
  await expect.poll(() => hasFocus(account.getByLabel('Password')), patience).toBe(true);
  await page.keyboard.press('Enter');
  await expect.poll(shown, patience).toContain('Type your password at the backend');
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect.poll(shown, patience).toContain('E-mail or password is not right');
  await page.getByLabel('Password').fill(office.analyst.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await hands.sync(page, /^Online/).waitFor();
  // The form is gone; the keyboard stays in its card.
  await expect.poll(() => hasFocus(account), patience).toBe(true);
  await hands.goToOutbox(page);
  await hands.outboxDrained(page);
  expect(outcomes(second)).toEqual(['applied']);
  expect(workstation.complaints).toEqual([]);
});
