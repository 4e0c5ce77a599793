import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { Webhook } from 'standardwebhooks';
import { beforeAll, expect, test } from 'vitest';
import { wordsIn } from '../../src/backend/hosted/words/index.ts';
import { linkSchema, webhookWithSecretSchema } from '../../src/shared/api/index.ts';
import { currentDocuments, reasonOf } from '../../src/shared/domain/index.ts';
import { z } from '../../src/shared/zod.ts';
import * as hands from '../../tools/drive/hands.ts';
import type { Workstation } from '../../tools/drive/workstation.ts';
import { OUT } from '../../tools/index.mjs';
import { openBrowser, screens, visit, type Visitor } from '../support/applicant-browser.ts';
import { hasFocus, openOffice, patience, picturesOfFailures, type Office } from '../support/e2e.ts';
import { finishesAt } from '../support/e2e-ledger.ts';
import { seeDocuments } from '../support/e2e-seen.ts';
import { eventually } from '../support/eventually.ts';
import { qrCodeOn } from '../support/qr.ts';
import { sampleApplicant, type Paper } from '../support/sample-applicant.ts';
import { startReceiver, type Receiver } from '../support/webhook-receiver.ts';

let office: Office;
let workstation: Workstation;
let receiver: Receiver;
let browser: Browser;
let phone: Visitor | undefined;
let secret: string;
/** What one test finds and the next ones go on with. */
let url: string;
let customerId: string;
picturesOfFailures(() => workstation);

const who = sampleApplicant('story', Date.now());
const words = wordsIn.en;

/** A request of the integrator's own server. */
const integrator = (path: string, method: string, body?: object): Promise<Response> =>
  fetch(`${office.backendUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${office.apiKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

beforeAll(async () => {
  receiver = await startReceiver();
  browser = await openBrowser();
  const close = await openOffice({ sample: 12, options: ['--webhooks-allow-private'] }, async opened => {
    office = opened;
    // In this company nobody is a customer before a person has looked.
    await integrator('/v1/levels/kyc-enhanced', 'PATCH', { autoApproveBelow: null });
    const answer = await integrator('/v1/webhooks', 'POST', {
      url: receiver.url,
      events: ['kyc.status_updated'],
    });
    ({ secret } = webhookWithSecretSchema.parse(await answer.json()));
    workstation = await office.startReady();
  });
  return async () => {
    await close();
    await browser.close();
    await receiver.close();
  };
});

/** What the integrator is told of a status, which they know by its signature to come from the backend. */
async function told(to: string): Promise<Readonly<Record<string, unknown>>> {
  const one = await eventually(
    () =>
      receiver
        .of('kyc.status_updated')
        .find(({ data }) => data['customerId'] === customerId && data['to'] === to),
    patience.timeout,
  );
  expect(new Webhook(secret).verify(one.body, one.headers)).toMatchObject({ data: one.data });
  return one.data;
}

const pay = async (): Promise<readonly [number, unknown]> => {
  const money = { amount: '250.00', currency: 'EUR', direction: 'in' };
  const answer = await integrator(`/v1/customers/${customerId}/transactions`, 'POST', money);
  const { code } = (await answer.json()) as { code?: string };
  return [answer.status, code];
};

const goOn = (page: Page): Promise<void> => page.locator('button.primary').click();

async function fill(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    const control = page.locator(`[name="${name}"]`);
    const isList = await control.evaluate(({ tagName }) => tagName === 'SELECT');
    await (isList ? control.selectOption(value) : control.fill(value));
  }
}

const give = (page: Page, card: string, { bytes, filename, mime }: Paper): Promise<void> =>
  page
    .locator(`#card-${card} input[type=file]`)
    .setInputFiles({ name: filename, mimeType: mime, buffer: Buffer.from(bytes) });

async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(join(OUT, 'e2e'), { recursive: true });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({
      path: join(OUT, 'e2e', `story-${name}-${colorScheme}.png`),
      animations: 'disabled',
    });
  }
}

/** What the QR code in the open dialog says: it is scanned off the screen, as a phone does. */
async function scanned(name: string): Promise<string> {
  const { page } = workstation;
  const address = await hands.createLink(page);
  await picture(page, name);
  const code = await qrCodeOn(await page.screenshot());
  expect(code).toBe(address);
  await hands.closeDialog(page);
  return code ?? '';
}

/** What the review room says of the request to the customer. */
const requestNote = (): Locator =>
  workstation.page.getByRole('note').filter({ has: workstation.page.getByText(/^Asked /) });

