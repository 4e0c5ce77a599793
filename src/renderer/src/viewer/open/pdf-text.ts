import type { PDFPageProxy } from 'pdfjs-dist';
import type { TextRun } from './source.ts';

type TextContent = Awaited<ReturnType<PDFPageProxy['getTextContent']>>;
type Viewport = Pick<ReturnType<PDFPageProxy['getViewport']>, 'width' | 'height' | 'transform'>;
type Matrix = readonly [number, number, number, number, number, number];

const matrix = (values: readonly unknown[]): Matrix => {
  const [a, b, c, d, e, f] = values.map(Number);
  return [a ?? 1, b ?? 0, c ?? 0, d ?? 1, e ?? 0, f ?? 0];
};

/** First `inner`, then `outer`. */
const times = (outer: Matrix, inner: Matrix): Matrix => [
  outer[0] * inner[0] + outer[2] * inner[1],
  outer[1] * inner[0] + outer[3] * inner[1],
  outer[0] * inner[2] + outer[2] * inner[3],
  outer[1] * inner[2] + outer[3] * inner[3],
  outer[0] * inner[4] + outer[2] * inner[5] + outer[4],
  outer[1] * inner[4] + outer[3] * inner[5] + outer[5],
];

/** The texts of a page with their boxes as fractions of it; `viewport` is the page's own at scale 1. */
export function textRuns(content: TextContent, viewport: Viewport): readonly TextRun[] {
  const outer = matrix(viewport.transform);
  return content.items.flatMap(item => {
    if (!('str' in item)) return [];
    const [a, b, c, d, x, y] = times(outer, matrix(item.transform));
    const along = Math.hypot(a, b) || 1;
    const up = Math.hypot(c, d) || 1;
    const height = item.height || up;
    const [wx, wy] = [(a / along) * item.width, (b / along) * item.width];
    const [hx, hy] = [(c / up) * height, (d / up) * height];
    const xs = [x, x + wx, x + hx, x + wx + hx];
    const ys = [y, y + wy, y + hy, y + wy + hy];
    const left = Math.min(...xs);
    const top = Math.min(...ys);
    const level = Math.abs(b) < 0.01 * along && a > 0;
    return [
      {
        text: item.str,
        x: left / viewport.width,
        y: top / viewport.height,
        width: (Math.max(...xs) - left) / viewport.width,
        height: (Math.max(...ys) - top) / viewport.height,
        direction: level ? (item.dir === 'rtl' ? ('rtl' as const) : ('ltr' as const)) : undefined,
        ends: item.hasEOL,
      },
    ];
  });
}
