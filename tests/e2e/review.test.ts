import { beforeAll, expect, test } from 'vitest';
import {
  currentDocuments,
  customerSchema,
  reviewItems,
  shippedLevels,
  type Customer,
  type ReviewItem,
} from '../../src/shared/domain/index.ts';
import * as hands from '../../tools/drive/hands.ts';
import { readyCases } from '../../tools/drive/ready-cases.ts';
import type { Workstation } from '../../tools/drive/workstation.ts';
import {
  focusedTag,
  hasFocus,
  openOffice,
  patience,
  picturesOfFailures,
  textOf,
  type Office,
} from '../support/e2e.ts';
import { commandsAt, finishesAt } from '../support/e2e-ledger.ts';
import { nothingDrawn, redrawnBy } from '../support/e2e-redraw.ts';
import { seeDocuments, shownAreSeen } from '../support/e2e-seen.ts';

let office: Office;
let workstation: Workstation;
/** With at least three documents each. */
let cases: readonly Customer[];
picturesOfFailures(() => workstation);

beforeAll(() =>
  openOffice({ sample: 30 }, async opened => {
    office = opened;
    cases = readyCases(await office.integrator.underReview()).filter(
      ({ kind, documents }) => kind === 'individual' && currentDocuments(documents).length >= 3,
    );
    workstation = await office.startReady();
  }),
);

const nth = (index: number): Customer => {
  const found = cases[index];
  if (!found) throw new Error('the sample has too few cases with documents that are ready for a decision');
  return found;
};
const itemsOf = (customer: Customer): readonly ReviewItem[] => {
  const level = shippedLevels.find(({ id }) => id === customer.levelId);
  return level ? reviewItems(customer, level) : [];
};
const press = async (...keys: readonly string[]): Promise<void> => {
  for (const key of keys) await workstation.page.keyboard.press(key);
};
const startCheckByKeys = ({ name }: Customer): Promise<void> =>
  hands.startCheckByKeys(workstation.page, name);
const appliedFinish = async ({ id }: Customer) => {
  await expect
    .poll(() => finishesAt(office.database, id).map(({ outcome }) => outcome), patience)
    .toEqual(['applied']);
  const [finish] = finishesAt(office.database, id);
  if (finish?.command.type !== 'review.finish') throw new Error('no finished check');
  return finish.command;
};

test('in a case just opened a dialog gives the focus back, and Enter twice starts a check and opens nothing', async () => {
  const { page } = workstation;
  await hands.openCase(page, nth(3).name);
  const start = page.getByRole('button', { name: /^Start check/ });
  await start.waitFor();
  await expect.poll(() => focusedTag(page), patience).toBe('main');
  for (const key of ['?', 'Control+k']) {
    await press(key);
    await page.getByRole('dialog').waitFor();
    await press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await focusedTag(page)).toBe('main');
  }
  await start.focus();
  await press('Enter', 'Enter');
  await page.getByRole('button', { name: /^Finish check/ }).waitFor();
  await expect.poll(() => hasFocus(page.locator('li[data-item][aria-current]')), patience).toBe(true);
  expect(await page.getByRole('dialog').count()).toBe(0);
});

test('finishing with open items says how many are open and goes to the first of them', async () => {
  const { page } = workstation;
  await startCheckByKeys(nth(0));
  const open = itemsOf(nth(0)).filter(({ required }) => required);
  await press('f');
  await expect.poll(() => textOf(page), patience).toContain(`${open.length} items are still open`);
  const chosen = hands.items(page).and(page.locator('[aria-current]'));
  expect(await chosen.getAttribute('data-item')).toBe(open[0]?.item);
  expect(finishesAt(office.database, nth(0).id)).toEqual([]);
});

