import type { Customer, ExtractedValue } from './customer.ts';
import { fold, isAscii } from './fold.ts';
import { latinSpellings } from './transliterate.ts';
import { isCutFrom, isFullZone } from './zone-cut.ts';
import { zoneNames } from './zone-name.ts';

/**
 * How a value that was read stands to the one that was given:
 *
 * - `same`: the same letters and digits, whatever their case and grouping;
 * - `transliterated`: the same when marks are left away or one is put into Latin letters;
 * - `cutOff`: the beginning of it, in a machine-readable zone that had no room for more;
 * - `otherScript`: written in scripts that no table here leads from one to the other; only a person can compare them;
 * - `differs`: anything else.
 */
export type ReadingAgreement = 'same' | 'transliterated' | 'cutOff' | 'otherScript' | 'differs';

/** Documents print in capitals and in groups of their own: neither makes a difference. */
const letters = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]/gu, '');

const words = (text: string): readonly string[] => fold(text).split(' ');

/** Every way to write a text in Latin letters, in words. */
const wordings = (text: string): readonly (readonly string[])[] =>
  isAscii(text) ? [words(text)] : [text, ...latinSpellings(text), ...zoneNames(text)].map(words);

const spellings = (text: string): readonly string[] =>
  wordings(text)
    .map(wording => wording.join(''))
    .filter(spelling => spelling !== '');

/** Scripts that can be compared with each other letter by letter: the first group because tables lead into Latin. */
const scripts: readonly (readonly [string, RegExp])[] = [
  ['latin', /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]/u],
  ['arabic', /\p{Script=Arabic}/u],
  ['hebrew', /\p{Script=Hebrew}/u],
  ['han', /\p{Script=Han}/u],
  ['kana', /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
  ['hangul', /\p{Script=Hangul}/u],
  ['thai', /\p{Script=Thai}/u],
  ['devanagari', /\p{Script=Devanagari}/u],
  ['armenian', /\p{Script=Armenian}/u],
  ['georgian', /\p{Script=Georgian}/u],
];

/** Every script of a text; one that has no name here counts as its own. */
function scriptsOf(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const letter of text.match(/\p{L}/gu) ?? []) {
    found.add(scripts.find(([, pattern]) => pattern.test(letter))?.[0] ?? 'another');
  }
  return found;
}

function areForeign(one: string, other: string): boolean {
  const [a, b] = [scriptsOf(one), scriptsOf(other)];
  return a.size > 0 && b.size > 0 && ![...a].some(script => b.has(script));
}

/** Sets a value that was read against every form in which the given one may stand on a document. */
export function readingAgreement(forms: readonly string[], read: string): ReadingAgreement {
  if (forms.some(form => letters(form) === letters(read))) return 'same';
  const known = new Set(forms.flatMap(spellings));
  if (spellings(read).some(spelling => known.has(spelling))) return 'transliterated';
  return forms.some(form => areForeign(form, read)) ? 'otherScript' : 'differs';
}

/** Travel documents print first and middle names on one line (ICAO 9303 knows no others than the given names). */
const givenNames: readonly string[] = ['firstName', 'middleName'];

/** Whether a name was read in a machine-readable zone that it and the names beside it fill. */
function mayBeCut(fields: Customer['fields'], key: string, read: ExtractedValue): boolean {
  if (read.source !== 'mrz' || (key !== 'lastName' && !givenNames.includes(key))) return false;
  const others = key === 'lastName' ? givenNames : ['lastName'];
  const besides = others
    .flatMap(other => fields[other]?.extracted ?? [])
    .filter(({ source, documentId }) => source === 'mrz' && documentId === read.documentId);
  return isFullZone(
    besides.map(({ value }) => value),
    read.value,
  );
}

/** The forms in which a given field may stand on a document, its own first; none when it was not given. */
export function printedForms(fields: Customer['fields'], key: string): readonly string[] {
  const own = fields[key]?.value;
  if (!own) return [];
  if (!givenNames.includes(key)) return [own];
  const together = givenNames.flatMap(name => fields[name]?.value || []).join(' ');
  return together === own ? [own] : [own, together];
}

/** How a value that was read for a field stands to what the customer gave; undefined where nothing was given. */
export function fieldReading(
  fields: Customer['fields'],
  key: string,
  read: ExtractedValue,
): ReadingAgreement | undefined {
  const forms = printedForms(fields, key);
  if (forms.length === 0) return undefined;
  const agreement = readingAgreement(forms, read.value);
  if (agreement !== 'differs' || !mayBeCut(fields, key, read)) return agreement;
  const found = words(read.value);
  return forms.flatMap(wordings).some(form => isCutFrom(found, form)) ? 'cutOff' : 'differs';
}

export type FieldAgreement = 'same' | 'transliterated' | 'differs' | 'none';

/** Whether what the customer gave is what was read from documents and providers: the worst of all of them counts. */
export function fieldAgreement(fields: Customer['fields'], key: string): FieldAgreement {
  const found = new Set((fields[key]?.extracted ?? []).map(read => fieldReading(fields, key, read)));
  if (found.has('differs')) return 'differs';
  if (found.has('transliterated') || found.has('cutOff')) return 'transliterated';
  return found.has('same') ? 'same' : 'none';
}
