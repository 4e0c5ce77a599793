import { collectsMissing } from '../asked.ts';
import { html, type Child, type Markup } from '../html.ts';
import { idOf, type Fault } from '../form.ts';
import { seenAt } from '../reply.ts';
import { stepBefore, type StepName } from '../steps.ts';
import type { Speech, Visit } from '../visit.ts';
import { wordsIn, type Words } from '../words/index.ts';
import { icon } from './icons.ts';
import { page } from './layout.ts';

/** A step of an open link on its way to a page. */
export interface StepView {
  readonly visit: Visit;
  readonly speech: Speech;
  /** The address of the link, without a slash at its end. */
  readonly base: string;
}

export function stepTitle(words: Words, step: StepName, { customer }: Pick<Visit, 'customer'>): string {
  return step === 'data'
    ? customer.kind === 'business'
      ? words.data.business
      : words.data.person
    : words[step].name;
}

/** A question ends by itself. */
const announced = (words: Words, label: string): string =>
  /[?؟]$/.test(label) ? label : `${label}${words.colon}`;

/** All that is wrong, first on the page and in focus, each with a way to where it is mended, where there is one. */
export const faultSummary = (words: Words, faults: readonly Fault[]): Child =>
  faults.length > 0 &&
  html`<div class="summary" role="alert" tabindex="-1" autofocus>
    <h2>${icon('alert')}${words.errorTitle}</h2>
    <ul>
      ${faults.map(({ name, label, message }) => {
        const text = `${announced(words, label)} ${message}`;
        return html`<li>${name === undefined ? text : html`<a href="#${idOf(name)}">${text}</a>`}</li>`;
      })}
    </ul>
  </div>`;

const progress = (words: Words, step: number, of: number): Markup =>
  html`<div class="progress">
    <p>${words.step(step, of)}</p>
    <div class="bar" aria-hidden="true">
      ${Array.from({ length: of }, (_, place) => html`<i class="${place < step ? 'on' : ''}"></i>`)}
    </div>
  </div>`;

export interface StepBody {
  readonly step: StepName;
  readonly heading?: string;
  readonly lead?: string;
  readonly faults: readonly Fault[];
  readonly body: Child;
}

/** Whether something is typed or chosen in a step before it is sent; a file is sent by itself. */
export const hasAnswers = (step: StepName): boolean =>
  step === 'consent' || step === 'data' || step === 'owners';

/** The page of one step: where one is, what is wrong, what is asked. */
export function stepPage(
  { visit, speech, base }: StepView,
  { step, heading, lead, faults, body }: StepBody,
): string {
  const { locale, company } = speech;
  const words = wordsIn[locale];
  const { steps } = visit.way;
  const place = steps.indexOf(step) + 1;
  const name = stepTitle(words, step, visit);
  const before = stepBefore(visit.way, step);
  // One step is no way that one could be half through.
  const isWay = steps.length > 1;
  const where = isWay ? `${words.step(place, steps.length)}${words.colon} ` : '';
  const title = `${faults.length > 0 ? `${words.errorPrefix}${words.colon} ` : ''}${where}${name} – ${company}`;
  return page({
    locale,
    title,
    company,
    open: {
      language: { action: `${base}/language?step=${step}`, withAnswers: hasAnswers(step) },
      until: visit.link.expiresAt,
    },
    seen: visit.link.state === 'active' ? seenAt(base) : undefined,
    main: html`${isWay && progress(words, place, steps.length)}
      ${before && html`<a class="back" href="${base}/${before}">${icon('back')}${words.back}</a>`}
      ${faultSummary(words, faults)}
      <h1>${heading ?? name}</h1>
      ${visit.asked.kind === 'some' && html`<p class="lead">${words.request.lead(company)}</p>`}
      ${lead && html`<p class="lead">${lead}</p>`} ${body}`,
  });
}

/** Whether the IDs of the people who are named here may be what is missing next. */
const mayLeadOn = ({ customer, level, link }: Visit, step: StepName): boolean =>
  step === 'owners' &&
  level.documents.some(({ type, required }) => type === 'director_id' && required) &&
  collectsMissing(customer, link);

/** What ends a step. After the last answer to a request nothing is looked at again: its button says that it sends. */
export function nextButton({ visit, speech }: Pick<StepView, 'visit' | 'speech'>, step: StepName): Markup {
  const words = wordsIn[speech.locale];
  const isLast = step !== 'consent' && visit.way.open.every(one => one === step) && !mayLeadOn(visit, step);
  return html`<p class="actions">
    <button class="primary">${isLast ? words.documents.send : words.next}</button>
  </p>`;
}
