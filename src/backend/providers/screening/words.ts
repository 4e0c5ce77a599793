import { fold, latinSpellings } from '../../../shared/domain/index.ts';
import { companyWords, ownWords, trades, withoutForm } from './companies.ts';
import { byLooks, inPlainerLetters } from './letters.ts';

/** Words that come and go in names: they neither make nor break a match. */
const particles: ReadonlySet<string> = new Set([
  'al', 'el', 'ul', 'bin', 'ibn', 'bint', 'ben', 'abu', 'de', 'del', 'della', 'di', 'da', 'do', 'dos', 'la', 'le', 'van',
  'von', 'der', 'den', 'ter', 'zu', 'of', 'the', 'and', 'und', 'et', 'y', 'mr', 'mrs', 'dr',
]); // prettier-ignore

export type Kind = 'person' | 'organisation';

/** Of a longer name only so many words are looked at: none on a list has more, and each costs. */
export const mostWords = 12;

/** The telling words of a folded name; all of its words where none tells. */
function telling(words: readonly string[], kind: Kind): readonly string[] {
  const dropped = kind === 'organisation' ? [particles, companyWords] : [particles];
  const kept = words.filter(word => !dropped.some(set => set.has(word)));
  return kept.length > 0 ? kept : words;
}

/** Written as one with what follows, they are a name of their own: Abd al-Rahman is Abdulrahman, de la Cruz Delacruz. */
const leads = (word: string): boolean =>
  particles.has(word) || /^(ab[dou]|abd[aeu]l|st|san|santa|ma?c|o)$/.test(word);

function attached(words: readonly string[]): readonly string[] {
  const names: string[] = [];
  let lead = '';
  for (const word of words) {
    lead += word;
    if (leads(word)) continue;
    names.push(lead);
    lead = '';
  }
  return lead === '' ? names : [...names, lead];
}

/**
 * Neighbouring words written as one, Rostamian-Pour as Rostamianpour: of a short name in every way, of a longer one two at
 * a time, or all of them. Of a very long one nothing would be found by two: the words left over weigh more.
 */
function joined(words: readonly string[]): readonly (readonly string[])[] {
  if (words.length > 8) return [[words.join('')]];
  if (words.length > 4)
    return words
      .slice(1)
      .map((word, place) => [
        ...words.slice(0, place),
        `${words[place] ?? ''}${word}`,
        ...words.slice(place + 2),
      ])
      .concat([[words.join('')]]);
  return words.slice(1).reduce<readonly (readonly string[])[]>(
    (ways, word) =>
      ways.flatMap(way => [
        [...way, word],
        [...way.slice(0, -1), `${way.at(-1) ?? ''}${word}`],
      ]),
    [words.slice(0, 1)],
  );
}

/** Without what stands within words: a full stop or a middle dot in a name parts no word. */
const unbroken = (text: string): string =>
  text
    .split(/\s+/)
    .map(word => word.replaceAll(/[^\p{L}\p{M}\p{N}]/gu, ''))
    .join(' ');

/** The words of a name as they were written. */
export const wordsOf = (name: string): readonly string[] =>
  fold(name)
    .split(' ')
    .filter(word => word !== '');

/** One way to write a name. */
export interface Wording {
  readonly words: readonly string[];
  /** Of a company: without the words that many companies have in their names. */
  readonly isCore: boolean;
}

/** A name of a company without legal forms and words of trades; the name of a person, where it was called after one. */
export const ownName = (name: string): string =>
  ownWords(telling(withoutForm(fold(unbroken(inPlainerLetters(name)))).split(' '), 'organisation')).join(' ');

/** Whether a name holds a word that only companies have in theirs. */
export const soundsLikeCompany = (name: string): boolean =>
  [name, ...latinSpellings(name)].flatMap(wordsOf).some(word => companyWords.has(word) || trades.has(word));

/** The ways to write a name in plain Latin words (other scripts as they are); each without order. */
export function wordings(name: string, kind: Kind): readonly Wording[] {
  const own = inPlainerLetters(name);
  const spellings = [own, unbroken(own)].flatMap(text => [text, ...latinSpellings(text), ...byLooks(text)]);
  const ways = new Map<string, Wording>();
  const put = (words: readonly string[], isCore: boolean): void => {
    const key = words.toSorted().join(' ');
    if (words.length > 0 && !ways.has(key)) ways.set(key, { words, isCore });
  };
  for (const folded of new Set(spellings.map(fold))) {
    const spelling = kind === 'organisation' ? withoutForm(folded) : folded;
    if (spelling === '') continue;
    const words = spelling.split(' ').slice(0, mostWords);
    for (const way of [words, attached(words), ...joined(words)]) put(telling(way, kind), false);
    if (kind === 'organisation') put(ownWords(telling(words, kind)), true);
  }
  return [...ways.values()];
}

/** What romanisations put in many ways, put in one: ou, oo and u; ei, ey and ai; kh, q, c and k; doubled letters once. */
export function sound(word: string): string {
  return word
    .replaceAll(/(?<=[oe])ff?$/g, 'v')
    .replaceAll('ph', 'f')
    .replaceAll('x', 'ks')
    .replaceAll(/tsch|tch/g, 'c')
    .replaceAll(/sch|sh/g, 's')
    .replaceAll(/ch|cz/g, 'c')
    .replaceAll(/kh|gh|ck|[qk]/g, 'k')
    .replaceAll(/ts|tz/g, 'z')
    .replaceAll('w', 'v')
    .replaceAll(/iu|yu|ju/g, 'u')
    .replaceAll(/ia|ya|ja/g, 'a')
    .replaceAll(/ou|oo|o/g, 'u')
    .replaceAll(/ei|ey|ay|ai|ee|ie|y|j|e/g, 'i')
    .replaceAll(/(?<=[^aiu])h|(?<=.)h(?![aiu])/g, '')
    .replaceAll(/(.)\1+/g, '$1');
}

/** The consonants of a word as it sounds, hissing ones as one: what is left of Muhammad, Mohamed and Mehmed. */
export const skeleton = (word: string): string =>
  sound(word)
    .replaceAll(/[aiu]/g, '')
    .replaceAll(/[csz]+/g, 's')
    .replaceAll(/(.)\1+/g, '$1');