/** From the line of the link that was used to another link by its key; and by its case, which names what is asked. */
async function askAgain(): Promise<void> {
  const { page } = workstation;
  await hands.goToLinks(page);
  const row = hands.linksGrid(page).getByRole('row').filter({ hasText: who.name });
  await expect.poll(() => row.innerText(), patience).toContain('Completed');
  await row.getByRole('gridcell').nth(1).click();
  await page.keyboard.press('l');
  await page.getByRole('dialog', { name: 'New link for this customer' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await row.getByRole('button', { name: who.name, exact: true }).click();
  await page.getByRole('heading', { name: who.name }).waitFor();
  await page.getByRole('button', { name: /^Create link/ }).waitFor();
  const asked = await requestNote().innerText();
  expect(asked).toContain('0 of 1 answered');
  expect(asked).toContain('by the checks, not a person');
  expect(asked).toMatch(/Passport.*: Blurry/);
  expect(asked).toContain(reasonOf('imageQuality.blurry')?.sentence);
  await picture(page, 'waiting');
  await page.keyboard.press('l');
  const dialog = page.getByRole('dialog', { name: 'New link for this customer' });
  await expect.poll(() => dialog.innerText(), patience).toContain('Passport');
  await picture(page, 'asked');
}

test('[FLOW-6] the analyst makes a link at the workstation, and its QR code is read off the screen', async () => {
  await hands.openNewLink(workstation.page, { level: 'KYC Enhanced' });
  url = await scanned('link');
  const answer = await integrator('/v1/links?limit=1', 'GET');
  const [link] = z.object({ items: z.array(linkSchema) }).parse(await answer.json()).items;
  customerId = link?.customerId ?? '';
  expect(await pay()).toEqual([409, 'not_verified']);
});

test('[FLOW-6] the applicant fills it in on a phone, with a photo of the passport that shook', async () => {
  phone = await visit(browser, url, screens.phone);
  const { page } = phone;
  await page.locator('[name=agree]').check();
  await goOn(page);
  await page.locator('[name=firstName]').waitFor();
  await fill(page, who.fields);
  await goOn(page);
  await page.locator('#card-passport-front').waitFor();
  for (const [card, paper] of [
    ['passport-front', who.blurredPassport],
    ['proof_of_address', who.bill],
    ['selfie', who.selfie],
  ] as const) {
    await give(page, card, paper);
    await page.locator(`#card-${card}.given`).waitFor();
  }
  await goOn(page);
  await page.locator('dl').first().waitFor();
  await goOn(page);
  await page.getByRole('heading', { name: words.done.title }).waitFor();
  expect(phone.trouble).toEqual([]);
  await phone.leave();
});

test('[FLOW-6] the checks ask for the passport again, and the phone shows that alone, with its reason', async () => {
  expect(await told('NEEDS_ADDITIONAL_INFORMATION')).toMatchObject({ reasons: ['imageQuality.blurry'] });
  expect(await pay()).toEqual([409, 'not_verified']);
  await askAgain();
  phone = await visit(browser, await scanned('second-link'), screens.phone);
  const { page } = phone;
  await page.getByText(words.reasons['imageQuality.blurry'] ?? '').waitFor();
  const cards = page.locator('section.document');
  expect(await cards.count()).toBe(1);
  expect(await page.locator('input[type=text], input[type=email]').count()).toBe(0);
  expect(await page.title()).not.toContain(words.step(1, 1));
  await picture(page, 'request');
  const card = (await cards.first().getAttribute('id'))?.replace('card-', '') ?? '';
  await give(page, card, who.passport);
  await page.getByRole('heading', { name: words.done.title }).waitFor();
  // Nothing is left to come back for.
  expect(await page.getByText(words.comeBack).count()).toBe(0);
  await picture(page, 'done');
  expect(phone.trouble).toEqual([]);
  await phone.leave();
});

test('[FLOW-6] the analyst finds the case at the workstation, and approves it with keys alone', async () => {
  await expect
    .poll(async () => {
      const { status, providers } = await office.integrator.customer(customerId);
      return [status, ...new Set(providers.map(({ state }) => state))];
    }, patience)
    .toEqual(['UNDER_REVIEW', 'clear']);
  const { page } = workstation;
  await hands.startCheckByKeys(page, who.name);
  const { documents } = await office.integrator.customer(customerId);
  expect(documents).toHaveLength(4);
  await hands.documentsHere(page);
  const hashes = currentDocuments(documents).map(({ sha256 }) => sha256);
  await seeDocuments(page, hashes);
  // From wherever one is to the answer, with what it replaces beside it.
  await page.keyboard.press('v');
  expect(await requestNote().innerText()).toMatch(
    /answered[^]+Answered .+ with\s+Passport[^]+It replaces\s+Passport/,
  );
  const viewers = page.getByRole('region', { name: /^Viewer/ });
  const [now] = currentDocuments(documents).filter(({ type }) => type === 'passport');
  const shown = async () => {
    const codes = viewers.locator('footer code[title^="SHA-256 "]');
    return Promise.all((await codes.all()).map(code => code.getAttribute('title')));
  };
  const before = documents.find(({ id }) => id === now?.replaces);
  await expect
    .poll(async () => new Set(await shown()), patience)
    .toEqual(new Set([now, before].map(one => `SHA-256 ${one?.sha256}`)));
  await page.getByText('Replaced by a later document').waitFor();
  expect(await hasFocus(page.locator(`[data-item="document:${now?.id}"]`))).toBe(true);
  await picture(page, 'case');
  await hands.approveAll(page);
  await hands.finish(page);
  await expect
    .poll(() => finishesAt(office.database, customerId).map(({ outcome }) => outcome), patience)
    .toEqual(['applied']);
  const [finish] = finishesAt(office.database, customerId);
  expect(new Set(finish?.command.evidence.map(({ sha256 }) => sha256))).toEqual(new Set(hashes));
  expect(workstation.complaints).toEqual([]);
});

test('[FLOW-6] the receiver verifies that the customer is active, and a transaction is accepted', async () => {
  expect(await told('ACTIVE')).toMatchObject({ from: 'UNDER_REVIEW', reviewStatus: 'Approved' });
  expect(await pay()).toEqual([201, undefined]);
});
