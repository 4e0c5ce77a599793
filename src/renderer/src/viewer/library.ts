import { fail, ok, type Result } from '../../../shared/result.ts';
import { problem, type Bridge, type QueueView } from '../../../shared/ipc/index.ts';
import { createAhead } from './ahead.ts';
import type { DocumentProblem } from './document-problem.ts';
import { createKept } from './kept.ts';
import { limits } from './limits.ts';
import {
  createPdfEngine,
  DocumentFailure,
  openDocument,
  readImageHeader,
  type DocumentSource,
} from './open/index.ts';
import { createRenderQueue, type RenderQueue } from './render-queue.ts';
import { createShelf } from './shelf.ts';

export type Opened = Result<DocumentSource, DocumentProblem>;

export interface DocumentLibrary {
  readonly queue: RenderQueue;
  /** The opened document, or why it can't be shown. Asked twice, it is opened once. */
  readonly open: (documentId: string) => Promise<Opened>;
  /** Decodes what the case after this one will show first; nothing of it is shown or noted before it is opened. */
  readonly prepareNext: (view: QueueView, after: string) => Promise<void>;
  /** Keeps a document open while it is on the screen; call what it returns when it no longer is. */
  readonly hold: (documentId: string) => () => void;
  /** What `open` would answer at once, for a first paint without a flash. */
  readonly peek: (documentId: string) => Opened | undefined;
  /** Forgets a failed try, so that the next `open` is a new one. */
  readonly retry: (documentId: string) => void;
  /** Pages drawn before, by key; taken out while shown and given back after. */
  readonly takeDrawn: (key: string) => HTMLCanvasElement | undefined;
  readonly giveDrawn: (key: string, canvas: HTMLCanvasElement) => void;
  /** Small pictures of first pages, kept across cases. */
  readonly thumbnails: {
    readonly get: (key: string) => HTMLCanvasElement | undefined;
    readonly put: (key: string, canvas: HTMLCanvasElement) => void;
  };
  /** Says when a document should be opened anew (it arrived, or its worker was ended); null: any of them. */
  readonly onStale: (listener: (documentId: string | null) => void) => () => void;
  /** Loads what the first document will need. */
  readonly warm: () => void;
  /** Forgets every document, its pixels and the worker that knew it. */
  readonly clear: () => void;
}

/** The key under which a drawn page is kept. */
export const drawnKey = (documentId: string, page: number, width: number, rotation: number): string =>
  `${documentId} ${page} ${width} ${rotation}`;

function freeCanvas(canvas: HTMLCanvasElement): void {
  // A canvas keeps its pixels until it is collected; without size it holds none.
  canvas.width = 0;
  canvas.height = 0;
}

