import { FileWarning } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { cx } from '../ui/cx.ts';
import type { DocumentLibrary } from './library.ts';
import { DocumentFailure } from './open/index.ts';
import styles from './viewer.module.css';

interface PagePictureProps {
  readonly library: DocumentLibrary;
  readonly documentId: string;
  readonly page?: number;
  /** CSS pixels. */
  readonly width: number;
  readonly className?: string | undefined;
}

/** A small drawing of a page, for strips of thumbnails. Decoration: what it shows is named beside it. */
export function PagePicture({ library, documentId, page = 1, width, className }: PagePictureProps) {
  const shown = useRef<HTMLCanvasElement>(null);
  const [round, setRound] = useState(0);
  const [state, setState] = useState<'drawing' | 'ready' | 'failed'>('drawing');

  useEffect(
    () =>
      library.onStale(which => {
        if (which === null || which === documentId) setRound(count => count + 1);
      }),
    [library, documentId],
  );

  useEffect(() => {
    const abort = new AbortController();
    const release = library.hold(documentId);
    const drawing = picture(library, documentId, page, width, abort.signal);
    void drawing.finally(release).then(found => {
      const canvas = shown.current;
      if (abort.signal.aborted || !canvas) return;
      setState(found ? 'ready' : 'failed');
      if (!found) return;
      canvas.width = found.width;
      canvas.height = found.height;
      canvas.getContext('2d')?.drawImage(found, 0, 0);
    });
    return () => abort.abort(new DOMException('no longer shown', 'AbortError'));
  }, [library, documentId, page, width, round]);

  return (
    <>
      {state === 'failed' && <FileWarning aria-hidden="true" />}
      <canvas
        ref={shown}
        aria-hidden="true"
        hidden={state === 'failed'}
        className={cx(styles.picture, state === 'ready' && styles.ready, className)}
      />
    </>
  );
}

/** The drawn page; undefined when there is none to be had, which the viewer itself explains. */
async function picture(
  library: DocumentLibrary,
  documentId: string,
  page: number,
  width: number,
  signal: AbortSignal,
): Promise<HTMLCanvasElement | undefined> {
  const pixels = Math.round(width * Math.min(2, window.devicePixelRatio));
  const key = `${documentId} ${page} ${pixels}`;
  const known = library.thumbnails.get(key);
  if (known) return known;
  const opened = await library.open(documentId);
  const size = opened.ok ? opened.value.pages()[page - 1] : undefined;
  if (!opened.ok || !size || signal.aborted) return undefined;
  const canvas = document.createElement('canvas');
  const height = Math.max(1, Math.round((pixels * size.height) / size.width));
  try {
    await library.queue.add('thumbnail', signal, inner =>
      opened.value.draw({ page, width: pixels, height, rotation: 0, canvas, signal: inner }),
    );
  } catch (error) {
    if (signal.aborted || error instanceof DocumentFailure) return undefined;
    throw error;
  }
  library.thumbnails.put(key, canvas);
  return canvas;
}
