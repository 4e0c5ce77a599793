import type { Bridge, QueueView } from '../../../shared/ipc/index.ts';
import type { DocumentSource } from './open/index.ts';

export interface Ahead {
  /** Decodes the first documents of the case after this one; what was decoded for another case is given up. */
  readonly prepare: (view: QueueView, after: string) => Promise<void>;
  /** Gives a document out to be shown, once; undefined when it is not among those at hand. */
  readonly take: (documentId: string) => DocumentSource | undefined;
  readonly drop: (matches: (source: DocumentSource) => boolean) => void;
}

export interface AheadOptions {
  readonly bridge: Pick<Bridge, 'document.ahead'>;
  /** Bytes, as decoded, of all together. */
  readonly budget: number;
  /** Undefined for what can't be opened: it is said when somebody wants to see it. */
  readonly open: (documentId: string, bytes: Uint8Array<ArrayBuffer>) => Promise<DocumentSource | undefined>;
  /** What an opened document costs at least, read before it is decoded. */
  readonly cost: (bytes: Uint8Array) => number;
  /** A document was decoded and can be drawn, until the signal says that it was given up. */
  readonly opened: (documentId: string, source: DocumentSource, signal: AbortSignal) => void;
  /** Was given up without having been shown. */
  readonly forgotten: (documentId: string) => void;
}

/** Documents decoded before anybody asked for them. Only `take` leads to the screen, and who takes has to note it. */
export function createAhead({ bridge, budget, open, cost, opened, forgotten }: AheadOptions): Ahead {
  const sources = new Map<string, { readonly source: DocumentSource; readonly abort: AbortController }>();
  /** Grows when what is under way is no longer wanted: by another case, or by a lock. */
  let round = 0;

  const spent = (): number => [...sources.values()].reduce((sum, { source }) => sum + source.bytes, 0);

  const forget = (matches: (documentId: string, source: DocumentSource) => boolean): void => {
    for (const [documentId, { source, abort }] of sources) {
      if (!matches(documentId, source)) continue;
      sources.delete(documentId);
      abort.abort(new DOMException('no longer wanted', 'AbortError'));
      source.close();
      forgotten(documentId);
    }
  };

  return {
    async prepare(view, after) {
      round += 1;
      const mine = round;
      const answer = await bridge['document.ahead']({ view, after, have: [...sources.keys()] });
      // Without it the documents open as they always do.
      if (!answer.ok || mine !== round) return;
      const wanted = new Set(answer.value.documentIds);
      forget(documentId => !wanted.has(documentId));
      for (const { documentId, bytes } of answer.value.documents) {
        if (spent() + cost(bytes) > budget) continue;
        const source = await open(documentId, new Uint8Array(bytes));
        if (!source) continue;
        if (mine !== round || spent() + source.bytes > budget) {
          source.close();
          continue;
        }
        const abort = new AbortController();
        sources.set(documentId, { source, abort });
        opened(documentId, source, abort.signal);
      }
    },
    take: documentId => {
      const found = sources.get(documentId);
      sources.delete(documentId);
      return found?.source;
    },
    drop: matches => {
      round += 1;
      forget((_, source) => matches(source));
    },
  };
}
