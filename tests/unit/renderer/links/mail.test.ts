import { expect, test } from 'vitest';
import { mailDraft } from '../../../../src/renderer/src/links/new/mail.ts';
import { locales } from '../../../../src/shared/api/index.ts';
import { mailDraftSchema } from '../../../../src/shared/ipc/links.ts';

const expiresAt = '2026-11-22T21:12:00.000Z';
const draftIn = (locale: (typeof locales)[number] | undefined) =>
  mailDraft({ expiresAt, locale, email: 'ada@example.com' });

test('[WIN-7] a draft with the address of a link is refused, and what the window drafts leaves a place for it', () => {
  const url = `https://verify.example.com/verify/${'x'.repeat(43)}`;
  const draft = draftIn('en');
  expect(mailDraftSchema.safeParse(draft).success).toBe(true);
  expect(draft.text).toContain('\n[ paste the address here ]\n');
  for (const change of [{ text: `${draft.text}${url}` }, { subject: url.slice(-60) }])
    expect(mailDraftSchema.safeParse({ ...draft, ...change }).success).toBe(false);
});

test('a draft is in the language of the page, in English where the browser chooses', () => {
  expect(new Set(locales.map(locale => draftIn(locale).subject)).size).toBe(locales.length);
  expect(draftIn('de').text).toMatch(/^Guten Tag,\n/);
  expect(draftIn('ar').text).toMatch(/\p{Script=Arabic}/u);
  expect(draftIn(undefined)).toEqual(draftIn('en'));
});

test.each(locales)('a draft in %s says until when, with the zone in which it says so', locale => {
  const parts = new Intl.DateTimeFormat(locale, {
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'shortOffset',
  }).formatToParts(new Date(expiresAt));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find(one => one.type === type)?.value ?? 'none';
  const { text } = draftIn(locale);
  expect(text).toContain(`${part('hour')}:${part('minute')}`);
  expect(text).toContain(part('timeZoneName'));
});
