import { useEffect, useRef, useState } from 'react';
import type { Region } from '../../../../shared/domain/index.ts';
import { cx } from '../../ui/cx.ts';
import { pixelRatio, rotateRegion, type PageBox, type Rotation } from '../geometry.ts';
import { drawnKey, type DocumentLibrary } from '../library.ts';
import { limits } from '../limits.ts';
import { DocumentFailure, type DocumentSource } from '../open/index.ts';
import type { DocumentProblem } from '../document-problem.ts';
import type { Tone } from '../viewer-store.ts';
import styles from './stage.module.css';

/** A rectangle over a page that tells where something was read or found. */
export interface Mark {
  readonly key: string;
  readonly page: number;
  readonly region: Region;
  readonly kind: 'same' | 'differs' | 'hit' | 'currentHit';
}

interface PageViewProps {
  readonly library: DocumentLibrary;
  readonly source: DocumentSource;
  readonly documentId: string;
  readonly box: PageBox;
  /** Size to draw for: follows `box` once a zoom has come to rest. */
  readonly drawWidth: number;
  readonly drawHeight: number;
  readonly rotation: Rotation;
  readonly tone: Tone;
  readonly visible: boolean;
  readonly marks: readonly Mark[];
  readonly pageCount: number;
  readonly onDrawn: (page: number) => void;
  readonly onProblem: (problem: DocumentProblem) => void;
}

/** One page: its paper, its drawing, and what is marked on it. The old drawing stays, stretched, until the new one is there. */
export function PageView(props: PageViewProps) {
  const { library, source, documentId, box, drawWidth, drawHeight, rotation, tone, visible, marks } = props;
  const { pageCount, onDrawn, onProblem } = props;
  const { page } = box;
  const holder = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState(false);

  const ratio = pixelRatio(
    { width: drawWidth, height: drawHeight },
    window.devicePixelRatio,
    limits.canvasPixels,
  );
  const width = Math.max(1, Math.round(drawWidth * ratio));
  const height = Math.max(1, Math.round(drawHeight * ratio));

  useEffect(() => {
    const element = holder.current;
    if (!element) return;
    const key = drawnKey(documentId, page, width, rotation);
    const abort = new AbortController();

    const show = (canvas: HTMLCanvasElement): void => {
      canvas.className = styles.canvas ?? '';
      canvas.dataset['key'] = key;
      giveBack(element, library);
      element.replaceChildren(canvas);
      setDrawn(true);
      onDrawn(page);
    };

    const kept = library.takeDrawn(key);
    if (kept) {
      show(kept);
      return;
    }
    const canvas = document.createElement('canvas');
    library.queue
      .add(visible ? 'visible' : 'near', abort.signal, signal =>
        source.draw({ page, width, height, rotation, canvas, signal }),
      )
      .then(
        () => show(canvas),
        (error: unknown) => {
          if (abort.signal.aborted) return;
          if (!(error instanceof DocumentFailure)) throw error;
          onProblem(error.problem);
        },
      );
    return () => abort.abort(new DOMException('no longer shown', 'AbortError'));
    // `visible` only orders the queue: scrolling a page into view must not draw it again.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [library, source, documentId, page, width, height, rotation]);

  useEffect(() => {
    const element = holder.current;
    return () => {
      if (element) giveBack(element, library);
    };
  }, [library]);

  return (
    <div
      className={styles.page}
      style={{ left: box.x, top: box.y, width: box.width, height: box.height }}
      role="img"
      aria-label={pageCount > 1 ? `Page ${page} of ${pageCount}` : 'The document'}
      aria-busy={!drawn}
      data-page={page}
      data-drawn={drawn || undefined}
    >
      <div
        ref={holder}
        className={styles.drawing}
        style={{ filter: `brightness(${tone.brightness}) contrast(${tone.contrast})` }}
      />
      {marks.map(mark => {
        const [x, y, w, h] = rotateRegion(mark.region, rotation);
        return (
          <span
            key={mark.key}
            aria-hidden="true"
            data-mark={mark.kind}
            className={cx(styles.mark, styles[mark.kind])}
            style={{ left: `${x * 100}%`, top: `${y * 100}%`, width: `${w * 100}%`, height: `${h * 100}%` }}
          />
        );
      })}
    </div>
  );
}

function giveBack(element: HTMLElement, library: DocumentLibrary): void {
  const canvas = element.firstElementChild;
  if (canvas instanceof HTMLCanvasElement) library.giveDrawn(canvas.dataset['key'] ?? '', canvas);
  element.replaceChildren();
}
