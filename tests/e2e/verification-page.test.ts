import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { normalised } from '../../src/backend/hosted/answers.ts';
import { wordsIn } from '../../src/backend/hosted/words/index.ts';
import { fieldFault } from '../../src/backend/customers/index.ts';
import type { Locale } from '../../src/shared/api/index.ts';
import { customerSchema, type Customer } from '../../src/shared/domain/index.ts';
import {
  isTooWide,
  pagesOf,
  screens,
  violationsOn,
  type Script,
  type Visitor,
} from '../support/applicant-browser.ts';
import { caseUnderReview, companyFields, enhancedFields } from '../support/backend-customers.ts';
import { makeLink, type MadeLink } from '../support/backend-links.ts';
import { askCustomerFor } from '../support/reviewing.ts';

const pages = pagesOf('Nordlicht Bank');

const get = async ({ customerId }: MadeLink): Promise<Customer> =>
  customerSchema.parse(await (await pages.server.integrator(`/v1/customers/${customerId}`)).json());

/** A picture that a browser can show; no two words give the same bytes. */
function photo(word: string): { readonly name: string; readonly mimeType: string; readonly buffer: Buffer } {
  const canvas = createCanvas(600, 380);
  const drawing = canvas.getContext('2d');
  drawing.fillStyle = '#d8e4ee';
  drawing.fillRect(0, 0, 600, 380);
  drawing.fillStyle = '#16202c';
  drawing.font = '48px sans-serif';
  drawing.fillText(word, 60, 200);
  return { name: `${word}.png`, mimeType: 'image/png', buffer: canvas.toBuffer('image/png') };
}

/** Where pictures for the documentation go, when somebody asks for them. */
const album = process.env['SEALDESK_PICTURES'];
const picture = async (page: Page, name: string, fullPage = false): Promise<void> => {
  if (album === undefined) return;
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: join(album, `${name}.png`), fullPage });
};

const goOn = (page: Page): Promise<void> => page.locator('button.primary').click();
const fill = async (page: Page, values: Readonly<Record<string, string>>): Promise<void> => {
  for (const [name, value] of Object.entries(values)) {
    const control = page.locator(`[name="${name}"]`);
    await ((await control.evaluate(({ tagName }) => tagName)) === 'SELECT'
      ? control.selectOption(value)
      : control.fill(value));
  }
};

/** As people write it. */
const person = {
  ...enhancedFields,
  lastName: 'Okafor',
  phone: '+49 30 901820',
  idType: 'national_id',
};

/** Nothing on the page hinders anybody, and nothing is wider than the screen. */
async function expectGood(page: Page, place: string): Promise<void> {
  expect.soft([place, await violationsOn(page), await isTooWide(page)]).toEqual([place, [], false]);
}

async function send(page: Page, card: string, word: string, script: Script): Promise<void> {
  const section = page.locator(`#card-${card}`);
  await section.locator('input[type=file]').setInputFiles(photo(word));
  if (script !== 'on') await section.locator('form button').click();
  await page.locator(`#card-${card}.given`).waitFor();
}

interface Way {
  readonly screen: keyof typeof screens;
  readonly script: Script;
  readonly locale: Locale;
  readonly scheme: 'light' | 'dark';
}

const ways: readonly Way[] = [
  { screen: 'phone', script: 'on', locale: 'en', scheme: 'light' },
  { screen: 'phone', script: 'blocked', locale: 'fr', scheme: 'light' },
  { screen: 'desktop', script: 'on', locale: 'de', scheme: 'dark' },
  { screen: 'desktop', script: 'off', locale: 'es', scheme: 'light' },
  { screen: 'phone', script: 'on', locale: 'ar', scheme: 'light' },
];

