import { hasTwoSides, type Level } from '../../../shared/domain/index.ts';
import { html, type Markup } from '../html.ts';
import type { Form } from '../form.ts';
import { wordsIn, type Words } from '../words/index.ts';
import { alternativesOf, documentName } from '../words/labels.ts';
import { kindHint } from './documents.ts';
import { checkbox, faultOf } from './inputs.ts';
import { answersForm } from './layout.ts';
import { nextButton, stepPage, type StepView } from './step.ts';

/** Names the text that is agreed to: another text gets another name. */
export const consentVersion = '2026-11-22';

/** A document to have at hand, once for all its sides and for everybody whose it is. */
function needed(words: Words, { type, label }: Level['documents'][number]): Markup {
  const types = alternativesOf(type);
  const sides = types.some(hasTwoSides) ? words.consent.bothSides : undefined;
  const hint = [kindHint(words, types), sides].filter(text => text !== undefined).join(' ');
  return html`<li>
    ${documentName(words, { types, label })}${hint !== '' && html`<span class="hint">${hint}</span>`}
  </li>`;
}

export function consentPage(view: StepView, form: Form): string {
  const { locale, company } = view.speech;
  const words = wordsIn[locale];
  const { customer, asked, level, link } = view.visit;
  const isBusiness = customer.kind === 'business';
  return stepPage(view, {
    step: 'consent',
    heading: (isBusiness ? words.consent.headingBusiness : words.consent.heading)(company),
    faults: form.faults,
    body: html`${
        asked.kind === 'all' &&
        html`<p>${words.consent.lead}</p>
          <ul class="need">
            <li>${isBusiness ? words.consent.needBusiness : words.consent.need}</li>
            ${level.documents.filter(({ required }) => required).map(one => needed(words, one))}
          </ul>`
      }
      <form method="post" action="${view.base}/consent" id="${answersForm}" novalidate data-check>
        <div class="panel">${words.consent.points(company).map(point => html`<p>${point}</p>`)}</div>
        ${checkbox({
          name: 'agree',
          label: words.consent.agree(company),
          checked: link.steps.includes('consent') || form.values.get('agree') === 'yes',
          required: words.consent.fault,
          fault: faultOf(form, 'agree'),
        })}
        ${nextButton(view, 'consent')}
      </form>`,
  });
}
