import type { Region } from '../../../shared/domain/index.ts';
import type { TextLine, Word } from './reading.ts';

/** A word with its box in any unit: left, top, width, height. */
export interface BoxedWord {
  readonly text: string;
  readonly box: Region;
}

/** A gap wider than so many line heights parts two columns. */
const columnGap = 1.6;

const round = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 10_000) / 10_000;

function around(boxes: readonly Region[]): Region {
  const left = Math.min(...boxes.map(([x]) => x));
  const top = Math.min(...boxes.map(([, y]) => y));
  const right = Math.max(...boxes.map(([x, , width]) => x + width));
  const bottom = Math.max(...boxes.map(([, y, , height]) => y + height));
  return [left, top, right - left, bottom - top];
}

/** Words that stand side by side, from left to right. */
function runsOf(words: readonly BoxedWord[]): readonly (readonly BoxedWord[])[] {
  const runs: BoxedWord[][] = [];
  for (const word of words.toSorted((a, b) => a.box[0] - b.box[0])) {
    const run = runs.find(other => {
      const last = other.at(-1);
      if (!last) return false;
      const [x, y, width, height] = last.box;
      const tall = Math.max(height, word.box[3]);
      const gap = word.box[0] - x - width;
      const off = Math.abs(word.box[1] + word.box[3] / 2 - y - height / 2);
      return off < tall * 0.45 && gap < tall * columnGap && gap > -tall;
    });
    if (run) run.push(word);
    else runs.push([word]);
  }
  return runs;
}

/** Words of one page, and letters of one word: several times what the smallest print holds, and what is handed out is bounded. */
const mostWords = 4000;
const mostLetters = 200;

/** The lines that words on a page of that size form, columns apart, from the top down and then from the left. */
export function linesOf(words: readonly BoxedWord[], width: number, height: number): readonly TextLine[] {
  const fraction = ([x, y, wide, tall]: Region): Region => [
    round(x / width),
    round(y / height),
    round(wide / width),
    round(tall / height),
  ];
  const some = words.slice(0, mostWords).map(({ text, box }) => ({ text: text.slice(0, mostLetters), box }));
  return runsOf(some)
    .map(run => ({
      text: run.map(({ text }) => text).join(' '),
      region: fraction(around(run.map(({ box }) => box))),
      words: run.map(({ text, box }): Word => ({ text, region: fraction(box) })),
    }))
    .toSorted((a, b) => a.region[1] - b.region[1] || a.region[0] - b.region[0]);
}
