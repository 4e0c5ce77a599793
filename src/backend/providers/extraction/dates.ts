/** Month names as documents print them: English in full, and the short forms of the languages of the hosted page. */
const months: readonly (readonly string[])[] = [
  ['january', 'jan', 'januar', 'janvier', 'janv', 'enero', 'ene'],
  ['february', 'feb', 'februar', 'fevrier', 'fevr', 'febrero'],
  ['march', 'mar', 'marz', 'mars', 'marzo'],
  ['april', 'apr', 'avril', 'avr', 'abril', 'abr'],
  ['may', 'mai', 'mayo'],
  ['june', 'jun', 'juni', 'juin', 'junio'],
  ['july', 'jul', 'juli', 'juillet', 'juil', 'julio'],
  ['august', 'aug', 'aout', 'agosto', 'ago'],
  ['september', 'sep', 'sept', 'septembre', 'septiembre'],
  ['october', 'oct', 'oktober', 'okt', 'octobre', 'octubre'],
  ['november', 'nov', 'novembre', 'noviembre'],
  ['december', 'dec', 'dezember', 'dez', 'decembre', 'diciembre', 'dic'],
];

const folded = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();

function isoOf(year: number, month: number, day: number): string | undefined {
  const iso = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  const at = Date.parse(`${iso}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(iso) ? iso : undefined;
}

const monthOf = (word: string): number => 1 + months.findIndex(names => names.includes(folded(word)));

/**
 * The day that a printed date means, ISO 8601: `29 FEB 1988`, `01 MAI/MAY 1990`, `May 1, 1990`, `1990/05/01`, `29FEB1988`, `3 October 2026`, `29.02.1988`, `1988-02-29`.
 * Undefined where it means none, and for `02/03/1988`, which means two.
 */
export function dateIn(text: string): string | undefined {
  const named =
    /(?<!\d)(\d{1,2})[\s.\-/]*(\p{L}{3,12})\.?(?:\s*\/\s*(\p{L}{3,12})\.?)?[\s.\-/]*(\d{4})(?!\d)/u.exec(
      text,
    );
  if (named) {
    const [, day = '', month = '', again = '', year = ''] = named;
    return isoOf(Number(year), monthOf(month) || monthOf(again), Number(day));
  }
  const american = /(?<!\p{L})(\p{L}{3,12})\.?\s+(\d{1,2}),?\s+(\d{4})(?!\d)/u.exec(text);
  if (american) {
    const [, month = '', day = '', year = ''] = american;
    return isoOf(Number(year), monthOf(month), Number(day));
  }
  const iso = /(?<!\d)(\d{4})([-/])(\d{2})\2(\d{2})(?!\d)/.exec(text);
  if (iso) {
    const [, year = '', , month = '', day = ''] = iso;
    return isoOf(Number(year), Number(month), Number(day));
  }
  const numbers = /(?<!\d)(\d{1,2})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{4})(?!\d)/.exec(text);
  if (!numbers) return undefined;
  const [, one = '', mark, other = '', year = ''] = numbers;
  const [first, second] = [Number(one), Number(other)];
  // Points part day, month and year everywhere; with strokes some countries begin with the month.
  if (mark === '.' || first > 12 || first === second) return isoOf(Number(year), second, first);
  return second > 12 ? isoOf(Number(year), first, second) : undefined;
}
