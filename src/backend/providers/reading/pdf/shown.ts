import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';

type Matrix = readonly [number, number, number, number, number, number];

const upright: Matrix = [1, 0, 0, 1, 0, 0];

const isMatrix = (value: unknown): value is Matrix =>
  (Array.isArray(value) || ArrayBuffer.isView(value)) &&
  'length' in value &&
  value.length === 6 &&
  Array.from(value as ArrayLike<unknown>).every(part => typeof part === 'number');

const times = ([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix): Matrix => [
  a * g + c * h,
  b * g + d * h,
  a * i + c * j,
  b * i + d * j,
  a * k + c * l + e,
  b * k + d * l + f,
];

/** From this share of a page on that pictures cover, the page is a scan. */
const leastCovered = 0.5;

/** Modes in which text is neither filled nor stroked (ISO 32000-1, table 106): what scanners write beneath their picture. */
const unseen: readonly unknown[] = [3, 7];

/**
 * Whether the words of a page's text layer may be others than those that are seen on it: where most of it is a picture, and
 * where some of them are not drawn at all.
 */
export async function saysMoreThanIsSeen(page: PDFPageProxy): Promise<boolean> {
  const { OPS } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const pictures: readonly number[] = [
    OPS.paintImageXObject,
    OPS.paintInlineImageXObject,
    OPS.paintImageMaskXObject,
  ];
  const shows: readonly number[] = [OPS.showText, OPS.showSpacedText, OPS.nextLineShowText];
  const { fnArray, argsArray } = await page.getOperatorList();
  const [left = 0, bottom = 0, right = 0, top = 0] = page.view;
  const whole = Math.abs((right - left) * (top - bottom));
  let state = { matrix: upright, mode: 0 as unknown };
  const states: (typeof state)[] = [];
  let covered = 0;
  for (const [at, operation] of fnArray.entries()) {
    const given: unknown = argsArray[at];
    const [first]: readonly unknown[] = Array.isArray(given) ? given : [];
    if (operation === OPS.save) states.push(state);
    else if (operation === OPS.restore || operation === OPS.paintFormXObjectEnd)
      state = states.pop() ?? state;
    else if (operation === OPS.transform && isMatrix(given)) {
      state = { ...state, matrix: times(state.matrix, given) };
    } else if (operation === OPS.paintFormXObjectBegin) {
      states.push(state);
      if (isMatrix(first)) state = { ...state, matrix: times(state.matrix, first) };
    } else if (operation === OPS.setTextRenderingMode) state = { ...state, mode: first };
    else if (shows.includes(operation) && unseen.includes(state.mode)) return true;
    else if (pictures.includes(operation)) {
      const [a, b, c, d] = state.matrix;
      covered += Math.abs(a * d - b * c);
    }
  }
  return covered >= whole * leastCovered;
}
