import { html, type Child, type Markup } from '../html.ts';
import { idOf, type Form } from '../form.ts';
import type { Words } from '../words/index.ts';
import { icon } from './icons.ts';

export interface Option {
  readonly value: string;
  readonly label: string;
}

export interface InputLook {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly required: boolean;
  /** When it is needed, where that is not always; else it is called optional. */
  readonly when?: string;
  readonly hint?: string | undefined;
  /** What the script says when the answer has the wrong form, and which form that is. */
  readonly rule?: string | undefined;
  readonly fault?: string | undefined;
}

export const faultOf = ({ faults }: Form, name: string): string | undefined =>
  faults.find(fault => fault.name === name)?.message;

const describedBy = (id: string, hint: string | undefined): Markup =>
  html`aria-describedby="${hint === undefined ? '' : `${id}-hint `}${id}-fault"`;

/** What the script checks as somebody types; without it the server says the same. */
const rules = (words: Words, { required, rule, fault }: InputLook): Markup =>
  html`${required ? html`required data-required="${words.faults.required}"` : ''}
  ${rule === undefined ? '' : html`data-rule="${rule}" data-wrong="${wrongText(words, rule)}"`}
  ${fault === undefined ? '' : html`aria-invalid="true"`}`;

const wrongText = (words: Words, rule: string): string =>
  rule === 'percent'
    ? words.owners.faultPercent
    : rule === 'email' || rule === 'phone' || rule === 'date' || rule === 'url'
      ? words.faults[rule]
      : words.faults.text;

const labelText = (words: Words, { label, required, when }: InputLook): Markup =>
  html`${label}${required ? '' : html` <span class="optional">(${when ?? words.optional})</span>`}`;

/** Always there, so that what the script says is announced. */
export const faultLine = (id: string, fault: string | undefined): Markup =>
  html`<p class="fault" id="${id}-fault" role="status">
    ${fault === undefined ? '' : html`${icon('alert')}<span>${fault}</span>`}
  </p>`;

const around = (words: Words, look: InputLook, control: Markup): Markup => {
  const id = idOf(look.name);
  return html`<div class="field ${look.fault === undefined ? '' : 'wrong'}">
    <label for="${id}">${labelText(words, look)}</label>
    ${look.hint === undefined ? '' : html`<p class="hint" id="${id}-hint">${look.hint}</p>`} ${control}
    ${faultLine(id, look.fault)}
  </div>`;
};

export interface TextLook extends InputLook {
  readonly type: 'text' | 'email' | 'tel' | 'date';
  readonly autocomplete?: string | undefined;
  readonly inputmode?: string | undefined;
  readonly narrow?: boolean;
}

export const textInput = (words: Words, look: TextLook): Markup => {
  const id = idOf(look.name);
  // What has its own writing order keeps it within a page that is written from right to left.
  const isLatin = look.type !== 'text' || look.inputmode !== undefined;
  return around(
    words,
    look,
    html`<input
      id="${id}"
      name="${look.name}"
      type="${look.type}"
      value="${look.value}"
      class="${look.narrow ? 'narrow' : ''}"
      ${isLatin ? html`dir="ltr"` : html`dir="auto"`}
      ${look.autocomplete === undefined ? html`autocomplete="off"` : html`autocomplete="${look.autocomplete}"`}
      ${look.inputmode === undefined ? '' : html`inputmode="${look.inputmode}"`}
      ${describedBy(id, look.hint)}
      ${rules(words, look)}
    />`,
  );
};

const optionText = ({ value, label }: Option, isChosen: boolean): Markup =>
  html`<option value="${value}" ${isChosen ? html`selected` : ''}>${label}</option>`;

/** Of a long list that a page has for each of two hundred owners each option is written once. */
const written = new WeakMap<Option, Markup>();
function unchosen(option: Option): Markup {
  const known = written.get(option);
  if (known) return known;
  const text = optionText(option, false);
  written.set(option, text);
  return text;
}

export const selectInput = (
  words: Words,
  look: InputLook & { readonly options: readonly Option[]; readonly autocomplete?: string | undefined },
): Markup => {
  const id = idOf(look.name);
  const { value: now, options } = look;
  const isListed = now === '' || options.some(({ value }) => value === now);
  // What is there stays what is chosen: a browser sends nothing of what is no option.
  const shown = isListed ? options : [...options, { value: now, label: now }];
  return around(
    words,
    look,
    html`<select
      id="${id}"
      name="${look.name}"
      ${look.autocomplete === undefined ? '' : html`autocomplete="${look.autocomplete}"`}
      ${describedBy(id, look.hint)}
      ${rules(words, look)}
    >
      <option value="">${words.data.choose}</option>
      ${shown.map(option => (option.value === now ? optionText(option, true) : unchosen(option)))}
    </select>`,
  );
};

export const radioInput = (
  words: Words,
  look: InputLook & { readonly options: readonly Option[] },
): Markup => {
  const id = idOf(look.name);
  return html`<fieldset
    class="field choice ${look.fault === undefined ? '' : 'wrong'}"
    ${describedBy(id, undefined)}
  >
    <legend>${labelText(words, look)}</legend>
    <div class="options">
      ${look.options.map(
        ({ value, label }, place) =>
          html`<label class="option"
            ><input
              ${place === 0 ? html`id="${id}"` : ''}
              type="radio"
              name="${look.name}"
              value="${value}"
              ${value === look.value ? html`checked` : ''}
              ${look.required ? html`required` : ''}
            /><span>${label}</span></label
          >`,
      )}
    </div>
    ${faultLine(id, look.fault)}
  </fieldset>`;
};

export const checkbox = (look: {
  readonly name: string;
  readonly label: Child;
  readonly checked: boolean;
  readonly fault?: string | undefined;
  readonly required?: string | undefined;
}): Markup => {
  const id = idOf(look.name);
  return html`<div class="field tick ${look.fault === undefined ? '' : 'wrong'}">
    <label class="option"
      ><input
        id="${id}"
        type="checkbox"
        name="${look.name}"
        value="yes"
        ${look.checked ? html`checked` : ''}
        ${look.required === undefined ? '' : html`required data-required="${look.required}"`}
        aria-describedby="${id}-fault"
        ${look.fault === undefined ? '' : html`aria-invalid="true"`}
      /><span>${look.label}</span></label
    >
    ${faultLine(id, look.fault)}
  </div>`;
};
