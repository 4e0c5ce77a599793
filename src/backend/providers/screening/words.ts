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

/** Words of many companies' names: alone they name none of them. */
const trades: ReadonlySet<string> = new Set([
  'bank', 'capital', 'construction', 'consulting', 'energy', 'engineering', 'enterprises', 'finance', 'gas', 'general', 'global',
  'industries', 'international', 'investment', 'investments', 'logistics', 'marine', 'oil', 'petroleum', 'services', 'shipping',
  'systems', 'technologies', 'technology', 'trade', 'trading', 'transport',
]); // prettier-ignore

/** Of a longer name only so many words are looked at: none on a list has more, and each costs. */
export const mostWords = 12;

/** The telling words of a folded name; all of its words where none tells. */
function telling(words: readonly string[], kind: Kind): readonly string[] {
  const dropped = kind === 'organisation' ? [particles, companyWords] : [particles];
  const kept = words.filter(word => !dropped.some(set => set.has(word)));
  return kept.length > 0 ? kept : words;
}

/** Whether a word can stand for the whole name of a company. */
export const namesAlone = (word: string): boolean => word.length >= 3 && !trades.has(word);

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
 * a time.
 */
function joined(words: readonly string[]): readonly (readonly string[])[] {
  if (words.length > 4)
    return words
      .slice(1)
      .map((word, place) => [
        ...words.slice(0, place),
        `${words[place] ?? ''}${word}`,
        ...words.slice(place + 2),
      ]);
  return words.slice(1).reduce<readonly (readonly string[])[]>(
    (ways, word) =>
      ways.flatMap(way => [
        [...way, word],
        [...way.slice(0, -1), `${way.at(-1) ?? ''}${word}`],
      ]),
    [words.slice(0, 1)],
  );
}

/** Signs of Arabic script that say the same in the spelling of one country or another, or only stretch a word. */
const arabic: Readonly<Record<string, string>> = {
  '\u0640': '', '\u06cc': '\u064a', '\u0649': '\u064a', '\u06a9': '\u0643', '\u0629': '\u0647',
}; // prettier-ignore
const inOneSpelling = (text: string): string =>
  text.replaceAll(/[\u0640\u06cc\u0649\u06a9\u0629]/g, sign => arabic[sign] ?? sign);

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

/** The ways to write a name in plain Latin words (other scripts as they are); each without order. */
export function wordings(name: string, kind: Kind): readonly (readonly string[])[] {
  const own = inOneSpelling(name);
  const spellings = [own, unbroken(own)].flatMap(text => [text, ...latinSpellings(text)]);
  const ways = new Map<string, readonly string[]>();
  for (const spelling of new Set(spellings.map(fold))) {
    if (spelling === '') continue;
    const words = spelling.split(' ').slice(0, mostWords);
    for (const way of [words, attached(words), ...joined(words)]) {
      const told = telling(way, kind);
      ways.set(told.toSorted().join(' '), told);
    }
  }
  return [...ways.values()];
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
