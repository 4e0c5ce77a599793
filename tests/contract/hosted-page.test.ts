import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatLocale, wordsIn } from '../../src/backend/hosted/words/index.ts';
import { locales, newLinkAnswerSchema } from '../../src/shared/api/index.ts';
import { reasons } from '../../src/shared/domain/index.ts';
import { applicantAt } from '../support/applicant.ts';
import { spawnBackend, startBackend, type TestBackend } from '../support/backend.ts';
import {
  basicFields,
  caseUnderReview,
  companyFields,
  enhancedFields,
  pngBytes,
} from '../support/backend-customers.ts';
import { confirmSteps, makeLink, stateOfLink, type MadeLink } from '../support/backend-links.ts';
import { customerOf } from '../support/checking.ts';
import { eventually } from '../support/eventually.ts';
import { askCustomerFor } from '../support/reviewing.ts';

let server: TestBackend;
beforeAll(async () => void (server = await startBackend()));
afterAll(() => server.close());

describe('[LINK-6] a link that leads nowhere any more', () => {
  test('expired and revoked ones are gone, and say what to do', async () => {
    const revokedLink = async () => {
      const link = await makeLink(server);
      await server.integrator(`/v1/links/${link.id}`, { method: 'DELETE' });
      return link;
    };
    const [old, revoked] = [await makeLink(server), await makeLink(server, { locale: 'fr' })];
    await server.integrator(`/v1/links/${revoked.id}`, { method: 'DELETE' });
    const gone = await applicantAt(revoked.url).look();
    expect([gone.status, gone.text]).toEqual([410, expect.stringContaining(wordsIn.fr.revoked.title)]);
    expect(gone.text).toContain('Test tenant');
    server.clock.advance(24 * 3600_000 - 60_000);
    expect((await applicantAt(old.url).look()).status).toBe(303);
    server.clock.advance(60_000);
    const late = await applicantAt(old.url).look();
    expect([late.status, late.text]).toEqual([410, expect.stringContaining(wordsIn.en.expired.title)]);
    expect(late.text).not.toContain(wordsIn.en.late);
    // Who sends something then is told, too, that it is not taken; a language is nothing sent.
    const said = async (url: string, step: string) => {
      const { status, text } = await applicantAt(url).fill(step, { agree: 'yes' });
      return [status, text.includes(wordsIn.en.late)];
    };
    for (const { url } of [old, await revokedLink()])
      expect([await said(url, 'consent'), await said(url, 'language')]).toEqual([
        [410, true],
        [410, false],
      ]);
    expect((await applicantAt(old.url).look('data')).leadsTo).toBe('');
  });

  test.each(['expired', 'revoked'] as const)(
    'a file that was on its way when it was %s is told that, and not that it was answered',
    async kind => {
      const link = await makeLink(server, { levelId: 'kyc-enhanced', fields: enhancedFields });
      await confirmSteps(server, link, ['consent', 'data']);
      const end = async (): Promise<void> => {
        if (kind === 'expired') server.clock.advance(24 * 3600_000);
        else await server.integrator(`/v1/links/${link.id}`, { method: 'DELETE' });
      };
      const part = (name: string, of = '') =>
        `--slowly\r\ncontent-disposition: form-data; name="${name}"${of}\r\n\r\n`;
      async function* body(): AsyncGenerator<Uint8Array> {
        yield Buffer.from(`${part('meta')}{"type":"selfie"}\r\n`);
        // By then the backend has found that the link works, and takes the file in.
        await eventually(async () => (await stateOfLink(server, link.customerId)) === 'opened');
        await end();
        yield Buffer.concat([Buffer.from(part('file', '; filename="a.png"')), pngBytes('late')]);
        yield Buffer.from('\r\n--slowly--\r\n');
      }
      const init: RequestInit & { duplex: 'half' } = {
        method: 'POST',
        body: Readable.toWeb(Readable.from(body())) as ReadableStream,
        headers: { 'content-type': 'multipart/form-data; boundary=slowly' },
        duplex: 'half',
      };
      const answer = await fetch(`${link.url}/documents?card=selfie`, init);
      const text = await answer.text();
      expect([answer.status, text.includes(wordsIn.en[kind].title), text.includes(wordsIn.en.late)]).toEqual([
        410,
        true,
        true,
      ]);
      expect((await customerOf(server, link.customerId ?? '')).documents).toEqual([]);
    },
  );

  test('an unknown one is not found; too many of them from one address have to wait, a right one never', async () => {
    const link = await makeLink(server);
    const unknown = (n: number) => applicantAt(`${server.url}/verify/${String(n).padStart(43, 'x')}`).look();
    const first = await unknown(0);
    expect([first.status, first.text]).toEqual([404, expect.stringContaining(wordsIn.en.unknown.title)]);
    for (let n = 1; n < 20; n += 1) await unknown(n);
    const limited = await unknown(21);
    expect([limited.status, Number(limited.headers.get('retry-after')) > 0]).toEqual([429, true]);
    expect((await applicantAt(link.url).look()).status).toBe(303);
    server.clock.advance(15 * 60_000 + 1);
    expect((await unknown(22)).status).toBe(404);
    expect((await fetch(`${server.url}/verify/a/b/c`)).status).toBe(404);
  });
});

