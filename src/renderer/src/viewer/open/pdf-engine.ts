import { limits } from '../limits.ts';
import { withDeadline } from './deadline.ts';
import { DocumentFailure } from './failure.ts';
import { createPdfSource } from './pdf-source.ts';
import { startPdfWorker, type RunningWorker } from './pdf-worker.ts';
import type { DocumentSource } from './source.ts';

export interface PdfEngine {
  /**
   * Opens a PDF; takes the bytes over. Throws `DocumentFailure`. `onHung` says that this document, now or later,
   * kept the worker busy until it was ended, before anybody is told that the worker is lost.
   */
  readonly open: (bytes: Uint8Array<ArrayBuffer>, onHung: () => void) => Promise<DocumentSource>;
  /** Loads pdf.js ahead of the first document. */
  readonly warm: () => void;
  readonly close: () => void;
}

/** A file of our own origin that pdf.js fetches at run time; folders end in a slash. */
const asset = (folder: string): string => new URL(`pdfjs/${folder}/`, document.baseURI).href;

/**
 * One parsing worker for all PDFs, started when first needed. A page that is not done in time ends the worker
 * with everything in it: `onLost` says so, after which documents are opened again on a fresh one.
 */
export function createPdfEngine(onLost: () => void): PdfEngine {
  let running: Promise<RunningWorker> | undefined;

  const start = (): Promise<RunningWorker> => {
    const starting = startPdfWorker();
    running = starting;
    starting.then(
      ({ failed }) => failed.catch(() => end(starting)),
      () => end(starting),
    );
    return starting;
  };

  /** `blame` is called only by the first to find the worker hung: what waited behind it is innocent. */
  const end = (which: Promise<RunningWorker>, blame?: () => void): void => {
    if (which !== running) return;
    running = undefined;
    blame?.();
    void which.then(
      worker => worker.end(),
      () => undefined,
    );
    onLost();
  };

  const open = async (bytes: Uint8Array<ArrayBuffer>, onHung: () => void): Promise<DocumentSource> => {
    const mine = running ?? start();
    const { pdfjs, worker, failed, takeRenderer, giveRenderer } = await mine;
    const renderer = takeRenderer();
    // Read by getDocument before it returns: it takes the first port that no document has.
    pdfjs.GlobalWorkerOptions.rendererPorts = [renderer];
    // The bytes are handed to the worker: their length is known only before.
    const size = bytes.byteLength;
    const task = pdfjs.getDocument({
      data: bytes,
      worker,
      enableXfa: false,
      maxImageSize: limits.pdfImagePixels,
      cMapUrl: asset('cmaps'),
      cMapPacked: true,
      standardFontDataUrl: asset('standard_fonts'),
      wasmUrl: asset('wasm'),
      iccUrl: asset('iccs'),
      useWorkerFetch: true,
      verbosity: pdfjs.VerbosityLevel.ERRORS,
    });
    const close = (): void => {
      // It settles only when the worker answers; an ended one takes its renderers with it.
      void task.destroy().then(
        () => giveRenderer(renderer),
        () => undefined,
      );
    };
    const tooSlow = () => new DocumentFailure({ kind: 'too_slow' });
    try {
      const pdf = await withDeadline(Promise.race([task.promise, failed]), limits.pageMs, tooSlow);
      if (pdf.numPages > limits.pages) {
        throw new DocumentFailure({ kind: 'too_many_pages', pages: pdf.numPages });
      }
      const first = await withDeadline(pdf.getPage(1), limits.pageMs, tooSlow);
      return createPdfSource({
        pdfjs,
        pdf,
        first,
        size,
        close,
        hung: () => end(mine, onHung),
      });
    } catch (error) {
      const failure = asFailure(error, pdfjs.PasswordException);
      if (failure.problem.kind === 'too_slow') end(mine, onHung);
      else close();
      throw failure;
    }
  };

  return {
    open,
    warm: () => void (running ?? start()).catch(() => undefined),
    close: () => {
      const last = running;
      running = undefined;
      void last?.then(
        worker => worker.end(),
        () => undefined,
      );
    },
  };
}

function asFailure(
  error: unknown,
  PasswordException: abstract new (...args: never) => unknown,
): DocumentFailure {
  if (error instanceof DocumentFailure) return error;
  return new DocumentFailure({ kind: error instanceof PasswordException ? 'password' : 'unreadable' });
}
