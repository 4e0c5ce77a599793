import type { Why } from '../asked.ts';
import { html, type Child } from '../html.ts';
import type { Words } from '../words/index.ts';
import { icon } from './icons.ts';

/** Why something is asked for again: the reasons in the customer's words, then what the reviewer wrote to them. */
export function whyBox(words: Words, why: Why | undefined): Child {
  if (!why) return '';
  const known = why.reasons.map(code => words.reasons[code]).filter(sentence => sentence !== undefined);
  const sentences = [...new Set(known)];
  return html`<div class="why">
    <p class="hidden">${words.request.why}${words.colon}</p>
    ${(sentences.length > 0 ? sentences : [words.request.again]).map(sentence => html`<p>${sentence}</p>`)}
    ${
      why.comment &&
      html`<p class="comment">
        ${icon('note')}<span><b>${words.request.comment}${words.colon}</b> <bdi>${why.comment}</bdi></span>
      </p>`
    }
  </div>`;
}
