import { useEffect, type MouseEvent, type ReactNode } from 'react';
import { useStore, type StoreApi } from 'zustand';
import { useAction } from '../keys/index.ts';
import { cx } from '../ui/index.ts';
import { GridHead, type Column } from './grid-head.tsx';
import { GridRow } from './grid-row.tsx';
import styles from './row-grid.module.css';
import { rowAt, type RowsState } from './rows.ts';
import { useRowWindow } from './use-row-window.ts';

export type { Column } from './grid-head.tsx';

const rowHeight = 36;
const headHeight = 32;
const overscan = 6;
/** Waiting rows that stand in until the first answer. */
const placeholders = 30;

interface RowGridProps<Row> {
  readonly label: string;
  /** What one row is: begins the id of its element. */
  readonly name: string;
  readonly list: Pick<StoreApi<RowsState<Row>>, 'getState' | 'getInitialState' | 'subscribe'>;
  readonly columns: readonly Column[];
  /** The class that says how wide the columns of head and rows are. */
  readonly layout: string | undefined;
  /** Whose keys move the selection. */
  readonly keys: 'queue' | 'links';
  /** Draws a row's cells. Another function draws all of them anew. */
  readonly cells: (row: Row) => ReactNode;
  readonly onOpen: (row: Row) => void;
  /** What stands there when there is no row. */
  readonly empty: ReactNode;
}

/** A table: draws the rows in sight of any number of them, keeps the selected one in sight. */
export function RowGrid<Row>(props: RowGridProps<Row>) {
  const { label, name, list, columns, layout: widths, keys, cells, onOpen, empty } = props;
  const total = useStore(list, state => state.total);
  const selected = useStore(list, state => state.selected.index);
  const stale = useStore(list, state => state.shownView !== state.view);
  const failed = useStore(list, state => state.problem !== undefined);
  const window = useStore(list, state => state.window);
  const { show, select, setScrollTop } = list.getState();
  const { viewport, rows, layout, slots, rowsInSight, onScroll, scrollIntoSight, scrollTo } = useRowWindow({
    total: total ?? (failed ? 0 : placeholders),
    rowHeight,
    headHeight,
    overscan,
    initialScrollTop: list.getState().scrollTop,
    onScroll: setScrollTop,
  });
  useEffect(() => show(layout.first, layout.end), [show, layout.first, layout.end]);
  // Another view begins at its top.
  useEffect(
    () => list.subscribe((state, before) => state.view !== before.view && scrollTo(0)),
    [list, scrollTo],
  );
  useEffect(() => {
    // Coming from elsewhere with the keyboard, the list is where one goes on.
    const { activeElement } = document;
    if (activeElement === document.body || activeElement?.tagName === 'MAIN')
      viewport.current?.focus({ preventScroll: true });
  }, [viewport]);

  const move = (index: number): void => {
    select(index);
    scrollIntoSight(list.getState().selected.index);
    viewport.current?.focus({ preventScroll: true });
  };
  const by = (count: number) => () => move(list.getState().selected.index + count);
  const page = Math.max(1, rowsInSight - 1);
  useAction(`${keys}.down`, by(1));
  useAction(`${keys}.up`, by(-1));
  useAction(`${keys}.pageDown`, by(page));
  useAction(`${keys}.pageUp`, by(-page));
  useAction(`${keys}.first`, () => move(0));
  useAction(`${keys}.last`, () => move(Number.MAX_SAFE_INTEGER));

  const drawn = Array.from({ length: Math.max(0, layout.end - layout.first) }, (_, place) => {
    const index = layout.first + place;
    return { index, row: rowAt({ window }, index) };
  });
  const fetching = drawn.some(({ row }) => row === undefined);
  const chosen = drawn.find(({ index }) => index === selected);
  // A button of a row that keeps the focus would be another row's once the rows move: it stays with the list.
  const keepFocus = (event: MouseEvent): void => {
    if (!(event.target instanceof Element) || event.target.closest('button') === null) return;
    event.preventDefault();
    viewport.current?.focus({ preventScroll: true });
  };
  return (
    <div className={styles.card}>
      <div
        ref={viewport}
        role="grid"
        tabIndex={0}
        aria-label={label}
        aria-rowcount={total === undefined ? -1 : total + 1}
        aria-colcount={columns.length}
        aria-busy={stale && !failed}
        aria-activedescendant={chosen?.row && `${name}-${selected}`}
        className={styles.viewport}
        onScroll={onScroll}
      >
        <GridHead columns={columns} layout={widths} />
        <div role="presentation" className={styles.canvas} style={{ height: layout.height }}>
          <div
            role="presentation"
            className={cx(styles.rows, fetching && styles.fetching)}
            ref={rows}
            onMouseDown={keepFocus}
          >
            {drawn.map(({ index, row }) => (
              <GridRow
                // A row that comes into sight is drawn into the elements of one that left it.
                key={index % slots}
                id={`${name}-${index}`}
                index={index}
                row={row}
                selected={index === selected}
                layout={widths}
                cells={cells}
                onSelect={select}
                onOpen={onOpen}
              />
            ))}
          </div>
        </div>
      </div>
      {total === 0 && <div className={styles.empty}>{empty}</div>}
    </div>
  );
}
