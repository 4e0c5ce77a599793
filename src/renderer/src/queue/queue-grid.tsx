import { useCallback, useEffect } from 'react';
import { useStore } from 'zustand';
import { useServices } from '../services.ts';
import { cx, useNow } from '../ui/index.ts';
import { GridHead } from './grid-head.tsx';
import { GridRow } from './grid-row.tsx';
import styles from './queue-grid.module.css';
import { QueueEmpty } from './queue-empty.tsx';
import { rowAt } from './store.ts';
import { useGridActions } from './use-grid-actions.ts';
import { useRowWindow } from './use-row-window.ts';

const rowHeight = 36;
const headHeight = 32;
const overscan = 6;
/** Waiting rows that stand in until the first answer. */
const placeholders = 30;

/** The table: draws the rows in sight of any number of them, keeps the selected one in sight. */
export function QueueGrid() {
  const { queue, route } = useServices();
  const total = useStore(queue, state => state.total);
  const view = useStore(queue, state => state.view);
  const selected = useStore(queue, state => state.selected.index);
  const stale = useStore(queue, state => state.shownView !== state.view);
  const failed = useStore(queue, state => state.problem !== undefined);
  const window = useStore(queue, state => state.window);
  const now = useNow(10_000);
  const { show, select, setScrollTop, setView } = queue.getState();

  const { viewport, rows, layout, slots, rowsInSight, onScroll, scrollIntoSight, scrollTo } = useRowWindow({
    total: total ?? (failed ? 0 : placeholders),
    rowHeight,
    headHeight,
    overscan,
    initialScrollTop: queue.getState().scrollTop,
    onScroll: setScrollTop,
  });
  useEffect(() => show(layout.first, layout.end), [show, layout.first, layout.end]);
  // Another view begins at its top.
  useEffect(
    () => queue.subscribe((state, before) => state.view !== before.view && scrollTo(0)),
    [queue, scrollTo],
  );
  useEffect(() => {
    // Coming from elsewhere with the keyboard, the list is where one goes on.
    const { activeElement } = document;
    if (activeElement === document.body || activeElement?.tagName === 'MAIN')
      viewport.current?.focus({ preventScroll: true });
  }, [viewport]);

  const open = useCallback(
    (customerId: string) =>
      route.getState().go({ screen: 'review', customerId, view: queue.getState().view }),
    [queue, route],
  );
  useGridActions({
    move: index => {
      select(index);
      scrollIntoSight(queue.getState().selected.index);
      viewport.current?.focus({ preventScroll: true });
    },
    // Pressed while what was searched for is still on its way, it opens it when it is here.
    open: () =>
      void queue
        .getState()
        .awaitSelected()
        .then(row => {
          if (row && route.getState().route.screen === 'queue') open(row.id);
        }),
    pageRows: Math.max(1, rowsInSight - 1),
  });

  const drawn = Array.from({ length: Math.max(0, layout.end - layout.first) }, (_, place) => {
    const index = layout.first + place;
    return { index, row: rowAt({ window }, index) };
  });
  const fetching = drawn.some(({ row }) => row === undefined);
  return (
    <div className={styles.card}>
      <div
        ref={viewport}
        role="grid"
        tabIndex={0}
        aria-label="Cases"
        aria-rowcount={total === undefined ? -1 : total + 1}
        aria-colcount={9}
        aria-busy={stale}
        aria-activedescendant={rowAt({ window }, selected) ? `case-${selected}` : undefined}
        className={styles.viewport}
        onScroll={onScroll}
      >
        <GridHead view={view} onChange={setView} />
        <div role="presentation" className={styles.canvas} style={{ height: layout.height }}>
          <div role="presentation" className={cx(styles.rows, fetching && styles.fetching)} ref={rows}>
            {drawn.map(({ index, row }) => (
              <GridRow
                // A row that comes into sight is drawn into the elements of one that left it.
                key={index % slots}
                index={index}
                row={row}
                selected={index === selected}
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
