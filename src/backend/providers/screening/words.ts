import { fold, latinSpellings } from '../../../shared/domain/index.ts';

/** Words that come and go in names: they neither make nor break a match. */
const particles: ReadonlySet<string> = new Set([
  'al', 'el', 'ul', 'bin', 'ibn', 'bint', 'ben', 'abu', 'de', 'del', 'della', 'di', 'da', 'do', 'dos', 'la', 'le', 'van',
  'von', 'der', 'den', 'ter', 'zu', 'of', 'the', 'and', 'und', 'et', 'y', 'mr', 'mrs', 'dr',
]); // prettier-ignore

/** Legal forms and what companies put beside their names. */
const companyWords: ReadonlySet<string> = new Set([
  'gmbh', 'ag', 'kg', 'ug', 'ltd', 'limited', 'llc', 'llp', 'lp', 'inc', 'incorporated', 'corp', 'corporation', 'co', 'company',
  'plc', 'sa', 'sas', 'sarl', 'srl', 'spa', 'bv', 'nv', 'as', 'asa', 'ab', 'oy', 'oyj', 'aps', 'sl', 'fze', 'fzco', 'jsc', 'ooo',
  'oao', 'zao', 'pao', 'doo', 'sro', 'kft', 'pty', 'pte', 'sdn', 'bhd', 'group', 'holding', 'holdings',
]); // prettier-ignore

export type Kind = 'person' | 'organisation';

/** The telling words of a folded name; all of its words where none tells. */
function telling(words: readonly string[], kind: Kind): readonly string[] {
  const dropped = kind === 'organisation' ? [particles, companyWords] : [particles];
  const kept = words.filter(word => !dropped.some(set => set.has(word)));
  return kept.length > 0 ? kept : words;
}

/** Neighbouring words written as one: Abd al-Rahman is Abdulrahman too, and Rostamian-Pour Rostamianpour. */
function joined(words: readonly string[]): readonly (readonly string[])[] {
  if (words.length < 2 || words.length > 5) return [];
  return words
    .slice(1)
    .map((word, place) => [
      ...words.slice(0, place),
      `${words[place] ?? ''}${word}`,
      ...words.slice(place + 2),
    ]);
}

/** The ways to write a name in plain Latin words (other scripts as they are); each without order. */
export function wordings(name: string, kind: Kind): readonly (readonly string[])[] {
  const spellings = new Set([name, ...latinSpellings(name)].map(fold).filter(text => text !== ''));
  const plain = [...spellings].map(text => telling(text.split(' '), kind));
  return [...plain, ...plain.flatMap(joined)];
}

/** What romanisations put in many ways, put in one: ou, oo and u; ei, ey and ai; kh, q, c and k; doubled letters once. */
export function sound(word: string): string {
  return word
    .replaceAll('ph', 'f')
    .replaceAll(/tch|tsch|ch|cz/g, 'c')
    .replaceAll(/sch|sh/g, 's')
    .replaceAll(/kh|gh|ck|[qkx]/g, 'k')
    .replaceAll(/ts|tz/g, 'z')
    .replaceAll('w', 'v')
    .replaceAll(/iu|yu|ju/g, 'u')
    .replaceAll(/ia|ya|ja/g, 'a')
    .replaceAll(/ou|oo|o/g, 'u')
    .replaceAll(/ei|ey|ay|ai|ee|ie|y|j|e/g, 'i')
    .replaceAll(/(?<=[^aiu])h/g, '')
    .replaceAll(/(.)\1+/g, '$1');
}

/** The consonants of a word as it sounds: what is left of Muhammad, Mohamed and Mehmed. */
export const skeleton = (word: string): string => sound(word).replaceAll(/[aiu]/g, '');
