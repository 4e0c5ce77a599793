import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Region } from '../../../../shared/domain/index.ts';
import { turns, type Turn } from '../image/raster.ts';
import { linesOf, type BoxedWord } from '../lines.ts';
import type { PageReading } from '../reading.ts';

type Matrix = readonly number[];

const times = (m: Matrix, n: Matrix): Matrix => {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = m;
  const [g = 1, h = 0, i = 0, j = 1, k = 0, l = 0] = n;
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
};

/** Letters of a piece of text that is set in one go are taken to be equally wide: a word's place is good to a letter. */
function wordsOf(text: string, x: number, top: number, width: number, height: number): readonly BoxedWord[] {
  const each = width / Math.max(1, text.length);
  return [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => {
    const box: Region = [x + index * each, top, word.length * each, height];
    return { text: word, box };
  });
}

/** How the page must be turned for text that runs this way to run from left to right; undefined where no quarter turn does. */
function turnFor(a: number, b: number): Turn | undefined {
  const isAlong = Math.abs(b) <= Math.abs(a) * 0.2;
  if (!isAlong && Math.abs(a) > Math.abs(b) * 0.2) return undefined;
  if (isAlong) return a > 0 ? 0 : 2;
  return b > 0 ? 3 : 1;
}

interface Piece {
  readonly text: string;
  readonly width: number;
  readonly height: number;
  readonly transform: Matrix;
}

/** The turn with which most letters run from left to right: pages are printed across, and scanned on their side. */
function turnOf(pieces: readonly Piece[], whole: Matrix): Turn {
  const letters = turns.map(() => 0);
  for (const { text, transform } of pieces) {
    const [a = 1, b = 0] = times(whole, transform);
    const turn = turnFor(a, b);
    if (turn !== undefined) letters[turn] = (letters[turn] ?? 0) + text.length;
  }
  return turns.reduce((best, turn) => ((letters[turn] ?? 0) > (letters[best] ?? 0) ? turn : best), 0 as Turn);
}

/**
 * The text layer of a page, in lines with their places. Of text that runs several ways the most is read, and what stands
 * across it is passed over.
 */
export async function textLayer(page: PDFPageProxy): Promise<Pick<PageReading, 'lies' | 'lines'>> {
  const { items } = await page.getTextContent();
  const pieces = items.flatMap((item): Piece[] =>
    'str' in item && item.str.trim() !== ''
      ? [
          {
            text: item.str.normalize('NFKC'),
            width: item.width,
            height: item.height,
            transform: item.transform as Matrix,
          },
        ]
      : [],
  );
  const turn = turnOf(pieces, page.getViewport({ scale: 1 }).transform);
  const viewport = page.getViewport({ scale: 1, rotation: (page.rotate + turn * 90) % 360 });
  const words = pieces.flatMap(piece => {
    const [a = 1, b = 0, , , x = 0, y = 0] = times(viewport.transform, piece.transform);
    if (turnFor(a, b) !== 0) return [];
    const height = piece.height || Math.hypot(a, b);
    return wordsOf(piece.text, x, y - height * 0.85, piece.width, height * 1.1);
  });
  const { width, height } = page.getViewport({ scale: 1 });
  return {
    lies: { size: { width, height }, skew: 0, turn },
    lines: linesOf(words, viewport.width, viewport.height),
  };
}
