import { isAscii } from './fold.ts';

/**
 * How a name may be written in Latin letters. Cyrillic and Greek follow ICAO Doc 9303 part 3 section 6 in its common
 * form (as on travel documents); Latin letters get their machine-readable-zone expansion (ü → ue) as a second spelling.
 */
const cyrillic: Readonly<Record<string, string>> = {
  а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ё: 'e', ж: 'zh', з: 'z', и: 'i', й: 'i', к: 'k', л: 'l', м: 'm',
  н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'kh', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'shch',
  ъ: 'ie', ы: 'y', ь: '', э: 'e', ю: 'iu', я: 'ia',
  і: 'i', ї: 'i', є: 'ie', ґ: 'g', ў: 'u', ђ: 'dj', ј: 'j', љ: 'lj', њ: 'nj', ћ: 'c', џ: 'dz', ѓ: 'g', ќ: 'k', ѕ: 'dz',
  қ: 'k', ғ: 'g', ң: 'n', ө: 'o', ұ: 'u', ү: 'u', һ: 'h', ә: 'a',
}; // prettier-ignore

/** What people type rather than what passports print, where the two differ: Юлия as "yuliya", not "iuliia". */
const cyrillicByEar: Readonly<Record<string, string>> = {
  ...cyrillic, ё: 'yo', й: 'y', ю: 'yu', я: 'ya', х: 'h', ъ: '', є: 'ye', ї: 'yi',
}; // prettier-ignore

const greek: Readonly<Record<string, string>> = {
  α: 'a', β: 'v', γ: 'g', δ: 'd', ε: 'e', ζ: 'z', η: 'i', θ: 'th', ι: 'i', κ: 'k', λ: 'l', μ: 'm', ν: 'n', ξ: 'x',
  ο: 'o', π: 'p', ρ: 'r', σ: 's', ς: 's', τ: 't', υ: 'y', φ: 'f', χ: 'ch', ψ: 'ps', ω: 'o',
}; // prettier-ignore

const zone: Readonly<Record<string, string>> = {
  ä: 'ae', ö: 'oe', ü: 'ue', å: 'aa', ø: 'oe', æ: 'ae', ß: 'ss', þ: 'th', ð: 'd', đ: 'd', ñ: 'n',
}; // prettier-ignore

/** ου, αυ and ευ are read as one before the letters are taken singly (ELOT 743). */
const greekPairs: readonly (readonly [RegExp, string])[] = [
  [/ου/g, 'ou'],
  [/αυ/g, 'av'],
  [/ευ/g, 'ev'],
];

const bare = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .normalize('NFC');

function fromCyrillic(text: string, table: Readonly<Record<string, string>>): string {
  return text.replace(/[\u0400-\u04ff]/g, letter => table[letter] ?? letter);
}

function fromGreek(text: string): string {
  const paired = greekPairs.reduce((rest, [pair, latin]) => rest.replace(pair, latin), bare(text));
  return paired.replace(/[\u0370-\u03ff]/g, letter => greek[letter] ?? letter);
}

/** Every Latin spelling of a text beside its own; empty for plain Latin. Lower case, not folded. */
export function latinSpellings(text: string): readonly string[] {
  if (isAscii(text)) return [];
  const lower = text.normalize('NFC').toLowerCase();
  const spellings = new Set<string>();
  if (/[\u0400-\u04ff]/.test(lower)) {
    spellings.add(fromCyrillic(lower, cyrillic));
    spellings.add(fromCyrillic(lower, cyrillicByEar));
  }
  if (/[\u0370-\u03ff\u1f00-\u1fff]/.test(lower)) spellings.add(fromGreek(lower));
  if (/[äöüåøæßþðđñ]/.test(lower))
    spellings.add(lower.replace(/[äöüåøæßþðđñ]/g, letter => zone[letter] ?? letter));
  spellings.delete(lower);
  return [...spellings];
}
