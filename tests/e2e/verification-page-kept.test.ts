import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { wordsIn } from '../../src/backend/hosted/words/index.ts';
import { pagesOf, screens, violationsOn } from '../support/applicant-browser.ts';
import { basicFields, caseLacking, companyFields, patchCustomer } from '../support/backend-customers.ts';
import { breakLinks, confirmSteps, makeLink, stateOfLink, type MadeLink } from '../support/backend-links.ts';
import { customerOf } from '../support/checking.ts';

const pages = pagesOf('Nordlicht Bank');

const isInView = (one: Locator): Promise<boolean> =>
  one.evaluate(element => {
    const { top, bottom } = element.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });

const choose = async (page: Page, name: string): Promise<void> => {
  await page.locator('.languages summary').click();
  await page.getByRole('button', { name }).click();
};

describe.each(['on', 'off'] as const)('[LINK-4] with the script %s, another language', script => {
  test('keeps what was typed and chosen, and takes none of it', async () => {
    const link = await makeLink(pages.server, { levelId: 'kyc-basic' });
    const visitor = await pages.visit(link.url, screens.phone, script);
    const { page } = visitor;
    await page.locator('[name=agree]').check();
    await choose(page, 'Français');
    await page.getByRole('heading', { name: wordsIn.fr.consent.heading('Nordlicht Bank') }).waitFor();
    expect(await page.locator('[name=agree]').isChecked()).toBe(true);
    // The key that sends a form sends the answers, and does not choose a language.
    await page.locator('[name=agree]').press('Enter');
    await page.getByRole('heading', { name: wordsIn.fr.data.person }).waitFor();
    await page.locator('[name=firstName]').fill('Zoë');
    await page.locator('[name=email]').fill('not yet an addr');
    await page.locator('[name=nationality]').selectOption('NGA');
    await choose(page, 'العربية');
    await page.getByRole('heading', { name: wordsIn.ar.data.person }).waitFor();
    if (script === 'on') expect(await violationsOn(page)).toEqual([]);
    const typed = async (name: string) => page.locator(`[name=${name}]`).inputValue();
    expect([await typed('firstName'), await typed('email'), await typed('nationality')]).toEqual([
      'Zoë',
      'not yet an addr',
      'NGA',
    ]);
    const answer = await pages.server.integrator(`/v1/customers/${link.customerId}`);
    expect(await answer.json()).toMatchObject({ fields: {} });
    await page.locator('[name=firstName]').press('Enter');
    await page.locator('.summary').waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('ar');
    expect(await typed('firstName')).toBe('Zoë');
    expect(visitor.trouble).toEqual([]);
    await visitor.leave();
  });

  test('keeps the owners that were typed, with the rows that were added', async () => {
    const link = await makeLink(pages.server, {
      kind: 'business',
      levelId: 'kyb-standard',
      fields: companyFields,
    });
    await confirmSteps(pages.server, link, ['consent', 'data']);
    const visitor = await pages.visit(link.url, screens.desktop, script);
    const { page } = visitor;
    await page.locator('[name="owner.0.name"]').fill('Åse Berg');
    await page.locator('[name="owner.0.percent"]').fill('60');
    await page.locator('button[name=add]').click();
    await page.locator('[name="owner.1.name"]').fill('Olav Lie');
    await page.locator('[name="owner.1.director"]').check();
    await choose(page, 'Deutsch');
    await page.getByRole('heading', { name: wordsIn.de.owners.name }).waitFor();
    const typed = async (name: string) => page.locator(`[name="${name}"]`).inputValue();
    expect([
      await typed('owner.0.name'),
      await typed('owner.0.percent'),
      await typed('owner.1.name'),
    ]).toEqual(['Åse Berg', '60', 'Olav Lie']);
    expect(await page.locator('[name="owner.1.director"]').isChecked()).toBe(true);
    await visitor.leave();
  });
});

