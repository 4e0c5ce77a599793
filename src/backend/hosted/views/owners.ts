import { hundredths, itemOf, mostOwners } from '../../../shared/domain/index.ts';
import { html, type Markup } from '../html.ts';
import { idOf, type Form } from '../form.ts';
import { ownerCount, ownerName, ownersMark, percentOfOwner, shownOwners } from '../owners.ts';
import { wordsIn } from '../words/index.ts';
import { icon } from './icons.ts';
import { nationalityOptions } from './data.ts';
import { checkbox, faultLine, faultOf, selectInput, textInput } from './inputs.ts';
import { answersForm } from './layout.ts';
import { nextButton, stepPage, type StepView } from './step.ts';
import { whyBox } from './why.ts';

/** A sum of shares as it is said: `75 %` in the language's own form. */
export const percentText = (locale: string, total: number): string =>
  new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(total / 100);

export function ownersPage(view: StepView, form: Form): string {
  const { locale } = view.speech;
  const words = wordsIn[locale];
  const { owners: asked } = view.visit.asked;
  const count = ownerCount(form);
  const nationalities = nationalityOptions(locale);
  const value = (place: number, part: string): string => form.values.get(ownerName(place, part)) ?? '';
  const row = (place: number): Markup => {
    const name = (part: string): string => ownerName(place, part);
    const why = asked?.why.get(value(place, 'id'));
    const text = (part: string) => ({
      name: name(part),
      value: value(place, part),
      fault: faultOf(form, name(part)),
    });
    return html`<input type="hidden" name="${name('id')}" value="${value(place, 'id')}" />
      <fieldset class="group owner">
        <legend>${words.owners.owner(place + 1)}</legend>
        ${whyBox(words, why)}
        ${textInput(words, { ...text('name'), label: words.owners.fullName, type: 'text', required: true, rule: 'text' })}
        <div class="pair">
          ${textInput(words, {
            ...text('percent'),
            label: words.owners.percent,
            type: 'text',
            inputmode: 'decimal',
            required: true,
            rule: 'percent',
            narrow: true,
          })}
          ${textInput(words, {
            ...text('dateOfBirth'),
            label: words.data.fields['dateOfBirth'] ?? '',
            type: 'date',
            required: false,
            when: words.owners.whenIdentified,
            rule: 'date',
            narrow: true,
          })}
        </div>
        ${selectInput(words, {
          ...text('nationality'),
          label: words.data.fields['nationality'] ?? '',
          required: false,
          when: words.owners.whenIdentified,
          options: nationalities,
        })}
        ${checkbox({
          name: name('director'),
          label: words.owners.director,
          checked: value(place, 'director') === 'yes',
          fault: faultOf(form, name('director')),
        })}
        ${
          count > 1 &&
          html`<button class="quiet" name="remove" value="${place}">
            ${words.owners.remove(place + 1)}
          </button>`
        }
      </fieldset>`;
  };
  const total =
    Array.from({ length: count }, (_, place) => hundredths(percentOfOwner(form, place) ?? 0)).reduce(
      (sum, share) => sum + share,
      0,
    ) / 100;
  const fault = faultOf(form, 'total');
  const now = ownersMark(view.visit.customer.beneficialOwners ?? []);
  // Who was told of a change has seen it.
  const shown = form.faults.length > 0 ? now : (form.values.get(shownOwners) ?? now);
  return stepPage(view, {
    step: 'owners',
    lead: words.owners.lead,
    faults: form.faults,
    body: html`<form method="post" action="${view.base}/owners" id="${answersForm}" novalidate data-check>
      <input type="hidden" name="count" value="${count}" />
      <input type="hidden" name="${shownOwners}" value="${shown}" />
      ${whyBox(words, asked?.all)} ${Array.from({ length: count }, (_, place) => row(place))}
      ${
        count < mostOwners &&
        html`<p><button class="secondary" name="add" value="yes">${words.owners.add}</button></p>`
      }
      <div class="field total ${fault === undefined ? '' : 'wrong'}" id="${idOf('total')}" tabindex="-1">
        <p>
          <span>${words.owners.total}</span>
          <output data-total class="${hundredths(total) === 10_000 ? 'right' : ''}">
            ${icon('check')}<b>${percentText(locale, total)}</b>
          </output>
        </p>
        ${faultLine(idOf('total'), fault)}
      </div>
      ${nextButton(view, 'owners')}
    </form>`,
  });
}

export const itemOfOwner = (id: string): string => itemOf('owner', id);
