/** Runs of numbers in words: "2, 4–12". */
function ranges(numbers: readonly number[]): string {
  const runs: { first: number; last: number }[] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run && run.last === number - 1) run.last = number;
    else runs.push({ first: number, last: number });
  }
  return runs.map(({ first, last }) => (first === last ? `${first}` : `${first}–${last}`)).join(', ');
}

/** What of a document a person has had on the screen. */
export function seenWords(pageCount: number, seen: ReadonlySet<number>): string {
  const missing = Array.from({ length: pageCount }, (_, index) => index + 1).filter(page => !seen.has(page));
  if (missing.length === 0) return pageCount > 1 ? 'All pages seen' : 'Seen';
  if (missing.length === pageCount) return 'Not seen yet';
  return `${missing.length === 1 ? 'Page' : 'Pages'} ${ranges(missing)} not seen yet`;
}
