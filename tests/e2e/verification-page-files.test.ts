import { describe, expect, test } from 'vitest';
import { wordsIn } from '../../src/backend/hosted/words/index.ts';
import { pagesOf, screens, violationsOn, type Script, type Visitor } from '../support/applicant-browser.ts';
import { caseLacking, enhancedFields, pngBytes, uploadDocument } from '../support/backend-customers.ts';
import { breakLinks, confirmSteps, makeLink, stateOfLink } from '../support/backend-links.ts';
import { eventually } from '../support/eventually.ts';
import { beginUpload } from '../support/slow-upload.ts';

const pages = pagesOf('Nordlicht Bank');
const words = wordsIn.en.documents;
const photo = { name: 'photo.png', mimeType: 'image/png', buffer: Buffer.from(pngBytes('of a phone')) };

/** Somebody at the documents, with all else given. */
async function atDocuments(): Promise<Visitor> {
  const link = await makeLink(pages.server, { levelId: 'kyc-enhanced', fields: enhancedFields });
  await confirmSteps(pages.server, link, ['consent', 'data']);
  return pages.visit(link.url, screens.phone);
}

describe('[LINK-8] a file that is on its way', () => {
  test('stays so while another arrives and while one would go on, and can be chosen again when it did not arrive', async () => {
    const visitor = await atDocuments();
    const { page } = visitor;
    const selfie = page.locator('#card-selfie');
    const upload = selfie.locator('input[type=file]');
    const held = Promise.withResolvers<void>();
    await page.route('**/documents?card=selfie', async route => {
      await held.promise;
      await route.abort();
    });
    await upload.setInputFiles(photo);
    const box = selfie.locator('.sending');
    await box.waitFor();

    await page.locator('#card-proof_of_address input[type=file]').setInputFiles(photo);
    await page.locator('#card-proof_of_address.given').waitFor();
    expect([await box.count(), await selfie.locator('.choosers').count()]).toEqual([1, 1]);
    expect(await violationsOn(page)).toEqual([]);

    await page.locator('button.primary').click();
    expect(await box.evaluate(one => one === document.activeElement)).toBe(true);
    expect(await page.locator('.summary').count()).toBe(0);

    held.resolve();
    const fault = selfie.locator('.fault');
    await expect.poll(() => fault.innerText()).toBe(words.faultSending);
    expect(await box.count()).toBe(0);
    expect(await upload.evaluate(one => one === document.activeElement)).toBe(true);
    // Else the browser would not tell of the same file chosen again.
    expect(await upload.inputValue()).toBe('');

    await page.unroute('**/documents?card=selfie');
    await upload.setInputFiles({ ...photo, buffer: Buffer.from(pngBytes('of a face')) });
    await page.locator('#card-selfie.given').waitFor();
    expect(visitor.trouble.filter(text => !text.includes('ERR_FAILED'))).toEqual([]);
    await visitor.leave();
  });

  test('leaves nothing of what was wrong with the one before', async () => {
    const visitor = await atDocuments();
    const { page } = visitor;
    const selfie = page.locator('#card-selfie');
    const upload = selfie.locator('input[type=file]');
    // As a phone gives one that is in the cloud alone.
    await upload.setInputFiles({ ...photo, buffer: Buffer.alloc(0) });
    expect(await selfie.locator('.fault').innerText()).toBe(words.faultType);
    const held = Promise.withResolvers<void>();
    await page.route('**/documents?card=selfie', async route => {
      await held.promise;
      await route.continue();
    });
    await upload.setInputFiles(photo);
    await selfie.locator('.sending').waitFor();
    expect([await selfie.locator('.fault').innerText(), await selfie.locator('.wrong').count()]).toEqual([
      '',
      0,
    ]);
    held.resolve();
    await page.locator('#card-selfie.given').waitFor();
    expect(visitor.trouble).toEqual([]);
    await visitor.leave();
  });
});

