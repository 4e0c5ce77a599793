import { ranges } from '../ui/index.ts';

/** What of a document a person has had on the screen. */
export function seenWords(pageCount: number, seen: ReadonlySet<number>): string {
  const missing = Array.from({ length: pageCount }, (_, index) => index + 1).filter(page => !seen.has(page));
  if (missing.length === 0) return pageCount > 1 ? 'All pages seen' : 'Seen';
  if (missing.length === pageCount) return 'Not seen yet';
  return `${missing.length === 1 ? 'Page' : 'Pages'} ${ranges(missing)} not seen yet`;
}