test('[LINK-6] the unknown ones of one network keep nobody of another waiting', async () => {
  const behind = await startBackend({ trustedProxies: ['127.0.0.1'] });
  try {
    const unknown = async (n: number, from: string): Promise<number> =>
      (
        await applicantAt(`${behind.url}/verify/${String(n).padStart(43, 'x')}`).look(undefined, {
          'x-forwarded-for': from,
        })
      ).status;
    const first: number[] = [];
    for (let n = 0; n < 20; n += 1) first.push(await unknown(n, `2001:db8:1:2::${n}`));
    expect(first).toEqual(Array.from({ length: 20 }, () => 404));
    expect([
      await unknown(20, '2001:db8:1:2:ffff::1'),
      await unknown(21, '2001:db8:1:3::1'),
      await unknown(22, '198.51.100.7'),
    ]).toEqual([429, 404, 404]);
  } finally {
    await behind.close();
  }
});

describe('[LINK-6] until when a link works', () => {
  const timeOn = (text: string) =>
    /<time datetime="([^"]+)" lang="([^"]+)">([^<]+)<\/time>/.exec(text.replaceAll(/\s+/g, ' '))?.slice(1);

  test.each(locales)('is said on every page of it by day, hour and time zone: in %s', async locale => {
    const link = await makeLink(server, { locale });
    const ends = new Date(link.expiresAt);
    const applicant = applicantAt(link.url);
    const pages = [await applicant.look('consent'), await applicant.fill('consent', {})];
    await applicant.fill('consent', { agree: 'yes' });
    pages.push(await applicant.look('data'), await applicant.fill('data', {}));
    await applicant.fill('data', basicFields);
    pages.push(await applicant.look('review'));
    for (const { text } of pages) {
      const [moment, language, words = ''] = timeOn(text) ?? [];
      expect([moment, language]).toEqual([link.expiresAt, formatLocale(locale)]);
      const digits = new Intl.NumberFormat(formatLocale(locale), { minimumIntegerDigits: 2 });
      expect(words).toContain(digits.format(ends.getUTCMinutes()));
      expect(words).toContain(locale === 'ar' ? 'UTC' : `${link.expiresAt.slice(11, 16)} UTC`);
      expect(words).toContain(
        ends.toLocaleDateString(formatLocale(locale), { weekday: 'long', timeZone: 'UTC' }),
      );
      expect(text).toContain(wordsIn[locale].until);
    }
    await applicant.fill('review', {});
    // Nothing is left to do by it.
    expect(timeOn((await applicant.look()).text)).toBeUndefined();
  });
});

test('[LINK-6] is said on every page of whatever a link asks for: of a person, of a company, of a request', async () => {
  const says = async (link: MadeLink, steps: readonly string[]): Promise<void> => {
    const applicant = applicantAt(link.url);
    const seen: unknown[] = [];
    for (const step of steps) {
      const { status, text } = await applicant.look(step);
      seen.push([step, status, text.includes(`<time datetime="${link.expiresAt}"`)]);
    }
    expect(seen).toEqual(steps.map(step => [step, 200, true]));
  };
  const person = await makeLink(server, { levelId: 'kyc-enhanced', fields: enhancedFields });
  await confirmSteps(server, person, ['consent', 'data']);
  await says(person, ['consent', 'data', 'documents']);
  for (const [type, side] of [['passport', 'front'], ['proof_of_address'], ['selfie']] as const)
    await applicantAt(person.url).upload({ type, side }, pngBytes(type));
  expect((await applicantAt(person.url).fill('documents', {})).leadsTo).toBe('/review');
  await says(person, ['consent', 'data', 'documents', 'review']);

  const company = await makeLink(server, {
    kind: 'business',
    levelId: 'kyb-standard',
    fields: companyFields,
  });
  await confirmSteps(server, company, ['consent', 'data']);
  await says(company, ['consent', 'data', 'owners']);

  const { id, documents } = await caseUnderReview(server, 'until when');
  const customer = await customerOf(server, id);
  await askCustomerFor(await server.signIn(server.tenant.analyst), customer, [
    { item: 'field:phone', reasons: ['fraud.fakeContactData'] },
    { item: `document:${documents[0]?.id}`, reasons: ['imageQuality.blurry'] },
  ]);
  const request = await makeLink(server, { customerId: id });
  await says(request, ['consent']);
  await applicantAt(request.url).fill('consent', { agree: 'yes' });
  await says(request, ['data']);
  await applicantAt(request.url).fill('data', { phone: '+4930222222' });
  await says(request, ['consent', 'data', 'documents']);
});

