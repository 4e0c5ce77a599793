import { memo, type ReactNode } from 'react';
import { cx } from '../ui/index.ts';
import styles from './row-grid.module.css';

interface GridRowProps<Row> {
  readonly id: string;
  readonly index: number;
  /** Undefined while it is fetched. */
  readonly row: Row | undefined;
  readonly selected: boolean;
  readonly layout: string | undefined;
  readonly cells: (row: Row) => ReactNode;
  readonly onSelect: (index: number) => void;
  readonly onOpen: (row: Row) => void;
}

function DrawnRow<Row>({ id, index, row, selected, layout, cells, onSelect, onOpen }: GridRowProps<Row>) {
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      aria-busy={row === undefined || undefined}
      className={cx(styles.row, layout, row && styles.filled, selected && styles.selected)}
      onClick={() => onSelect(index)}
      onDoubleClick={() => row && onOpen(row)}
    >
      {row === undefined ? (
        // Nothing to be seen: the bar in its place is painted behind it, for all rows at once.
        <div role="gridcell" aria-label="Being fetched" className={styles.waiting} />
      ) : (
        cells(row)
      )}
    </div>
  );
}

/** One row. A click selects, a second one opens, as in any file list. */
export const GridRow = memo(DrawnRow) as typeof DrawnRow;
