import type { AskedField } from '../asked.ts';
import { html, type Child, type Markup } from '../html.ts';
import type { Form } from '../form.ts';
import { countriesIn, wordsIn, type Words } from '../words/index.ts';
import { fieldLabel } from '../words/labels.ts';
import { nationalitiesIn } from '../words/nationalities.ts';
import type { Locale } from '../../../shared/api/index.ts';
import { faultOf, radioInput, selectInput, textInput, type InputLook, type Option } from './inputs.ts';
import { answersForm } from './layout.ts';
import { nextButton, stepPage, type StepView } from './step.ts';
import { whyBox } from './why.ts';

type Group = keyof Words['data']['groups'];

const groups: Readonly<Record<string, Group>> = {
  firstName: 'person',
  middleName: 'person',
  lastName: 'person',
  dateOfBirth: 'person',
  gender: 'person',
  nationality: 'person',
  countryOfResidence: 'person',
  idType: 'identity',
  idNumber: 'identity',
  idExpiry: 'identity',
  taxId: 'identity',
  email: 'contact',
  phone: 'contact',
  occupation: 'more',
  sourceOfFunds: 'more',
  politicallyExposed: 'more',
};

const groupOf = (key: string): Group =>
  groups[key] ?? (/^(address|registeredAddress)\./.test(key) ? 'address' : 'business');

/** What a browser may fill in (WCAG 1.3.5), by the names of the HTML standard. */
const autocompletes: Readonly<Record<string, string>> = {
  firstName: 'given-name',
  middleName: 'additional-name',
  lastName: 'family-name',
  dateOfBirth: 'bday',
  gender: 'sex',
  email: 'email',
  phone: 'tel',
  countryOfResidence: 'country-name',
  'address.line1': 'address-line1',
  'address.line2': 'address-line2',
  'address.city': 'address-level2',
  'address.region': 'address-level1',
  'address.postalCode': 'postal-code',
  'address.country': 'country-name',
  occupation: 'organization-title',
  legalName: 'organization',
  website: 'url',
};

const narrow: ReadonlySet<string> = new Set(['address.postalCode', 'registeredAddress.postalCode']);

const optionOf = ({ code, name }: { readonly code: string; readonly name: string }): Option => ({
  value: code,
  label: name,
});

export const countryOptions = (locale: Locale): readonly Option[] => countriesIn(locale).map(optionOf);
export const nationalityOptions = (locale: Locale): readonly Option[] =>
  nationalitiesIn(locale).map(optionOf);

const chosen = (words: Words, values: readonly string[]): readonly Option[] =>
  values.map(value => ({ value, label: words.data.options[value] ?? value }));

export const genders = ['female', 'male', 'other'] as const;
export const idTypes = ['passport', 'national_id', 'driving_licence', 'residence_permit'] as const;

function fieldInput(locale: Locale, field: AskedField, look: InputLook): Markup {
  const words = wordsIn[locale];
  const autocomplete = autocompletes[field.key];
  switch (field.type) {
    case 'text':
      return textInput(words, {
        ...look,
        type: 'text',
        autocomplete,
        rule: 'text',
        narrow: narrow.has(field.key),
      });
    case 'date':
      return textInput(words, { ...look, type: 'date', autocomplete, rule: 'date', narrow: true });
    case 'email':
      return textInput(words, { ...look, type: 'email', autocomplete, rule: 'email' });
    case 'phone':
      return textInput(words, {
        ...look,
        type: 'tel',
        autocomplete,
        rule: 'phone',
        hint: words.data.phoneHint,
      });
    case 'url':
      return textInput(words, { ...look, type: 'text', autocomplete, inputmode: 'url', rule: 'url' });
    case 'country':
      return selectInput(words, {
        ...look,
        options: field.key === 'nationality' ? nationalityOptions(locale) : countryOptions(locale),
        autocomplete,
      });
    case 'gender':
      return selectInput(words, { ...look, options: chosen(words, genders), autocomplete });
    case 'idType':
      return selectInput(words, { ...look, options: chosen(words, idTypes) });
    case 'boolean':
      return radioInput(words, {
        ...look,
        options: [
          { value: 'true', label: words.data.yes },
          { value: 'false', label: words.data.no },
        ],
      });
  }
}

/** What stood in a field when it was shown: what differs by the time of the answer was changed by somebody else. */
export const shownName = (key: string): string => `shown.${key}`;

export function dataPage(view: StepView, form: Form): string {
  const { locale } = view.speech;
  const words = wordsIn[locale];
  const { customer, asked } = view.visit;
  const isBusiness = customer.kind === 'business';
  const now = (key: string): string => customer.fields[key]?.value ?? '';
  const shown = (key: string): string => form.values.get(shownName(key)) ?? now(key);
  // What was left alone is what is there by now; who was told of a change has seen it.
  const isUntouched = (key: string): boolean => (form.values.get(key) ?? shown(key)) === shown(key);
  const isSeen = (key: string): boolean => isUntouched(key) || faultOf(form, key) !== undefined;
  const input = (field: AskedField): Markup =>
    html`${whyBox(words, field.why)}
      ${fieldInput(locale, field, {
        name: field.key,
        label: fieldLabel(words, field),
        value: isUntouched(field.key) ? now(field.key) : (form.values.get(field.key) ?? ''),
        required: field.required,
        fault: faultOf(form, field.key),
      })}
      <input
        type="hidden"
        name="${shownName(field.key)}"
        value="${isSeen(field.key) ? now(field.key) : shown(field.key)}"
      />`;
  const inGroups = (): Child =>
    [...Map.groupBy(asked.fields, ({ key }) => groupOf(key))].map(
      ([group, fields]) =>
        html`<fieldset class="group">
          <legend>${words.data.groups[group]}</legend>
          ${fields.map(input)}
        </fieldset>`,
    );
  const isAll = asked.kind === 'all';
  return stepPage(view, {
    step: 'data',
    ...(isAll ? { lead: isBusiness ? words.data.leadBusiness : words.data.leadPerson } : {}),
    faults: form.faults,
    body: html`<form method="post" action="${view.base}/data" id="${answersForm}" novalidate data-check>
      ${isAll ? inGroups() : html`<div class="group">${asked.fields.map(input)}</div>`}
      ${nextButton(view, 'data')}
    </form>`,
  });
}