describe('[LINK-7] the page', () => {
  const accept = (language: string) => ({ 'accept-language': language });

  test('carries a strict policy, tells its address to nobody, and is kept by nobody', async () => {
    const link = await makeLink(server);
    const { headers, text } = await applicantAt(link.url).look('consent');
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    );
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-robots-tag')).toBe('noindex, nofollow');
    expect(headers.get('set-cookie')).toBeNull();
    expect(text).not.toMatch(/<script(?![^>]* src=)|<style| style=| on[a-z]+="/);
    const files = [...text.matchAll(/(?:href|src)="(\/verify\/assets\/[^"]+)"/g)].map(
      ([, path]) => path ?? '',
    );
    expect(files).toHaveLength(2);
    for (const file of files) {
      const asset = await fetch(`${server.url}${file}`);
      expect([asset.status, asset.headers.get('cache-control')]).toEqual([
        200,
        'public, max-age=31536000, immutable',
      ]);
    }
  });

  test('takes a form from nowhere but itself', async () => {
    const applicant = applicantAt((await makeLink(server)).url);
    const consent = { agree: 'yes' };
    const strange: readonly Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://elsewhere.example' },
    ];
    for (const headers of strange)
      expect((await applicant.fill('consent', consent, headers)).status).toBe(403);
    expect((await applicant.look()).leadsTo).toBe('/consent');
    const ours = { 'sec-fetch-site': 'same-origin', origin: 'null' };
    expect((await applicant.fill('consent', consent, ours)).leadsTo).toBe('/data');
  });

  test('speaks the language of the link, else of the browser, and keeps the one that is chosen', async () => {
    const applicant = applicantAt((await makeLink(server)).url);
    const languageOf = async (header: string) =>
      /<html lang="(\w+)" dir="(\w+)"/.exec((await applicant.look('consent', accept(header))).text)?.slice(1);
    expect(await languageOf('fr-CH, fr;q=0.9, en;q=0.8')).toEqual(['fr', 'ltr']);
    expect(await languageOf('da, es;q=0.5, de;q=0.7')).toEqual(['de', 'ltr']);
    expect(await languageOf('ar')).toEqual(['ar', 'rtl']);
    expect(await languageOf('tlh')).toEqual(['en', 'ltr']);
    expect(await applicant.fill('language?step=consent', { language: 'es' })).toMatchObject({
      leadsTo: '/consent',
    });
    expect(await languageOf('fr')).toEqual(['es', 'ltr']);
    // By its own form, and together with answers.
    await applicant.fill('language', { language: 'xx' });
    const draft = await applicant.fill('language?step=consent&to=de', { agree: 'yes' });
    expect([draft.status, /<html lang="(\w+)"/.exec(draft.text)?.[1]]).toEqual([200, 'de']);
    expect(draft.text).toMatch(/name="agree"[^>]*checked/);
    expect((await applicant.look()).leadsTo).toBe('/consent');
    await applicant.fill('language?step=consent', { language: 'es' });
    expect(await languageOf('fr')).toEqual(['es', 'ltr']);
    const german = applicantAt((await makeLink(server, { locale: 'de' })).url);
    expect((await german.look('consent', accept('fr'))).text).toContain('<html lang="de"');
  });

  test('has every sentence in every language', () => {
    const codes = reasons.map(({ code }) => code).toSorted();
    const shape = (value: unknown): unknown =>
      typeof value === 'object' && value !== null
        ? Object.entries(value)
            .map(([key, one]) => [key, shape(one)] as const)
            .toSorted(([a], [b]) => (a < b ? -1 : 1))
        : typeof value;
    const english = shape(wordsIn.en);
    for (const [locale, words] of Object.entries(wordsIn)) {
      expect([locale, Object.keys(words.reasons).toSorted()]).toEqual([locale, codes]);
      expect([locale, shape(words)]).toEqual([locale, english]);
      expect(Object.values(words.reasons).every(sentence => sentence.length > 10)).toBe(true);
    }
  });

  test('has no sentence of one language in another', () => {
    const texts = (value: unknown): readonly string[] => {
      if (typeof value === 'string') return [value];
      if (typeof value === 'function') return texts((value as (...given: string[]) => unknown)('1', '2'));
      return Object.values(value as object).flatMap(texts);
    };
    // Single words may be the same: Selfie, Documents, No.
    const sentences = Object.values(wordsIn).map(words => texts(words).filter(text => text.includes(' ')));
    for (const [place, one] of sentences.entries()) {
      expect(one.length).toBeGreaterThan(100);
      const others = new Set(sentences.filter((_, other) => other !== place).flat());
      expect(one.filter(text => others.has(text))).toEqual([]);
    }
  });

  test('says each of them in that language, none in English', () => {
    /** What is written the same. */
    const same: Readonly<Record<string, readonly string[]>> = {
      de: [':', 'Name', 'Selfie'],
      fr: ['Documents', 'E-mail', 'Selfie'],
      es: [':', 'Error', 'No', 'Selfie'],
      ar: [':'],
    };
    const textsOf = (value: unknown, path: string): readonly (readonly [path: string, text: string])[] => {
      if (typeof value === 'function') {
        const call = value as (...args: readonly unknown[]) => unknown;
        return textsOf(call('Nordlicht', 'Bank'), path);
      }
      if (typeof value === 'string') return [[path, value]];
      return Object.entries(value ?? {}).flatMap(([key, one]) => textsOf(one, `${path}.${key}`));
    };
    const english = new Map(textsOf(wordsIn.en, ''));
    expect(english.size).toBeGreaterThan(200);
    for (const [locale, words] of Object.entries(wordsIn).filter(([key]) => key !== 'en')) {
      const left = textsOf(words, '').filter(([path, text]) => english.get(path) === text);
      const strange = left.filter(([, text]) => !(same[locale] ?? []).includes(text));
      expect([locale, strange]).toEqual([locale, []]);
    }
  });

  test('[LINK-4] offers each nationality that the API takes of people: without a state, refugees, Kosovars and Britons overseas too', async () => {
    const names = { en: 'Stateless', de: 'Staatenlos', fr: 'Apatride', es: 'Apátrida', ar: 'عديم الجنسية' };
    for (const [locale, name] of Object.entries(names)) {
      const applicant = applicantAt((await makeLink(server, { locale })).url);
      await applicant.fill('consent', { agree: 'yes' });
      const { text } = await applicant.look('data');
      const select = /<select[^>]*name="nationality"[\s\S]*?<\/select>/.exec(text)?.[0] ?? '';
      const codes = [...select.matchAll(/value="(\w+)"/g)].map(([, code]) => code);
      const offered = ['DEU', 'RKS', 'GBN', 'GBO', 'GBD', 'GBP', 'GBS', 'XXA', 'XXB', 'XXC'];
      expect([locale, codes]).toEqual([locale, expect.arrayContaining(offered)]);
      expect([locale, select.includes(name)]).toEqual([locale, true]);
      const country = /<select[^>]*name="countryOfResidence"[\s\S]*?<\/select>/.exec(text)?.[0] ?? '';
      expect([country.includes('"DEU"'), country.includes('"XXA"')]).toEqual([true, false]);
      if (locale !== 'fr') continue;
      await applicant.fill('data', { ...basicFields, nationality: 'XXA' });
      expect((await applicant.look('review')).text).toContain('Apatride');
    }
  });

  test('names its one cookie and how long it is kept in the consent of every language', async () => {
    const cookie = { en: 'cookie', de: 'Cookie', fr: 'cookie', es: 'cookie', ar: 'ملف تعريف ارتباط' };
    for (const [locale, word] of Object.entries(cookie)) {
      const { text } = await applicantAt((await makeLink(server, { locale })).url).look('consent');
      const sentences = [...text.matchAll(/<p>([^<]*)<\/p>/g)].map(([, sentence = '']) => sentence);
      const named = sentences.filter(sentence => sentence.includes(word) && sentence.includes('90'));
      expect([locale, named.length]).toEqual([locale, 1]);
    }
  });

  test('[LINK-4] names each document of the level once with the consent, with what serves as it', async () => {
    const consentOf = async (over: object): Promise<readonly string[]> => {
      const { text } = await applicantAt((await makeLink(server, over)).url).look('consent');
      const list = /<ul class="need">(.*?)<\/ul>/s.exec(text)?.[1] ?? '';
      return [...list.matchAll(/<li>(.*?)<\/li>/gs)].map(([, one = '']) =>
        one
          .replaceAll(/<[^>]*>/g, ' ')
          .replaceAll(/\s+/g, ' ')
          .trim(),
      );
    };
    const { consent, documents } = wordsIn.en;
    // Whoever named a card is not asked for its back as for another document.
    expect(await consentOf({ levelId: 'kyc-enhanced', fields: { idType: 'national_id' } })).toEqual([
      consent.need,
      `${documents.photoId} ${documents.hints.photoId} ${consent.bothSides}`,
      `${documents.types.proof_of_address} ${documents.hints.proof_of_address}`,
      `${documents.types.selfie} ${documents.hints.selfie}`,
    ]);
    expect((await consentOf({ kind: 'business', levelId: 'kyb-enhanced' })).at(-1)).toBe(
      `${documents.types.director_id} ${documents.hints.director_id}`,
    );
  });

  test('[LINK-8] lists a question without a colon after it', async () => {
    const link = await makeLink(server, { levelId: 'kyc-premium' });
    const applicant = applicantAt(link.url);
    await applicant.fill('consent', { agree: 'yes' });
    const { text } = await applicant.fill('data', {});
    const { data, faults } = wordsIn.en;
    expect(text).toContain(`>${data.fields['politicallyExposed']} ${faults.choose}</a>`);
    expect(text).toContain(`>${data.fields['firstName']}: ${faults.required}</a>`);
  });

  test('what is no form, or too much of one, is refused as a page', async () => {
    const { url } = await makeLink(server);
    const post = (body: BodyInit, type: string) =>
      fetch(`${url}/consent`, { method: 'POST', body, headers: { 'content-type': type } });
    const form = 'application/x-www-form-urlencoded';
    for (const [answer, status] of [
      [await post('{}', 'application/json'), 415],
      [await post('agree=%FF', form), 303],
      [await post(new Uint8Array([0xff, 0xfe]), form), 400],
      [await post(`agree=${'x'.repeat(1_100_000)}`, form), 413],
      [await post(Array.from({ length: 2000 }, (_, n) => `n${n}=1`).join('&'), form), 400],
    ] as const) {
      const { headers } = answer;
      expect([answer.status, headers.get('content-type')?.split(';')[0]]).toEqual([
        status === 303 ? 422 : status,
        'text/html',
      ]);
    }
  });

  test('[API-15] holds nothing of what somebody without a link sends, nor of another page’s', async () => {
    const { url } = await makeLink(server);
    const long = new URLSearchParams({ agree: 'x'.repeat(1_100_000) });
    const post = (address: string, headers = {}) => fetch(address, { method: 'POST', body: long, headers });
    const none = await post(`${server.url}/verify/${'y'.repeat(43)}/consent`);
    expect([none.status, await none.text()]).toEqual([
      404,
      expect.stringContaining(wordsIn.en.unknown.title),
    ]);
    const strange = await post(`${url}/consent`, { 'sec-fetch-site': 'cross-site' });
    expect([strange.status, await strange.text()]).toEqual([
      403,
      expect.stringContaining(wordsIn.en.refused.title),
    ]);
  });

  test('the token is in no line of the log', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'sealdesk-log-'));
    const db = `sqlite:${join(directory, 'backend.db')}`;
    const process = await spawnBackend(['--db', db, '--port', '0', '--sample', '0']);
    try {
      const { url, apiKey } = process.ready;
      const answer = await fetch(`${url}/v1/links`, {
        method: 'POST',
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ kind: 'individual', levelId: 'kyc-basic' }),
      });
      const link = newLinkAnswerSchema.parse(await answer.json());
      const applicant = applicantAt(link.url);
      await applicant.look();
      await applicant.look('consent');
      await applicant.fill('consent', { agree: 'yes' });
      await applicant.fill('data', { firstName: 'Ada', email: 'ada-of-the-log' });
      await applicant.upload({}, pngBytes('x'));
      await applicant.look('nothing/at/all');
      await process.end();
      expect(process.log()).toContain('/verify/:token/:step');
      expect(process.log()).not.toContain(link.url.slice(-43));
      expect(process.log()).not.toContain('ada-of-the-log');
    } finally {
      await process.end('SIGKILL');
      await rm(directory, { recursive: true, force: true });
    }
  });
});
