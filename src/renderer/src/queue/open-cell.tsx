import { CircleAlert, PencilLine, Send } from 'lucide-react';
import type { QueueRow } from '../../../shared/ipc/index.ts';
import { cx } from '../ui/index.ts';
import styles from './open-cell.module.css';
import { openWords } from './row-words.ts';

/** What is open; marked when this workstation has something of its own in the case. */
export function OpenCell({ row }: { readonly row: QueueRow }) {
  const parked = row.decision?.state === 'parked';
  return (
    <span className={cx(styles.open, parked && styles.parked)} title={openWords(row)}>
      {icon(row)}
      <span className={styles.words}>{openWords(row)}</span>
    </span>
  );
}

function icon(row: QueueRow) {
  if (row.decision?.state === 'parked') return <CircleAlert aria-hidden="true" />;
  if (row.decision) return <Send aria-hidden="true" />;
  return row.draft ? <PencilLine role="img" aria-label="You have begun" /> : null;
}
