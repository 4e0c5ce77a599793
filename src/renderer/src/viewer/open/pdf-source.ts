import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
import type { Size } from '../geometry.ts';
import { limits } from '../limits.ts';
import { withDeadline } from './deadline.ts';
import { DocumentFailure } from './failure.ts';
import { textRuns } from './pdf-text.ts';
import type { Pdfjs } from './pdf-worker.ts';
import type { DocumentSource, DrawRequest } from './source.ts';

interface Parts {
  readonly pdfjs: Pdfjs;
  readonly pdf: PDFDocumentProxy;
  readonly first: PDFPageProxy;
  /** Bytes of the file. */
  readonly size: number;
  readonly close: () => void;
  /** Called when a page was not done in time. */
  readonly hung: () => void;
}

/** PDF user space is 72 units an inch, a CSS pixel 1/96 inch. */
const pixelsPerPoint = 96 / 72;

/** Pages beyond these are measured when they come near: asking for 500 would hold up the first. */
const measuredAhead = 24;

function sizeOf(page: PDFPageProxy): Size {
  const { width, height } = page.getViewport({ scale: pixelsPerPoint });
  return { width: Math.max(1, width), height: Math.max(1, height) };
}

/** A document of pdf.js behind the common interface. Nothing in it can be clicked: pages are only ever drawn. */
export function createPdfSource({ pdfjs, pdf, first, size, close, hung }: Parts): DocumentSource {
  const listeners = new Set<() => void>();
  const proxies = new Map<number, Promise<PDFPageProxy>>([[1, Promise.resolve(first)]]);
  let pages: readonly Size[] = Array.from({ length: pdf.numPages }, () => sizeOf(first));
  let closed = false;

  const tooSlow = () => new DocumentFailure({ kind: 'too_slow' });

  const pageOf = (number: number): Promise<PDFPageProxy> => {
    const known = proxies.get(number);
    if (known) return known;
    const asked = pdf.getPage(number);
    proxies.set(number, asked);
    asked.then(
      page => learn(number, sizeOf(page)),
      () => proxies.delete(number),
    );
    return asked;
  };

  const learn = (number: number, found: Size): void => {
    const known = pages[number - 1];
    if (closed || !known || (known.width === found.width && known.height === found.height)) return;
    pages = pages.with(number - 1, found);
    for (const listener of listeners) listener();
  };

  for (let number = 2; number <= Math.min(pdf.numPages, measuredAhead); number += 1) {
    pageOf(number).catch(() => undefined);
  }

  /** Runs one piece of work on a page; the worker is ended when it does not answer in time. */
  const timed = async <T>(work: Promise<T>, signal: AbortSignal): Promise<T> => {
    try {
      return await withDeadline(work, limits.pageMs, tooSlow, signal);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (error instanceof DocumentFailure) {
        hung();
        throw error;
      }
      throw new DocumentFailure({ kind: 'unreadable' });
    }
  };

  const draw = async (request: DrawRequest): Promise<void> => {
    const { canvas, rotation, width, height, signal } = request;
    const page = await timed(pageOf(request.page), signal);
    const turn = (page.rotate + rotation) % 360;
    const natural = page.getViewport({ scale: 1, rotation: turn });
    const viewport = page.getViewport({ scale: width / natural.width, rotation: turn });
    canvas.width = width;
    canvas.height = height;
    const drawing = page.render({ canvas, viewport, annotationMode: pdfjs.AnnotationMode.ENABLE });
    const cancel = () => drawing.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      await timed(drawing.promise, signal);
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  };

  return {
    kind: 'pdf',
    pages: () => pages,
    onPages: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    bytes: size + pdf.numPages * 20_000,
    draw,
    text: async (number, signal) => {
      const page = await timed(pageOf(number), signal);
      const content = await timed(page.getTextContent(), signal);
      return textRuns(content, page.getViewport({ scale: 1 }));
    },
    close: () => {
      closed = true;
      listeners.clear();
      close();
    },
  };
}