/** Opens documents through the bridge and keeps the last ones open, within a budget of memory. */
export function createDocumentLibrary(bridge: Bridge): DocumentLibrary {
  const listeners = new Set<(documentId: string | null) => void>();
  const opening = new Map<string, Promise<Opened>>();
  const sources = createShelf(limits.keptDocumentBytes, limits.keptDocuments);
  const problems = new Map<string, DocumentProblem>();
  const drawn = createKept<HTMLCanvasElement>(limits.keptCanvasPixels, 200, freeCanvas);
  const thumbnails = createKept<HTMLCanvasElement>(8_000_000, 400, freeCanvas);

  const queue = createRenderQueue();
  /** Device pixels: how wide a viewer last wanted a page, and so most likely wants the next. */
  let drawnWidth: number | undefined;

  const stale = (documentId: string | null): void => {
    for (const listener of listeners) listener(documentId);
  };

  const pdf = createPdfEngine(() => {
    opening.clear();
    sources.drop((_, source) => source.kind === 'pdf');
    ahead.drop(source => source.kind === 'pdf');
    stale(null);
  });

  const decode = (documentId: string, bytes: Uint8Array<ArrayBuffer>): Promise<Opened> => {
    // Without this a document that hangs would be opened again by everybody who shows it, and hang again.
    const hung = () => problems.set(documentId, { kind: 'too_slow' });
    return openDocument(bytes, pdf, hung);
  };

  const read = async (documentId: string): Promise<Opened> => {
    const prepared = ahead.take(documentId);
    if (prepared) {
      const noted = await bridge['document.opened']({ documentId });
      if (noted.ok) return ok(prepared);
      prepared.close();
      if (noted.problem.kind !== 'not_found') return fail({ kind: 'bridge', problem: noted.problem });
    }
    const answer = await bridge['document.read']({ documentId });
    if (!answer.ok) return fail({ kind: 'bridge', problem: answer.problem });
    return decode(documentId, new Uint8Array(answer.value.bytes));
  };

  /** Draws the first page as it will most likely be wanted; where it is not, it is drawn when it is. */
  const drawFirstPage = async (
    documentId: string,
    source: DocumentSource,
    signal: AbortSignal,
  ): Promise<void> => {
    const page = source.pages()[0];
    if (drawnWidth === undefined || !page) return;
    const width = drawnWidth;
    const height = Math.max(1, Math.round((width * page.height) / page.width));
    if (width * height > limits.canvasPixels) return;
    const canvas = document.createElement('canvas');
    try {
      await queue.add('thumbnail', signal, inner =>
        source.draw({ page: 1, width, height, rotation: 0, canvas, signal: inner }),
      );
    } catch (error) {
      if (signal.aborted || error instanceof DocumentFailure) return;
      throw error;
    }
    if (!signal.aborted) drawn.put(drawnKey(documentId, 1, width, 0), canvas, width * height);
  };

  const ahead = createAhead({
    bridge,
    budget: limits.aheadBytes,
    open: async (documentId, bytes) => {
      const opened = sources.get(documentId) ? undefined : await decode(documentId, bytes);
      return opened?.ok ? opened.value : undefined;
    },
    cost: bytes => {
      const header = readImageHeader(bytes);
      return header ? header.width * header.height * 4 : bytes.byteLength;
    },
    opened: (documentId, source, signal) => void drawFirstPage(documentId, source, signal),
    forgotten: documentId => drawn.drop(key => key.startsWith(`${documentId} `)),
  });

  const peek = (documentId: string): Opened | undefined => {
    const source = sources.get(documentId);
    if (source) return ok(source);
    const known = problems.get(documentId);
    return known && fail(known);
  };

  const open = (documentId: string): Promise<Opened> => {
    const known = peek(documentId);
    if (known) return Promise.resolve(known);
    const under = opening.get(documentId);
    if (under) return under;
    const asked = read(documentId).then(opened => {
      // Cleared or replaced in the meantime: nobody may see what a lock has just taken away.
      if (opening.get(documentId) !== asked) {
        if (opened.ok) opened.value.close();
        return fail({ kind: 'bridge' as const, problem: problem('cancelled') });
      }
      opening.delete(documentId);
      if (opened.ok) sources.put(documentId, opened.value);
      else problems.set(documentId, opened.problem);
      return opened;
    });
    opening.set(documentId, asked);
    return asked;
  };

  const retry = (documentId: string): void => {
    problems.delete(documentId);
    opening.delete(documentId);
    sources.drop(key => key === documentId);
    drawn.drop(key => key.startsWith(`${documentId} `));
    thumbnails.drop(key => key.startsWith(`${documentId} `));
  };

  const clear = (): void => {
    ahead.drop(() => true);
    drawnWidth = undefined;
    problems.clear();
    opening.clear();
    sources.drop(() => true);
    drawn.drop(() => true);
    thumbnails.drop(() => true);
    pdf.close();
  };

  bridge.on['document.changed'](({ documentId }) => {
    // A document that is already open is the same bytes: its id names one SHA-256.
    if (!problems.has(documentId)) return;
    retry(documentId);
    stale(documentId);
  });
  bridge.on['app.changed'](app => {
    if (app.phase !== 'ready') clear();
  });

  return {
    queue,
    open,
    prepareNext: ahead.prepare,
    hold: sources.hold,
    peek,
    retry: documentId => {
      retry(documentId);
      stale(documentId);
    },
    takeDrawn: key => {
      const width = Number(key.split(' ')[2]);
      if (key.endsWith(' 0')) drawnWidth = width;
      return drawn.take(key);
    },
    giveDrawn: (key, canvas) => drawn.put(key, canvas, canvas.width * canvas.height),
    thumbnails: {
      get: thumbnails.get,
      put: (key, canvas) => thumbnails.put(key, canvas, canvas.width * canvas.height),
    },
    onStale: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    warm: pdf.warm,
    clear,
  };
}
