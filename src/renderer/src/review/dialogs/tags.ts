/** As many as a decision may carry, and as long as one may be. */
export const mostTags = 20;
export const mostTagLetters = 60;

/** With one more, unless it is empty, there already or one too many. */
export function withTag(tags: readonly string[], word: string): readonly string[] {
  const clean = word.trim();
  return clean === '' || tags.includes(clean) || tags.length >= mostTags ? tags : [...tags, clean];
}
