import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useServices } from '../services.ts';
import { useNow } from '../ui/index.ts';
import { GridHead } from './grid-head.tsx';
import { GridRow } from './grid-row.tsx';
import styles from './queue-grid.module.css';
import { QueueEmpty } from './queue-empty.tsx';
import { rowLayout, scrollToRow } from './row-layout.ts';
import { rowAt, selectedRow } from './store.ts';
import { useGridActions } from './use-grid-actions.ts';

const rowHeight = 36;
const headHeight = 32;
const overscan = 6;

/** The table: draws the rows in sight of any number of them, keeps the selected one in sight. */
export function QueueGrid() {
  const { queue, route } = useServices();
  const { total, view, selected, problem, window: rows } = useStore(queue);
  const viewport = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(0);
  const scrollTop = useStore(queue, state => state.scrollTop);
  const now = useNow(10_000);
  const { show, select, setScrollTop, setView } = queue.getState();

  // Until the first answer a screenful of waiting rows stands in; after a failed one, none.
  const drawn = total ?? (problem ? 0 : Math.ceil(height / rowHeight));
  const geometry = { total: drawn, rowHeight, viewportHeight: height, scrollTop };
  const layout = rowLayout({ ...geometry, overscan });

  useLayoutEffect(() => {
    const element = viewport.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight - headHeight));
    observer.observe(element);
    setHeight(element.clientHeight - headHeight);
    return () => observer.disconnect();
  }, []);
  // The scroll position is the store's, so that coming back from a case finds the list where it was.
  useLayoutEffect(() => {
    if (viewport.current && Math.abs(viewport.current.scrollTop - scrollTop) > 1) {
      viewport.current.scrollTop = scrollTop;
    }
  }, [scrollTop, height, layout.height]);
  useEffect(() => show(layout.first, layout.end), [show, layout.first, layout.end]);
  useEffect(() => {
    // Coming from elsewhere with the keyboard, the list is where one goes on.
    if (document.activeElement === document.body) viewport.current?.focus({ preventScroll: true });
  }, []);

  const open = (customerId: string): void =>
    route.getState().go({ screen: 'review', customerId, view: queue.getState().view });
  const move = (index: number): void => {
    select(index);
    setScrollTop(scrollToRow(queue.getState().selected.index, geometry));
    viewport.current?.focus({ preventScroll: true });
  };
  useGridActions({
    move,
    open: () => {
      const row = selectedRow(queue.getState());
      if (row) open(row.id);
    },
    pageRows: Math.max(1, Math.floor(height / rowHeight) - 1),
  });

  const indexes = Array.from({ length: Math.max(0, layout.end - layout.first) }, (_, i) => layout.first + i);
  return (
    <div className={styles.card}>
      <div
        ref={viewport}
        role="grid"
        tabIndex={0}
        aria-label="Cases"
        aria-rowcount={total === undefined ? -1 : total + 1}
        aria-colcount={9}
        aria-busy={total === undefined}
        aria-activedescendant={rowAt({ window: rows }, selected.index) ? `case-${selected.index}` : undefined}
        className={styles.viewport}
        onScroll={event => setScrollTop(event.currentTarget.scrollTop)}
      >
        <GridHead view={view} onChange={setView} />
        <div role="presentation" className={styles.canvas} style={{ height: layout.height }}>
          <div role="presentation" style={{ transform: `translateY(${layout.top}px)` }}>
            {indexes.map(index => (
              <GridRow
                key={index}
                index={index}
                row={rowAt({ window: rows }, index)}
                selected={index === selected.index}
                now={now}
                onSelect={select}
                onOpen={open}
              />
            ))}
          </div>
        </div>
      </div>
      {total === 0 && (
        <div className={styles.empty}>
          <QueueEmpty view={view} />
        </div>
      )}
    </div>
  );
}
