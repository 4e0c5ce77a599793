import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import { rowLayout, scrollToRow, type RowLayout } from './row-layout.ts';

interface RowWindowOptions {
  readonly total: number;
  readonly rowHeight: number;
  /** Height of what sticks to the top of the viewport, px. */
  readonly headHeight: number;
  readonly overscan: number;
  /** Where to begin, px. */
  readonly initialScrollTop: number;
  readonly onScroll: (scrollTop: number) => void;
}

interface RowWindow {
  readonly viewport: RefObject<HTMLDivElement | null>;
  /** The element that holds the drawn rows; its `top` is this hook's. */
  readonly rows: RefObject<HTMLDivElement | null>;
  readonly layout: RowLayout;
  /** More than are ever drawn at once: a row's place modulo this is free when it comes into sight. */
  readonly slots: number;
  /** How many rows fit in sight. */
  readonly rowsInSight: number;
  readonly onScroll: () => void;
  readonly scrollIntoSight: (row: number) => void;
  readonly scrollTo: (scrollTop: number) => void;
}

const sameRows = (a: RowLayout, b: RowLayout): boolean =>
  a.first === b.first && a.end === b.end && a.height === b.height;

/** Which rows to draw for a scrolled element. Draws anew only when that changes, not at every scrolled pixel. */
export function useRowWindow(options: RowWindowOptions): RowWindow {
  const { total, rowHeight, headHeight, overscan, initialScrollTop, onScroll } = options;
  const viewport = useRef<HTMLDivElement>(null);
  const rows = useRef<HTMLDivElement>(null);
  const [viewportHeight, setViewportHeight] = useState(0);
  const [scrollTop, setScrollTop] = useState(initialScrollTop);
  const geometry = { total, rowHeight, viewportHeight };
  const layout = rowLayout({ ...geometry, scrollTop, overscan });

  useLayoutEffect(() => {
    const element = viewport.current;
    if (element === null) return;
    const measure = (): void => setViewportHeight(element.clientHeight - headHeight);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [headHeight]);
  // The list must be as tall as it will be before it can be scrolled to where it was.
  const reached = useRef(false);
  useLayoutEffect(() => {
    if (reached.current || viewport.current === null || layout.height === 0) return;
    reached.current = true;
    viewport.current.scrollTop = initialScrollTop;
  }, [layout.height, initialScrollTop]);

  const drawn = useRef(layout);
  useLayoutEffect(() => {
    drawn.current = layout;
    if (rows.current) rows.current.style.top = `${layout.top}px`;
  });
  const update = useCallback(() => {
    const next = viewport.current?.scrollTop ?? 0;
    onScroll(next);
    const wanted = rowLayout({ total, rowHeight, viewportHeight, scrollTop: next, overscan });
    if (!sameRows(wanted, drawn.current)) setScrollTop(next);
    // In a squeezed list the same rows stand elsewhere at every scrolled pixel: moved without drawing them anew.
    else if (rows.current) rows.current.style.top = `${wanted.top}px`;
  }, [onScroll, total, rowHeight, viewportHeight, overscan]);
  // Drawn in the frame that the scroll event belongs to: left to React it comes one frame late, and every other frame of
  // a fast scroll has no rows.
  const onScrolled = useCallback(() => flushSync(update), [update]);
  const scrollTo = useCallback(
    (next: number) => {
      if (viewport.current) viewport.current.scrollTop = next;
      update();
    },
    [update],
  );

  const rowsInSight = Math.max(1, Math.floor(viewportHeight / rowHeight));
  return {
    viewport,
    rows,
    layout,
    // Two more: a row cut off at each edge.
    slots: rowsInSight + 2 + 2 * overscan,
    rowsInSight,
    onScroll: onScrolled,
    scrollIntoSight: row =>
      scrollTo(scrollToRow(row, { ...geometry, scrollTop: viewport.current?.scrollTop ?? 0 })),
    scrollTo,
  };
}