describe('[LINK-8] an upload that something else answers in our place', () => {
  const of = (status: number) => `<html><body><center><h1>${status}</h1></center><hr>a proxy</body></html>`;

  test('says so where the file was chosen: too large, or did not arrive; and can be tried again', async () => {
    const visitor = await atDocuments();
    const { page } = visitor;
    const section = page.locator('#card-selfie');
    const upload = section.locator('input[type=file]');
    for (const [status, body, message] of [
      // How much a proxy takes is not known to the page.
      [413, of(413), words.faultSizeBetween],
      [502, of(502), words.faultSending],
      [504, '', words.faultSending],
      // A portal of a network answers everything by its own page.
      [200, '<main><h1>Welcome to our hotel</h1></main>', words.faultSending],
    ] as const) {
      await page.route('**/documents?card=selfie', route =>
        route.fulfill({ status, body, contentType: 'text/html' }),
      );
      await upload.setInputFiles(photo);
      await expect.poll(() => section.locator('.fault').innerText()).toBe(message);
      expect([status, await violationsOn(page)]).toEqual([status, []]);
      await page.unroute('**/documents?card=selfie');
    }
    expect(await section.locator('.sending').count()).toBe(0);
    await upload.setInputFiles(photo);
    await page.locator('#card-selfie.given').waitFor();
    await visitor.leave();
  });

  test('[LINK-4] one that we fail at is said there too, and the page stays as it was', async () => {
    const visitor = await atDocuments();
    const { page } = visitor;
    const section = page.locator('#card-selfie');
    const mend = await breakLinks(pages.server);
    const answered = page.waitForResponse('**/documents?card=selfie');
    await section.locator('input[type=file]').setInputFiles(photo);
    const { title, again, text } = wordsIn.en.failed;
    const reference = await (await answered).headerValue('x-request-id');
    await expect
      .poll(() => section.locator('.fault').innerText())
      .toBe(`${title}. ${again} ${text(reference ?? '')}`);
    expect(await page.locator('.sending').count()).toBe(0);
    await mend();
    await section.locator('input[type=file]').setInputFiles(photo);
    await page.locator('#card-selfie.given').waitFor();
    await visitor.leave();
  });

  test('[LINK-11] one that finds no room beside what is on its way is told so there, too', async () => {
    const visitor = await atDocuments();
    const { page } = visitor;
    const { store } = pages.server.backend.context;
    const staged = () => store.reader.selectFrom('staging').select('chunkKey').execute();
    const mb = 1024 * 1024;
    const link = page.url().replace(/\/documents$/, '');
    const slow = Array.from({ length: 10 }, () => beginUpload(link, { size: 50 * mb, sent: 1.2 * mb }));
    await eventually(async () => (await staged()).length === slow.length);
    const section = page.locator('#card-selfie');
    const large = { ...photo, buffer: Buffer.from(pngBytes('q'.repeat(mb))) };
    await section.locator('input[type=file]').setInputFiles(large);
    await expect.poll(() => section.locator('.fault').innerText()).toBe(wordsIn.en.failed.again);
    expect([await violationsOn(page), await page.locator('.sending').count()]).toEqual([[], 0]);
    for (const { drop } of slow) drop();
    await eventually(async () => (await staged()).length === 0);
    await section.locator('input[type=file]').setInputFiles(photo);
    await page.locator('#card-selfie.given').waitFor();
    await visitor.leave();
  });

  test('a photo of the camera is taken by an input that is in the page', async () => {
    const visitor = await atDocuments();
    const { page } = visitor;
    const chooser = page.waitForEvent('filechooser');
    await page.locator('#card-selfie').getByRole('button', { name: words.camera }).click();
    expect(await (await chooser).element().evaluate(lens => lens.isConnected)).toBe(true);
    await (await chooser).setFiles(photo);
    await page.locator('#card-selfie.given').waitFor();
    expect(await page.locator('input[capture]').count()).toBe(0);
    expect(visitor.trouble).toEqual([]);
    await visitor.leave();
  });
});

describe('[LINK-10] a file that was given elsewhere meanwhile', () => {
  const late = (label: string) => `${label}: ${wordsIn.en.answered.text('Nordlicht Bank')}`;

  /** Somebody whose case lacks all documents but these, at the page that asks for them. */
  async function atMissing(given: Parameters<typeof caseLacking>[2], script: Script = 'on') {
    const { id } = await caseLacking(pages.server, [], given);
    const link = await makeLink(pages.server, { customerId: id, levelId: 'kyc-enhanced' });
    await confirmSteps(pages.server, link, ['consent']);
    const visitor = await pages.visit(link.url, screens.phone, script);
    const selfieElsewhere = () =>
      uploadDocument(pages.server, id, { type: 'selfie', bytes: pngBytes(`theirs of ${id}`) });
    return { id, visitor, selfieElsewhere };
  }

  test.each(['on', 'off'] as const)(
    'is told at the page, which goes on with what is left: script %s',
    async script => {
      const { id, visitor, selfieElsewhere } = await atMissing(['passport'], script);
      const { page } = visitor;
      const send = async (card: string): Promise<void> => {
        await page.locator(`#card-${card} input[type=file]`).setInputFiles(photo);
        if (script === 'off') await page.locator(`#card-${card} button.secondary`).click();
      };
      await selfieElsewhere();
      await send('selfie');
      const summary = page.locator('.summary');
      await summary.waitFor();
      expect(await summary.locator('li').allInnerTexts()).toEqual([late(words.types.selfie)]);
      expect(await summary.evaluate(one => one === document.activeElement)).toBe(true);
      expect([await page.locator('#card-selfie').count(), await summary.locator('a').count()]).toEqual([
        0, 0,
      ]);
      if (script === 'on') expect(await violationsOn(page)).toEqual([]);
      await send('proof_of_address');
      await page.getByRole('heading', { name: wordsIn.en.done.title }).waitFor();
      expect(await stateOfLink(pages.server, id)).toBe('completed');
      expect(visitor.trouble).toEqual([]);
      await visitor.leave();
    },
  );

  test.each([
    ['also where its place went while it was on its way, without taking anybody from theirs', [], true],
    ['also when all is sent by then', ['passport'], false],
  ] as const)('is told %s', async (_name, given, isMore) => {
    const { visitor, selfieElsewhere } = await atMissing(given);
    const { page } = visitor;
    const held = Promise.withResolvers<void>();
    await page.route('**/documents?card=selfie', async route => {
      await held.promise;
      await route.continue();
    });
    await page.locator('#card-selfie input[type=file]').setInputFiles(photo);
    await page.locator('#card-selfie .sending').waitFor();
    await selfieElsewhere();
    await page.locator('#card-proof_of_address input[type=file]').setInputFiles(photo);
    await page.locator('#card-selfie').waitFor({ state: 'detached' });
    expect(await page.locator('.summary').count()).toBe(0);
    const place = page.locator('summary').first();
    if (isMore) await place.focus();
    held.resolve();
    if (isMore) {
      await expect
        .poll(() => page.locator('.summary li').allInnerTexts())
        .toEqual([late(words.types.selfie)]);
      expect(await place.evaluate(one => one === document.activeElement)).toBe(true);
      expect(await violationsOn(page)).toEqual([]);
    } else {
      await page.getByRole('heading', { name: wordsIn.en.answered.title }).waitFor();
    }
    await visitor.leave();
  });
});
