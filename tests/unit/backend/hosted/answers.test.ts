import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalised, percentOf } from '../../../../src/backend/hosted/answers.ts';
import { parseForm } from '../../../../src/backend/hosted/form.ts';
import { html } from '../../../../src/backend/hosted/html.ts';
import { acceptedLocale, countriesIn } from '../../../../src/backend/hosted/words/index.ts';
import { addsUp, countryCodes } from '../../../../src/shared/domain/index.ts';

test('whatever is put into a page is text there, between tags and in attributes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => {
      const page = html`<p title="${text}">${[text]}</p>`.text;
      expect(page.match(/[<>"]/g)?.join('')).toBe('<""><>');
      const back = page
        .slice('<p title="'.length, page.indexOf('">'))
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&#39;', "'")
        .replaceAll('&amp;', '&');
      expect(back).toBe(text);
    }),
  );
});

test('markup stays markup, and what is not there leaves nothing', () => {
  expect(html`${html`<b>${'&'}</b>`}${undefined}${null}${false}${0}${['a', html`<i></i>`]}`.text).toBe(
    '<b>&amp;</b>0a<i></i>',
  );
});

test.each([
  ['100', 100],
  ['12,5', 12.5],
  [' 12.50 % ', 12.5],
  ['٣٣٫٣٣', 33.33],
  ['0.01', 0.01],
  ['0', 0],
  ['100.01', undefined],
  ['33.333', undefined],
  ['1e2', undefined],
  ['-5', undefined],
  ['', undefined],
])('a share written as %j is %j', (typed, percent) => {
  expect(percentOf(typed)).toBe(percent);
});

test('shares add up when their hundredths are within one of 10,000, however many there are', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: 40 }), shares => {
      const total = shares.reduce((sum, share) => sum + share, 0);
      expect(addsUp(shares.map(share => share / 100))).toBe(Math.abs(total - 10_000) <= 1);
    }),
  );
  // Cut anywhere, a whole is still a whole; binary fractions alone would not say so.
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 9999 }), { maxLength: 30 }), cuts => {
      const places = [0, ...cuts.toSorted((a, b) => a - b), 10_000];
      const shares = places.slice(1).map((place, n) => (place - (places[n] ?? 0)) / 100);
      expect(addsUp(shares)).toBe(true);
    }),
  );
});

test('a number is taken as people write it', () => {
  for (const typed of ['+49 30 901820', '0049 (30) 90-18-20', '+49/30/901820', '\u200E+٤٩ ٣٠ ٩٠١٨٢٠'])
    expect(normalised('phone', typed)).toBe('+4930901820');
  expect(normalised('text', '  Zoë\n')).toBe('Zoë');
  // A keyboard's mark of direction alone is nothing.
  expect([normalised('text', ' \u200F'), normalised('text', 'زوي\u200F')]).toEqual(['', 'زوي\u200F']);
});

test('a form that is no UTF-8, or larger than any of ours, is none; a name twice counts once', () => {
  expect(parseForm(Uint8Array.of(0x61, 0x3d, 0xff))).toBeUndefined();
  expect(parseForm(Buffer.from('a=1&a=2&__proto__=x'))).toEqual(
    new Map([
      ['a', '1'],
      ['__proto__', 'x'],
    ]),
  );
  const sized = (length: number) =>
    parseForm(Buffer.from(Array.from({ length }, (_, n) => `n${n}=`).join('&')))?.size;
  // Of two hundred owners six each, and fifty beside.
  expect([sized(1250), sized(1251)]).toEqual([1250, undefined]);
});

test('the language is the first of ours by weight', () => {
  expect(acceptedLocale('da;q=0.9, fr;q=0.3, ES;q=0.8, *;q=0.1')).toBe('es');
  expect(acceptedLocale('de-CH')).toBe('de');
  expect(acceptedLocale('fr;q=0, ar;q=0.1')).toBe('ar');
  expect(acceptedLocale(undefined)).toBe('en');
  expect(acceptedLocale(';;,q=,=;q')).toBe('en');
});

test('every country has a name in every language, in that language’s order', () => {
  for (const locale of ['en', 'de', 'fr', 'es', 'ar'] as const) {
    const countries = countriesIn(locale);
    expect(countries.map(({ code }) => code).toSorted()).toEqual(countryCodes);
    expect(countries.filter(({ code, name }) => code === name || name.length < 2)).toEqual([]);
  }
  const german = countriesIn('de').map(({ name }) => name);
  expect(german.indexOf('Ägypten')).toBeLessThan(german.indexOf('Albanien'));
});

test('shares of more decimals are added up before they are rounded', () => {
  expect([addsUp([33.333, 33.333, 33.334]), addsUp([33.333, 33.333, 33.333])]).toEqual([true, true]);
  // Rounded one by one, four owners below 25 % would be all of a company, and a thousand of 0.104 % too.
  expect(addsUp([24.996, 24.996, 24.996, 24.996])).toBe(false);
  expect(addsUp(Array.from({ length: 1000 }, () => 0.104))).toBe(false);
});
