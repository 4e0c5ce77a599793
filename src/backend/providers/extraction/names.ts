import { printedForms, readingAgreement, type Customer } from '../../../shared/domain/index.ts';
import type { TextLine, Word } from '../reading/index.ts';
import type { FoundValue } from './labelled.ts';

function valueOf(field: string, words: readonly Word[]): readonly FoundValue[] {
  const [first, last] = [words[0], words.at(-1)];
  if (!first || !last) return [];
  const [x, y, , height] = first.region;
  const region: FoundValue['region'] = [x, y, last.region[0] + last.region[2] - x, height];
  return [{ field, value: words.map(({ text }) => text).join(' '), region }];
}

const agree = (fields: Customer['fields'], key: string, words: readonly Word[]): boolean => {
  const forms = printedForms(fields, key);
  const agreement = readingAgreement(forms, words.map(({ text }) => text).join(' '));
  return forms.length > 0 && (agreement === 'same' || agreement === 'transliterated');
};

/**
 * The first and last name of somebody whose whole name stands in one line. Which is which, the line does not say: what the
 * customer gave tells, and the rest is the other name, whatever it is.
 */
export function namesIn(customer: Pick<Customer, 'kind' | 'fields'>, line: TextLine): readonly FoundValue[] {
  const { words } = line;
  if (customer.kind === 'business') return valueOf('legalName', words);
  const { fields } = customer;
  for (const [known, other] of [
    ['firstName', 'lastName'],
    ['lastName', 'firstName'],
  ] as const) {
    // prettier-ignore
    for (let count = words.length; count > 0; count -= 1) {
      const [head, afterHead] = [words.slice(0, count), words.slice(count)];
      if (agree(fields, known, head)) return [...valueOf(known, head), ...valueOf(other, afterHead)];
      const [beforeTail, tail] = [words.slice(0, -count), words.slice(-count)];
      if (agree(fields, known, tail)) return [...valueOf(other, beforeTail), ...valueOf(known, tail)];
    }
  }
  return [...valueOf('firstName', words.slice(0, -1)), ...valueOf('lastName', words.slice(-1))];
}
