import { locales, type Locale } from '../../../shared/api/index.ts';
import { assetPaths } from '../assets.ts';
import { html, type Child, type Markup } from '../html.ts';
import { timestampOf } from '../../environment.ts';
import { directionOf, formatLocale, languageNames, wordsIn } from '../words/index.ts';
import { icon } from './icons.ts';

/** What stands around a page by which something can be done. */
export interface OpenLink {
  /** Where a choice of language is sent, and whether with what was typed into the answers. */
  readonly language: { readonly action: string; readonly withAnswers: boolean };
  /** Until when the link works: epoch milliseconds. */
  readonly until: number;
}

export interface Layout {
  readonly locale: Locale;
  readonly title: string;
  /** Who asks; absent where nobody is known. */
  readonly company: string | undefined;
  /** Absent where nothing is left to do. */
  readonly open: OpenLink | undefined;
  /** Where the page says that somebody has it before them; absent where nothing follows from it. */
  readonly seen: string | undefined;
  readonly main: Child;
}

/** The form of a step's answers, of which a page has one at the most. */
export const answersForm = 'answers';

/** A key that sends a form presses its first button: not one that chooses a language. */
const sendsAnswers = (locale: Locale): Markup =>
  html`<button form="${answersForm}" class="hidden" tabindex="-1" aria-hidden="true">
    ${wordsIn[locale].next}
  </button>`;

const languageMenu = (locale: Locale, { action, withAnswers }: OpenLink['language']): Markup =>
  html`${withAnswers && sendsAnswers(locale)}
    <details class="languages">
      <summary>
        ${icon('globe')}<span class="hidden">${wordsIn[locale].language}${wordsIn[locale].colon} </span
        >${languageNames[locale]}
      </summary>
      <form method="post" action="${action}">
        ${locales.map(
          one =>
            html`<button
              ${
                withAnswers
                  ? html`form="${answersForm}" formaction="${action}&amp;to=${one}"`
                  : html`name="language" value="${one}"`
              }
              lang="${one}"
              ${one === locale ? html`aria-current="true"` : ''}
            >
              ${languageNames[one]}
            </button>`,
        )}
      </form>
    </details>`;

/** In UTC: the script says the same moment in the zone that the device is set to. */
const moment = (locale: Locale, at: number): Markup => {
  const format = formatLocale(locale);
  const text = new Intl.DateTimeFormat(format, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone: 'UTC',
  }).format(at);
  return html`<time datetime="${timestampOf(at)}" lang="${format}">${text}</time>`;
};

/** A whole page. Scripts and styles come from files: the policy of the page allows nothing inline. */
export function page({ locale, title, company, open, seen, main }: Layout): string {
  const words = wordsIn[locale];
  return html`<!doctype html>
    <html lang="${locale}" dir="${directionOf(locale)}">
      <head>
        <meta charset="utf-8" />
        <title>${title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="format-detection" content="telephone=no" />
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${assetPaths.style}" />
        <script type="module" src="${assetPaths.script}"></script>
      </head>
      <body ${seen === undefined ? '' : html`data-seen="${seen}"`}>
        <a class="skip" href="#main">${words.skip}</a>
        <header class="top">
          <p class="company">${icon('shield')}<bdi>${company ?? 'Sealdesk'}</bdi></p>
          ${open && languageMenu(locale, open.language)}
        </header>
        <main
          id="main"
          tabindex="-1"
          data-lost="${words.lost}"
          data-failed="${words.failed.title}. ${words.failed.again} ${words.failed.text('{reference}')}"
        >
          ${main}
        </main>
        <footer class="bottom">
          ${company === undefined ? '' : html`<p>${icon('lock')}<span>${words.privacy}</span></p>`}
          ${
            open &&
            html`<p>
              ${icon('clock')}<span
                >${words.until} <b>${moment(locale, open.until)}</b>. ${words.comeBack}</span
              >
            </p>`
          }
        </footer>
      </body>
    </html>`.text;
}
