import type { PDFWorker } from 'pdfjs-dist';
import rendererUrl from 'pdfjs-dist/build/pdf.renderer.min.mjs?url';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';

export type Pdfjs = typeof import('pdfjs-dist');

export interface RunningWorker {
  readonly pdfjs: Pdfjs;
  readonly worker: PDFWorker;
  /** Rejects when the worker's script could not be run; never resolves. */
  readonly failed: Promise<never>;
  /** A worker that draws; one document has it until it is given back. */
  readonly takeRenderer: () => Worker;
  readonly giveRenderer: (renderer: Worker) => void;
  /** Ends parsing and drawing at once, whatever they are busy with. */
  readonly end: () => void;
}

/**
 * Starts pdf.js, its parsing worker and the first one that draws. The Workers are ours, not the library's: asking
 * a hung one to end would wait for its answer, and without one pdf.js would quietly parse hostile files on the
 * main thread. Drawing has workers of its own, because pdf.js gives each to one document at a time.
 */
export async function startPdfWorker(): Promise<RunningWorker> {
  const pdfjs = await import('pdfjs-dist');
  pdfjs.GlobalWorkerOptions.workerSrc = workerUrl;
  const port = new Worker(workerUrl, { type: 'module', name: 'pdf' });
  const { promise: failed, reject } = Promise.withResolvers<never>();
  failed.catch(() => undefined);
  port.addEventListener('error', event => reject(new Error(`pdf worker: ${event.message}`)), { once: true });
  const worker = pdfjs.PDFWorker.create({ port, verbosity: pdfjs.VerbosityLevel.ERRORS });

  const renderers = new Set<Worker>();
  const startRenderer = (): Worker => {
    const renderer = new Worker(rendererUrl, { type: 'module', name: 'pdf drawing' });
    renderers.add(renderer);
    return renderer;
  };
  const free: Worker[] = [startRenderer()];

  return {
    pdfjs,
    worker,
    failed,
    takeRenderer: () => free.pop() ?? startRenderer(),
    giveRenderer: renderer => {
      free.push(renderer);
    },
    end: () => {
      port.terminate();
      for (const renderer of renderers) renderer.terminate();
    },
  };
}
