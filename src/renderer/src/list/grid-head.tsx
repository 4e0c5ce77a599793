import { ArrowDown, ArrowUp } from 'lucide-react';
import { cx } from '../ui/index.ts';
import styles from './row-grid.module.css';

export interface Column {
  readonly label: string;
  /** Said and not shown, where its cells speak for themselves. */
  readonly unseen?: boolean;
  /** How the rows are sorted by it just now. */
  readonly sorted?: 'ascending' | 'descending' | undefined;
  /** Sorts by it, the other way round where they are sorted by it already. */
  readonly onSort?: (() => void) | undefined;
}

interface GridHeadProps {
  readonly columns: readonly Column[];
  readonly layout: string | undefined;
}

/** The head of the table; columns that can be sorted by are buttons. */
export function GridHead({ columns, layout }: GridHeadProps) {
  return (
    <div role="row" aria-rowindex={1} className={cx(styles.head, layout)}>
      {columns.map(({ label, unseen, sorted, onSort }, index) => (
        <div
          key={label}
          role="columnheader"
          aria-colindex={index + 1}
          aria-label={unseen ? label : undefined}
          aria-sort={sorted}
        >
          {onSort ? (
            <button type="button" className={styles.sort} onClick={onSort}>
              {label}
              {sorted && (sorted === 'descending' ? <ArrowDown aria-hidden /> : <ArrowUp aria-hidden />)}
            </button>
          ) : (
            !unseen && label
          )}
        </div>
      ))}
    </div>
  );
}
