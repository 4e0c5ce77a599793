import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Region } from '../../../../shared/domain/index.ts';
import { linesOf, type BoxedWord } from '../lines.ts';
import type { TextLine } from '../reading.ts';

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

/** The text layer of a page, in lines with their places. Text that does not run from left to right is passed over. */
export async function textLayer(page: PDFPageProxy): Promise<readonly TextLine[]> {
  const viewport = page.getViewport({ scale: 1 });
  const { items } = await page.getTextContent();
  const words = items.flatMap(item => {
    if (!('str' in item) || item.str.trim() === '') return [];
    const [a = 1, b = 0, , , x = 0, y = 0] = times(viewport.transform, item.transform as Matrix);
    if (Math.abs(b) > Math.abs(a) * 0.2 || a < 0) return [];
    const height = item.height || Math.hypot(a, b);
    return wordsOf(item.str.normalize('NFKC'), x, y - height * 0.85, item.width, height * 1.1);
  });
  return linesOf(words, viewport.width, viewport.height);
}
