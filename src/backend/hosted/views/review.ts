import type { AskedField } from '../asked.ts';
import type { Speech } from '../visit.ts';
import { html, type Child, type Markup } from '../html.ts';
import { idOf, type Form } from '../form.ts';
import type { StepName } from '../steps.ts';
import { wordsIn } from '../words/index.ts';
import { dayIn, fieldLabel } from '../words/labels.ts';
import { nationalitiesIn } from '../words/nationalities.ts';
import { documentLabel } from './documents.ts';
import { icon } from './icons.ts';
import { percentText } from './owners.ts';
import { stepPage, stepTitle, type StepView } from './step.ts';

/** A value as people read it. */
export function shownValue(
  { locale }: Pick<Speech, 'locale'>,
  { type }: Pick<AskedField, 'type'>,
  value: string,
): string {
  const words = wordsIn[locale];
  switch (type) {
    case 'date':
      return dayIn(locale, value);
    case 'country':
      return nationalitiesIn(locale).find(({ code }) => code === value)?.name ?? value;
    case 'boolean':
      return value === 'true' ? words.data.yes : words.data.no;
    case 'gender':
    case 'idType':
      return words.data.options[value] ?? value;
    case 'text':
    case 'email':
    case 'phone':
    case 'url':
      return value;
  }
}

const row = (id: string, label: Child, value: string | undefined, none: string, fault?: string): Markup =>
  html`<div id="${id}" tabindex="-1" class="${fault === undefined ? '' : 'wrong'}">
    <dt>${label}</dt>
    <dd>
      ${value === undefined || value === '' ? html`<span class="none">${none}</span>` : html`<bdi>${value}</bdi>`}
      ${fault && html`<p class="fault">${icon('alert')}<span>${fault}</span></p>`}
    </dd>
  </div>`;

export function reviewPage(view: StepView, form: Form): string {
  const { speech, visit, base } = view;
  const words = wordsIn[speech.locale];
  const { asked, customer } = visit;
  const none = words.review.notGiven;
  const faultAt = (name: string) => form.faults.find(fault => fault.name === name)?.message;
  const section = (step: StepName, rows: Child): Markup => {
    const name = stepTitle(words, step, visit);
    return html`<section class="group" id="${idOf(step)}" tabindex="-1">
      <h2>${name}</h2>
      <p class="change">
        <a href="${base}/${step}">${words.review.change}<span class="hidden">${words.colon} ${name}</span></a>
      </p>
      <dl>${rows}</dl>
    </section>`;
  };
  const isShown = ({ key, required }: AskedField): boolean =>
    required || Boolean(customer.fields[key]?.value);
  const fields = asked.fields.filter(isShown).map(field => {
    const value = customer.fields[field.key]?.value ?? '';
    const text = value === '' ? undefined : shownValue(speech, field, value);
    return row(idOf(field.key), fieldLabel(words, field), text, none, faultAt(field.key));
  });
  const owners = (customer.beneficialOwners ?? []).map(owner =>
    row(
      idOf(owner.id),
      html`<bdi>${owner.name}</bdi>`,
      percentText(speech.locale, owner.ownershipPercent),
      none,
    ),
  );
  const wanted = asked.documents.filter(({ required, given }) => required || given);
  const documents = wanted.map(one =>
    row(idOf(one.id), documentLabel(words, one), one.given?.filename, none, faultAt(one.id)),
  );
  return stepPage(view, {
    step: 'review',
    lead: words.review.lead,
    faults: form.faults,
    body: html`${fields.length > 0 && section('data', fields)} ${asked.owners && section('owners', owners)}
      ${documents.length > 0 && section('documents', documents)}
      <form method="post" action="${base}/review">
        <p class="actions"><button class="primary">${words.review.send}</button></p>
      </form>`,
  });
}
