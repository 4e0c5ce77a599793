import { ArrowDown, ArrowUp } from 'lucide-react';
import type { QueueSort, QueueView } from '../../../shared/ipc/index.ts';
import { cx } from '../ui/index.ts';
import columns from './columns.module.css';
import styles from './grid-head.module.css';
import { toggleSort } from './view-words.ts';

interface Column {
  readonly label: string;
  readonly sort?: QueueSort;
}

const heads: readonly Column[] = [
  { label: 'Name', sort: 'name' },
  { label: 'Kind' },
  { label: 'Level' },
  { label: 'Status' },
  { label: 'Risk', sort: 'risk' },
  { label: 'Waiting', sort: 'waiting' },
  { label: 'SLA', sort: 'sla' },
  { label: 'Who' },
  { label: 'What is open' },
];

interface GridHeadProps {
  readonly view: QueueView;
  readonly onChange: (view: QueueView) => void;
}

/** The head of the table; columns that can be sorted by are buttons. */
export function GridHead({ view, onChange }: GridHeadProps) {
  return (
    <div role="row" aria-rowindex={1} className={cx(columns.row, styles.head)}>
      {heads.map(({ label, sort }, index) => (
        <div key={label} role="columnheader" aria-colindex={index + 1} aria-sort={sortState(view, sort)}>
          {sort ? (
            <button type="button" className={styles.button} onClick={() => onChange(toggleSort(view, sort))}>
              {label}
              {view.sort === sort && (view.descending ? <ArrowDown aria-hidden /> : <ArrowUp aria-hidden />)}
            </button>
          ) : (
            label
          )}
        </div>
      ))}
    </div>
  );
}

function sortState(view: QueueView, sort: QueueSort | undefined): 'ascending' | 'descending' | undefined {
  if (view.sort !== sort) return undefined;
  return view.descending ? 'descending' : 'ascending';
}