test('a verdict draws the line of its item anew, and no other line and no document', async () => {
  const { page } = workstation;
  const chosen = page.locator('li[data-item][aria-current]');
  const approved = chosen.getByRole('button', { name: /^Approve/, pressed: true });
  // The first verdict makes a draft of the case, and after a second a page says that it was seen.
  await press('a');
  await approved.waitFor();
  await shownAreSeen(page);
  // On a busy machine something else may be drawn in the same moment; what a verdict draws, every verdict draws.
  const drawnByVerdict = async () => {
    await press('j');
    await approved.waitFor({ state: 'detached' });
    await nothingDrawn(page);
    const { items, documents } = await redrawnBy(
      page,
      () => press('a'),
      () => approved.waitFor(),
    );
    const item = await chosen.getAttribute('data-item');
    return { own: items.length > 0, others: items.filter(other => other !== item), documents };
  };
  await expect.poll(drawnByVerdict, patience).toEqual({ own: true, others: [], documents: 0 });
});

test('keys alone lead from the queue to a finished check', async () => {
  const { page } = workstation;
  await seeDocuments(
    page,
    currentDocuments(nth(0).documents).map(({ sha256 }) => sha256),
  );
  expect(await hands.approveAll(page)).toBe(itemsOf(nth(0)).length);
  await hands.finish(page);
});

test('[REV-3] a rejection asks for at least one reason', async () => {
  const { page } = workstation;
  await startCheckByKeys(nth(1));
  await press('x');
  const dialog = page.getByRole('dialog', { name: /^Reject/ });
  await dialog.getByRole('button', { name: 'Reject customer' }).click();
  await expect.poll(() => dialog.innerText(), patience).toContain('Choose at least one reason.');
  await hands.chooseReason(page, 'Fraud', 'Document forgery');
  await dialog.getByLabel('Tags').fill('ring 7');
  await page.keyboard.press('Enter');
  await dialog.getByLabel('Note for the record').fill('Same portrait as in two other cases.');
  await hands.confirmReject(page);
});

test('a resubmission shows what the customer will read, with the comment typed a moment ago', async () => {
  const { page } = workstation;
  await startCheckByKeys(nth(2));
  await hands.mark(page, 'Reject', 'Selfie');
  await hands.chooseChip(page, 'Selfie', 'Face not visible');
  await press('c');
  await page.keyboard.type('Please take off the sunglasses.');
  await press('Escape', 'm');
  const dialog = page.getByRole('dialog', { name: 'Ask for resubmission' });
  const letter = dialog.getByRole('region', { name: 'What the customer will read' });
  await expect.poll(() => letter.innerText(), patience).toContain('Please take off the sunglasses.');
  await hands.confirmResubmission(page);
});

test('a decision that is undone within ten seconds leaves its check open', async () => {
  const { page } = workstation;
  await hands.openCase(page, nth(3).name);
  await page.getByRole('button', { name: /^Finish check/ }).waitFor();
  await hands.approveAll(page);
  await hands.finish(page);
  await press('u');
  await expect.poll(() => textOf(page), patience).toContain(`Undone: Approved: ${nth(3).name}`);
  await hands.openCase(page, nth(3).name);
  await page.getByRole('button', { name: /^Finish check/ }).waitFor();
});

test('a note for colleagues reaches the backend', async () => {
  const { page } = workstation;
  await page.getByRole('tab', { name: /^Notes/ }).click();
  await page.getByLabel('New note').fill('Looked at it twice.');
  await press('Control+Enter');
  await expect
    .poll(() => commandsAt(office.database, nth(3).id).map(({ command }) => command.payload), patience)
    .toContainEqual({ text: 'Looked at it twice.', mentions: [] });
});

test('claim next opens the next free case with its check started', async () => {
  const { page } = workstation;
  await press('Control+1', '/');
  await page.getByLabel('Search cases').fill('');
  await press('Escape');
  await hands.queueGrid(page).focus();
  await press('n');
  await page.getByRole('button', { name: /^Finish check/ }).waitFor();
  const name = await hands.caseName(page);
  const claimed = (await office.integrator.underReview()).filter(customer => customer.name === name);
  await expect
    .poll(() => claimed.flatMap(({ id }) => commandsAt(office.database, id)), patience)
    .toMatchObject([{ command: { type: 'review.start' }, outcome: 'applied' }]);
});