/** A person's whole way, with a look at every step as it is first seen and as it is when something is wrong. */
async function wholeWay({ page }: Visitor, { script, locale, screen }: Way): Promise<void> {
  const words = wordsIn[locale];
  const name = (step: string): string => `verify-${screen}-${locale}-${step}`;
  // Without its script only this step is another page.
  const looksAt = (step: string): boolean =>
    script === 'on' || (script === 'blocked' && step === 'documents');
  const seen = async (step: string): Promise<void> => {
    expect(await page.locator('html').getAttribute('dir')).toBe(locale === 'ar' ? 'rtl' : 'ltr');
    if (looksAt(step)) await expectGood(page, step);
    await picture(page, name(step));
  };
  const wrong = async (step: string): Promise<void> => {
    await goOn(page);
    const summary = page.locator('.summary');
    await summary.waitFor();
    expect(await summary.evaluate(one => one === document.activeElement)).toBe(true);
    expect(await page.title()).toMatch(new RegExp(`^${words.errorPrefix}`));
    if (looksAt(step)) await expectGood(page, `${step}, wrong`);
  };
  await seen('consent');
  await wrong('consent');
  await page.locator('.summary a').click();
  expect(await page.locator('[name=agree]').evaluate(one => one === document.activeElement)).toBe(true);
  await page.locator('[name=agree]').check();
  await goOn(page);

  await page.locator('[name=firstName]').waitFor();
  await seen('data');
  await wrong('data');
  await fill(page, person);
  await goOn(page);

  await page.locator('#card-passport-front').waitFor();
  await seen('documents');
  // Who named a card among the data is asked for both of its sides at once.
  expect(await page.locator('#card-passport-front select option:checked').innerText()).toContain(
    words.documents.types.national_id,
  );
  await page.locator('#card-passport-back').waitFor();
  await send(page, 'passport-front', 'card', script);
  await picture(page, name('card'), true);
  await wrong('documents');
  await send(page, 'passport-back', 'back', script);
  await send(page, 'proof_of_address', 'bill', script);
  await send(page, 'selfie', 'face', script);
  await seen('documents-sent');
  await goOn(page);

  await page.locator('dl').first().waitFor();
  await seen('review');
  await goOn(page);
  await page.getByRole('heading', { name: words.done.title }).waitFor();
  await seen('done');
}