test.each(['on', 'off'] as const)(
  '[LINK-10] what was typed while somebody else gave it is told at the step that is left: script %s',
  async script => {
    const customer = await caseLacking(pages.server, ['phone'], ['passport', 'selfie']);
    const link = await makeLink(pages.server, { customerId: customer.id, levelId: 'kyc-enhanced' });
    await confirmSteps(pages.server, link, ['consent']);
    const visitor = await pages.visit(link.url, screens.phone, script);
    const { page } = visitor;
    await page.locator('[name=phone]').fill('+49 30 777 7777');
    const now = await customerOf(pages.server, customer.id);
    await patchCustomer(pages.server, now, { fields: { phone: '+4930123123' } });
    await page.locator('button.primary').click();
    await page.getByRole('heading', { name: wordsIn.en.documents.name }).waitFor();
    const summary = page.locator('.summary');
    expect(await summary.locator('li').allInnerTexts()).toEqual([
      `${wordsIn.en.data.fields['phone']}: ${wordsIn.en.answered.text('Nordlicht Bank')}`,
    ]);
    expect(await summary.evaluate(one => one === document.activeElement)).toBe(true);
    // It was said, and what is left is asked as ever.
    await page.goto(link.url);
    await page.locator('#card-proof_of_address').waitFor();
    expect(await summary.count()).toBe(0);
    expect(visitor.trouble).toEqual([]);
    await visitor.leave();
  },
);

describe('[LINK-8] what is pressed after a wrong answer', () => {
  const boxOf = async (page: Page, selector: string) => {
    const control = page.locator(selector);
    await control.scrollIntoViewIfNeeded();
    const box = await control.boundingBox();
    if (!box) throw new Error(`${selector} is not to be seen`);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };

  // By its place, as a hand does it: a press by name would wait until the page stands still.
  test.each(['mouse', 'touchscreen'] as const)(
    'is hit where it is, and the answer is told: %s',
    async hand => {
      const link = await makeLink(pages.server, {
        kind: 'business',
        levelId: 'kyb-standard',
        fields: companyFields,
      });
      await confirmSteps(pages.server, link, ['consent']);
      const visitor = await pages.visit(link.url, screens.phone);
      const { page } = visitor;
      const press = async (selector: string): Promise<void> => {
        const { x, y } = await boxOf(page, selector);
        await (hand === 'mouse' ? page.mouse.click(x, y) : page.touchscreen.tap(x, y));
      };
      await page.locator('[name=phone]').fill('12');
      await press('button.primary');
      await page.locator('.summary').waitFor();
      await page.locator('[name=phone]').fill('+49 30 901820');
      await press('button.primary');

      await page.locator('[name="owner.0.percent"]').pressSequentially('much');
      await press('[name="owner.0.director"]');
      expect(await page.locator('[name="owner.0.director"]').isChecked()).toBe(true);
      const fault = page.locator('[id="f-owner.0.percent-fault"]');
      await expect.poll(() => fault.innerText()).toBe(wordsIn.en.owners.faultPercent);
      // A share of nothing is right for who directs the company, and for nobody else.
      await page.locator('[name="owner.0.percent"]').fill('0');
      expect(await fault.innerText()).toBe('');
      await press('[name="owner.0.director"]');
      await expect.poll(() => fault.innerText()).toBe(wordsIn.en.owners.faultPercent);
      await press('[name="owner.0.director"]');
      await expect.poll(() => fault.innerText()).toBe('');
      expect(visitor.trouble).toEqual([]);
      await visitor.leave();
    },
  );
});