test('the next case has the focus with it, wherever in the case before it was', async () => {
  const { page } = workstation;
  const before = await hands.caseName(page);
  await press('j');
  await expect.poll(() => hasFocus(page.locator('li[data-item][aria-current]')), patience).toBe(true);
  await press('.');
  await page.getByRole('button', { name: /^Start check/ }).waitFor();
  expect(await hands.caseName(page)).not.toBe(before);
  expect(await focusedTag(page)).toBe('main');
});

test('at the backend the approval names every current document by its hash, with the pages seen', async () => {
  const { evidence, payload } = await appliedFinish(nth(0));
  expect(new Map(evidence.map(({ documentId, sha256 }) => [documentId, sha256]))).toEqual(
    new Map(currentDocuments(nth(0).documents).map(({ id, sha256 }) => [id, sha256])),
  );
  for (const { pagesViewed } of evidence) expect(pagesViewed).toContain(1);
  expect(payload).toMatchObject({ outcome: 'approve' });
  expect((await office.integrator.customer(nth(0).id)).status).toBe('ACTIVE');
});

test('at the backend the rejection has its reason, its tag and its note', async () => {
  expect((await appliedFinish(nth(1))).payload).toMatchObject({
    outcome: 'reject',
    reasons: ['fraud.documentForgery'],
    tags: ['ring 7'],
    note: 'Same portrait as in two other cases.',
  });
  expect((await office.integrator.customer(nth(1).id)).status).toBe('REJECTED');
});

test('[REV-4] at the backend the resubmission asks for the rejected item, with reason and comment', async () => {
  expect((await appliedFinish(nth(2))).payload).toMatchObject({ outcome: 'resubmission' });
  const asked = await office.integrator.customer(nth(2).id);
  expect(asked.status).toBe('NEEDS_ADDITIONAL_INFORMATION');
  expect(asked.rfi?.items).toMatchObject([{ customerComment: 'Please take off the sunglasses.' }]);
  expect(asked.rfi?.items[0]?.reasons).toHaveLength(1);
});

test('what was undone never reached the backend', async () => {
  await hands.goToOutbox(workstation.page);
  await hands.outboxDrained(workstation.page);
  expect(finishesAt(office.database, nth(3).id)).toEqual([]);
  expect((await office.integrator.customer(nth(3).id)).status).toBe('UNDER_REVIEW');
  expect(workstation.complaints).toEqual([]);
});

test('[WIN-11] a name that the watchlist can’t be compared with is said above the case, and no tab calls it clear', async () => {
  const { page } = workstation;
  const post = async (path: string, body: unknown): Promise<Customer> => {
    const response = await fetch(`${office.backendUrl}/v1/customers${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${office.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(await response.text());
    return customerSchema.parse(await response.json());
  };
  const { id } = await post('', {
    kind: 'individual',
    levelId: 'kyc-basic',
    fields: {
      firstName: 'გიორგი',
      lastName: 'მაისურაძე',
      dateOfBirth: '1980-05-17',
      nationality: 'GEO',
      countryOfResidence: 'GEO',
      email: 'giorgi@example.com',
      phone: '+995555123456',
    },
  });
  const { name } = await post(`/${id}/submit`, {});
  await expect
    .poll(async () => (await office.integrator.customer(id)).providers.map(({ state }) => state), patience)
    .not.toContain('pending');
  await hands.openCase(page, name);
  const note = page.getByRole('note').filter({ hasText: 'What the checks say of the whole case' });
  await expect
    .poll(() => note.innerText(), patience)
    .toMatch(/Watchlist screening: .*no watchlist is compared/);
  expect(await page.getByRole('tab', { name: /^Screening/ }).innerText()).toBe('Screening open');
});
