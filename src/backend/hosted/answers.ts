import type { FieldType } from '../../shared/domain/index.ts';

/** Digits as people type them in Arabic and Persian. */
const latinDigits = (text: string): string =>
  text.replaceAll(/[\u0660-\u0669\u06F0-\u06F9]/g, digit => String((digit.codePointAt(0) ?? 0) & 0xf));

/** Marks of direction that a keyboard or a paste leaves around what was typed. */
const withoutMarks = (text: string): string => text.replaceAll(/[\u200E\u200F\u061C]/g, '');

/** What was typed, without the space around it; of marks that nobody sees alone nothing is left. */
export const trimmed = (typed: string): string => (withoutMarks(typed).trim() === '' ? '' : typed.trim());

/** A typed value in the form that the contract wants, as far as it is only a matter of writing. */
export function normalised(type: FieldType, typed: string): string {
  const text = trimmed(typed);
  switch (type) {
    case 'phone':
      return latinDigits(withoutMarks(text))
        .replaceAll(/[\s().\-\u2010-\u2015/]/g, '')
        .replace(/^00/, '+');
    case 'date':
      return latinDigits(text);
    case 'email':
      return withoutMarks(text);
    case 'text':
    case 'country':
    case 'boolean':
    case 'url':
    case 'gender':
    case 'idType':
      return text;
  }
}

/** A share as people write it (12,5 · 12.5 % · ١٢٫٥), in percent with up to two decimals, 0 to 100; undefined when it is none. */
export function percentOf(typed: string): number | undefined {
  const text = latinDigits(withoutMarks(typed))
    .replaceAll(/[\s%\u066A]/g, '')
    .replace(/[,\u066B]/, '.');
  if (!/^\d{1,3}(\.\d{1,2})?$/.test(text)) return undefined;
  const value = Number(text);
  return value <= 100 ? value : undefined;
}
