import type { Locale } from '../../../shared/api/index.ts';
import { html } from '../html.ts';
import { wordsIn } from '../words/index.ts';
import { icon } from './icons.ts';
import { page } from './layout.ts';

/** What a page says that asks for nothing. */
export type Message =
  | { readonly kind: 'done' | 'answered'; readonly company: string }
  /** `isLate`: something was sent all the same. */
  | { readonly kind: 'expired' | 'revoked'; readonly company: string; readonly isLate: boolean }
  | { readonly kind: 'unknown' | 'tooMany' | 'refused' }
  | { readonly kind: 'failed'; readonly reference: string };

/** `seen`: where the page says that somebody has it before them; absent where nothing follows from it. */
export function messagePage(locale: Locale, message: Message, seen?: string): string {
  const words = wordsIn[locale];
  const { title } = words[message.kind];
  const company = 'company' in message ? message.company : undefined;
  const text = (): string => {
    switch (message.kind) {
      case 'done':
      case 'answered':
      case 'expired':
      case 'revoked':
        return words[message.kind].text(message.company);
      case 'unknown':
      case 'tooMany':
      case 'refused':
        return words[message.kind].text;
      case 'failed':
        return `${words.failed.again} ${words.failed.text(message.reference)}`;
    }
  };
  const isDone = message.kind === 'done';
  return page({
    locale,
    title: company === undefined ? title : `${title} – ${company}`,
    company,
    open: undefined,
    seen,
    main: html`<div class="message ${isDone ? 'good' : ''}">
      ${icon(isDone ? 'done' : message.kind === 'expired' ? 'clock' : message.kind === 'revoked' ? 'closed' : 'alert')}
      <h1>${title}</h1>
      ${'isLate' in message && message.isLate && html`<p><b>${words.late}</b></p>`}
      <p>${text()}</p>
      ${isDone && html`<p>${words.done.close}</p>`}
    </div>`,
  });
}