describe('[LINK-8] the browser’s own Back', () => {
  test('leads to the step before after a mistake was put right, with what was given', async () => {
    const link = await makeLink(pages.server, { levelId: 'kyc-basic', fields: basicFields });
    const visitor = await pages.visit(link.url, screens.phone);
    const { page } = visitor;
    const goOn = () => page.locator('button.primary').click();
    await goOn();
    await page.locator('.summary').waitFor();
    await page.locator('[name=agree]').check();
    await goOn();
    await page.locator('[name=phone]').fill('12');
    await goOn();
    await page.locator('.summary a').click();
    expect(await page.locator('[name=phone]').evaluate(one => one === document.activeElement)).toBe(true);
    await page.locator('[name=phone]').fill('+49 30 901820');
    await choose(page, 'Deutsch');
    await page.getByRole('heading', { name: wordsIn.de.data.person }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    await goOn();
    await page.getByRole('heading', { name: wordsIn.de.review.name }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: wordsIn.de.data.person }).waitFor();
    expect(await page.locator('[name=phone]').inputValue()).toBe('+4930901820');
    await page.goBack();
    await page.getByRole('heading', { name: wordsIn.de.consent.heading('Nordlicht Bank') }).waitFor();
    await page.goForward();
    await page.getByRole('heading', { name: wordsIn.de.data.person }).waitFor();
    expect(visitor.trouble).toEqual([]);
    await visitor.leave();
  });

  test('leads past the rows of owners that were added and removed; the new row is where one writes', async () => {
    const link = await makeLink(pages.server, {
      kind: 'business',
      levelId: 'kyb-standard',
      fields: companyFields,
    });
    await confirmSteps(pages.server, link, ['consent']);
    const visitor = await pages.visit(link.url, screens.phone);
    const { page } = visitor;
    await page.locator('button.primary').click();
    await page.locator('[name="owner.0.name"]').fill('Åse Berg');
    await page.locator('button[name=add]').click();
    await page.locator('[name="owner.1.name"]').waitFor();
    await page.keyboard.type('Olav Lie');
    await page.locator('button[name=remove]').first().click();
    await expect.poll(() => page.locator('fieldset.owner').count()).toBe(1);
    expect(await page.locator('[name="owner.0.name"]').inputValue()).toBe('Olav Lie');
    await page.goBack();
    await page.getByRole('heading', { name: wordsIn.en.data.business }).waitFor();
    expect(visitor.trouble).toEqual([]);
    await visitor.leave();
  });

  test('[LINK-4] an answer that reaches nobody is said below its button, and what was typed is still there', async () => {
    const link = await makeLink(pages.server, { fields: basicFields, locale: 'de' });
    await confirmSteps(pages.server, link, ['consent']);
    const visitor = await pages.visit(link.url, screens.phone);
    const { page } = visitor;
    await page.locator('[name=firstName]').fill('Zoe');
    await page.route('**/data', route => route.abort());
    const fault = page.locator('.actions + .fault');
    for (const _ of ['once', 'once more']) {
      await page.locator('button.primary').click();
      await expect.poll(() => fault.allInnerTexts()).toEqual([wordsIn.de.lost]);
    }
    // Also to who pressed something else, far above that button.
    await page.route('**/language?*', route => route.abort());
    await page.evaluate(() => scrollTo(0, 0));
    expect(await isInView(fault)).toBe(false);
    await choose(page, 'Français');
    await expect.poll(() => isInView(fault)).toBe(true);
    expect(await fault.allInnerTexts()).toEqual([wordsIn.de.lost]);
    expect(await violationsOn(page)).toEqual([]);
    expect(await page.locator('[name=firstName]').inputValue()).toBe('Zoe');
    await page.unroute('**/data');
    await page.locator('button.primary').click();
    await page.getByRole('heading', { name: wordsIn.de.review.name }).waitFor();
    const answer = await pages.server.integrator(`/v1/customers/${link.customerId}`);
    expect(await answer.json()).toMatchObject({ fields: { firstName: { value: 'Zoe' } } });
    await visitor.leave();
  });

  test('[LINK-4] an answer that we fail at is said below its button, and what was typed is still there', async () => {
    const link = await makeLink(pages.server, { fields: basicFields, locale: 'fr' });
    await confirmSteps(pages.server, link, ['consent']);
    const visitor = await pages.visit(link.url, screens.phone);
    const { page } = visitor;
    await page.locator('[name=firstName]').fill('Zoe');
    const mend = await breakLinks(pages.server);
    const { title, again, text } = wordsIn.fr.failed;
    const fault = page.locator('.actions + .fault');
    for (const _ of ['once', 'once more']) {
      const answered = page.waitForResponse('**/data');
      await page.locator('button.primary').click();
      const reference = await (await answered).headerValue('x-request-id');
      await expect.poll(() => fault.allInnerTexts()).toEqual([`${title}. ${again} ${text(reference ?? '')}`]);
    }
    expect(await violationsOn(page)).toEqual([]);
    expect(await page.locator('[name=firstName]').inputValue()).toBe('Zoe');
    await mend();
    await page.locator('button.primary').click();
    await page.getByRole('heading', { name: wordsIn.fr.review.name }).waitFor();
    const answer = await pages.server.integrator(`/v1/customers/${link.customerId}`);
    expect(await answer.json()).toMatchObject({ fields: { firstName: { value: 'Zoe' } } });
    await visitor.leave();
  });

  test('a button whose next page is stopped on its way can be pressed again', async () => {
    const link = await makeLink(pages.server, { fields: basicFields });
    await confirmSteps(pages.server, link, ['consent']);
    const visitor = await pages.visit(link.url, screens.phone);
    const { page } = visitor;
    await page.clock.install();
    await page.reload();
    let asked = Promise.withResolvers<void>();
    await page.route('**/review', route => {
      asked.resolve();
      // As the browser's own button for it does.
      return route.request().resourceType() === 'document' ? route.abort('aborted') : route.continue();
    });
    const busy = page.locator('form[aria-busy=true]');
    await page.locator('button.primary').click();
    await asked.promise;
    expect(await busy.count()).toBe(1);
    await page.clock.fastForward(10_000);
    await expect.poll(() => busy.count()).toBe(0);
    // A page that is come back to waits for nothing, and what it waited for before ends no later wait.
    for (const time of ['first', 'second']) {
      asked = Promise.withResolvers<void>();
      await page.locator('button.primary').click();
      await asked.promise;
      expect(await busy.count()).toBe(1);
      if (time === 'first') await page.evaluate(() => dispatchEvent(new Event('pageshow')));
      await page.clock.fastForward(6000);
    }
    expect(await busy.count()).toBe(1);
    await page.clock.fastForward(4000);
    await expect.poll(() => busy.count()).toBe(0);
    await page.unroute('**/review');
    await page.locator('button.primary').click();
    await page.getByRole('heading', { name: wordsIn.en.review.name }).waitFor();
    await visitor.leave();
  });

  test('what something else answers is the browser’s to tell, and is sent when it is tried again', async () => {
    const link = await makeLink(pages.server, { fields: basicFields });
    await confirmSteps(pages.server, link, ['consent']);
    const visitor = await pages.visit(link.url, screens.phone);
    const { page } = visitor;
    await page.locator('[name=firstName]').fill('Zoe');
    const sent: string[] = [];
    await page.route('**/data', route => {
      sent.push(route.request().resourceType());
      return sent.length === 1
        ? route.fulfill({ status: 502, body: '<h1>a proxy</h1>', contentType: 'text/html' })
        : route.continue();
    });
    await page.locator('button.primary').click();
    await page.getByRole('heading', { name: wordsIn.en.review.name }).waitFor();
    expect(sent).toEqual(['fetch', 'document']);
    await visitor.leave();
  });
});

