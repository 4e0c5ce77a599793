import { html, type Markup } from '../html.ts';

const paths = {
  shield: html`<path d="M12 3l7 2.6v5.6c0 4.4-2.9 7.9-7 9.3-4.1-1.4-7-4.9-7-9.3V5.6z" /><path
      d="M8.8 12l2.3 2.3 4.2-4.4"
    />`,
  globe: html`<circle cx="12" cy="12" r="8.5" /><path
      d="M3.5 12h17M12 3.5c2.6 2.5 3.6 5.4 3.6 8.5s-1 6-3.6 8.5c-2.6-2.5-3.6-5.4-3.6-8.5s1-6 3.6-8.5z"
    />`,
  lock: html`<rect x="5.5" y="10.5" width="13" height="9" rx="2" /><path
      d="M8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5"
    />`,
  clock: html`<circle cx="12" cy="12" r="8.5" /><path d="M12 7.5V12l3 2" />`,
  back: html`<path d="M14.5 6L8.5 12l6 6" />`,
  alert: html`<circle cx="12" cy="12" r="8.5" /><path d="M12 7.8v5M12 16.1v.1" />`,
  check: html`<circle cx="12" cy="12" r="8.5" /><path d="M8.2 12.3l2.6 2.6 5-5.3" />`,
  done: html`<path d="M5 12.5l4.6 4.6L19.5 7" />`,
  closed: html`<circle cx="12" cy="12" r="8.5" /><path d="M6.2 6.2l11.6 11.6" />`,
  note: html`<path d="M4.5 5.5h15v10h-8l-4 3.5v-3.5h-3z" />`,
} as const;

/** A drawing that says nothing which the words beside it do not. */
export const icon = (name: keyof typeof paths): Markup =>
  html`<svg
    class="icon icon-${name}"
    viewBox="0 0 24 24"
    width="24"
    height="24"
    aria-hidden="true"
    focusable="false"
  >
    ${paths[name]}
  </svg>`;
