import type { PDFWorker } from 'pdfjs-dist';
import rendererUrl from 'pdfjs-dist/build/pdf.renderer.min.mjs?url';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';

export type Pdfjs = typeof import('pdfjs-dist');

export interface RunningWorker {
  readonly pdfjs: Pdfjs;
  readonly worker: PDFWorker;
  /** Rejects when the worker's script could not be run; never resolves. */
  readonly failed: Promise<never>;
  /** Ends the process behind it at once, whatever it is busy with. */
  readonly end: () => void;
}

/**
 * Starts pdf.js and its parsing worker. The Worker is ours, not the library's: asking a hung one to end would
 * wait for its answer, and without one pdf.js would quietly parse hostile files on the main thread.
 */
export async function startPdfWorker(): Promise<RunningWorker> {
  const pdfjs = await import('pdfjs-dist');
  pdfjs.GlobalWorkerOptions.workerSrc = workerUrl;
  pdfjs.GlobalWorkerOptions.rendererSrc = rendererUrl;
  const port = new Worker(workerUrl, { type: 'module', name: 'pdf' });
  const { promise: failed, reject } = Promise.withResolvers<never>();
  failed.catch(() => undefined);
  port.addEventListener('error', event => reject(new Error(`pdf worker: ${event.message}`)), { once: true });
  const worker = pdfjs.PDFWorker.create({ port, verbosity: pdfjs.VerbosityLevel.ERRORS });
  return { pdfjs, worker, failed, end: () => port.terminate() };
}
