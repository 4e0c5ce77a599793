/** Letters that Unicode does not decompose but people type without their stroke or ligature. */
const plain: Readonly<Record<string, string>> = {
  ł: 'l', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ß: 'ss', æ: 'ae', œ: 'oe', ı: 'i', ħ: 'h', ŧ: 't', ŋ: 'n', ĸ: 'k',
}; // prettier-ignore

/** Whether the text is ASCII alone. */
export const isAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);

/**
 * The form under which text is searched: compatibility-decomposed, without marks, lower case, single spaces,
 * apostrophes and what shows nothing (a soft hyphen, a zero-width space) dropped, hyphens to spaces. The same fold on both sides, so "Łukasz-O’Brien" meets "lukasz obrien".
 */
export function fold(text: string): string {
  // Most of what is folded is plain words or at least plain ASCII, for which the same comes ten times faster.
  if (/^[A-Za-z0-9]+(?: [A-Za-z0-9]+)*$/.test(text)) return text.toLowerCase();
  if (isAscii(text))
    return text
      .toLowerCase()
      .replace(/['`]/g, '')
      .replace(/[^a-z0-9]+/g, ' ')
      .trim();
  return text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Default_Ignorable_Code_Point}]+/gu, '')
    .toLowerCase()
    .replace(/[łøđðþßæœıħŧŋĸ]/g, letter => plain[letter] ?? letter)
    .replace(/[’'`´ʼ]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
