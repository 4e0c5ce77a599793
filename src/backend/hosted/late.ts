import { fieldDefinition } from '../../shared/domain/index.ts';
import { normalised } from './answers.ts';
import { fieldOf } from './asked.ts';
import type { Fault, Form } from './form.ts';
import type { StepName } from './steps.ts';
import { shownName } from './views/data.ts';
import type { Speech, Visit } from './visit.ts';
import { wordsIn } from './words/index.ts';
import { fieldLabel } from './words/labels.ts';

/** Says that something is not taken: it was given elsewhere, so that a link that works asks for it no more. */
export const lateFault = ({ locale, company }: Speech, label: string): Fault => ({
  name: undefined,
  label,
  message: wordsIn[locale].answered.text(company),
});

/**
 * What of the answers to a step nobody asks for any more. Not compared with what there is by now: who may not see that
 * could find it out by trying.
 */
export function lateFaults(
  { asked, customer, level }: Pick<Visit, 'asked' | 'customer' | 'level'>,
  speech: Speech,
  step: StepName,
  values: Form['values'],
): readonly Fault[] {
  const words = wordsIn[speech.locale];
  switch (step) {
    case 'data': {
      const isGone = asked.fields.length === 0;
      return [...values].flatMap(([key, typed]) => {
        const definition = fieldDefinition(customer.kind, key);
        if (!definition || asked.fields.some(field => field.key === key)) return [];
        // What the page did not show is no answer of an applicant's.
        const shown = values.get(shownName(key)) ?? (isGone ? '' : typed);
        const isUntouched = normalised(definition.type, typed) === shown;
        return isUntouched ? [] : [lateFault(speech, fieldLabel(words, fieldOf(customer, level, key)))];
      });
    }
    case 'owners':
      return asked.owners === undefined ? [lateFault(speech, words.owners.name)] : [];
    case 'consent':
    case 'documents':
    case 'review':
      return [];
  }
}