describe('[LINK-2] a link that somebody has before them', () => {
  const stateOf = ({ customerId }: MadeLink) => stateOfLink(pages.server, customerId);
  const inNewYork = { ...screens.phone, timezoneId: 'America/New_York' };

  test('[LINK-6] is opened by its script, which says in the time zone of the device until when it works', async () => {
    const link = await makeLink(pages.server);
    const visitor = await pages.visit(link.url, inNewYork);
    await expect.poll(() => stateOf(link)).toBe('opened');
    const time = await visitor.page.locator('footer time').innerText();
    const options = { hour: '2-digit', minute: '2-digit', timeZone: 'America/New_York' } as const;
    expect(time).toContain(new Date(link.expiresAt).toLocaleTimeString('en-GB', options));
    expect(time).toMatch(/GMT-[45]$/);
    expect(visitor.trouble).toEqual([]);
    await visitor.leave();
  });

  test('is opened without one by the first answer, and says its end in UTC', async () => {
    const link = await makeLink(pages.server);
    const visitor = await pages.visit(link.url, inNewYork, 'off');
    const { page } = visitor;
    expect(await page.locator('footer time').innerText()).toMatch(
      new RegExp(` ${link.expiresAt.slice(11, 16)} UTC$`),
    );
    expect(await stateOf(link)).toBe('active');
    await page.locator('[name=agree]').check();
    await page.locator('button.primary').click();
    await page.locator('[name=firstName]').waitFor();
    expect(await stateOf(link)).toBe('opened');
    await visitor.leave();
  });
});
