/** The first letters of the first and last word, by grapheme, so that combining marks stay whole. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const segmenter = new Intl.Segmenter();
  const first = (word: string | undefined): string =>
    word === undefined ? '' : ([...segmenter.segment(word)][0]?.segment ?? '');
  return (first(words[0]) + (words.length > 1 ? first(words.at(-1)) : '')).toUpperCase();
}
