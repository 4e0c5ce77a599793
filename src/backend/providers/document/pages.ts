import type { ReadDocument } from '../reading/index.ts';

const numbered = /\b(?:page|seite|p[aá]gina|pagina)\s*:?\s*(\d{1,3})\s*(?:of|von|sur|de|\/)\s*(\d{1,3})\b/iu;
/** Without the word, only a line of its own: three of four things may stand anywhere. */
const alone = /^(\d{1,3}) (?:of|von|sur|de) (\d{1,3})$/iu;

export interface PageGap {
  /** Pages that the document says it has. */
  readonly total: number;
  /** Those of which no number was found, in order. */
  readonly missing: readonly number[];
}

/** The pages that a document numbers ("page 1 of 3") and does not have; undefined where none is missing or none numbered. */
export function missingPages({ pages, pageCount }: ReadDocument): PageGap | undefined {
  const found = pages.flatMap(({ lines }) => {
    for (const { text } of lines) {
      const [, number = '', total = ''] = numbered.exec(text) ?? alone.exec(text) ?? [];
      if (total !== '') return [{ number: Number(number), total: Number(total) }];
    }
    return [];
  });
  const total = Math.max(0, ...found.map(one => one.total));
  // Of a document that goes on after the pages that were read, nothing is said.
  if (total === 0 || total > 100 || pageCount > pages.length) return undefined;
  const seen = new Set(found.map(({ number }) => number));
  const missing = Array.from({ length: total }, (_, place) => place + 1).filter(number => !seen.has(number));
  // Pages whose number could not be read are there all the same.
  return missing.length > 0 && pageCount < total ? { total, missing } : undefined;
}
