import { fold, latinSpellings } from '../../../shared/domain/index.ts';

const pairs = (from: string, to: string): readonly (readonly [string, string])[] =>
  [...from].map((letter, place) => [letter, to[place] ?? '']);

/** Letters of living alphabets that neither Unicode nor a table of the domain takes back to a plainer one. */
const plainer: ReadonlyMap<string, string> = new Map([
  ...pairs('əƏɛƐɔƆɓƁɗƊƙƘƴƳǝƎɖƉƒƑɣƔʋƲɲƝɩƖʊƱʒƷǥǤ', 'aAeEoObBdDkKyYeEdDfFgGvVnNiIuUzZgG'),
  // Cyrillic beyond Russian, and its letters with marks that other tables hold without.
  ...pairs('ҳҲҷҶӣӢӯӮӑӐӗӖӳӲҫҪҙҘҡҠҕҔҗҖѣѢѳѲѵѴӹӸӓӒӧӦӥӤ', 'хХчЧиИуУаАеЕуУсСзЗкКгГжЖеЕфФиИыЫаАоОиИ'),
  // Signs of Arabic script that say the same in the spelling of one country or another.
  ...pairs('\u06cc\u0649\u06a9\u0629', '\u064a\u064a\u0643\u0647'),
]);

/** Cyrillic and Greek letters by the Latin ones that they look like, whatever they sound like. */
const looks: ReadonlyMap<string, string> = new Map([
  ...pairs('АВЕЅІЈКМНОРСТУХҺԚԜӀЬаеѕіјкмнорстухһԁԛԝӏвпгьи', 'ABESIJKMHOPCTYXHQWIBaesijkmhopctyxhdqwlbnrbu'),
  ...pairs('ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαβεικνορτυχγωη', 'ABEZHIKMNOPTYXabeikvoptuxywn'),
]);

/** A name in letters that can be compared: what only shows or stretches a sound is left away, and clicks. */
export const inPlainerLetters = (text: string): string =>
  [...text.normalize('NFKC').replaceAll(/[\p{Lm}ǀ-ǃ]/gu, '')].map(sign => plainer.get(sign) ?? sign).join('');

/** Latin letters for those of another alphabet that only look like them, in a name that holds both; none in any other. */
export const byLooks = (text: string): readonly string[] =>
  /\p{Script=Latin}/u.test(text) && /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(text)
    ? [[...text].map(sign => looks.get(sign) ?? sign).join('')]
    : [];

/**
 * Whether a name can be looked for on a list at all: in one of its spellings it is of the letters a to z, and has no
 * signs among them, nor digits among those of a person. Lists are in Latin letters, and hold other scripts here and there.
 */
export function isComparable(name: string, kind: 'person' | 'organisation'): boolean {
  const own = inPlainerLetters(name);
  // Letters in a circle or a square are signs, and not all of them are known to be letters.
  if (/[\p{So}--[©®™°№]]/v.test(own)) return false;
  if (kind === 'person' && /\p{L}\p{N}|\p{N}\p{L}/u.test(own)) return false;
  return [own, ...latinSpellings(own)]
    .map(fold)
    .some(spelling => /^[a-z0-9 ]*[a-z][a-z0-9 ]*$/.test(spelling));
}
