import { html } from '../html.ts';
import type { Form } from '../form.ts';
import { wordsIn } from '../words/index.ts';
import { documentLabel } from './documents.ts';
import { icon } from './icons.ts';
import { checkbox, faultOf } from './inputs.ts';
import { answersForm } from './layout.ts';
import { nextButton, stepPage, type StepView } from './step.ts';

/** Names the text that is agreed to: another text gets another name. */
export const consentVersion = '2026-11-21';

export function consentPage(view: StepView, form: Form): string {
  const { locale, company } = view.speech;
  const words = wordsIn[locale];
  const { customer, asked, link } = view.visit;
  const isBusiness = customer.kind === 'business';
  const need = [
    isBusiness ? words.consent.needBusiness : words.consent.need,
    ...asked.documents.filter(({ required }) => required).map(one => documentLabel(words, one)),
  ];
  return stepPage(view, {
    step: 'consent',
    heading: (isBusiness ? words.consent.headingBusiness : words.consent.heading)(company),
    faults: form.faults,
    body: html`${
        asked.kind === 'all' &&
        html`<p>${words.consent.lead}</p>
          <ul class="need">
            ${need.map(one => html`<li>${icon('done')}<span>${one}</span></li>`)}
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
        ${nextButton(words.next)}
      </form>`,
  });
}
