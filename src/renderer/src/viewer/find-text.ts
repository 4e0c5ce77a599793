import type { Region } from '../../../shared/domain/index.ts';
import type { TextRun } from './open/index.ts';

/** One place of a searched text on a page: the boxes that it covers, as fractions of the upright page. */
export interface Hit {
  readonly page: number;
  readonly regions: readonly Region[];
}

interface Letter {
  /** Index of the run, and of the character in it. */
  readonly run: number;
  readonly at: number;
}

/** Case, marks and compatibility forms do not count; every kind of space is one space. */
const simple = (character: string): string =>
  /\s/u.test(character) ? ' ' : character.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** Folds a page's text for searching and remembers where each folded character came from. */
function foldRuns(runs: readonly TextRun[]): { readonly text: string; readonly from: readonly Letter[] } {
  let text = '';
  const from: Letter[] = [];
  const push = (piece: string, letter: Letter): void => {
    if (piece === ' ' && (text === '' || text.endsWith(' '))) return;
    text += piece;
    for (let index = 0; index < piece.length; index += 1) from.push(letter);
  };
  runs.forEach((run, index) => {
    let at = 0;
    for (const character of run.text) {
      push(simple(character), { run: index, at });
      at += character.length;
    }
    if (run.ends) push(' ', { run: index, at });
  });
  return { text, from };
}

/** The part of a run's box that some of its characters take, taking all to be equally wide. */
function partOf(run: TextRun, start: number, end: number): Region {
  const length = Math.max(1, run.text.length);
  const [first, last] = [Math.min(start, length) / length, Math.min(end, length) / length];
  switch (run.direction) {
    case 'ltr':
      return [run.x + run.width * first, run.y, run.width * (last - first), run.height];
    case 'rtl':
      return [run.x + run.width * (1 - last), run.y, run.width * (last - first), run.height];
    case undefined:
      return [run.x, run.y, run.width, run.height];
  }
}

/** Every place of `query` on a page, in reading order; matches may run over several runs and lines. */
export function findOnPage(page: number, runs: readonly TextRun[], query: string): readonly Hit[] {
  const wanted = [...query.trim()].map(simple).join('').replace(/ +/g, ' ');
  if (wanted === '') return [];
  const { text, from } = foldRuns(runs);
  const hits: Hit[] = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
    const spans = new Map<number, { start: number; end: number }>();
    for (const { run, at: character } of from.slice(at, at + wanted.length)) {
      const span = spans.get(run);
      spans.set(run, { start: span?.start ?? character, end: character + 1 });
    }
    const regions = [...spans].flatMap(([run, { start, end }]) => {
      const found = runs[run];
      return found && found.width > 0 ? [partOf(found, start, end)] : [];
    });
    if (regions.length > 0) hits.push({ page, regions });
  }
  return hits;
}
