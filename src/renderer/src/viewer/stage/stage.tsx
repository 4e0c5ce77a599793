import { useEffect, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import type { DocumentProblem } from '../document-problem.ts';
import {
  anchorAt,
  currentPage,
  fitScale,
  layPages,
  pagesIn,
  rotatedSize,
  rotateRegion,
  scrollFor,
  shareSeen,
  type Desk,
  type Point,
  type Rotation,
} from '../geometry.ts';
import type { DocumentLibrary } from '../library.ts';
import type { DocumentSource } from '../open/index.ts';
import type { ViewerStore } from '../viewer-store.ts';
import { PageView, type Mark } from './page-view.tsx';
import styles from './stage.module.css';
import { useGestures } from './use-gestures.ts';
import { useSettled } from './use-settled.ts';
import { useViewSize } from './use-view-size.ts';

interface StageProps {
  readonly library: DocumentLibrary;
  readonly source: DocumentSource;
  readonly documentId: string;
  readonly label: string;
  readonly store: ViewerStore;
  readonly marks: readonly Mark[];
  /** The pages of which at least half can be seen, drawn; again whenever that changes. */
  readonly onPages: (pages: readonly number[]) => void;
  readonly onProblem: (problem: DocumentProblem) => void;
}

/** After a zoom has stood still this long, pages are drawn for the new size. */
const settleMs = 140;

/** Pages on a desk that scrolls and zooms. Mounted anew for each document. */
export function Stage({ library, source, documentId, label, store, marks, onPages, onProblem }: StageProps) {
  const view = useRef<HTMLDivElement>(null);
  const size = useViewSize(view);
  const sizes = useSyncExternalStore(source.onPages, source.pages);
  const zoom = useStore(store, state => state.zoom);
  const rotation: Rotation = useStore(store, state => state.rotations[documentId] ?? 0);
  const tone = useStore(store, state => state.tone);
  const ready = size.width > 0;

  const scale = zoom.mode === 'free' ? zoom.scale : fitScale(zoom.mode, sizes, rotation, size);
  const desk = useMemo(() => layPages(sizes, scale, rotation, size), [sizes, scale, rotation, size]);
  const settledScale = useSettled(scale, settleMs);
  // A fit that follows the window is drawn at once: there is no gesture to wait for.
  const drawScale = zoom.mode === 'free' ? settledScale : scale;

  const [scroll, setScroll] = useState<Point>({ x: 0, y: 0 });
  const [drawn, setDrawn] = useState<ReadonlySet<number>>(new Set());
  useGestures(view, store);
  useSteadyPoint(view, ready ? desk : undefined, rotation, store);
  useGoal(view, desk, rotation, store, ready);

  useEffect(() => {
    const element = view.current;
    if (!element) return;
    let frame = 0;
    const follow = () => {
      frame = 0;
      setScroll({ x: element.scrollLeft, y: element.scrollTop });
    };
    const onScroll = () => {
      if (frame === 0) frame = requestAnimationFrame(follow);
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      element.removeEventListener('scroll', onScroll);
      cancelAnimationFrame(frame);
    };
  }, []);

  const page = currentPage(desk, scroll, size);
  useEffect(() => {
    if (ready) store.getState().measured({ scale, page, pageCount: sizes.length });
  }, [store, ready, scale, page, sizes.length]);

  const looked = desk.boxes
    .filter(box => drawn.has(box.page) && shareSeen(box, scroll, size) >= 0.5)
    .map(box => box.page)
    .join(' ');
  useEffect(() => {
    onPages(looked === '' ? [] : looked.split(' ').map(Number));
  }, [looked, onPages]);
  useEffect(() => () => onPages([]), [onPages]);

  const visible = new Set(ready ? pagesIn(desk, scroll, size) : []);
  const mounted = new Set(ready ? pagesIn(desk, scroll, size, 1) : []);
  return (
    <div ref={view} className={styles.view} tabIndex={0} role="region" aria-label={label}>
      <div className={styles.desk} style={{ width: desk.width, height: desk.height }}>
        {desk.boxes
          .filter(box => mounted.has(box.page))
          .map(box => {
            const upright = sizes[box.page - 1] ?? { width: 1, height: 1 };
            const turned = rotatedSize(upright, rotation);
            return (
              <PageView
                key={box.page}
                library={library}
                source={source}
                documentId={documentId}
                box={box}
                drawWidth={turned.width * drawScale}
                drawHeight={turned.height * drawScale}
                rotation={rotation}
                tone={tone}
                visible={visible.has(box.page)}
                marks={marks.filter(mark => mark.page === box.page)}
                pageCount={sizes.length}
                onDrawn={number =>
                  setDrawn(known => (known.has(number) ? known : new Set(known).add(number)))
                }
                onProblem={onProblem}
              />
            );
          })}
      </div>
    </div>
  );
}

/** Keeps what is under the pointer, or in the middle, in its place when the desk is laid out anew. */
function useSteadyPoint(
  view: React.RefObject<HTMLDivElement | null>,
  desk: Desk | undefined,
  rotation: Rotation,
  store: ViewerStore,
): void {
  const last = useRef<{ readonly desk: Desk; readonly rotation: Rotation }>(undefined);
  useLayoutEffect(() => {
    const element = view.current;
    const before = last.current;
    if (!element || !desk || before?.desk === desk) return;
    last.current = { desk, rotation };
    if (!before) return;
    const { pivot, zoom } = store.getState();
    // A document that still shows its beginning keeps showing it while it is measured and fitted.
    const atTop = zoom.mode !== 'free' && element.scrollTop === 0;
    const at = pivot ?? { x: element.clientWidth / 2, y: atTop ? 0 : element.clientHeight / 2 };
    const found = anchorAt(before.desk, { x: element.scrollLeft + at.x, y: element.scrollTop + at.y });
    // Turning moves every point of a page; its middle is the one that stays.
    const anchor = before.rotation === rotation ? found : { page: found.page, fx: 0.5, fy: 0.5 };
    const target = scrollFor(desk, anchor, at);
    element.scrollTo(target.x, target.y);
  }, [view, desk, rotation, store]);
}

/** Brings the wished page, or a region of it, into view. */
function useGoal(
  view: React.RefObject<HTMLDivElement | null>,
  desk: Desk,
  rotation: Rotation,
  store: ViewerStore,
  ready: boolean,
): void {
  const goal = useStore(store, state => state.goal);
  const reached = useRef(0);
  useEffect(() => {
    const element = view.current;
    const box = desk.boxes[(goal?.page ?? 0) - 1];
    if (!ready || !element || !goal || !box || goal.turn === reached.current) return;
    reached.current = goal.turn;
    if (!goal.region) {
      element.scrollTo(element.scrollLeft, Math.max(0, box.y - 12));
      return;
    }
    const [x, y, width, height] = rotateRegion(goal.region, rotation);
    const left = box.x + x * box.width;
    const top = box.y + y * box.height;
    const inside =
      left >= element.scrollLeft &&
      top >= element.scrollTop &&
      left + width * box.width <= element.scrollLeft + element.clientWidth &&
      top + height * box.height <= element.scrollTop + element.clientHeight;
    if (inside) return;
    element.scrollTo(
      left + (width * box.width - element.clientWidth) / 2,
      top + (height * box.height - element.clientHeight) / 2,
    );
  }, [view, desk, rotation, goal, ready]);
}
