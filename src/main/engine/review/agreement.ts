import { fold } from '../../../shared/domain/fold.ts';
import type { FieldValue } from '../../../shared/domain/customer.ts';
import type { CaseItem } from '../../../shared/ipc/case.ts';
import { latinSpellings } from '../search/index.ts';

/** Without spaces: documents print numbers and names in groups of their own. */
const plain = (text: string): string => fold(text).replaceAll(' ', '');

const spellings = (text: string): ReadonlySet<string> =>
  new Set([text, ...latinSpellings(text)].map(plain).filter(spelling => spelling !== ''));

function compare(provided: string, extracted: string): 'same' | 'transliterated' | 'differs' {
  if (plain(provided) === plain(extracted)) return 'same';
  const known = spellings(provided);
  return [...spellings(extracted)].some(spelling => known.has(spelling)) ? 'transliterated' : 'differs';
}

/** Whether what the customer gave is what was read from documents and providers: the worst of all of them counts. */
export function agreementOf(field: FieldValue | undefined): CaseItem['agreement'] {
  const provided = field?.value;
  if (!provided || field.extracted.length === 0) return 'none';
  const found = new Set(field.extracted.map(({ value }) => compare(provided, value)));
  if (found.has('differs')) return 'differs';
  return found.has('transliterated') ? 'transliterated' : 'same';
}