describe('[LINK-8] the page in a browser', () => {
  test.each(ways)(
    '[LINK-9] a person on a $screen, script $script, in $locale, sends both sides of a card: every step is sound and nothing strange is asked for',
    async way => {
      const link = await makeLink(pages.server, { levelId: 'kyc-enhanced', locale: way.locale });
      const look = { ...screens[way.screen], colorScheme: way.scheme };
      const visitor = await pages.visit(link.url, look, way.script);
      await wholeWay(visitor, way);
      expect(visitor.trouble).toEqual([]);
      await visitor.leave();
      expect(await get(link)).toMatchObject({
        status: 'UNDER_REVIEW',
        name: 'Zoë Okafor',
        fields: { phone: { value: '+4930901820' } },
        documents: [
          { type: 'national_id', side: 'front', filename: 'card.png', uploadedBy: 'applicant' },
          { type: 'national_id', side: 'back', filename: 'back.png', uploadedBy: 'applicant' },
          { type: 'proof_of_address' },
          { type: 'selfie' },
        ],
      });
    },
  );

  test.each(['on', 'blocked'] as const)(
    'a company names its owners until they add up; script %s',
    async script => {
      const link = await makeLink(pages.server, { kind: 'business', levelId: 'kyb-standard', locale: 'en' });
      const visitor = await pages.visit(link.url, screens.desktop, script);
      const { page } = visitor;
      await page.locator('[name=agree]').check();
      await goOn(page);
      await fill(page, companyFields);
      await goOn(page);

      await page.locator('[name="owner.0.name"]').waitFor();
      await expectGood(page, 'owners');
      await fill(page, {
        'owner.0.name': 'Åse Berg',
        'owner.0.percent': '62,5',
        'owner.0.dateOfBirth': '1970-01-01',
        'owner.0.nationality': 'NOR',
      });
      if (script === 'on') expect(await page.locator('output').innerText()).toBe('62.5%');
      await page.getByRole('button', { name: wordsIn.en.owners.add }).click();
      await page.locator('[name="owner.1.name"]').waitFor();
      await fill(page, {
        'owner.1.name': 'Olav Lie',
        'owner.1.percent': '37.5',
        'owner.1.dateOfBirth': '1980-02-03',
        'owner.1.nationality': 'NOR',
      });
      if (script === 'on') await picture(page, 'verify-desktop-owners', true);
      await fill(page, { 'owner.1.percent': '30' });
      await goOn(page);
      await page.locator('.summary').waitFor();
      expect(await page.locator('.summary').innerText()).toContain('92.5%');
      await expectGood(page, 'owners, wrong');
      await fill(page, { 'owner.1.percent': '37.50' });
      if (script === 'on') expect(await page.locator('output.right').innerText()).toBe('100%');
      await goOn(page);
      const undirected = wordsIn.en.reasons['ownership.directorMissing'] ?? '';
      await page.locator('.summary', { hasText: undirected }).waitFor();
      await expectGood(page, 'owners, nobody directs');
      await page.locator('.summary a').click();
      const director = page.locator('[name="owner.0.director"]');
      expect(await director.evaluate(one => one === document.activeElement)).toBe(true);
      const fault = page.locator('[id="f-owner.0.director-fault"]');
      expect([await director.getAttribute('aria-describedby'), await fault.innerText()]).toEqual([
        await fault.getAttribute('id'),
        undirected,
      ]);
      await page.locator('[name="owner.1.director"]').check();
      // Whoever it is, it is right again.
      if (script === 'on')
        expect([await fault.innerText(), await director.getAttribute('aria-invalid')]).toEqual(['', null]);
      await goOn(page);
      await page.locator('#card-shareholder_register').waitFor();
      expect((await get(link)).beneficialOwners).toMatchObject([
        { name: 'Åse Berg', ownershipPercent: 62.5 },
        { name: 'Olav Lie', ownershipPercent: 37.5, isDirector: true },
      ]);
      expect(visitor.trouble).toEqual([]);
      await visitor.leave();
    },
  );

  test('what is typed is checked when it is left, and right again as soon as it fits', async () => {
    const link = await makeLink(pages.server, { levelId: 'kyc-premium' });
    const visitor = await pages.visit(link.url, screens.phone);
    const { page } = visitor;
    await page.locator('[name=agree]').check();
    await goOn(page);
    const email = page.locator('[name=email]');
    const fault = page.locator('[id="f-email-fault"]');
    await email.pressSequentially('zoe@');
    expect(await fault.innerText()).toBe('');
    await email.blur();
    expect(await fault.innerText()).toBe(wordsIn.en.faults.email);
    expect(await email.getAttribute('aria-invalid')).toBe('true');
    await expectGood(page, 'data, checked while typing');
    await email.pressSequentially('example.com');
    expect(await fault.innerText()).toBe('');
    await email.fill('');
    await email.blur();
    expect(await fault.innerText()).toBe(wordsIn.en.faults.required);
    await goOn(page);
    await page.locator('.summary').waitFor();
    const choice = page.locator('fieldset.choice');
    expect(await choice.locator('.fault').innerText()).toBe(wordsIn.en.faults.choose);
    await choice.locator('[value=false]').check();
    expect([await choice.locator('.fault').innerText(), await choice.getAttribute('class')]).toEqual([
      '',
      'field choice',
    ]);
    expect(visitor.trouble).toEqual([]);
    await visitor.leave();
  });

  test('the script and the server agree on what is right', async () => {
    const link = await makeLink(pages.server, { kind: 'business', levelId: 'kyb-standard' });
    const visitor = await pages.visit(link.url, screens.desktop);
    const { page } = visitor;
    await page.locator('[name=agree]').check();
    await goOn(page);
    const values = {
      email: [
        'a@b.co',
        'a@b',
        '@b.co',
        'a b@c.de',
        'zoë@exämple.org',
        'a@b.co.',
        ' a@b.co ',
        'a..b@c.de',
        'a@1.2',
      ],
      phone: [
        '+4930901820',
        '0049 30 90-18 20',
        '030 901820',
        '+0123456',
        '+49 (30) 1234',
        '+1234567890123456',
        '٠٠٩٧١٤١٢٣٤٥٦٧',
      ],
      website: [
        'example.com',
        'https://example.com/a?b',
        'example',
        'ftp://example.com',
        'a b.com',
        'www.example.com',
      ],
      legalName: ['X', 'x'.repeat(1000), 'x'.repeat(1001)],
    } as const;
    const types = { email: 'email', phone: 'phone', website: 'url', legalName: 'text' } as const;
    for (const key of ['email', 'phone', 'website', 'legalName'] as const) {
      for (const value of values[key]) {
        const control = page.locator(`[name="${key}"]`);
        await control.fill(value);
        await control.blur();
        const script = (await page.locator(`[id="f-${key}-fault"]`).innerText()) === '';
        const server = fieldFault('business', key, normalised(types[key], value), Date.now()) === undefined;
        expect([key, value, script]).toEqual([key, value, server]);
      }
    }
    await visitor.leave();
  });

  test('an upload shows how far it is, and one that is cut off can be tried again', async () => {
    const link = await makeLink(pages.server, { levelId: 'kyc-enhanced' });
    const visitor = await pages.visit(link.url, screens.phone);
    const { page } = visitor;
    await page.locator('[name=agree]').check();
    await goOn(page);
    await fill(page, person);
    await goOn(page);
    const section = page.locator('#card-selfie');
    await section.waitFor();
    expect(await section.getByRole('button', { name: wordsIn.en.documents.camera }).isVisible()).toBe(true);
    const chooser = page.waitForEvent('filechooser');
    await section.getByRole('button', { name: wordsIn.en.documents.camera }).click();
    const lens = await (await chooser).element().getAttribute('capture');
    expect(lens).toBe('user');

    const upload = section.locator('input[type=file]');
    await upload.setInputFiles({ name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('no') });
    expect(await section.locator('.fault').innerText()).toBe(wordsIn.en.documents.faultType);
    let isCut = true;
    await page.route('**/documents?card=selfie', async route => {
      await page.locator('#card-selfie progress').waitFor();
      await expectGood(page, 'documents, sending');
      await (isCut ? route.abort() : route.continue());
    });
    await upload.setInputFiles(photo('cut'));
    await page.getByText(wordsIn.en.documents.faultSending).waitFor();
    isCut = false;
    await upload.setInputFiles(photo('whole'));
    const given = page.locator('#card-selfie.given');
    await given.waitFor();
    expect(await given.evaluate(one => one === document.activeElement)).toBe(true);
    expect((await get(link)).documents).toMatchObject([{ type: 'selfie', filename: 'whole.png' }]);
    expect(visitor.trouble.filter(text => !text.includes('ERR_FAILED'))).toEqual([]);
    await visitor.leave();
  });

  test('a request shows its reasons, the language is chosen by keyboard, and an expired link says what to do', async () => {
    const analyst = await pages.server.signIn(pages.server.tenant.analyst);
    const customer = await caseUnderReview(pages.server, 'request in a browser');
    const [passport] = customer.documents;
    if (!passport) throw new Error('no document');
    await askCustomerFor(analyst, customer, [
      {
        item: `document:${passport.id}`,
        reasons: ['imageQuality.blurry'],
        customerComment: 'We cannot read the number at the top right.',
      },
    ]);
    const link = await makeLink(pages.server, { customerId: customer.id });
    const visitor = await pages.visit(link.url, screens.phone);
    const { page } = visitor;
    await page.locator('[name=agree]').check();
    await goOn(page);
    await page.getByText(wordsIn.en.reasons['imageQuality.blurry'] ?? '').waitFor();
    await expectGood(page, 'request');
    await picture(page, 'verify-phone-request');
    await page.locator('.languages summary').focus();
    await page.keyboard.press('Enter');
    await expectGood(page, 'languages');
    await page.keyboard.press('Escape');
    expect(await page.locator('.languages').getAttribute('open')).toBeNull();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Deutsch' }).press('Enter');
    await page.getByText(wordsIn.de.reasons['imageQuality.blurry'] ?? '').waitFor();

    pages.server.clock.advance(24 * 3600_000);
    await page.reload();
    await page.getByRole('heading', { name: wordsIn.de.expired.title }).waitFor();
    await expectGood(page, 'expired');
    await picture(page, 'verify-phone-expired');
    expect(visitor.trouble).toEqual([]);
    await visitor.leave();
  });
});
