import { fold, isAscii } from '../../../shared/domain/fold.ts';
import { latinSpellings } from '../../../shared/domain/transliterate.ts';

/** What of one case can be found by text. */
export interface Findable {
  /** Names and other words: found in any spelling. */
  readonly names: readonly string[];
  /** Numbers and codes: found with or without their separators. */
  readonly codes: readonly string[];
}

export interface IndexText {
  /** For the trigram index: three characters and more, anywhere inside a word. */
  readonly long: string;
  /** For the short index: the first one or two characters of every word, and every pair inside scripts without spaces. */
  readonly short: string;
}

/** Scripts that are written without spaces, where a name is found by any character of it. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

const characters = (word: string): readonly string[] => [...word];

/** What of each word goes to the short index. */
function addTokens(tokens: Set<string>, folded: string): void {
  const ascii = isAscii(folded);
  for (const word of folded.split(' ')) {
    if (ascii) tokens.add(word.slice(0, 2));
    else addOther(tokens, word);
  }
}

function addOther(tokens: Set<string>, word: string): void {
  const letters = characters(word);
  if (unspaced.test(word))
    letters.forEach((_, index) => tokens.add(letters.slice(index, index + 2).join('')));
  else tokens.add(letters.slice(0, 2).join(''));
}

/** The two texts under which a case is indexed, folded. */
export function indexText({ names, codes }: Findable): IndexText {
  const tokens = new Set<string>();
  const phrases = new Set<string>();
  const add = (text: string): string => {
    const folded = fold(text);
    if (folded === '' || phrases.has(folded)) return folded;
    phrases.add(folded);
    addTokens(tokens, folded);
    return folded;
  };
  for (const name of names) {
    add(name);
    for (const spelling of latinSpellings(name)) add(spelling);
  }
  for (const code of codes) {
    const folded = add(code);
    // An address is not written without its dots; it would be a sixth of the index.
    if (folded.includes(' ') && !code.includes('@')) phrases.add(folded.replaceAll(' ', ''));
  }
  return { long: [...phrases].join(' '), short: [...tokens].join(' ') };
}

export interface SearchTerms {
  /** FTS5 expression for the trigram index; undefined when no term is long enough. */
  readonly long: string | undefined;
  /** FTS5 expression for the short index; undefined when no term is short. */
  readonly short: string | undefined;
  /** The text as it may begin an id; undefined when it can't be one. */
  readonly idPrefix: string | undefined;
}

const quote = (term: string): string => `"${term.replaceAll('"', '""')}"`;

/** Splits what a person typed into expressions; every term must be found. Undefined when nothing is left to look for. */
export function searchTerms(text: string): SearchTerms | undefined {
  const terms = [...new Set(fold(text).split(' '))].filter(term => term !== '');
  if (terms.length === 0) return undefined;
  const long = terms.filter(term => characters(term).length >= 3);
  const short = terms.filter(term => characters(term).length < 3);
  const trimmed = text.trim().toLowerCase();
  return {
    long: long.length === 0 ? undefined : long.map(quote).join(' AND '),
    short:
      short.length === 0
        ? undefined
        : short.map(term => (characters(term).length === 1 ? `${quote(term)} *` : quote(term))).join(' AND '),
    idPrefix: /^[\w-]{6,64}$/.test(trimmed) ? trimmed : undefined,
  };
}
